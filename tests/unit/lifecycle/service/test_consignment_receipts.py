"""Receipt by scanning: in parts, at the scanners' own time, again and late; and what differs, until it is answered."""

from datetime import datetime, timedelta

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    DifferenceId,
    DifferenceItem,
    Given,
    LineState,
    Resolution,
    ScanId,
    Verdict,
)
from lifecycle.domain.events import ConsignmentId, Difference, LostOrStolen, Place
from lifecycle.service.consignment_receipts import ReceiptScan, ScanBatch
from lifecycle.service.consignment_views import ReceiptView, ScanAnswer
from lifecycle.service.consignments import NewConsignment, Receipt
from tests.support.service_world import (
    AUDITOR,
    CARRIER,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECYCLING,
    SURPLUS,
    World,
)

DOCK = Place("Dock 4")
SERIALS = ("SERIAL-A1", "SERIAL-B2", "SERIAL-C3")
MOVE = NewConsignment(receiver=OTHER_MINISTRY)


class Hall:
    """Three laptops of the provider, the first two of them offered to another ministry."""

    def __init__(self) -> None:
        self.world = World()
        self.a, self.b, self.c = (self.world.collected_laptop(serial=serial, asset_tag=None) for serial in SERIALS)
        self.consignment = self.offer(self.a, self.b)
        self.world.clock.forward(minutes=10)

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def offer(self, *devices: DeviceKey, wanted: NewConsignment = MOVE) -> ConsignmentId:
        made = self.world.use.consignments.create(ICT, wanted).consignment.id
        self.world.use.consignments.add(ICT, made, *devices)
        return self.world.use.consignments.offer(ICT, made).consignment.id

    def scan(self, *scans: ReceiptScan, actor: Actor = OTHER_OWNER) -> ReceiptView:
        self.world.clock.forward(minutes=1)
        return self.world.use.receipts.scan(actor, self.consignment, ScanBatch(place=DOCK, scans=scans))

    def one(self, raw: str, number: int = 1, **more: object) -> ScanAnswer:
        scanned = ReceiptScan(scan_id=ScanId(f"scan-000{number}"), raw=raw, **more)  # type: ignore[arg-type]  # its fields
        return self.scan(scanned).answers[0]

    def close(self, *missing: DeviceKey) -> None:
        self.world.clock.forward(minutes=1)
        self.world.use.receipts.close(OTHER_OWNER, self.consignment, missing)

    def answer(self, key: DeviceKey, resolution: Resolution, actor: Actor = ICT, **more: object) -> None:
        self.world.clock.forward(minutes=1)
        given = Given(resolution=resolution, **more)  # type: ignore[arg-type]  # its fields
        self.world.use.differences.answer(actor, self.consignment, self.item(key).id, given)

    def item(self, key: DeviceKey) -> DifferenceItem:
        """The newest about a device."""
        return [item for item in self.items if item.device == key][-1]

    @property
    def items(self) -> tuple[DifferenceItem, ...]:
        return self.world.storage.committed.consignments.rows[self.consignment].items

    @property
    def state(self) -> str:
        return self.world.storage.committed.consignments.rows[self.consignment].state

    def line(self, key: DeviceKey) -> LineState:
        return self.world.storage.committed.consignments.rows[self.consignment].by_device[key].state

    def custodian(self, key: DeviceKey) -> str | None:
        return self.world.storage.committed.devices.rows[key].custodian


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_each_scanned_device_changes_custody_at_once_and_the_rest_stays_with_the_sender(hall: Hall) -> None:
    answer = hall.one(SERIALS[0])
    assert (answer.verdict, answer.device, answer.repeated) == (Verdict.ON_MANIFEST, hall.a, False)
    assert (hall.custodian(hall.a), hall.custodian(hall.b)) == (OTHER_MINISTRY, PROVIDER)
    assert hall.state == "partly-received"
    assert hall.world.storage.committed.devices.rows[hall.a].consignment_id is None
    assert hall.world.storage.committed.devices.rows[hall.b].consignment_id == hall.consignment


def test_the_events_of_a_batch_have_one_transaction_and_happen_at_the_time_of_their_scan(hall: Hall) -> None:
    """The scanner was offline: what it sends last happened first."""
    early, late = hall.now - timedelta(minutes=8), hall.now - timedelta(minutes=3)
    view = hall.scan(
        ReceiptScan(scan_id=ScanId("scan-0002"), raw=SERIALS[1], occurred_at=late),
        ReceiptScan(scan_id=ScanId("scan-0001"), raw=SERIALS[0], occurred_at=early),
    )
    assert [answer.scan_id for answer in view.answers] == ["scan-0002", "scan-0001"]
    assert view.lines == {LineState.RECEIVED: 2}
    events = [*hall.world.events(hall.a)[-2:], *hall.world.events(hall.b)[-2:]]
    assert [event.kind for event in events] == ["transfer_received", "custody_changed"] * 2
    assert len({event.transaction for event in events}) == 1
    assert [event.occurred_at for event in events] == [early, early, late, late]


