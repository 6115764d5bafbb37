"""What the store of sale does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.sales import Bid, BidId, Choice, Lot, LotDevice, LotId, LotKind, LotState, Offering, Way, offered
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.sale_ports import LotVersion, Sale
from tests.support.fake_storage import FakeStorage
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
SELLER, BUYER, OTHER = map(OrganisationId, ("drz", "buyer", "other"))
ANNE = AccountId("anne")
FIRST, SECOND = DeviceKey("device00"), DeviceKey("device01")
KIND = LotKind(group="laptop", brand="Dell", name="Latitude 7420", functional="F4", cosmetic=None)
LOT = Lot(
    id=LotId("lot"),
    seller=SELLER,
    title="Laptops, één pallet",
    devices=(
        LotDevice(device=SECOND, kind=KIND, kilograms=Decimal("1.250"), test_record="ab" * 32),
        LotDevice(device=FIRST, kind=KIND),
    ),
    made_at=NOW,
)
OFFERED = offered(LOT, Offering(buyers=(BUYER, OTHER), way=Way.BIDS, closes_at=NOW + HOUR, cents=100), NOW)
LATER = replace(LOT, id=LotId("a-later"), made_at=NOW + HOUR, devices=(LotDevice(device=DeviceKey("d2"), kind=KIND),))
BID = Bid(id=BidId("bid-1"), buyer=BUYER, cents=500, at=NOW, by=ANNE, country="DE")
WITHDRAWN = replace(BID, id=BidId("bid-2"), cents=None)
SOLD = Sale(
    lot=LOT.id,
    seller=SELLER,
    buyer=BUYER,
    devices=2,
    cents=500,
    ground=Choice.HIGHEST_BID,
    country="DE",
    awarded_at=NOW + HOUR,
)


def version(lot: Lot, number: int) -> LotVersion:
    return LotVersion(lot, number, NOW, ANNE)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for each in (version(LOT, 1), version(LATER, 1), version(OFFERED, 2)):
                work.sales.add(each)
            for bid in (BID, WITHDRAWN):
                work.sales.add_bid(LOT.id, bid)
            work.sales.add_sale(SOLD)
            work.commit()
        return storage

    def test_a_lot_is_its_newest_version_and_keeps_the_others(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.sales.lot(LOT.id) == version(OFFERED, 2)
            assert reads.sales.history(LOT.id) == (version(LOT, 1), version(OFFERED, 2))
            assert reads.sales.lot(LotId("absent")) is None

    def test_lots_come_newest_first_and_to_buyers_only_what_was_offered_to_them(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [each.lot.id for each in reads.sales.lots()] == [LATER.id, LOT.id]
            assert [each.lot.id for each in reads.sales.lots(buyer=OTHER)] == [LOT.id]
            assert reads.sales.lots(buyer=SELLER) == ()

    def test_bids_are_kept_one_after_the_other(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.sales.bids(LOT.id) == (BID, WITHDRAWN)
            assert reads.sales.bids(LATER.id) == ()

    def test_a_device_is_in_one_open_lot_until_that_is_closed(self, filled: LifecycleStorage) -> None:
        again = replace(LATER, id=LotId("again"), devices=(LotDevice(device=FIRST, kind=KIND),))
        with filled.writing() as work, pytest.raises(Conflict):
            work.sales.add(version(again, 1))
        with filled.writing() as work:
            assert work.sales.open_with([FIRST, SECOND, DeviceKey("none")]) == {FIRST: LOT.id, SECOND: LOT.id}
            work.sales.hold(LOT.id)
            work.sales.add(version(replace(OFFERED, state=LotState.CLOSED), 3))
            work.sales.add(version(again, 1))
            work.commit()
        with filled.reading() as reads:
            assert reads.sales.open_with([FIRST, SECOND]) == {FIRST: again.id}

    def test_a_number_is_taken_once_and_a_lot_is_awarded_once(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work, pytest.raises(Conflict):
            work.sales.add(version(OFFERED, 2))
        with filled.writing() as work, pytest.raises(Conflict):
            work.sales.add_sale(replace(SOLD, buyer=OTHER))

    def test_sales_of_a_time_leave_out_what_was_closed_after_all(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.sales.sales(NOW, NOW + 2 * HOUR) == (SOLD,)
            assert reads.sales.sales(NOW, NOW + HOUR) == ()
        with filled.writing() as work:
            work.sales.add(version(replace(OFFERED, state=LotState.CLOSED), 3))
            assert work.sales.sales(NOW, NOW + 2 * HOUR) == ()


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_of_two_awards_at_the_same_moment_one_is_kept(self, database: Database) -> None:
        storage = SqlLifecycleStorage(database)
        with storage.writing() as work:
            work.sales.add(version(LOT, 1))
            work.sales.add(version(OFFERED, 2))
            work.commit()

        def award(buyer: OrganisationId) -> None:
            with storage.writing() as work:
                work.sales.hold(LOT.id)
                found = work.sales.lot(LOT.id)
                assert found is not None
                number = 2 if found.lot.state is LotState.OFFERED else found.number
                work.sales.add(version(replace(OFFERED, state=LotState.AWARDED), number + 1))
                work.sales.add_sale(replace(SOLD, buyer=buyer))
                work.commit()

        outcome = together(lambda: award(BUYER), lambda: award(OTHER))
        assert sorted(outcome, key=str) == sorted([None, Conflict], key=str)
        with storage.reading() as reads:
            assert len(reads.sales.sales(NOW, NOW + 2 * HOUR)) == 1
            assert [each.number for each in reads.sales.history(LOT.id)] == [1, 2, 3]
