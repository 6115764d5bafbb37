"""What an intermediary says of a delivery: by its link without an account, or by somebody of it who has one.

Rules:
1. Its holder sees labels and models, and how each device stands: no serial number, no key, nothing of its history.
2. A device that arrived, works or is defect is received in the consignment of the delivery, in the same transaction:
   custody passes (and ownership, where it is given) and it is donated to the intermediary at that moment.
3. When all devices arrived or were said to be missing, the receipt is closed; what is missing waits for the
   coordinator.
4. A link says so much a minute (`turn`). Saying the same again says nothing new.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Problem, TooMany
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import UNDER_WAY, Consignment, LineState
from lifecycle.domain.donation import (
    BY_INTERMEDIARY,
    Defect,
    Delivery,
    DeliveryId,
    Entry,
    EntryId,
    Passing,
    Said,
    Standing,
    admitted,
    standing,
)
from lifecycle.domain.donation.journal import OF_A_DEVICE, THERE
from lifecycle.domain.events import Donated, Place
from lifecycle.domain.vocabulary import Holding
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_receiving import Receipt, Receiving
from lifecycle.service.donation_desk import GIVE_FEEDBACK, DonationDesk
from lifecycle.service.donation_views import FeedbackLine, FeedbackView
from lifecycle.service.ports import LifecycleReads, LifecycleWork
from lifecycle.service.recording import Draft


def unlimited(_key: bytes) -> float:
    """Nobody waits."""
    return 0.0


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What is said, of the devices with these numbers in the list or of all; `id` makes a retry safe."""

    id: EntryId
    said: Said
    numbers: tuple[int, ...] | None = None
    defect: Defect | None = None
    note: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class FeedbackDesk:
    """Each method is one transaction and checks its actor first. `turn` gives the seconds to wait, 0 for none."""

    desk: DonationDesk
    turn: Callable[[bytes], float] = unlimited

    def look(self, actor: Actor, delivery: DeliveryId) -> FeedbackView:
        """Rule 1."""
        with self.desk.storage.reading() as reads:
            return self._view(reads, self.desk.delivery(reads, actor, GIVE_FEEDBACK, delivery))

    def give(self, actor: Actor, delivery: DeliveryId, told: Feedback) -> FeedbackView:
        """Keep what is said, and receive what arrived. TooMany, InvalidInput, Conflict or Refused with nothing done."""
        self._take_turn(actor)
        with self.desk.storage.writing() as work:
            found = self.desk.held(work, actor, GIVE_FEEDBACK, delivery)
            before = work.donations.entries(delivery)
            entries = self._admitted(actor, found, before, told)
            if entries:
                self._receive(work, actor, found, standing((*before, *entries)))
                self.desk.say(work, found, entries)
                work.commit()
            return self._view(work, found)

    def _admitted(self, actor: Actor, delivery: Delivery, before: Sequence[Entry], told: Feedback) -> list[Entry]:
        """The entries that say something new; all of them are judged before any is kept."""
        if told.said not in BY_INTERMEDIARY:
            what = message("Choose one.")
            raise InvalidInput(what, (Problem("$.said", what),))
        new: list[Entry] = []
        for device in _meant(delivery, standing(before), told):
            entry = self._entry(actor, delivery, told, device)
            kept = admitted(delivery, (*before, *new), entry)
            new += [] if kept is None else [kept]
        return new

    def _entry(self, actor: Actor, delivery: Delivery, told: Feedback, device: DeviceKey | None) -> Entry:
        number = 0 if device is None else delivery.devices.index(device) + 1
        return Entry(
            id=EntryId(f"{told.id}.{number}"),
            said=told.said,
            at=self.desk.recorder.clock(),
            by=actor.account,
            device=device,
            defect=told.defect,
            count=told.count,
            note=told.note or None,
        )

    def _receive(self, work: LifecycleWork, actor: Actor, delivery: Delivery, now: Standing) -> None:
        """Rules 2 and 3."""
        work.consignments.hold(delivery.consignment)
        offer = work.consignments.get(delivery.consignment)
        assert offer is not None  # both were written in one transaction
        arrived = [key for key in sorted(delivery.devices) if now.is_there(key)]
        coming = [key for key in arrived if offer.by_device[key].state is not LineState.RECEIVED]
        _check_standing(offer, coming)
        desk = ConsignmentDesk(self.desk.storage, self.desk.recorder, self.desk.organisations)
        receiver = replace(actor, organisation=offer.receiver)
        receiving = Receiving(desk, work, receiver, None, offer)
        receipt = Receipt(place=Place(self.desk.name(offer.receiver)))
        for key in coming:
            if delivery.passing is Passing.LOAN:
                self.desk.check_credential(offer.receiver, Holding.RECIPIENT, self.desk.today())
            receiving.take(key, receipt)
            if delivery.passing is Passing.LOAN:
                desk.record_one(work, receiver, key, [Draft(Donated(receiver=offer.receiver))])
        left = {line.device for line in receiving.offer.lines if line.state is LineState.EXPECTED}
        if receiving.offer.state in UNDER_WAY and all(now.devices.get(key) is Said.MISSING for key in left):
            receiving.close(left)
        elif coming:
            work.consignments.put(receiving.offer, self.desk.recorder.clock())

    def _view(self, reads: LifecycleReads, delivery: Delivery) -> FeedbackView:
        (summary,) = self.desk.summaries(reads, [delivery])
        consignment = reads.consignments.get(delivery.consignment)
        assert consignment is not None  # both were written in one transaction
        return FeedbackView(
            programme=summary.programme,
            coordinator=self.desk.name(delivery.coordinator),
            intermediary=summary.intermediary,
            passing=delivery.passing,
            made_at=delivery.made_at,
            due=delivery.due,
            lines=tuple(_lines(delivery, consignment, summary.standing)),
            recipients=summary.standing.recipients,
        )

    def _take_turn(self, actor: Actor) -> None:
        if seconds := self.turn(actor.account.encode()):
            raise TooMany(
                message("Too much was said by this link in the last minute."),
                seconds=ceil(seconds),
                remedy=message("Wait a moment, then send it again. You can say one thing of all devices at once."),
            )


