"""Copies over EN 18222: what `dpp.service.en18222.holding.Holding` asks for, on top of `Keeping`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.en18222.representation import Representation
from dpp.domain.version_record import RECORD
from dpp.service.en18222.bodies import read_members
from dpp.service.en18222.changing import require, tag_of
from dpp.service.en18222.views import Dpp
from dpp.service.holding.keeping import Keeping


@dataclass(frozen=True)
class HeldDpps:
    """`Holding` over the copies that are kept here. A document without a version record is none of its business."""

    keeping: Keeping

    def read(self, actor: Actor, dpp_id: str, representation: Representation, at: datetime | None = None) -> Dpp | None:
        """The copy as this actor may see it."""
        if not self.keeping.holds(dpp_id):
            return None
        document, version = self.keeping.read(actor, dpp_id, at=at)
        catalogue = self.keeping.rules.current
        compressed = Representation.COMPRESSED.of(document, catalogue)
        return Dpp(dpp_id, representation.of(document, catalogue), tag_of(version, compressed))

    def create(self, actor: Actor, dpp_id: str, received: bytes) -> Dpp | None:
        """Keep the first version that arrives; what the standard answers with is the id."""
        document = read_members(received)
        if RECORD not in document:
            return None
        address = self.keeping.keep(actor, document, dpp_id)
        return Dpp(address, {"digitalProductPassportId": address}, tag_of(0, address))

    def update(
        self,
        actor: Actor,
        dpp_id: str,
        received: bytes,
        representation: Representation,
        expected: Collection[str] | None = None,
    ) -> Dpp | None:
        """Keep another version of a passport that is here."""
        document = read_members(received)
        if RECORD not in document or not self.keeping.holds(dpp_id):
            return None
        if expected is not None:
            self._require(actor, dpp_id, expected)
        self.keeping.keep(actor, document, dpp_id)
        return self.read(actor, dpp_id, representation)

    def archive(self, actor: Actor, dpp_id: str, expected: Collection[str] | None = None) -> bool:
        """Note that the passport was archived where it came from."""
        if not self.keeping.holds(dpp_id):
            return False
        if expected is not None:
            self._require(actor, dpp_id, expected)
        self.keeping.archive(actor, dpp_id)
        return True

    def _require(self, actor: Actor, dpp_id: str, expected: Collection[str]) -> None:
        seen = self.read(actor, dpp_id, Representation.COMPRESSED)
        require(expected, seen.tag if seen else "")