def test_sending_a_scan_again_is_one_scan(hall: Hall) -> None:
    first = hall.one(SERIALS[0])
    before = hall.world.storage.committed
    again = hall.one(SERIALS[0])
    assert (again.repeated, again.verdict) == (True, first.verdict)
    assert hall.world.storage.committed == before


def test_the_id_of_a_scan_is_taken_once(hall: Hall) -> None:
    hall.one(SERIALS[0])
    with pytest.raises(Conflict, match="scan-0001 is taken by another scan"):
        hall.one(SERIALS[1])


def test_scanning_a_device_once_more_does_no_harm(hall: Hall) -> None:
    hall.one(SERIALS[0])
    assert hall.one(SERIALS[0], 2).verdict is Verdict.ALREADY_RECEIVED
    assert hall.world.kinds(hall.a).count("custody_changed") == 2, "at intake, and at the receipt"


def test_what_is_not_on_the_manifest_is_extra_and_told_once(hall: Hall) -> None:
    first, again = hall.one(SERIALS[2]), hall.one(SERIALS[2], 2)
    assert (first.verdict, again.verdict) == (Verdict.EXTRA, Verdict.EXTRA)
    assert [(item.device, item.difference) for item in hall.items] == [(hall.c, Difference.EXTRA)]
    assert first.difference == again.difference == hall.items[0].id
    assert hall.custodian(hall.c) == PROVIDER


def test_nothing_is_told_of_a_device_that_neither_side_has(hall: Hall) -> None:
    other = hall.world.register(serial="ELSEWHERE", asset_tag=None).device.key
    before = hall.world.events(other)
    answer = hall.one("ELSEWHERE")
    assert (answer.verdict, answer.device) == (Verdict.NOT_YOURS, None)
    assert hall.world.events(other) == before
    assert hall.items == ()


def test_a_code_that_nobody_knows_is_kept_and_makes_nothing(hall: Hall) -> None:
    assert hall.one("NOBODY-KNOWS-1").verdict is Verdict.UNKNOWN
    kept = hall.world.use.receipts.last(OTHER_OWNER, hall.consignment).answers
    assert [(answer.raw, answer.verdict) for answer in kept] == [("NOBODY-KNOWS-1", Verdict.UNKNOWN)]
    recalled = hall.world.use.receipts.recall(OTHER_OWNER, hall.consignment, ScanId("scan-0001"))
    assert recalled == kept[0]
    assert hall.world.use.receipts.recall(OTHER_OWNER, hall.consignment, ScanId("scan-0009")) is None


def test_of_devices_with_one_number_the_expected_one_is_meant(hall: Hall) -> None:
    """Two makers gave the same number; one of the devices is on the manifest. With both on it, a person chooses."""
    dell, lenovo = (twin(hall.world, brand) for brand in ("Dell", "Lenovo"))
    hall.consignment = hall.offer(dell)
    assert hall.one("TWIN-77").device == dell
    hall.consignment = hall.offer(lenovo, twin(hall.world, "HP"))
    assert hall.one("TWIN-77", 2).verdict is Verdict.AMBIGUOUS
    assert hall.one("TWIN-77", 3, device=lenovo).device == lenovo


def twin(world: World, brand: str) -> DeviceKey:
    """A laptop with the number TWIN-77, in the hands of the provider."""
    key = world.register(model=world.model(brand=brand), serial="TWIN-77", asset_tag=None).device.key
    world.record(OWNER, key, SURPLUS)
    world.scan("TWIN-77", chosen=key)
    return key


def test_what_a_rule_refuses_on_one_device_holds_up_no_other(hall: Hall) -> None:
    """It was reported lost on the way; the reason is told, and the device is still expected."""
    key = hall.c
    hall.consignment = hall.offer(key)
    hall.world.record(OWNER, key, LostOrStolen(stolen=False, report="R-9"))
    view = hall.scan(
        ReceiptScan(scan_id=ScanId("scan-0001"), raw=SERIALS[2]),
        ReceiptScan(scan_id=ScanId("scan-0002"), raw="NOBODY-KNOWS-1"),
    )
    assert [answer.verdict for answer in view.answers] == [Verdict.REFUSED, Verdict.UNKNOWN]
    assert view.answers[0].rule == "missing-found-first"
    assert hall.line(key) is LineState.EXPECTED
    assert hall.custodian(key) == PROVIDER