def _meant(delivery: Delivery, now: Standing, told: Feedback) -> tuple[DeviceKey | None, ...]:
    """The devices that are spoken of; of all of them those that did not come back, and are not there when missing."""
    if told.said not in OF_A_DEVICE:
        return (None,)
    if told.numbers is not None:
        wrong = [number for number in told.numbers if not 0 < number <= len(delivery.devices)]
        if wrong or not told.numbers:
            what = message("Choose one device or more of the list.")
            raise InvalidInput(what, (Problem("$.numbers", what),))
        return tuple(delivery.devices[number - 1] for number in dict.fromkeys(told.numbers))
    left_out = {Said.RETURNED} | (THERE if told.said is Said.MISSING else frozenset())
    return tuple(key for key in delivery.devices if now.devices.get(key) not in left_out)


def _check_standing(offer: Consignment, coming: Iterable[DeviceKey]) -> None:
    gone = [key for key in coming if not offer.by_device[key].stands]
    if gone:
        raise Conflict(
            message("The coordinator took this back: it cannot be confirmed any more."),
            remedy=message("Call the coordinator."),
        )


def _lines(delivery: Delivery, consignment: Consignment, now: Standing) -> Iterable[FeedbackLine]:
    for number, key in enumerate(delivery.devices, start=1):
        condition = consignment.by_device[key].condition
        yield FeedbackLine(
            number=number,
            label=None if condition is None else condition.label,
            model=None if condition is None else condition.model,
            said=now.devices.get(key),
            has_open_defect=now.open_defect(key) is not None,
        )
