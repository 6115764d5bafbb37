"""What the stores of counted goods and of parts do, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain import goods as on
from lifecycle.domain.components import PartPlace, PlacedPart
from lifecycle.domain.events import Place
from lifecycle.domain.goods import Entry, GoodsAct, GoodsCondition, GoodsTerms, Lot, Movement, MovementId
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import ComponentKind, Ground
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
MINISTRY, PROVIDER, COORDINATOR = (OrganisationId(name) for name in ("ministry", "provider", "coordinator"))
CABLES = Lot("cable", Unit.KILOGRAM, GoodsCondition.UNTESTED, MINISTRY, PROVIDER, Place("Hall 3"))
CHARGERS = replace(CABLES, kind="charger", unit=Unit.PIECE)
TERMS = GoodsTerms(COORDINATOR, Ground.GIFT, "2026-117")


def movement(number: int, act: GoodsAct, entries: tuple[Entry, ...], **more: object) -> Movement:
    at = NOW + timedelta(hours=number)
    made = MovementId(f"m{number}")
    return Movement(made, act, at, at, AccountId("anne"), PROVIDER, entries, **more)  # type: ignore[arg-type]


IN = movement(1, GoodsAct.TAKEN_IN, (*on.taken_in(CABLES, Decimal("12.345")), *on.taken_in(CHARGERS, Decimal(40))))
OFFER = movement(2, GoodsAct.OFFERED, on.offered([(CHARGERS, Decimal(30))], MovementId("m2"), TERMS), terms=TERMS)
GONE = movement(3, GoodsAct.WRITTEN_OFF, on.gone(CABLES, Decimal("12.345")), reason="counted 'again' 🔌")

DONOR, TAKER = DeviceKey("device00"), DeviceKey("device01")
GIVEN = PlacedPart(DONOR, "given e1 1", ComponentKind.BATTERY, PartPlace.IN_STOCK, "B1", "Sanyo")
DISK = PlacedPart(DONOR, "storage S1", ComponentKind.STORAGE, PartPlace.IN_DEVICE, "S1", model="PM981")
TAKEN = PlacedPart(TAKER, "installed 1", ComponentKind.BATTERY, PartPlace.IN_DEVICE, "B1", donor=DONOR)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for each in (IN, OFFER, GONE):
                work.goods.add(each)
            work.parts.put(DONOR, [DISK, GIVEN])
            work.parts.put(TAKER, [TAKEN])
            work.commit()
        return storage

    def test_movements_come_back_as_they_were_newest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert [reads.goods.get(each.id) for each in (IN, OFFER, GONE)] == [IN, OFFER, GONE]
            assert reads.goods.get(MovementId("absent")) is None
            assert reads.goods.movements(None, 9) == (GONE, OFFER, IN)
            assert reads.goods.movements(COORDINATOR, 9) == (OFFER,)
            assert reads.goods.movements(None, 1) == (GONE,)

    def test_balances_are_what_the_movements_add_up_to(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            there = dict(reads.goods.lots(None))
            assert there == on.balances([IN, OFFER, GONE])
            on_its_way = replace(CHARGERS, offer=OFFER.id, receiver=COORDINATOR)
            assert there == {CHARGERS: 10, on_its_way: 30}
            assert dict(reads.goods.lots(COORDINATOR)) == {on_its_way: 30}
            assert dict(reads.goods.lots(OrganisationId("nobody"))) == {}
        with filled.writing() as work:
            assert work.goods.balance([CHARGERS, replace(CHARGERS, place=Place("X"))]) == {CHARGERS: 10}

    def test_a_movement_id_is_one_movement(self, filled: LifecycleStorage) -> None:
        with pytest.raises(Conflict), filled.writing() as work:
            work.goods.add(IN)

    def test_the_store_itself_lets_no_balance_go_below_zero(self, filled: LifecycleStorage) -> None:
        short = movement(4, GoodsAct.WRITTEN_OFF, on.gone(CHARGERS, Decimal(11)))
        with pytest.raises(Conflict), filled.writing() as work:
            work.goods.add(short)
        with filled.reading() as reads:
            assert reads.goods.get(short.id) is None

    def test_leaving_without_commit_keeps_nothing(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.goods.add(IN)
            work.parts.put(DONOR, [DISK])
        with storage.reading() as reads:
            assert (reads.goods.lots(None), reads.parts.of_device(DONOR)) == ((), ())

    def test_parts_are_found_by_number_donor_and_device(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            parts = reads.parts
            assert parts.of_device(DONOR) == (GIVEN, DISK)
            assert parts.numbered(ComponentKind.BATTERY, "B1") == (GIVEN, TAKEN)
            assert parts.numbered(ComponentKind.MEMORY, "B1") == ()
            assert (parts.given_by([DONOR, TAKER]), parts.taken_from([DONOR])) == ((GIVEN,), (TAKEN,))
            assert parts.givers(None, 9) == (DONOR,)

    def test_what_a_device_told_before_is_forgotten(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.parts.hold_numbers(["B1"])
            work.parts.put(DONOR, [DISK])
            work.commit()
        with filled.reading() as reads:
            assert reads.parts.of_device(DONOR) == (DISK,)


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    @pytest.mark.usefixtures("filled")
    def test_the_ledger_is_insert_only(self, database: Database) -> None:
        for change in ("UPDATE goods_movement SET act = 'moved'", "DELETE FROM goods_party"):
            with pytest.raises(IntegrityError, match="insert-only"), database.writing() as session:
                session.execute(text(change))
