"""Reservations: kept longer, given back, prepared, received, and ended when their last day has passed.

Rules:
1. A reservation belongs to an organisation: everybody of it who may reserve sees it, keeps it longer and gives it back.
   Whoever routes devices does that for every organisation, and reserves single devices for one.
2. What is in a consignment is given back by withdrawing that consignment, not here; and its reservation does not end.
3. Whoever has the devices makes one consignment of what one unit reserved; receipt of it records the new use.
4. Who reserved receives by scanning; what is told of a scan is its verdict, and nothing of the device. The receipt is
   closed when everything came; what did not come is for the two sides of the consignment.
5. The day after its last day a reservation ends by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import UNDER_WAY, ConsignmentState, Side
from lifecycle.domain.consignment.content import expect
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId, EventId, Happening, Released, Reserved, TransactionId
from lifecycle.domain.marketplace.reserving import (
    ReservedDevice,
    ReservingTerms,
    last_day,
    longer,
    refuse_reserving,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import ReleaseReason, Route
from lifecycle.service.consignment_desk import ConsignmentDesk, check_side
from lifecycle.service.consignment_receiving import Receiving, ScanBatch
from lifecycle.service.consignment_verdicts import said_of
from lifecycle.service.consignment_views import ScanAnswer
from lifecycle.service.consignments import Consignments, NewConsignment
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.marketplace_views import (
    ArrivalAnswer,
    DeviceToPrepare,
    ReservationState,
    ReservationView,
    ToPrepare,
)
from lifecycle.service.ports import LifecycleReads, LifecycleWork, Policies
from lifecycle.service.recording import Draft, state_of
from lifecycle.service.scanning import OwnCodes

SYSTEM = Actor(AccountId("kringpas"))
"""Who ends what ended by itself."""

_BATCH = 500
_FAR = frozenset({ConsignmentState.OFFERED, ConsignmentState.PARTLY_RECEIVED})


@dataclass(frozen=True)
class Reservations(ConsignmentDesk):
    """Each method is one transaction, or one for each device, and checks its actor first."""

    policies: Policies
    codes: OwnCodes

    def mine(self, actor: Actor) -> tuple[ReservationView, ...]:
        """What is kept for the actor's organisation, what ends first first."""
        PERMISSIONS.check("read_reservations", actor, _of(actor.organisation, actor))
        if actor.organisation is None:
            return ()
        with self.storage.reading() as reads:
            windows = self._windows(reads)
            return tuple(self._view(reads, windows, each) for each in reads.reservations.of(actor.organisation))

    def reserve_for(
        self, actor: Actor, key: DeviceKey, requester: OrganisationId, unit: str | None = None
    ) -> ReservedDevice:
        """Keep one device for an organisation, by who routes devices; Refused with the reason where that cannot be."""
        PERMISSIONS.check("reserve", actor)
        in_state = self.organisations.in_state(requester)
        with self.storage.writing() as work:
            work.devices.hold(key)
            device, windows = state_of(work, key), self._windows(work)
            numbers = windows.of(device)
            route = Route.REDEPLOY if device.approval is None else device.approval.route
            refuse_reserving(device, requester, ReservingTerms(route, in_state, numbers, windows.on))
            self._refuse_packed(work, key)
            kept = Reserved(requester=requester, until=last_day(numbers, windows.on), unit=unit)
            self._end_then(work, actor, device, kept)
            work.commit()
            made = work.reservations.get(key)
            assert made is not None  # it was recorded just now
            return made

    def keep_longer(self, actor: Actor, ids: Collection[EventId]) -> date:
        """As long again from today, or as long as the policy lets it; gives the earliest of the new last days."""
        with self.storage.writing() as work:
            windows, until = self._windows(work), []
            for each in self._held(work, actor, ids):
                kept = state_of(work, each.device).reservation
                assert kept is not None  # its row says so, and nobody else can change it now
                numbers = windows.of(state_of(work, each.device))
                unlimited = PERMISSIONS.allows("keep_reservation", actor)
                last = longer(kept, numbers, windows.on, unlimited=unlimited)
                until.append(last)
                again = Reserved(requester=kept.requester, until=last, unit=kept.unit, request=kept.request)
                self._record(work, actor, each.device, again)
            work.commit()
            return min(until)

    def give_back(self, actor: Actor, ids: Collection[EventId]) -> int:
        """The devices are free again; gives how many."""
        with self.storage.writing() as work:
            held = self._held(work, actor, ids)
            for each in held:
                self._refuse_packed(work, each.device)
                own = each.requester == actor.organisation
                reason = ReleaseReason.GIVEN_BACK if own else ReleaseReason.WITHDRAWN
                self._record(work, actor, each.device, Released(reason=reason))
            work.commit()
            return len(held)

    def to_prepare(self, actor: Actor) -> tuple[ToPrepare, ...]:
        """What is reserved and not yet packed, by requester, unit and custodian: what is due first comes first."""
        PERMISSIONS.check("prepare_reserved", actor)
        with self.storage.reading() as reads:
            everywhere = PERMISSIONS.allows("read_device", actor)
            if not everywhere and actor.organisation is None:
                return ()
            found = reads.reservations.held_by(None if everywhere else actor.organisation)
            waiting = [each for each in found if reads.consignments.open_with(each.device) is None]
            return self._groups(reads, waiting)

    def waiting(self, actor: Actor) -> int:
        """How many devices the actor's organisation has to prepare; 0 for who prepares nothing."""
        if actor.organisation is None or not PERMISSIONS.allows("prepare_reserved", actor):
            return 0
        with self.storage.reading() as reads:
            held = reads.reservations.held_by(actor.organisation)
            return sum(reads.consignments.open_with(each.device) is None for each in held)

    def prepare(self, actor: Actor, requester: OrganisationId, unit: str | None) -> ConsignmentId:
        """One consignment, as a draft, of what this unit reserved and the actor's organisation has."""
        PERMISSIONS.check("prepare_reserved", actor)
        with self.storage.reading() as reads:
            held = reads.reservations.held_by(actor.organisation)
            keys = tuple(
                each.device
                for each in held
                if (each.requester, each.unit) == (requester, unit)
                and reads.consignments.open_with(each.device) is None
                and _goes_to_use(state_of(reads, each.device))
            )
        if not keys:
            raise NotFound(
                message("Nothing waits to be prepared for this unit."),
                remedy=message("Look at the list again: somebody else may have prepared it."),
            )
        name = unit or self.organisations.names([requester])[requester]
        wanted = NewConsignment(receiver=requester, devices=keys, route=Route.REDEPLOY, unit=name)
        desk = Consignments(self.storage, self.recorder, self.organisations)
        return desk.create(actor, wanted).consignment.id

    def receive(self, actor: Actor, consignment: ConsignmentId, batch: ScanBatch) -> tuple[ArrivalAnswer, ...]:
        """Receive what was scanned of a consignment of reserved devices (rule 4)."""
        with self.storage.writing() as work:
            offer = self.held(work, actor, "receive_reserved", consignment)
            check_side(actor, offer, Side.RECEIVER)
            expect(offer, *UNDER_WAY, ConsignmentState.RECEIVED)
            if offer.terms.route is not Route.REDEPLOY:
                raise _not_reserved()
            desk = Receiving(self, work, actor, self.codes, offer)
            answers = tuple(desk.scan(batch, scan) for scan in batch.scans)
            if desk.offer != offer:
                work.consignments.put(desk.offer, self.recorder.clock())
            if desk.offer.state in UNDER_WAY and not any(line.stands for line in desk.offer.lines):
                desk.close(frozenset())
            work.commit()
            return tuple(map(_told, answers))

    def expire(self) -> int:
        """Rule 5. Each in a transaction of its own; gives how many ended. What cannot be ended now waits."""
        today = self.recorder.clock().date()
        with self.storage.reading() as reads:
            ended = reads.reservations.ended(today, _BATCH)
        return sum(self._expire(each.device, today) for each in ended)

    def _expire(self, key: DeviceKey, today: date) -> bool:
        with self.storage.writing() as work:
            work.devices.hold(key)
            kept = work.reservations.get(key)
            if kept is None or kept.until >= today or work.consignments.open_with(key) is not None:
                return False
            try:
                self._record(work, SYSTEM, key, Released(reason=ReleaseReason.EXPIRED))
            except KringpasError:
                return False
            work.commit()
            return True

    def _held(self, work: LifecycleWork, actor: Actor, ids: Iterable[EventId]) -> tuple[ReservedDevice, ...]:
        """The reservations with these ids, held; NotFound where there is none that the actor may know of (rule 1)."""
        found = [work.reservations.find(each) for each in dict.fromkeys(ids)]
        known = [each for each in found if each is not None and _may_keep(actor, each)]
        if not known or len(known) < len(found):
            raise _no_reservation()
        work.devices.hold(*(each.device for each in known))
        still = [work.reservations.get(each.device) for each in known]
        if any(now is None or now.id != then.id for now, then in zip(still, known, strict=True)):
            raise _no_reservation()
        return tuple(sorted(known, key=lambda each: each.device))

    def _record(self, work: LifecycleWork, actor: Actor, key: DeviceKey, *happenings: Happening) -> None:
        transaction = TransactionId(self.recorder.new_id())
        drafts = [Draft(happening, transaction=transaction) for happening in happenings]
        self.recorder.record(work, actor, key, drafts)

    def _end_then(self, work: LifecycleWork, actor: Actor, device: Device, kept: Reserved) -> None:
        """What was kept up to a day that passed ends first."""
        ended = () if device.reservation is None else (Released(reason=ReleaseReason.EXPIRED),)
        self._record(work, actor, device.key, *ended, kept)

    @staticmethod
    def _refuse_packed(reads: LifecycleReads, key: DeviceKey) -> None:
        """Rule 2."""
        if reads.consignments.open_with(key) is not None:
            raise Refused(
                "one-offer-at-a-time",
                message("It is packed in a consignment already."),
                remedy=message("Let the sender take it out of that consignment first."),
            )

    def _windows(self, reads: LifecycleReads) -> MarketWindows:
        return MarketWindows.of_day(self.policies, reads, self.recorder.clock().date())

    def _view(self, reads: LifecycleReads, windows: MarketWindows, kept: ReservedDevice) -> ReservationView:
        device, line = state_of(reads, kept.device), reads.devices.get(kept.device)
        assert line is not None  # every device has its line
        passport = device.passports.current
        opened = reads.consignments.open_with(kept.device)
        consignment = None if opened is None else reads.consignments.get(opened)
        on_its_way = consignment is not None and consignment.state in _FAR
        state = ReservationState.ON_ITS_WAY if on_its_way else ReservationState.PREPARED
        return ReservationView(
            id=kept.id,
            group=line.group,
            brand=line.brand,
            name=line.name,
            functional_grade=line.functional_grade,
            cosmetic_grade=line.cosmetic_grade,
            town=reads.offers.town(device.custody.custodian, device.custody.place),
            passport=None if passport is None else self.recorder.publisher.links.passport(passport),
            unit=kept.unit,
            since=kept.since.date(),
            until=kept.until,
            state=ReservationState.KEPT if consignment is None else state,
            consignment=opened if on_its_way else None,
            longer_until=None if consignment is not None else _longer_until(device, windows),
        )

    def _groups(self, reads: LifecycleReads, waiting: Iterable[ReservedDevice]) -> tuple[ToPrepare, ...]:
        lines = [(each, line) for each in waiting if (line := reads.devices.get(each.device)) is not None]
        parties = {side for kept, line in lines for side in (kept.requester, line.custodian) if side is not None}
        names = self.organisations.names(parties)
        found = []
        together = sorted(lines, key=lambda each: (each[0].requester, each[0].unit or "", each[1].custodian or ""))
        for _, members in groupby(together, key=lambda each: (each[0].requester, each[0].unit, each[1].custodian)):
            mine = list(members)
            kept, line = mine[0]
            assert line.custodian is not None  # somebody has every device
            found.append(
                ToPrepare(
                    requester=kept.requester,
                    requester_name=names[kept.requester],
                    unit=kept.unit,
                    custodian=line.custodian,
                    custodian_name=names[line.custodian],
                    until=min(each.until for each, _ in mine),
                    devices=tuple(
                        DeviceToPrepare(each.device, it.brand, it.name, it.serial, it.asset_tag, it.place, each.until)
                        for each, it in mine
                    ),
                )
            )
        return tuple(sorted(found, key=lambda each: (each.until, each.requester_name, each.unit or "")))


