"""Finds the passport that an id or a product identifier means.

Rules:
1. A passport is meant by its own address, by the short id at the end of that, or by what identifies its product.
2. A product is meant by the address that is printed on its label, or by an identifier that was registered for it.
3. An item that is not registered is not found: its model is another passport.
"""

import re
from dataclasses import dataclass

from dpp.domain.en18222.products import read_product
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import ALPHABET, PassportId, read_label_code
from dpp.service.ports import PassportReads

_SHORT = re.compile(f"[{ALPHABET}]{{1,40}}")


@dataclass(frozen=True)
class Finder:
    """`links` are the addresses under which passports and labels are known."""

    links: Links

    def is_ours(self, identifier: str) -> bool:
        """Whether this is under our own address, or no URI at all."""
        return ":" not in identifier or identifier.startswith(f"{self.links.public_url}/")

    def own_id(self, identifier: str) -> PassportId | None:
        """The id in the address of one of our passports, or the short id itself; nothing in any other text."""
        short = identifier.removeprefix(self.links.passport(""))
        return PassportId(short) if _SHORT.fullmatch(short) else None

    def passport(self, reads: PassportReads, identifier: str) -> PassportId:
        """The passport with this id (rule 1); NotFound where there is none."""
        passport_id = self.own_id(identifier)
        if passport_id is not None and reads.passports.get(passport_id) is not None:
            return passport_id
        try:
            return self.product(reads, identifier)
        except (InvalidInput, NotFound):
            raise NotFound(
                message("There is no passport '{passport}'.", passport=identifier[:200]),
                remedy=message("Check the id: it is the address of the passport, percent-encoded."),
            ) from None

    def product(self, reads: PassportReads, identifier: str) -> PassportId:
        """The passport of a product (rule 2); InvalidInput for what identifies none, NotFound where there is none."""
        found = self._labelled(reads, identifier)
        if found is None and (own := self.own_id(identifier)) is not None and reads.passports.get(own):
            found = own
        found = found or reads.gs1_keys.get(read_product(identifier).key)
        if found is None:
            raise NotFound(
                message("No product '{product}' has a passport here.", product=identifier[:200]),
                remedy=message("Ask the resolver of the maker, or the EU registry, who has it."),
            )
        return found

    def _labelled(self, reads: PassportReads, identifier: str) -> PassportId | None:
        code = identifier.removeprefix(self.links.label(""))
        if code == identifier:
            return None
        label = reads.labels.get(read_label_code(code))
        return label.passport_id if label else None
