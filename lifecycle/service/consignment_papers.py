"""The papers of a hand-over that both sides can keep: its manifest, and the hand-over document (overdrachtslijst).

Rules:
1. The manifest is given out in the bytes that were hashed at the offer; another file is told from it by one byte.
2. The document is made of the state of the consignment: the same state gives the same bytes, whoever asks and when.
3. A draft has neither: nothing was frozen.
"""

from dataclasses import dataclass
from typing import Protocol

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.consignment import Consignment, ConsignmentState, frozen_hash
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_views import ConsignmentView, ManifestCheck
from lifecycle.service.ports import LifecycleReads


@dataclass(frozen=True)
class HandoverSheet:
    """All that the hand-over document shows. `address` is the page of the consignment, for its QR code."""

    view: ConsignmentView
    name: str
    address: str


class HandoverPrinter(Protocol):
    """Sets hand-over documents."""

    def pdf(self, sheet: HandoverSheet, language: str) -> bytes:
        """A PDF in Dutch (`nl`) or English (`en`)."""
        ...


@dataclass(frozen=True)
class Paper:
    """A file to keep."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Papers:
    """Each method is one transaction and checks its actor first."""

    desk: ConsignmentDesk
    links: Links
    printer: HandoverPrinter

    def manifest(self, actor: Actor, consignment: ConsignmentId) -> Paper:
        """Rule 1. Conflict for a draft."""
        with self.desk.storage.reading() as reads:
            found = self._offered(reads, actor, consignment)
            frozen_hash(found)
            return Paper(f"manifest-{short_name(consignment)}.json", canonical(found.manifest))

    def check(self, actor: Actor, consignment: ConsignmentId, content: bytes) -> ManifestCheck:
        """Whether these bytes are the manifest. Conflict for a draft."""
        with self.desk.storage.reading() as reads:
            found = self._offered(reads, actor, consignment)
            given = sha256(content)
            return ManifestCheck(given == found.manifest_sha256, given, found.manifest_sha256 or "")

    def document(self, actor: Actor, consignment: ConsignmentId, language: str) -> Paper:
        """Rule 2. Conflict for a draft."""
        with self.desk.storage.reading() as reads:
            view = self.desk.view(reads, self._offered(reads, actor, consignment))
        name = short_name(consignment)
        sheet = HandoverSheet(view, name, f"{self.links.public_url}/consignments/{consignment}")
        return Paper(
            f"{'overdracht' if language == 'nl' else 'hand-over'}-{name}.pdf", self.printer.pdf(sheet, language)
        )

    def _offered(self, reads: LifecycleReads, actor: Actor, consignment: ConsignmentId) -> Consignment:
        found = self.desk.seen(reads, actor, consignment)
        if found.state is ConsignmentState.DRAFT:
            raise Conflict(
                message("Consignment {id} was not offered: nothing is frozen yet.", id=consignment),
                remedy=message("Offer it first."),
            )
        return found


def short_name(consignment: ConsignmentId) -> str:
    """How people call it: the first characters of its id."""
    return consignment[:8].upper()
