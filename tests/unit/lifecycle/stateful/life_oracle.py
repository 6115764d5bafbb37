"""The nine rules judged from the accepted events alone: a second, simple reading of a device's life.

It shares nothing with the guards and, but for rule 7, nothing with the fold: it walks through the events in the order
in which they happened, keeps a few sets, and says which rule a step broke.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from lifecycle.domain import events as on
from lifecycle.domain import fold as folding
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, effective
from lifecycle.domain.vocabulary import Classification, ComponentKind, Holding, Waste

SECRET = {Classification.STG_C, Classification.STG_G, Classification.STG_ZG}
LEAVES = {
    "redeployed",
    "donated",
    "sold",
    "sent_to_recycler",
    "returned_to_lessor",
    "exchanged_under_warranty",
    "traded_in",
}
GONE_BY = LEAVES - {"redeployed"} | {"recycled"}
BACK_BY = {"taken_back", "redeployed", "returned_to_owner", "refurbished", "harvested"}
USED_BY = {"assigned", "redeployed", "taken_back"}
SKEW = timedelta(minutes=5)


class Breach(AssertionError):
    """A rule does not hold for these events."""

    def __init__(self, rule: int, what: str) -> None:
        super().__init__(f"rule {rule}: {what}")
        self.rule = rule


@dataclass
class Disk:
    """What the events say of one storage medium."""

    state: str = "unknown"
    here: bool = True
    explained: bool = True
    wiped_by: set[str] = field(default_factory=set)

    @property
    def safe(self) -> bool:
        return self.explained and (not self.here or self.state in {"verified", "destroyed"})


@dataclass
class Offer:
    """A hand-over that was agreed on; `consignment` is None for an intake or a taking back."""

    receiver: str | None
    consignment: str | None = None
    received: bool = False
    passes: bool = False


@dataclass
class Walk:
    """A device as a reader of its events sees it."""

    custodian: str | None = None
    disks: dict[str, Disk] = field(default_factory=dict)
    none_there: bool = False
    secret: bool = False
    locks: set[str] = field(default_factory=set)
    waste: Waste = Waste.PRODUCT
    outside: bool = False
    gone: bool = False
    offer: Offer | None = None
    override_by: str | None = None

    @property
    def left(self) -> bool:
        return self.outside or self.gone

    def step(self, event: Event) -> None:
        """Judge one event by what was before it, then take it in."""
        self._judge(event)
        self._take(event)

    def _judge(self, event: Event) -> None:
        it = event.happening
        if not self.left and _departs(it):
            self._may_leave(event)
        if event.kind in {"redeployed", "donated", "sold"} and self.locks:
            raise Breach(3, f"{event.kind} with {sorted(self.locks)}")
        if isinstance(it, on.Recycled) and (self.waste is not Waste.WASTE or it.kilograms <= 0):
            raise Breach(4, f"recycled {it.kilograms} kg of {self.waste}")
        self._four_eyes(event)
        self._two_sides(event)

    def _may_leave(self, event: Event) -> None:
        unsafe = [serial for serial, disk in self.disks.items() if not disk.safe]
        if unsafe or not (self.disks or self.none_there):
            raise Breach(1, f"{event.kind} with media {unsafe or 'that nobody looked for'}")
        whole = [serial for serial, disk in self.disks.items() if disk.state != "destroyed"]
        if self.secret and whole:
            raise Breach(2, f"{event.kind} with classified media {whole}")

    def _four_eyes(self, event: Event) -> None:
        match event.happening:
            case on.SanitisationVerified(medium=serial) if event.actor in self.disks[serial].wiped_by:
                raise Breach(5, f"{event.actor} verified their own erasure of {serial}")
            case on.MediaDestroyed(witness=witness) if witness == event.actor:
                raise Breach(5, f"{event.actor} witnessed their own destruction")
            case on.RouteApproved() if self.override_by == event.actor:
                raise Breach(5, f"{event.actor} approved their own override")

    def _two_sides(self, event: Event) -> None:
        offer, whose = self.offer, event.organisation
        match event.happening:
            case on.TransferOffered() if whose != self.custodian:
                raise Breach(6, f"{whose} offers what {self.custodian} has")
            case on.CustodyChanged(custodian=custodian, consignment=consignment):
                agreed = offer is not None and offer.received and offer.consignment == consignment
                if offer is None or not agreed or not custodian == whose == offer.receiver:
                    raise Breach(6, f"custody passes to {custodian}, and nobody handed it over")
            case on.OwnershipChanged(owner=owner) if offer is None or not owner == whose == self.custodian:
                raise Breach(6, f"ownership passes to {owner}, and {self.custodian} has it")

    def _take(self, event: Event) -> None:  # noqa: C901 (one line for each kind that says something)
        self._take_custody(event)
        self._take_media(event)
        it = event.happening
        match it:
            case on.PassportRegistered() | on.ThingRegistered():
                self._registered(it)
            case on.Classified(classification=level):
                self.secret = level in SECRET
            case on.LockFound(lock=lock):
                self.locks.add(lock)
            case on.LocksChecked(answers=answers):
                self.locks |= {each.lock for each in answers if each.there}
            case on.LockReleased(lock=lock):
                self.locks.discard(lock)
            case on.RouteOverridden():
                self.override_by = event.actor
            case on.RouteProposed() | on.Redeployed() | on.TakenBack() | on.ReturnedToOwner():
                self.override_by = None
            case on.SentToRecycler():
                self.waste = Waste.WASTE
            case on.Refurbished() if self.waste is Waste.WASTE:
                self.waste = Waste.PREPARED_FOR_REUSE
            case on.Recycled():
                self.waste = Waste.RECYCLED
        self.gone = event.kind in GONE_BY or (self.gone and event.kind not in BACK_BY)

    def _registered(self, it: on.PassportRegistered | on.ThingRegistered) -> None:
        if it.classification is not Classification.UNKNOWN:
            self.secret = it.classification in SECRET
        self.none_there = self.none_there or not it.data_bearing

    def _take_custody(self, event: Event) -> None:  # noqa: C901 (the same)
        it = event.happening
        if self.custodian is None:
            self.custodian = event.organisation
            if isinstance(it, on.PassportRegistered | on.ThingRegistered):
                self.custodian = it.custodian or it.lessee or it.owner
        match it:
            case on.DeclaredSurplus(intake_by=collector) if collector not in {None, self.custodian}:
                self.offer = Offer(collector)
            case on.IntakeScanned() if self.offer is not None and self.offer.consignment is None:
                self.offer.received = self.offer.received or self.offer.receiver == event.organisation
            case on.TakenBack():
                self.offer = Offer(event.organisation, received=True, passes=it.ground is not None)
            case on.TransferOffered():
                self.offer = Offer(it.receiver, it.consignment, passes=it.ground is not None)
            case on.TransferReceived() if self.offer is not None:
                self.offer.received = True
            case on.TransferWithdrawn():
                self.offer = None
            case on.CustodyChanged():
                self.custodian = it.custodian
                self.offer = self.offer if self.offer is not None and self.offer.passes else None
            case on.OwnershipChanged():
                self.outside, self.offer = it.holding is not Holding.STATE, None
            case on.TradedIn() | on.ExchangedUnderWarranty():
                self.outside = True

    def _take_media(self, event: Event) -> None:  # noqa: C901, PLR0912 (the same)
        if event.kind in USED_BY or event.kind == "found":
            for disk in self.disks.values():
                if disk.here and disk.state != "destroyed":
                    disk.state, disk.wiped_by = "unknown" if event.kind == "found" else "data", set()
        it = event.happening
        match it:
            case on.EvidenceAttached():
                self._seen(tuple(each.serial for each in it.media), all_of_them=it.lists_all_media)
            case on.Inspected(media_absent=True):
                self._seen((), all_of_them=True)
            case on.SanitisationPerformed():
                self._wiped(event, it)
            case on.SanitisationVerified():
                self.disks[it.medium].state = "verified"
            case on.SanitisationFailed():
                self.disks.setdefault(it.medium, Disk()).state = "failed"
            case on.MediaRemoved():
                self._out(it.medium)
            case on.MediaDestroyed():
                self._out(it.medium, "destroyed")
            case on.ComponentRemoved(component=ComponentKind.STORAGE, serial=str(serial)):
                self._out(serial)
            case on.ComponentInstalled(component=ComponentKind.STORAGE, serial=str(serial)):
                self.disks[serial], self.none_there = Disk(), False
            case on.Harvested(parts=parts):
                for part in parts:
                    if part.component is ComponentKind.STORAGE and part.serial:
                        self._out(part.serial)

    def _seen(self, serials: tuple[str, ...], *, all_of_them: bool) -> None:
        for serial in serials:
            self._back(serial)
        if all_of_them:
            for serial, disk in self.disks.items():
                if serial not in serials and disk.here and disk.state != "destroyed":
                    disk.here, disk.explained = False, False
        self.none_there = (all_of_them and not serials) or (self.none_there and not serials)

    def _back(self, serial: str) -> None:
        disk = self.disks.setdefault(serial, Disk())
        if not disk.here or disk.state == "destroyed":
            self.disks[serial] = Disk()

    def _wiped(self, event: Event, it: on.SanitisationPerformed) -> None:
        if it.media_present:
            self._seen(tuple({*it.media_present, it.medium}), all_of_them=True)
        disk = self.disks.setdefault(it.medium, Disk())
        disk.state = "wiped" if it.succeeded else "failed"
        disk.wiped_by.add(event.actor)
        if not disk.explained:  # a missing one that somebody wiped is there
            disk.here = disk.explained = True
        self.none_there = False

    def _out(self, serial: str, state: str | None = None) -> None:
        disk = self.disks.setdefault(serial, Disk())
        disk.here, disk.explained = False, True
        disk.state = state or disk.state


def _departs(it: on.Happening) -> bool:
    """Ownership passes out of the State, or unsealed custody does, or it gets a new user within the State."""
    match it:
        case on.OwnershipChanged(holding=holding):
            return holding is not Holding.STATE
        case on.CustodyChanged(inside_state=inside, seal=seal):
            return not inside and seal is None
    return it.kind in LEAVES


def judge(events: Sequence[Event]) -> Walk:
    """Walk through accepted events, given in the order of recording; Breach of the first rule that does not hold."""
    if len({event.id for event in events}) != len(events):
        raise Breach(8, "one id, and two events")
    walk, state = Walk(), None
    for event in effective(events):
        if event.occurred_at > event.recorded_at + SKEW:
            raise Breach(9, f"{event.kind} happened after it was recorded")
        try:
            walk.step(event)
        except Breach as breach:
            raise Breach(9 if _was_late(events, event) else breach.rule, str(breach)) from breach
        state = _applied(state, event)
    if state != folding.fold(events):
        raise Breach(7, "the same events, folded at once, give another state")
    if state is not None and state.custody.custodian != walk.custodian:
        raise Breach(6, f"custody is with {state.custody.custodian}, by the events with {walk.custodian}")
    return walk


def _was_late(events: Sequence[Event], event: Event) -> bool:
    """Whether something recorded later than `event` happened before it, or it was itself recorded out of order."""
    place = events.index(event)
    return any(other.occurred_at < event.occurred_at for other in events[place + 1 :]) or any(
        other.occurred_at > event.occurred_at for other in events[:place]
    )


def _applied(state: Device | None, event: Event) -> Device:
    """Rule 7: a scan adds, and takes nothing away that evidence or people found before it."""
    after = folding.apply(state, event)
    if state is not None and event.kind == "intake_scanned" and _found(state) != _found(after):
        raise Breach(7, "a second scan took away what was known")
    return after


def _found(device: Device) -> tuple[object, ...]:
    return (device.evidence, device.locks, device.hazards, device.grades, device.media, device.data, device.holds)