def _of(organisation: OrganisationId | None, actor: Actor) -> frozenset[Relation]:
    """Whose reservation it is stands to it as the receiver."""
    own = organisation is not None and organisation == actor.organisation
    return frozenset({Relation.RECEIVER} if own else set())


def _may_keep(actor: Actor, kept: ReservedDevice) -> bool:
    return PERMISSIONS.allows("keep_reservation", actor, _of(kept.requester, actor))


def _goes_to_use(device: Device) -> bool:
    """Whether it goes to a unit of the State; what answers a request for donation is handed over otherwise."""
    return device.approval is not None and device.approval.route is Route.REDEPLOY


def _longer_until(device: Device, windows: MarketWindows) -> date | None:
    """Until when its holder could keep it, if longer than now."""
    assert device.reservation is not None  # its row says so
    try:
        return longer(device.reservation, windows.of(device), windows.on)
    except Refused:
        return None


def _told(answer: ScanAnswer) -> ArrivalAnswer:
    """The sentence of the verdict; why a rule refused is for those who may read the device."""
    return ArrivalAnswer(answer.raw, answer.verdict, said_of(answer.verdict), answer.repeated)


def _no_reservation() -> NotFound:
    return NotFound(
        message("One of these reservations is not there any more."),
        remedy=message("Look at the list again: it may have ended, or be given back."),
    )


def _not_reserved() -> InvalidInput:
    what = message("This consignment was not made of what your organisation reserved.")
    return InvalidInput(what, (Problem("$.consignment", what),), remedy=message("Receive it as a consignment."))
