"""What the use cases of consignments share: finding one with permission, showing it, recording its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Consignment, DifferenceId, Side
from lifecycle.domain.events import ConsignmentId, Happening, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.identity import lines_of
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Draft, Recorder
from lifecycle.service.routing_facts import CREDENTIAL_ROUTES

CONFIRM = "confirm_handover"


@dataclass(frozen=True)
class ConsignmentDesk:
    """Each public method of those who extend it is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def found(self, reads: LifecycleReads, actor: Actor, use_case: str, consignment: ConsignmentId) -> Consignment:
        """The consignment, for who may do this with it."""
        found = reads.consignments.get(consignment)
        if found is None:
            raise NotFound(message("There is no consignment '{consignment}'.", consignment=consignment[:40]))
        PERMISSIONS.check(use_case, actor, found.relations(actor.organisation), subject=consignment)
        return found

    def held(self, work: LifecycleWork, actor: Actor, use_case: str, consignment: ConsignmentId) -> Consignment:
        """The same, while others who want to change it wait."""
        work.consignments.hold(consignment)
        return self.found(work, actor, use_case, consignment)

    def seen(self, reads: LifecycleReads, actor: Actor, consignment: ConsignmentId) -> Consignment:
        """The consignment, for its two sides, its carrier, the holder of its link, and those who read all."""
        use_case = CONFIRM if actor.capability is not None else "read_consignment"
        return self.found(reads, actor, use_case, consignment)

    def record(
        self,
        work: LifecycleWork,
        actor: Actor,
        made: Mapping[DeviceKey, Iterable[Happening]],
    ) -> None:
        """Every event of one act has one transaction id; a refusal names its device."""
        transaction = TransactionId(self.recorder.new_id())
        for key in sorted(made):
            drafts = [Draft(happening, transaction=transaction) for happening in made[key]]
            if drafts:
                self.record_one(work, actor, key, drafts)

    def record_one(self, work: LifecycleWork, actor: Actor, key: DeviceKey, drafts: Iterable[Draft]) -> None:
        try:
            self.recorder.record(work, actor, key, list(drafts))
        except Refused as refusal:
            raise Refused(
                refusal.rule,
                message("Device {device}: {why}", device=key, why=refusal.what),
                remedy=refusal.remedy,
            ) from refusal

    def check_credential(self, consignment: Consignment, day: date) -> None:
        """The receiver shows what the route asks, valid on the day."""
        route = consignment.terms.route
        kind = None if route is None else CREDENTIAL_ROUTES.get(route)
        if kind is None or self.organisations.holds(consignment.receiver, kind, day):
            return
        raise Refused(
            "receiver-credential",
            message(
                "{receiver} has no valid {kind} on {day}.",
                receiver=self.organisations.names([consignment.receiver])[consignment.receiver],
                kind=kind,
                day=day.isoformat(),
            ),
            remedy=message("Enter the credential with its ground and dates, or choose another receiver."),
        )

    def view(self, reads: LifecycleReads, consignment: Consignment) -> ConsignmentView:
        sender, receiver, carrier = consignment.sender, consignment.receiver, consignment.terms.carrier
        names = self.organisations.names([each for each in (sender, receiver, carrier) if each is not None])
        return ConsignmentView(
            consignment=consignment,
            sender=names[sender],
            receiver=names[receiver],
            carrier=None if carrier is None else names[carrier],
            lines=lines_of(reads, (line.device for line in consignment.lines)),
            changed_at=reads.consignments.changed_at(consignment.id),
            remarks=_remarks(reads, consignment),
        )


def check_side(actor: Actor, consignment: Consignment, side: Side) -> None:
    """Return when the actor acts for this side itself; a carrier has the relation of the receiver, and is not it."""
    organisation = consignment.sender if side is Side.SENDER else consignment.receiver
    if actor.capability is None and actor.organisation != organisation:
        raise NotPermitted(
            message("This is for the {side} of the consignment.", side=side),
            remedy=message("Who carries it confirms receipt with a link, on behalf of the receiver."),
        )


def _remarks(reads: LifecycleReads, consignment: Consignment) -> dict[DifferenceId, str]:
    """What the events of the differences say; a text that was erased is left out."""
    events = ((item.id, reads.events.find(item.event)) for item in consignment.items if item.event is not None)
    return {item: event.happening.remark for item, event in events if event is not None and event.happening.remark}