def test_a_receipt_that_happened_before_the_offer_is_refused(hall: Hall) -> None:
    """The clock of the scanner is wrong: nothing is moved to another time silently."""
    answer = hall.one(SERIALS[0], occurred_at=hall.now - timedelta(minutes=12))
    assert (answer.verdict, answer.rule) == (Verdict.REFUSED, "two-sided-transfer")
    assert hall.one(SERIALS[0], 2).verdict is Verdict.ON_MANIFEST


def test_closing_names_what_is_missing_and_each_is_an_item_for_the_sender(hall: Hall) -> None:
    hall.one(SERIALS[0])
    with pytest.raises(InvalidInput):
        hall.close()
    hall.close(hall.b)
    assert (hall.state, hall.line(hall.b)) == ("received", LineState.MISSING)
    assert [(item.device, item.difference, item.answer) for item in hall.items] == [(hall.b, Difference.MISSING, None)]
    assert hall.world.kinds(hall.b)[-1] == "transfer_disputed"
    assert hall.custodian(hall.b) == PROVIDER
    with pytest.raises(Conflict):
        hall.close()


def test_what_is_found_later_is_received_after_all(hall: Hall) -> None:
    hall.close(hall.a, hall.b)
    assert hall.one(SERIALS[0]).verdict is Verdict.ON_MANIFEST
    assert (hall.state, hall.line(hall.a), hall.custodian(hall.a)) == ("received", LineState.RECEIVED, OTHER_MINISTRY)
    answer = hall.item(hall.a).answer
    assert answer is not None
    assert hall.item(hall.b).answer is None
    assert (answer.resolution, answer.by) == (Resolution.RECEIVED, OTHER_OWNER.account)


def test_a_late_batch_declares_in_error_that_its_devices_were_missing(hall: Hall) -> None:
    """The scanner had it before somebody closed the receipt: its life tells the receipt at its own time."""
    scanned_at = hall.now
    hall.world.clock.forward(minutes=30)
    hall.close(hall.a, hall.b)
    assert hall.one(SERIALS[0], occurred_at=scanned_at).verdict is Verdict.ON_MANIFEST
    assert hall.world.kinds(hall.a)[-4:] == ["transfer_disputed", "corrected", "transfer_received", "custody_changed"]
    assert hall.world.events(hall.a)[-1].occurred_at == scanned_at
    assert hall.custodian(hall.a) == OTHER_MINISTRY


def test_a_late_batch_does_not_undo_what_the_sender_took_back(hall: Hall) -> None:
    """Both sides believe to have it: that is a difference for the sender, and custody stays where it is."""
    scanned_at = hall.now
    hall.world.clock.forward(minutes=30)
    hall.world.use.consignments.withdraw(ICT, hall.consignment)
    assert hall.one(SERIALS[0], occurred_at=scanned_at).verdict is Verdict.EXTRA
    assert hall.custodian(hall.a) == PROVIDER
    hall.answer(hall.a, Resolution.ACCEPTED)
    assert hall.one(SERIALS[0], 2).verdict is Verdict.ON_MANIFEST
    assert hall.custodian(hall.a) == OTHER_MINISTRY


def test_what_was_received_is_not_taken_back(hall: Hall) -> None:
    hall.one(SERIALS[0])
    hall.world.use.consignments.withdraw(ICT, hall.consignment)
    assert (hall.line(hall.a), hall.line(hall.b)) == (LineState.RECEIVED, LineState.WITHDRAWN)
    assert hall.world.kinds(hall.b)[-1] == "transfer_withdrawn"
    assert (hall.custodian(hall.a), hall.custodian(hall.b)) == (OTHER_MINISTRY, PROVIDER)


def test_a_missing_device_that_stays_can_be_offered_again(hall: Hall) -> None:
    hall.close(hall.a, hall.b)
    with pytest.raises(Refused, match="already"):
        hall.offer(hall.b)
    hall.answer(hall.b, Resolution.STAYS_WITH_SENDER)
    assert hall.line(hall.b) is LineState.WITHDRAWN
    assert hall.offer(hall.b)


def test_a_missing_device_that_is_lost_is_reported_so(hall: Hall) -> None:
    hall.close(hall.a, hall.b)
    hall.answer(hall.b, Resolution.LOST, report="PV-2026-1", stolen=True)
    assert hall.world.kinds(hall.b)[-2:] == ["transfer_withdrawn", "lost_or_stolen"]
    assert (hall.line(hall.b), hall.custodian(hall.b)) == (LineState.LOST, PROVIDER)


def test_what_is_extra_changes_custody_when_both_sides_say_so(hall: Hall) -> None:
    """The sender offers it after all; until the receiver scans it, it is the sender's."""
    hall.one(SERIALS[2])
    hall.answer(hall.c, Resolution.ACCEPTED)
    assert (hall.line(hall.c), hall.custodian(hall.c)) == (LineState.EXPECTED, PROVIDER)
    assert hall.one(SERIALS[2], 2).verdict is Verdict.ON_MANIFEST
    assert hall.custodian(hall.c) == OTHER_MINISTRY
    assert hall.world.kinds(hall.c)[-4:] == [
        "transfer_disputed",
        "transfer_offered",
        "transfer_received",
        "custody_changed",
    ]


