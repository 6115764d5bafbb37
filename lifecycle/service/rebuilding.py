"""Makes the projections of devices again from their events, and says which of them had not been what the events say.

Rules:
1. Events are the record. What is made from them (line, state, claims, public history, media, places of parts,
   worklists, reservations and offers, steps and repairs for figures, by what a device is found) can be thrown away at
   any moment: made again it is the same. `check` says whether that holds, and changes nothing.
2. It runs beside the service: each batch is one transaction, and a device waits no longer than its batch.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.history import PublicHistory
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.parts import history_line
from dpp.domain.search import Subject
from lifecycle.domain.bom import bill_of_materials
from lifecycle.domain.claims import claim_key
from lifecycle.domain.components import PlacedPart, parts_of
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.trays import MediumLine, lines_of
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.findable import device_subject
from lifecycle.domain.fold import fold
from lifecycle.domain.marketplace.offers import Offer
from lifecycle.domain.marketplace.reserving import ReservedDevice, reserved_device
from lifecycle.domain.monitoring.steps import FlowStep
from lifecycle.domain.public import public_history
from lifecycle.domain.worklists import WorkItem
from lifecycle.service.flow_steps import flow_of
from lifecycle.service.lines import line_of
from lifecycle.service.market_items import offer_in, put_market
from lifecycle.service.ports import DeviceLine, KeptState, LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.repair_rows import repairs_in
from lifecycle.service.search_rows import is_found_as
from lifecycle.service.work_items import timeless, work_of

_BATCH = 200


@dataclass(frozen=True)
class Rebuilt:
    """How many devices there are, and of how many each projection was not what the events say."""

    devices: int = 0
    lines: int = 0
    states: int = 0
    claims: int = 0
    histories: int = 0
    media: int = 0
    parts: int = 0
    work: int = 0
    market: int = 0
    flow: int = 0
    repairs: int = 0
    search: int = 0

    @property
    def different(self) -> int:
        told = self.lines + self.states + self.claims + self.histories
        return told + self.media + self.parts + self.work + self.market + self.flow + self.repairs + self.search

    def __add__(self, more: "Rebuilt") -> "Rebuilt":
        return Rebuilt(
            self.devices + more.devices,
            self.lines + more.lines,
            self.states + more.states,
            self.claims + more.claims,
            self.histories + more.histories,
            self.media + more.media,
            self.parts + more.parts,
            self.work + more.work,
            self.market + more.market,
            self.flow + more.flow,
            self.repairs + more.repairs,
            self.search + more.search,
        )


@dataclass(frozen=True)
class _Projected:
    """What the events of one device make."""

    state: KeptState
    line: DeviceLine
    history: tuple[PassportId, PublicHistory] | None
    media: tuple[MediumLine, ...]
    parts: tuple[PlacedPart, ...]
    work: tuple[WorkItem, ...]
    reserved: ReservedDevice | None
    offer: Offer | None
    flow: tuple[FlowStep, ...]
    repairs: tuple[OwnRepair, ...]
    search: Subject


@dataclass(frozen=True)
class Rebuilding:
    """For whoever runs the service: it changes nothing that anybody said."""

    storage: LifecycleStorage

    def known(self) -> int:
        """How many devices lists tell of now: as many as there are, unless a list has to be put right."""
        with self.storage.reading() as reads:
            return sum(reads.flow.stock(None).values())

    def check(self, progress: Callable[[int], None]) -> Rebuilt:
        """Compare every projection with the events; `progress` hears how many devices were compared."""
        total = Rebuilt()
        with self.storage.reading() as reads:
            for key in _keys(reads):
                total += _difference(reads, _projected(reads, key))
                if total.devices % _BATCH == 0:
                    progress(total.devices)
        return total

    def rebuild(self, progress: Callable[[int], None]) -> Rebuilt:
        """Put right what is not what the events say."""
        total, after = Rebuilt(), DeviceKey("")
        while True:
            with self.storage.writing() as work:
                keys = work.events.devices(after, _BATCH)
                if not keys:
                    return total
                work.devices.hold(*keys)
                for key in keys:
                    total += _put_right(work, key)
                work.commit()
            after = keys[-1]
            progress(total.devices)


def _keys(reads: LifecycleReads) -> Iterator[DeviceKey]:
    after = DeviceKey("")
    while keys := reads.events.devices(after, _BATCH):
        yield from keys
        after = keys[-1]


def _projected(reads: LifecycleReads, key: DeviceKey) -> _Projected:
    events = reads.events.of_device(key)
    device = fold(events)
    assert device is not None  # it was found by its events
    model = None if device.passports.model is None else reads.models.get(device.passports.model)
    line = line_of(device, len(events), model, reads.consignments.open_with(key))
    current = device.passports.current
    history = None if current is None else (current, public_history(events))
    bom = bill_of_materials(events, max(event.occurred_at for event in events))
    media, parts = tuple(lines_of(device, line.group)), tuple(parts_of(device, bom))
    work = work_of(reads, device, line.group)
    reserved, offer = reserved_device(device), offer_in(reads, device, model)
    flow = flow_of(reads, device, events, line.group)
    repairs = repairs_in(reads, device, events, line)
    state = KeptState(device, len(events))
    search = device_subject(device, line.brand, line.name)
    return _Projected(state, line, history, media, parts, work, reserved, offer, flow, repairs, search)


def _difference(reads: LifecycleReads, made: _Projected) -> Rebuilt:
    device, told, now = made.state.device, made.history, made.state.device.changed_at
    return Rebuilt(
        devices=1,
        lines=int(reads.devices.get(device.key) != made.line),
        states=int(reads.devices.state(device.key) != made.state),
        claims=int(reads.devices.claims_of(device.key) != _claims(device)),
        histories=int(told is not None and reads.passports.history(told[0]) != history_line(told[1])),
        media=int(_timeless(reads.media.of_device(device.key), now) != _timeless(made.media, now)),
        parts=int(set(reads.parts.of_device(device.key)) != set(made.parts)),
        work=int(timeless(reads.work_items.of_device(device.key)) != timeless(made.work)),
        market=int(_market(reads, device.key) != (made.reserved, made.offer)),
        flow=int(reads.flow.of_device(device.key) != made.flow),
        repairs=int(reads.faults.of_device(device.key) != made.repairs),
        search=int(not is_found_as(reads, made.search)),
    )


def _put_right(work: LifecycleWork, key: DeviceKey) -> Rebuilt:
    made = _projected(work, key)
    found = _difference(work, made)
    if found.lines or found.claims:
        work.devices.put(made.line, made.state.device.claims)
    if found.states:
        work.devices.keep(made.state)
    if found.histories and made.history is not None:
        work.passports.put_history(made.history[0], history_line(made.history[1]))
    if found.media:
        work.media.put(key, made.media)
    if found.parts:
        work.parts.put(key, made.parts)
    _put_lists_right(work, key, made, found)
    return found


def _put_lists_right(work: LifecycleWork, key: DeviceKey, made: _Projected, found: Rebuilt) -> None:
    """By what it is found, counted and worked on."""
    if found.work:
        work.work_items.follow(key, made.work)
    if found.market:
        put_market(work, key, made.reserved, made.offer)
    if found.flow:
        work.flow.follow(key, made.flow)
    if found.repairs:
        work.faults.follow(key, made.repairs)
    if found.search:
        work.search_index.put(made.search)


def _market(reads: LifecycleReads, key: DeviceKey) -> tuple[ReservedDevice | None, Offer | None]:
    return reads.reservations.get(key), reads.offers.get(key)


def _timeless(media: Iterable[MediumLine], at: datetime) -> set[MediumLine]:
    """Since when a medium waits in its tray is not in the events of its device alone."""
    return {replace(line, since=at) for line in media}


def _claims(device: Device) -> frozenset[IdentityClaim]:
    """The claims as they are stored: one for each kind and value as it is compared, the newest."""
    newest: dict[tuple[ClaimKind, str], IdentityClaim] = {}
    for claim in device.claims:
        value = claim_key(claim.value)
        newest[claim.kind, value] = IdentityClaim(claim.kind, value, claim.source, claim.confidence)
    return frozenset(newest.values())
