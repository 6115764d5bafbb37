"""A consignment is collected: who drives away with it confirms the frozen manifest.

Rules:
1. The rules are those of `lifecycle.domain.consignment.collection`. The carrier collects, or the receiver that comes
   itself.
2. What receiver and carrier must show is asked on the day of the collection.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from dpp.domain.actor import Actor
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from lifecycle.domain.consignment import Collection, collected
from lifecycle.domain.credentials import Party
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_views import ConsignmentView


@dataclass(frozen=True, kw_only=True)
class NewCollection:
    """What is said at the dock: the hash on the packing list, the seal that was seen, and when."""

    manifest_sha256: str
    seal: str | None = None
    collected_at: datetime | None = None


@dataclass(frozen=True)
class Collecting(ConsignmentDesk):
    """Each method is one transaction and checks its actor first."""

    def collect(self, actor: Actor, consignment: ConsignmentId, said: NewCollection) -> ConsignmentView:
        with self.storage.writing() as work:
            offer = self.held(work, actor, "collect_consignment", consignment)
            now = self.recorder.clock()
            if actor.organisation is None or actor.organisation not in {offer.receiver, offer.terms.carrier}:
                raise NotPermitted(message("The carrier or the receiver collects."))
            new = Collection(
                consignment=consignment,
                collected_at=(said.collected_at or now).astimezone(UTC),
                recorded_at=now,
                by=actor.account,
                organisation=actor.organisation,
                manifest_sha256=said.manifest_sha256.strip().lower(),
                seal=said.seal,
            )
            known = work.loads.collection(consignment)
            kept = collected(offer, new, known)
            if known is None:
                self.check_credential(offer, kept.collected_at.date(), Party.RECEIVER, Party.CARRIER)
                work.loads.add_collection(kept)
                work.commit()
            return self.view(work, offer)
