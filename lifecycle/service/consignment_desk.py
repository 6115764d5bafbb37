"""What the use cases of consignments share: finding one with permission, showing it, recording its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Consignment, DifferenceId, Side
from lifecycle.domain.credentials import Ending, Party, check, ending, required
from lifecycle.domain.events import ConsignmentId, Happening, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.sales.lot import LotId
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.identity import lines_of
from lifecycle.service.load_views import LoadView, ModelMasses, masses_of, weighed_load
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Draft, Recorder, state_of

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
            raise of_device(key, refusal) from refusal

    def check_credential(self, consignment: Consignment, day: date, *parties: Party) -> None:
        """Each of these parties (the receiver, where none is named) shows what the terms ask, valid on the day."""
        for party in parties or (Party.RECEIVER,):
            asked = required(consignment.terms.destination, party)
            organisation = _party_of(consignment, party)
            if asked and organisation is not None:
                name = self.organisations.names([organisation])[organisation]
                check(name, asked, self.organisations.credentials(organisation), day)

    def ending(self, consignment: Consignment) -> tuple[Ending, ...]:
        """What ends soon of what the parties of an open consignment must show."""
        today, found = self.recorder.clock().date(), list[Ending]()
        for party in Party:
            asked, organisation = required(consignment.terms.destination, party), _party_of(consignment, party)
            if asked and organisation is not None and consignment.standing:
                found += ending(asked, self.organisations.credentials(organisation), today)
        return tuple(found)

    def kept(self, work: LifecycleWork, consignment: Consignment) -> ConsignmentView:
        """The consignment put and committed, as it is shown."""
        work.consignments.put(consignment, self.recorder.clock())
        work.commit()
        return self.view(work, consignment)

    def view(self, reads: LifecycleReads, consignment: Consignment) -> ConsignmentView:
        sender, receiver, carrier = consignment.sender, consignment.receiver, consignment.terms.carrier
        names = self.organisations.names([each for each in (sender, receiver, carrier) if each is not None])
        lines = lines_of(reads, (line.device for line in consignment.lines))
        return ConsignmentView(
            consignment=consignment,
            sender=names[sender],
            receiver=names[receiver],
            carrier=None if carrier is None else names[carrier],
            lines=lines,
            changed_at=reads.consignments.changed_at(consignment.id),
            remarks=_remarks(reads, consignment),
            load=self._load(reads, consignment, lines),
        )

    def _load(self, reads: LifecycleReads, consignment: Consignment, lines: tuple[DeviceLine, ...]) -> LoadView:
        masses = masses_of(consignment, lines, ModelMasses(reads, self.recorder.publisher))
        return replace(
            weighed_load(consignment, masses),
            collection=reads.loads.collection(consignment.id),
            reports=reads.loads.reports(consignment.id),
            differences=reads.loads.differences(consignment.id),
            ending=self.ending(consignment),
        )


def _party_of(consignment: Consignment, party: Party) -> OrganisationId | None:
    return consignment.receiver if party is Party.RECEIVER else consignment.terms.carrier


def check_free(work: LifecycleWork, actor: Actor, key: DeviceKey, of_lot: LotId | None = None) -> None:
    """Return when the device is in the actor's custody, in no open consignment, and in no open lot but `of_lot`."""
    work.devices.hold(key)  # else two drafts at the same moment could both find it free
    PERMISSIONS.check("create_consignment", actor, state_of(work, key).relations(actor.organisation))
    other = work.consignments.open_with(key)
    if other is not None:
        raise already_in(key, other)
    lot = work.sales.open_with([key]).get(key, of_lot)
    if lot is not None and lot != of_lot:
        raise of_device(key, in_lot(lot))


def of_device(key: DeviceKey, refusal: Refused) -> Refused:
    """The refusal of one of several devices, with its name."""
    what = message("Device {device}: {why}", device=key, why=refusal.what)
    return Refused(refusal.rule, what, remedy=refusal.remedy)


def already_in(key: DeviceKey, other: ConsignmentId) -> Refused:
    """The refusal of a device that is in another consignment."""
    return Refused(
        "one-offer-at-a-time",
        message("Device {device} is in consignment {consignment} already.", device=key, consignment=other),
        remedy=message("Take it out of that consignment first."),
    )


def in_lot(lot: LotId) -> Refused:
    """The refusal of a device that is for sale."""
    return Refused(
        "one-lot-at-a-time",
        message("It is in lot {lot} already.", lot=lot),
        remedy=message("Close that lot, or leave the device out."),
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
