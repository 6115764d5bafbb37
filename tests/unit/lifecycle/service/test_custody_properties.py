"""One custodian at any instant: whatever two sides offer, scan, scan late, dispute, answer and take back, in any order.

Each example tries a sequence of acts on three laptops through the use cases; what is refused changes nothing. After
each act the lives of the laptops are looked at, not through the guards.
"""

import functools
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpp.domain.errors import KringpasError
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Consignment, ConsignmentState, Given, LineState, Resolution, ScanId, Side
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId, Difference, Event, Place, effective
from lifecycle.domain.fold import apply, fold
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignments import NewConsignment
from tests.support.fake_storage import FakeStorage, FakeStores
from tests.support.service_world import ICT, OTHER_MINISTRY, OTHER_OWNER, World

SERIALS = ("SERIAL-A1", "SERIAL-B2", "SERIAL-C3")
BEFORE_OR_AFTER = (0, 0, 3, 25)
"""How many minutes ago a scan was, as its scanner says."""

offers = st.tuples(st.just("offer"), st.sets(st.integers(0, 2), min_size=1))
scans = st.tuples(
    st.just("scan"),
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(BEFORE_OR_AFTER),
            st.sampled_from((None, None, None, Difference.OTHER_CONDITION, Difference.BROKEN_SEAL)),
        ),
        min_size=1,
        max_size=3,
    ),
)
closures = st.tuples(st.just("close"), st.none())
withdrawals = st.tuples(st.just("withdraw"), st.none())
answers = st.tuples(st.just("answer"), st.tuples(st.integers(0, 3), st.sampled_from(Resolution)))
acts = st.lists(st.one_of(offers, scans, scans, closures, withdrawals, answers, answers), min_size=3, max_size=12)


@functools.cache
def beginning() -> tuple[World, FakeStores, tuple[DeviceKey, ...]]:
    """Three laptops of the provider, made once: what is committed is never changed, only replaced."""
    world = World()
    keys = tuple(world.collected_laptop(serial=serial, asset_tag=None) for serial in SERIALS)
    return world, world.storage.committed, keys


class Hall:
    """Two sides and what happens between them."""

    def __init__(self) -> None:
        first, committed, self.keys = beginning()
        self.world = World(storage=FakeStorage(), chance=first.chance)  # an id is given out once
        self.world.storage.committed = committed
        self.world.clock.now = first.clock.now
        self.use = self.world.use
        self.scanned = 0

    @property
    def consignments(self) -> list[Consignment]:
        return list(self.world.storage.committed.consignments.rows.values())

    def do(self, act: str, told: Any) -> None:
        """One act; a refusal changes nothing."""
        self.world.clock.forward(minutes=5)
        before = self.world.storage.committed
        try:
            getattr(self, act)(told)
        except KringpasError:
            for store in ("events", "consignments", "devices"):
                now = getattr(self.world.storage.committed, store).rows
                assert act == "offer" or now == getattr(before, store).rows

    def offer(self, numbers: set[int]) -> None:
        made = self.use.consignments.create(ICT, NewConsignment(receiver=OTHER_MINISTRY)).consignment.id
        try:
            self.use.consignments.add(ICT, made, *(self.keys[number] for number in sorted(numbers)))
        finally:
            self.use.consignments.offer(ICT, made)

    def scan(self, told: list[tuple[int, int, Difference | None]]) -> None:
        batch = []
        for number, minutes, difference in told:
            self.scanned += 1
            at = self.world.clock() - timedelta(minutes=minutes)
            scan_id = ScanId(f"scan-{self.scanned:04}")
            batch.append(ReceiptScan(scan_id=scan_id, raw=SERIALS[number], occurred_at=at, difference=difference))
        self.use.receipts.scan(OTHER_OWNER, self._last(), ScanBatch(place=Place("Dock"), scans=tuple(batch)))

    def close(self, _: None) -> None:
        lines = (line for each in self.consignments[-1:] for line in each.lines)
        expected = [line.device for line in lines if line.state is LineState.EXPECTED]
        self.use.receipts.close(OTHER_OWNER, self._last(), expected)

    def withdraw(self, _: None) -> None:
        self.use.consignments.withdraw(ICT, self._last())

    def answer(self, told: tuple[int, Resolution]) -> None:
        number, resolution = told
        waiting = [(each, item) for each in self.consignments for item in each.items if item.is_open]
        if waiting:
            consignment, item = waiting[number % len(waiting)]
            actor = ICT if item.side is Side.SENDER else OTHER_OWNER
            given = Given(resolution=resolution, report="R-1", place=Place("Dock"))
            self.use.differences.answer(actor, consignment.id, item.id, given)

    def _last(self) -> ConsignmentId:
        return self.consignments[-1].id if self.consignments else ConsignmentId("absent")


def custody_passes_from_side_to_side(events: tuple[Event, ...]) -> Device:
    """The custodian only changes by who received what the one before offered."""
    device: Device | None = None
    for event in effective(events):
        after = apply(device, event)
        if device is not None and device.custody.custodian != after.custody.custodian:
            assert device.handover is not None
            assert device.handover.received
            assert device.handover.receiver == after.custody.custodian == event.organisation
            assert device.handover.sender in {None, device.custody.custodian}
        device = after
    assert device is not None
    return device


def holds_together(hall: Hall) -> None:
    """Lines and lives tell the same: who has a device, and whether an offer of it stands."""
    for key in hall.keys:
        events = hall.world.events(key)
        device = custody_passes_from_side_to_side(events)
        assert device == fold(events)
        lines = [(each.state, line) for each in hall.consignments for line in each.lines if line.device == key]
        received = [line for _, line in lines if line.state is LineState.RECEIVED]
        assert len(received) == (device.custody.custodian == OTHER_MINISTRY)
        standing = [state for state, line in lines if line.stands]
        assert len(standing) <= 1
        on_its_way = device.handover is not None and device.handover.on_its_way
        assert on_its_way == bool(standing and standing[0] is not ConsignmentState.DRAFT)
        kept = hall.world.storage.committed.devices.rows[key]
        assert kept.custodian == device.custody.custodian


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(acts)
def test_a_device_has_one_custodian_at_any_instant(tried: list[tuple[str, Any]]) -> None:
    hall = Hall()
    for act, told in tried:
        hall.do(act, told)
        holds_together(hall)


def test_the_acts_reach_every_state_of_a_line() -> None:
    """The generator is no use when nothing is ever done: a sequence of each kind ends in each state."""
    ends: set[LineState] = set()
    sequences: tuple[list[tuple[str, Any]], ...] = (
        [("offer", {0, 1}), ("scan", [(0, 0, None)])],
        [("offer", {0, 1}), ("scan", [(0, 0, Difference.BROKEN_SEAL)]), ("close", None)],
        [("offer", {0}), ("close", None), ("answer", (0, Resolution.LOST))],
        [("offer", {0}), ("withdraw", None), ("scan", [(0, 3, None)])],
    )
    for sequence in sequences:
        hall = Hall()
        for act, told in sequence:
            hall.do(act, told)
            holds_together(hall)
        ends |= {line.state for each in hall.consignments for line in each.lines}
    assert ends == set(LineState)