def test_what_is_extra_is_not_offered_out_of_another_consignment(hall: Hall) -> None:
    hall.one(SERIALS[2])
    hall.offer(hall.c)
    with pytest.raises(Refused) as refused:
        hall.answer(hall.c, Resolution.ACCEPTED)
    assert refused.value.rule == "one-offer-at-a-time"


def test_another_condition_is_accepted_by_the_receiver_and_thereby_received(hall: Hall) -> None:
    """With a remark, which can be erased with the event that has it, and hashes of photos."""
    answer = hall.one(
        SERIALS[0], difference=Difference.OTHER_CONDITION, remark="Anna saw a crack", evidence=("a" * 64,)
    )
    assert (answer.verdict, hall.line(hall.a)) == (Verdict.SET_APART, LineState.SET_APART)
    assert hall.one(SERIALS[0], 2).verdict is Verdict.SET_APART
    assert hall.items[0].evidence == ("a" * 64,)
    view = hall.world.use.consignments.read(ICT, hall.consignment)
    assert view.remarks == {hall.items[0].id: "Anna saw a crack"}
    with pytest.raises(NotPermitted):
        hall.answer(hall.a, Resolution.ACCEPTED, ICT)
    hall.answer(hall.a, Resolution.ACCEPTED, OTHER_OWNER)
    assert (hall.line(hall.a), hall.custodian(hall.a)) == (LineState.RECEIVED, OTHER_MINISTRY)
    assert hall.world.storage.committed.devices.rows[hall.a].place == DOCK


def test_another_condition_is_given_back_by_the_receiver(hall: Hall) -> None:
    hall.one(SERIALS[0], difference=Difference.OTHER_CONDITION)
    hall.answer(hall.a, Resolution.STAYS_WITH_SENDER, OTHER_OWNER)
    assert (hall.line(hall.a), hall.custodian(hall.a)) == (LineState.WITHDRAWN, PROVIDER)
    assert hall.world.events(hall.a)[-1].organisation == OTHER_MINISTRY


def test_what_is_missing_or_extra_is_not_answered_by_the_receiver(hall: Hall) -> None:
    hall.close(hall.a, hall.b)
    before = hall.world.storage.committed
    for actor in (OTHER_OWNER, OWNER, AUDITOR, RECYCLING):
        with pytest.raises(NotPermitted):
            hall.answer(hall.b, Resolution.STAYS_WITH_SENDER, actor)
    assert hall.world.storage.committed == before
    with pytest.raises(NotFound):
        hall.world.use.differences.answer(
            ICT, hall.consignment, DifferenceId("absent"), Given(resolution=Resolution.LOST, report="R")
        )


def test_a_carrier_does_not_receive_in_the_place_of_the_receiver(hall: Hall) -> None:
    """It has a place on the receiving side of the paper; what it confirms, it confirms by a link."""
    carrying = Actor(OTHER_OWNER.account, CARRIER, OTHER_OWNER.roles)
    hall.consignment = hall.offer(hall.c, wanted=NewConsignment(receiver=OTHER_MINISTRY, carrier=CARRIER))
    for act in (
        lambda: hall.scan(ReceiptScan(scan_id=ScanId("scan-0001"), raw=SERIALS[2]), actor=carrying),
        lambda: hall.world.use.receipts.close(carrying, hall.consignment, [hall.c]),
        lambda: hall.world.use.consignments.receive(carrying, hall.consignment, Receipt(place=DOCK)),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_what_is_left_of_a_receipt_in_parts_can_be_confirmed_at_once(hall: Hall) -> None:
    hall.one(SERIALS[0])
    view = hall.world.use.consignments.receive(OTHER_OWNER, hall.consignment, Receipt(place=DOCK))
    assert (view.consignment.state, view.consignment.items) == ("received", ())
    assert hall.world.kinds(hall.a).count("transfer_received") == 1


def test_each_side_is_told_how_many_consignments_wait_for_it(hall: Hall) -> None:
    """To receive, or to answer; one consignment counts once."""

    def waiting() -> tuple[int, int]:
        use = hall.world.use.consignments
        return use.waiting(ICT), use.waiting(OTHER_OWNER)

    assert waiting() == (0, 1)
    hall.one(SERIALS[2])
    assert waiting() == (1, 1)
    hall.close(hall.a, hall.b)
    assert waiting() == (1, 0)
    assert hall.world.use.consignments.waiting(Actor(ICT.account)) == 0
