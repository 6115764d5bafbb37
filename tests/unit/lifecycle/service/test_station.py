"""An intake station: what is recorded on whose authority, what counts for the pallet, and what is told of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import LineState, Verdict
from lifecycle.domain.events import (
    ConsignmentId,
    Corrected,
    ErrorReason,
    EventId,
    Happening,
    IntakeScanned,
    RouteApproved,
)
from lifecycle.domain.inbox import BatchId, SentEvent
from lifecycle.domain.station import MadeBy
from lifecycle.domain.vocabulary import Route
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.event_batches import EventAnswer, EventBatch
from lifecycle.service.station import Station, StationAnswer
from lifecycle.service.station_items import StationItems
from lifecycle.service.station_pallets import PalletLine, StationPallets, compared
from tests.support.service_world import (
    BENCH,
    CHECKER,
    GRADED,
    ICT,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    REPAIRER,
    World,
)

SERIALS = ("SERIAL-A1", "SERIAL-B2", "SERIAL-C3")
HOUR = timedelta(hours=1)


class Line:
    """An intake line of the provider, to which the ministry sends a pallet with two of its three laptops."""

    def __init__(self) -> None:
        self.world = World()
        registered = (self.world.register(serial=serial, asset_tag=None).device.key for serial in SERIALS)
        self.a, self.b, self.c = registered
        wanted = NewConsignment(receiver=PROVIDER, devices=(self.a, self.b))
        made = self.world.use.consignments.create(OWNER, wanted).consignment.id
        self.pallet: ConsignmentId = self.world.use.consignments.offer(OWNER, made).consignment.id
        self.world.clock.forward(minutes=10)

    @property
    def station(self) -> Station:
        use = self.world.use
        storage, photos = self.world.storage, use.market.photos
        return Station(storage, use.event_batches, use.receipts, use.intake, use.devices, photos)

    @property
    def pallets(self) -> StationPallets:
        return StationPallets(self.world.use.consignments)

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def shift(self, person: Actor = ICT, **more: Any) -> MadeBy:
        """Of the last hour."""
        return MadeBy(person, self.now - HOUR, self.now, **more)

    def send(self, *events: SentEvent, by: Actor = ICT, **more: Any) -> StationAnswer:
        batch = EventBatch(batch=BatchId("b1"), scanner="Line 1", sent_at=self.now, events=events)
        return self.station.send(by, batch, **more)

    def line(self, key: DeviceKey) -> LineState:
        return self.world.storage.committed.consignments.rows[self.pallet].by_device[key].state


@pytest.fixture
def line() -> Line:
    return Line()


def event(line: Line, number: int, happening: Happening, **more: Any) -> SentEvent:
    """One that happened a minute ago, `number` seconds after the first."""
    at = line.now - timedelta(seconds=60 - number)
    return SentEvent(event_id=EventId(f"station-event-{number}"), occurred_at=at, happening=happening, **more)


def scan(line: Line, number: int, raw: str) -> SentEvent:
    return event(line, number, IntakeScanned(raw=raw, symbology="typed", place=BENCH))


def told(answer: StationAnswer) -> list[tuple[str, str | None]]:
    return [(each.outcome, rule_of(each)) for each in answer.batch.events]


def rule_of(answer: EventAnswer) -> str | None:
    return None if answer.refusal is None else answer.refusal.rule


def test_a_scan_at_a_pallet_counts_for_its_receipt_and_what_follows_is_recorded(line: Line) -> None:
    """The grade names the scan that found the device, and comes in the same sending."""
    found, graded = scan(line, 1, SERIALS[0]), event(line, 2, GRADED, scan=EventId("station-event-1"))
    answer = line.send(found, graded, pallet=line.pallet)
    assert told(answer) == [("recorded", None), ("recorded", None)]
    assert answer.receiving.answers[found.event_id].verdict is Verdict.ON_MANIFEST
    assert line.line(line.a) is LineState.RECEIVED
    assert line.world.device(line.a).custody.custodian == PROVIDER
    assert line.pallets.line(ICT, line.pallet).scanned == 1


def test_without_a_pallet_a_scan_is_recorded_and_nothing_is_received(line: Line) -> None:
    assert told(line.send(scan(line, 1, SERIALS[0]))) == [("recorded", None)]
    assert line.line(line.a) is LineState.EXPECTED


def test_the_same_sending_twice_is_one(line: Line) -> None:
    sent = (scan(line, 1, SERIALS[0]), event(line, 2, GRADED, scan=EventId("station-event-1")))
    first, again = (line.send(*sent, pallet=line.pallet) for _ in range(2))
    assert told(again) == [("repeated", None), ("repeated", None)]
    assert (len(first.new), len(again.new)) == (1, 0)
    assert line.world.kinds(line.a).count("intake_scanned") == 1
    assert line.pallets.line(ICT, line.pallet).scanned == 1


class Interrupted(Exception):
    """The service stopped."""


@pytest.mark.parametrize("stops_at", ["receipts", "rest"])
def test_a_sending_that_was_cut_off_halfway_is_finished_by_sending_it_again(
    line: Line, stops_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = (scan(line, 1, SERIALS[0]), event(line, 2, GRADED, scan=EventId("station-event-1")))
    step = {"receipts": "_received", "rest": "_taken"}[stops_at]
    whole = getattr(Station, step)

    def stop(*args: Any) -> Any:
        if stops_at == "receipts" or args[-1][0].event_id == sent[1].event_id:
            raise Interrupted
        return whole(*args)

    with monkeypatch.context() as cut:
        cut.setattr(Station, step, stop)
        with pytest.raises(Interrupted):
            line.send(*sent, pallet=line.pallet)
    answer = line.send(*sent, pallet=line.pallet)
    assert told(answer) == [("repeated", None), ("recorded", None)]
    assert line.line(line.a) is LineState.RECEIVED
    assert line.world.kinds(line.a).count("inspected") == 1


def test_expected_extra_already_and_unknown_are_told_apart(line: Line) -> None:
    raws = (SERIALS[0], SERIALS[2], "STICKER-0001")
    answer = line.send(*(scan(line, number, raw) for number, raw in enumerate(raws, 1)), pallet=line.pallet)
    verdicts = [each.verdict for each in answer.receiving.answers.values()]
    assert verdicts[:2] == [Verdict.ON_MANIFEST, Verdict.EXTRA]
    again = line.send(scan(line, 9, SERIALS[0]), pallet=line.pallet)
    assert again.receiving.answers[EventId("station-event-9")].verdict is Verdict.ALREADY_RECEIVED
    assert again.seen[EventId("station-event-9")].scan.already == "station-event-1"
    pallet = line.pallets.read(ICT, line.pallet)
    assert {each.line.device_key: each.scanned for each in pallet.devices} == {line.a: True, line.b: False}
    assert [each.line.device_key for each in pallet.extra] == [line.c]


def test_a_pallet_that_cannot_be_received_holds_up_no_scan(line: Line) -> None:
    answer = line.send(scan(line, 1, SERIALS[0]), pallet=ConsignmentId("nobody-knows"))
    assert told(answer) == [("recorded", None)]
    assert answer.receiving.refusal is not None
    assert answer.receiving.refusal.rule == "not-found"


def test_the_list_of_pallets_is_what_is_under_way_to_this_organisation(line: Line) -> None:
    expected = PalletLine(line.pallet, "The ministry", expected=2, scanned=0)
    assert line.pallets.all(ICT) == (expected,)
    with pytest.raises(NotPermitted):
        line.pallets.all(OTHER_OWNER)
    line.send(scan(line, 1, SERIALS[0]), scan(line, 2, SERIALS[1]), pallet=line.pallet)
    line.world.use.receipts.close(ICT, line.pallet, ())
    assert line.pallets.all(ICT) == ()


def test_a_device_of_a_pallet_is_told_by_what_a_scan_of_it_may_say(line: Line) -> None:
    device = next(each for each in line.pallets.read(ICT, line.pallet).devices if each.line.device_key == line.a)
    label = line.world.use.devices.read(OWNER, line.a).labels[-1]
    assert {"SERIALA1", compared(label)} <= set(device.codes)
    assert all(code == compared(code) for code in device.codes)


def test_what_one_person_made_is_sent_by_the_next_on_authority_of_the_first(line: Line) -> None:
    line.send(scan(line, 1, SERIALS[0]), by=CHECKER, made=line.shift(ICT), pallet=line.pallet)
    recorded = next(each for each in line.world.events(line.a) if each.id == "station-event-1")
    assert (recorded.actor, recorded.organisation) == (ICT.account, ICT.organisation)


@pytest.mark.parametrize("minutes", [-1, 61])
def test_what_did_not_happen_within_the_shift_is_set_aside(line: Line, minutes: int) -> None:
    made = MadeBy(ICT, line.now - HOUR, line.now)
    at = line.now - timedelta(minutes=minutes)
    outside = replace(scan(line, 1, SERIALS[0]), occurred_at=at)
    answer = line.send(outside, by=CHECKER, made=made, pallet=line.pallet)
    assert told(answer) == [("set-aside", "within-the-shift")]
    assert answer.receiving.answers == {}
    assert line.line(line.a) is LineState.EXPECTED
    (item,) = line.world.use.inbox.find(CHECKER).items
    assert item.item.sending.account == ICT.account


def test_a_person_who_was_closed_stands_for_nothing_and_nothing_is_lost(line: Line) -> None:
    closed = replace(ICT, roles=frozenset())
    answer = line.send(scan(line, 1, SERIALS[0]), by=CHECKER, made=line.shift(closed, stands=False))
    assert told(answer) == [("set-aside", "person-of-the-shift")]
    assert len(line.world.use.inbox.find(CHECKER).items) == 1


def test_a_station_settles_what_it_could_have_sent_and_no_other_item_of_the_inbox(line: Line) -> None:
    """Nor one of another organisation, nor in a shift that stands for nothing."""
    line.send(scan(line, 1, SERIALS[0]), made=line.shift(stands=False))
    approved = event(line, 2, RouteApproved(decision="d1", route=Route.RECYCLE), device=line.a)
    line.world.use.event_batches.send(
        ICT, EventBatch(batch=BatchId("b2"), scanner="Desk", sent_at=line.now, events=(approved,))
    )
    ids = {each.item.sent.event_id: each.item.id for each in line.world.use.inbox.find(ICT).items}
    own, other = ids[EventId("station-event-1")], ids[approved.event_id]
    items = StationItems(line.world.storage, line.world.use.inbox)
    for made, item in ((MadeBy(ICT), other), (MadeBy(OTHER_OWNER), own), (line.shift(stands=False), own)):
        with pytest.raises(NotPermitted):
            items.dismiss(made, item, "seen")
    first, again = (items.dismiss(MadeBy(CHECKER), own, "seen") for _ in range(2))
    assert first.item == again.item
    assert [each.item.id for each in line.world.use.inbox.find(ICT).items] == [other]


def test_the_roles_of_now_count(line: Line) -> None:
    other = replace(ICT, roles=REPAIRER.roles)
    answer = line.send(scan(line, 1, SERIALS[0]), by=CHECKER, made=line.shift(other))
    assert told(answer) == [("set-aside", "not-permitted")]


def test_nobody_sends_who_may_not_send_events(line: Line) -> None:
    with pytest.raises(NotPermitted):
        line.send(scan(line, 1, SERIALS[0]), by=replace(ICT, roles=frozenset()), made=line.shift())


def test_a_station_decides_nothing(line: Line) -> None:
    approved = RouteApproved(decision="d1", route=Route.RECYCLE)
    with pytest.raises(InvalidInput) as refused:
        line.send(scan(line, 1, SERIALS[0]), event(line, 2, approved, device=line.a))
    assert [problem.path for problem in refused.value.problems] == ["$.events[1].happening.kind"]
    assert "intake_scanned" not in line.world.kinds(line.a)


def test_a_person_corrects_at_a_station_what_it_recorded_itself_and_nothing_else(line: Line) -> None:
    graded = event(line, 2, GRADED, scan=EventId("station-event-1"))
    line.send(scan(line, 1, SERIALS[0]), graded, pallet=line.pallet)
    wrong = Corrected(event=graded.event_id, reason=ErrorReason.INCORRECT_DATA)
    line.world.clock.forward(minutes=5)
    others = line.send(event(line, 3, wrong, device=line.a), by=CHECKER)
    assert told(others) == [("set-aside", "own-record")]
    assert told(line.send(event(line, 4, wrong, device=line.a))) == [("recorded", None)]
    assert line.world.device(line.a).grades is None


def test_in_a_shift_a_person_corrects_what_was_made_in_that_shift_by_our_own_clock(line: Line) -> None:
    """The times of a device are believed with a margin, which does not reach back into another shift."""
    graded = event(line, 2, GRADED, scan=EventId("station-event-1"))
    line.send(scan(line, 1, SERIALS[0]), graded, made=line.shift(), pallet=line.pallet)
    wrong = Corrected(event=graded.event_id, reason=ErrorReason.INCORRECT_DATA)
    line.world.clock.forward(minutes=1)
    later = line.shift(began=line.now)
    assert told(line.send(event(line, 59, wrong, device=line.a), made=later)) == [("set-aside", "of-the-shift")]
    same = line.shift(began=line.now - HOUR)
    assert told(line.send(event(line, 60, wrong, device=line.a), made=same)) == [("recorded", None)]


def test_a_scan_is_told_with_what_its_device_needs(line: Line) -> None:
    answer = line.send(scan(line, 1, SERIALS[0]), pallet=line.pallet)
    seen = answer.seen[EventId("station-event-1")]
    assert seen.scan.verdict == "good"
    assert seen.device is not None
    assert seen.device.device.key == line.a


def test_a_photo_goes_with_a_scan_of_the_same_shift(line: Line) -> None:
    line.send(scan(line, 1, SERIALS[0]), pallet=line.pallet)
    found = EventId("station-event-1")
    first, again = (line.station.add_photo(ICT, found, b"a picture", line.shift()) for _ in range(2))
    assert (first.device, first.sha256) == (line.a, again.sha256)
    assert len(line.world.use.market.photos.of_device(ICT, line.a)) == 1
    with pytest.raises(NotPermitted):
        line.station.add_photo(ICT, found, b"another", line.shift(CHECKER))
    with pytest.raises(NotPermitted):
        line.station.add_photo(ICT, found, b"another", line.shift(stands=False))


def test_a_photo_of_a_scan_that_was_not_recorded_waits(line: Line) -> None:
    with pytest.raises(Refused) as refused:
        line.station.add_photo(ICT, EventId("not-there"), b"a picture")
    assert refused.value.rule == "scanned-first"
