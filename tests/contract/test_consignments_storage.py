"""The contract of the store of consignments: the fake, SQLite and PostgreSQL pass the same tests."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.consignment import (
    Answer,
    Collection,
    Condition,
    Consignment,
    ConsignmentState,
    DeviceMass,
    DifferenceId,
    DifferenceItem,
    GoodsLine,
    GoodsLineId,
    Line,
    LineState,
    LoadAnswer,
    LoadDifference,
    LoadDifferenceId,
    LoadDifferenceKind,
    LoadKind,
    LoadUnit,
    LoadUnitId,
    Resolution,
    ScanId,
    Terms,
    Verdict,
    WeightLine,
    WeightReport,
    WeightReportId,
    WeightStage,
    Yield,
    lines_of,
)
from lifecycle.domain.events import ConsignmentId, Difference, EventId, Place
from lifecycle.domain.goods import GoodsCondition, Lot, MovementId
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.service.consignment_ports import Box, KeptScan, Seen, Tally
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENDER, RECEIVER, CARRIER, NOBODY = map(OrganisationId, ("sender", "receiver", "carrier", "nobody"))
ALL = Seen(organisation=None, everything=True)
A, B, C = map(DeviceKey, ("aaaa", "bbbb", "cccc"))
TERMS = Terms(
    inside_state=False,
    carrier=CARRIER,
    ground=Ground.GIFT,
    holding=Holding.COORDINATOR,
    route=Route.DONATE,
    seal="seal 7",
    processor_agreement="agreement 3",
)
DRAFT = Consignment(ConsignmentId("c1"), SENDER, RECEIVER, TERMS, lines_of(B, A))
EXTRA = DifferenceItem(
    id=DifferenceId("item-1"),
    device=C,
    difference=Difference.EXTRA,
    found_at=NOW,
    found_by=AccountId("anne"),
    event=EventId("event-0000001"),
    place=Place("Dock 4"),
    evidence=("a" * 64, "b" * 64),
    answer=Answer(Resolution.ACCEPTED, AccountId("bram"), SENDER, NOW + HOUR),
)
BROKEN = DifferenceItem(id=DifferenceId("item-2"), device=A, difference=Difference.BROKEN_SEAL, found_at=NOW)
PARTLY = replace(
    DRAFT,
    lines=(
        Line(B, LineState.RECEIVED, Condition(label="7k3m", data="verified"), received_at=NOW, scan=ScanId("scan-1")),
        Line(A, LineState.SET_APART, Condition(serial="S1", functional="F5", cosmetic="C5", model="Dell")),
        Line(C, extra=True),
    ),
    state=ConsignmentState.PARTLY_RECEIVED,
    manifest_sha256="f" * 64,
    items=(EXTRA, BROKEN),
    offered_at=NOW,
    closed_at=NOW + HOUR,
)
BOX = LoadUnit(
    id=LoadUnitId("unit-1"),
    kind=LoadKind.BOX,
    code="B-1",
    gross_kg=Decimal("12.5"),
    tare_kg=Decimal("2.125"),
    seal="NL 1",
    photos=("a" * 64,),
    remark="Glass on top",
)
CHARGERS = GoodsLine(
    id=GoodsLineId("goods-1"),
    lot=Lot("charger", Unit.PIECE, GoodsCondition.WORKING, SENDER, SENDER, Place("Store 2")),
    quantity=Decimal(25),
    packed_in=BOX.id,
    received=Decimal(24),
)
MASS = DeviceMass(kilograms=Decimal("1.400"), low=Decimal("1.300"), high=Decimal("1.500"))
PACKED = replace(
    DRAFT,
    lines=(Line(B, condition=Condition(group="laptop", mass=MASS, test_record="c" * 64), packed_in=BOX.id), Line(A)),
    units=(BOX, replace(BOX, id=LoadUnitId("unit-2"), code="B-2", gross_kg=None, tare_kg=None, photos=())),
    goods=(CHARGERS,),
    goods_offer=MovementId("movement-1"),
)
COLLECTION = Collection(
    consignment=DRAFT.id,
    collected_at=NOW - HOUR,
    recorded_at=NOW,
    by=AccountId("carla"),
    organisation=CARRIER,
    manifest_sha256="f" * 64,
    seal="seal 7",
)
REPORT = WeightReport(
    id=WeightReportId("report-1"),
    consignment=DRAFT.id,
    stage=WeightStage.TREATED,
    lines=(WeightLine(weee_category=2, ewc="16 02 13*", kilograms=Decimal("410.5")),),
    weighed_at=NOW - HOUR,
    recorded_at=NOW,
    by=AccountId("rik"),
    organisation=RECEIVER,
    unit=BOX.id,
    yields=(Yield(fraction="aluminium", kilograms=Decimal("96.25")),),
)
SHORT = LoadDifference(
    id=LoadDifferenceId("short-1"),
    consignment=DRAFT.id,
    kind=LoadDifferenceKind.GOODS,
    sent=Decimal(25),
    found=Decimal(24),
    measure="piece",
    found_at=NOW,
    found_by=AccountId("rik"),
    unit=BOX.id,
    goods=CHARGERS.id,
)
SCAN = KeptScan(
    consignment_id=DRAFT.id,
    scan_id=ScanId("scan-1"),
    raw="7k3m9x2p4q8d",
    occurred_at=NOW - HOUR,
    recorded_at=NOW,
    actor=AccountId("anne"),
    place=Place("Dock 4"),
    verdict=Verdict.SET_APART,
    device_key=A,
    said=Difference.BROKEN_SEAL,
    rule="sealed-custody",
)


def put(storage: LifecycleStorage, *consignments: Consignment, at: datetime = NOW) -> None:
    with storage.writing() as work:
        for consignment in consignments:
            work.consignments.put(consignment, at)
        work.commit()


def _sees(seen: Seen, each: Tally) -> bool:
    over = each.state in {ConsignmentState.RECEIVED, ConsignmentState.WITHDRAWN}
    mine = (seen.sent and each.sender == seen.organisation) or (
        seen.coming and seen.organisation in {each.receiver, each.carrier} - {None}
    )
    return (seen.everything or mine) and not (seen.is_open and over)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.mark.parametrize("after", [DRAFT, PARTLY, PACKED, replace(DRAFT, terms=Terms(inside_state=True), lines=())])
    def test_a_consignment_comes_back_as_it_was(self, storage: LifecycleStorage, after: Consignment) -> None:
        put(storage, DRAFT)
        put(storage, after)
        with storage.reading() as reads:
            assert reads.consignments.get(after.id) == after
            assert reads.consignments.get(ConsignmentId("absent")) is None

    def test_an_answer_is_put_on_the_item_that_it_answers(self, storage: LifecycleStorage) -> None:
        answered = replace(BROKEN, answer=EXTRA.answer)
        put(storage, PARTLY)
        put(storage, replace(PARTLY, items=(EXTRA, answered)))
        with storage.reading() as reads:
            found = reads.consignments.get(PARTLY.id)
            assert found is not None
            assert found.items == (EXTRA, answered)

    def test_what_is_taken_out_of_a_load_is_forgotten_and_its_code_is_free(self, storage: LifecycleStorage) -> None:
        again = replace(BOX, id=LoadUnitId("unit-3"))
        after = replace(PACKED, units=(again,), goods=(), lines=(Line(B, packed_in=again.id), Line(A)))
        put(storage, PACKED)
        put(storage, after)
        with storage.reading() as reads:
            assert reads.consignments.get(after.id) == after

    def test_the_last_use_of_a_code_is_that_of_another_consignment_that_was_not_withdrawn(
        self, storage: LifecycleStorage
    ) -> None:
        other = ConsignmentId("other")
        put(storage, PACKED)
        put(storage, replace(PACKED, id=ConsignmentId("later"), lines=()), at=NOW + timedelta(days=1))
        withdrawn = replace(PACKED, id=ConsignmentId("gone"), lines=(), state=ConsignmentState.WITHDRAWN)
        put(storage, withdrawn, at=NOW + timedelta(days=2))
        with storage.reading() as reads:
            code = PACKED.units[0].code
            assert reads.consignments.last_use_of(code, other) == ("later", NOW + timedelta(days=1))
            assert reads.consignments.last_use_of(code, ConsignmentId("later")) == (PACKED.id, NOW)
            assert reads.consignments.last_use_of("nowhere", other) is None

    def test_a_collection_a_report_and_a_difference_come_back(self, storage: LifecycleStorage) -> None:
        answered = replace(SHORT, answer=LoadAnswer("On the bench", AccountId("anne"), SENDER, NOW + HOUR))
        put(storage, PACKED)
        with storage.writing() as work:
            work.loads.add_collection(COLLECTION)
            work.loads.add_report(REPORT)
            work.loads.put_difference(SHORT)
            work.loads.put_difference(answered)
            work.commit()
        with storage.reading() as reads:
            assert reads.loads.collection(DRAFT.id) == COLLECTION
            assert reads.loads.report(REPORT.id) == REPORT
            assert reads.loads.reports(DRAFT.id) == (REPORT,)
            assert reads.loads.differences(DRAFT.id) == (answered,)
            nothing = ConsignmentId("absent")
            assert reads.loads.collection(nothing) is None
            assert (reads.loads.reports(nothing), reads.loads.differences(nothing)) == ((), ())

    def test_a_consignment_is_collected_once(self, storage: LifecycleStorage) -> None:
        put(storage, DRAFT)
        with storage.writing() as work:
            work.loads.add_collection(COLLECTION)
            work.commit()
        with pytest.raises(Conflict), storage.writing() as work:
            work.loads.add_collection(replace(COLLECTION, by=AccountId("rik")))

    def test_one_line_is_kept_alone(self, storage: LifecycleStorage) -> None:
        arrived = Line(A, LineState.RECEIVED, received_at=NOW, scan=ScanId("scan-2"))
        put(storage, PARTLY)
        with storage.writing() as work:
            work.consignments.hold(PARTLY.id)
            work.consignments.keep_line(PARTLY.id, arrived)
            assert work.consignments.open_with(A) is None
            work.commit()
        with storage.reading() as reads:
            found = reads.consignments.get(PARTLY.id)
            assert found is not None
            assert found.lines == (PARTLY.lines[0], arrived, PARTLY.lines[2])

    def test_consignments_are_told_newest_first_with_their_counts(self, storage: LifecycleStorage) -> None:
        newer = Consignment(ConsignmentId("c0"), RECEIVER, SENDER, Terms(inside_state=True))
        put(storage, PARTLY)
        put(storage, newer, at=NOW + HOUR)
        with storage.reading() as reads:
            mine = reads.consignments.found(ALL, 9)
            assert [(tally.id, tally.changed_at) for tally in mine] == [("c0", NOW + HOUR), ("c1", NOW)]
            assert reads.consignments.found(ALL, 9, offset=1) == mine[1:]
            assert reads.consignments.found(ALL, 1) == mine[:1]
            old = mine[1]
            assert (old.sender, old.receiver, old.carrier, old.state) == (SENDER, RECEIVER, CARRIER, PARTLY.state)
            assert dict(old.lines) == {LineState.RECEIVED: 1, LineState.SET_APART: 1, LineState.EXPECTED: 1}
            assert (old.count, old.waits_for_sender, old.waits_for_receiver) == (3, 0, 1)
            assert (dict(mine[0].lines), mine[0].count, mine[0].waits_for_sender) == ({}, 0, 0)
            assert reads.consignments.changed_at(newer.id) == NOW + HOUR

    @pytest.mark.parametrize("reader", [SENDER, RECEIVER, CARRIER, NOBODY, None])
    def test_the_boxes_of_a_reader_hold_what_the_tallies_say(
        self, storage: LifecycleStorage, reader: OrganisationId | None
    ) -> None:
        """Each kind of consignment once; those of a side that the reader may not see are not counted either."""
        kinds = [
            replace(kind, terms=terms, sender=sender, receiver=receiver)
            for sender, receiver in ((SENDER, RECEIVER), (RECEIVER, SENDER))
            for terms in (TERMS, Terms(inside_state=True))
            for kind in (
                DRAFT,
                PARTLY,
                replace(DRAFT, state=ConsignmentState.OFFERED),
                replace(DRAFT, state=ConsignmentState.WITHDRAWN, lines=()),
                replace(PARTLY, state=ConsignmentState.RECEIVED),
                replace(PARTLY, state=ConsignmentState.RECEIVED, items=(), lines=(Line(C, extra=True),)),
            )
        ]
        for number, each in enumerate(kinds):
            items = tuple(replace(it, id=DifferenceId(f"{it.id}-{number}")) for it in each.items)
            put(storage, replace(each, id=ConsignmentId(f"c-{number}"), items=items), at=NOW + number * HOUR)
        for seen in (
            Seen(organisation=reader, everything=True),
            Seen(organisation=reader, sent=True),
            Seen(organisation=reader, coming=True, is_open=True),
            Seen(organisation=reader, sent=True, coming=True),
        ):
            with storage.reading() as reads:
                every = reads.consignments.found(seen, 100)
                assert reads.consignments.counts(seen) == Counter(each.box(reader) for each in every)
                for box in Box:
                    mine = tuple(each for each in every if each.box(reader) is box)
                    assert reads.consignments.found(seen, 100, box) == mine
                    assert reads.consignments.found(seen, 2, box, 1) == mine[1:3]
                whose = {each.id for each in every}
                assert whose == {each.id for each in reads.consignments.found(ALL, 100) if _sees(seen, each)}

    @pytest.mark.parametrize("state", LineState)
    def test_a_device_is_in_the_consignment_in_which_its_offer_stands(
        self, storage: LifecycleStorage, state: LineState
    ) -> None:
        line = Line(A, state, received_at=NOW if state is LineState.RECEIVED else None)
        put(storage, replace(PARTLY, lines=(line,), items=()))
        stands = state in {LineState.EXPECTED, LineState.MISSING, LineState.SET_APART}
        with storage.reading() as reads:
            assert reads.consignments.open_with(A) == (PARTLY.id if stands else None)
            assert reads.consignments.open_with(B) is None

    def test_a_device_that_is_taken_out_of_a_consignment_is_free(self, storage: LifecycleStorage) -> None:
        put(storage, DRAFT)
        put(storage, replace(DRAFT, lines=lines_of(B)))
        with storage.reading() as reads:
            assert reads.consignments.open_with(A) is None
            assert reads.consignments.open_with(B) == DRAFT.id

    def test_what_waits_for_an_organisation_is_counted_by_consignment(self, storage: LifecycleStorage) -> None:
        """To be received, what was offered after all too; or with a difference that it must answer; one counts once."""
        closed = replace(PARTLY, state=ConsignmentState.RECEIVED)
        unanswered = replace(EXTRA, id=DifferenceId("item-3"), answer=None)
        back = replace(DRAFT, id=ConsignmentId("c2"), sender=RECEIVER, receiver=SENDER, lines=())
        only_extra = replace(closed, id=ConsignmentId("c3"), lines=(Line(C, extra=True),), items=())
        over = replace(closed, id=ConsignmentId("c4"), lines=(), items=())

        def waiting() -> tuple[int, ...]:
            with storage.reading() as reads:
                return tuple(reads.consignments.waiting_for(each) for each in (SENDER, RECEIVER, CARRIER))

        put(storage, DRAFT)
        assert waiting() == (0, 0, 0)
        put(storage, PARTLY)
        assert waiting() == (0, 1, 0)
        put(storage, replace(closed, items=(unanswered, BROKEN)), back, over)
        assert waiting() == (1, 1, 0)
        put(storage, replace(back, state=ConsignmentState.OFFERED), only_extra)
        assert waiting() == (2, 2, 0)

    def test_a_scan_is_kept_as_it_was_answered(self, storage: LifecycleStorage) -> None:
        unknown = replace(
            SCAN, scan_id=ScanId("scan-2"), verdict=Verdict.UNKNOWN, device_key=None, said=None, rule=None
        )
        later = replace(SCAN, scan_id=ScanId("scan-3"), recorded_at=NOW + HOUR)
        put(storage, PARTLY)
        with storage.writing() as work:
            for scan in (SCAN, unknown, later):
                work.consignments.add_scan(scan)
            work.commit()
        with storage.reading() as reads:
            assert reads.consignments.scan(PARTLY.id, ScanId("scan-2")) == unknown
            assert reads.consignments.scan(ConsignmentId("c2"), ScanId("scan-2")) is None
            assert reads.consignments.scans(PARTLY.id, 2) == (later, SCAN)
            assert reads.consignments.scans(PARTLY.id, 9) == (later, SCAN, unknown)


class TestFake(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_a_scan_cannot_be_changed(self, storage: LifecycleStorage, database: Database) -> None:
        put(storage, PARTLY)
        with storage.writing() as work:
            work.consignments.add_scan(SCAN)
            work.commit()
        assert_insert_only(database, "consignment_scan")
