"""What the stores of spare parts do, in memory and on both engines: all pass the same tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.part_kind import PartKind
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.spares.prices import About, InStock
from lifecycle.domain.spares.stock import (
    Harvested,
    KeptState,
    Movement,
    PartReservation,
    PartReservationId,
    Shelf,
    StockAct,
)
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.spare_ports import SpareSearch
from tests.support.fake_storage import FakeStorage
from tests.support.service_world import REPAIRER, World
from tests.support.spare_samples import (
    BATTERY,
    BATTERY_ID,
    CHARGER_ID,
    MODEL,
    NOW,
    OTHER_MODEL,
    SAID,
    TODAY,
    battery,
    charger,
    fit,
    seen,
)
from tests.support.together import together

WORKSHOP, LENDER = OrganisationId("workshop"), OrganisationId("lender")
SHELF = Shelf(BATTERY_ID, LENDER, "Drawer 3", PartOrigin.NEW_ORIGINAL)
IN_A_DEVICE = Harvested(DeviceKey("d" * 16), "given e1 1")

SEARCHES = [
    (SpareSearch(), [BATTERY_ID, CHARGER_ID]),
    (SpareSearch(text="5b10w 13930"), [BATTERY_ID]),
    (SpareSearch(text="ACCU example"), [BATTERY_ID]),
    (SpareSearch(text="100%"), []),
    (SpareSearch(kind=PartKind.CHARGER), [CHARGER_ID]),
    (SpareSearch(models=(MODEL,)), [BATTERY_ID]),
    (SpareSearch(models=(OTHER_MODEL,)), []),
    (SpareSearch(limit=1, offset=1), [CHARGER_ID]),
]


def kept(name: str, held: Shelf | Harvested, state: KeptState = KeptState.KEPT) -> PartReservation:
    until = TODAY + timedelta(days=6)
    return PartReservation(PartReservationId(name), BATTERY_ID, held, WORKSHOP, NOW, AccountId("robin"), until, state)


class Contract:
    """The tests; each class below says for which implementation."""

    def test_the_last_version_of_a_part_counts_and_the_others_stay(self, storage: LifecycleStorage) -> None:
        shorter = replace(battery(2), facts=replace(BATTERY, numbers=("L19M3PF6",), superseded_by=None))
        with storage.writing() as work:
            work.spares.put(battery())
            assert work.spares.superseded_by({"5B10W13931"}) == (battery(),)
            work.spares.put(shorter)
            with pytest.raises(Conflict), work.undoing():
                work.spares.put(shorter)
            work.commit()
        with storage.reading() as reads:
            assert reads.spares.get(BATTERY_ID) == shorter
            assert reads.spares.several({BATTERY_ID, CHARGER_ID}) == {BATTERY_ID: shorter}
            assert reads.spares.versions(BATTERY_ID) == (battery(), shorter)
            assert reads.spares.numbered({"L19M3PF6"}) == (shorter,)
            assert reads.spares.numbered({"5B10W13930"}) == ()
            assert reads.spares.superseded_by({"5B10W13931"}) == ()
            assert reads.spares.get(CHARGER_ID) is None

    def test_a_part_is_found_by_number_name_kind_and_model(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.spares.put(battery())
            work.spares.put(charger())
            for each in (fit(MODEL), fit(OTHER_MODEL), fit(OTHER_MODEL, fits=False)):
                work.spares.add_fit(each)
            for wanted, found in SEARCHES:
                assert [part.id for part in work.spares.search(wanted)] == found, wanted

    def test_the_last_word_on_a_fit_is_found_from_both_sides(self, storage: LifecycleStorage) -> None:
        not_any_more = fit(OTHER_MODEL, fits=False, note="connector differs")
        with storage.writing() as work:
            for each in (fit(MODEL), fit(OTHER_MODEL), not_any_more):
                work.spares.add_fit(each)
            work.commit()
        with storage.reading() as reads:
            assert reads.spares.fits_of({BATTERY_ID}) == (fit(MODEL), not_any_more)
            assert reads.spares.fits_for(MODEL) == (fit(MODEL),)
            assert reads.spares.fits_for(OTHER_MODEL) == (not_any_more,)

    def test_sightings_are_kept_newest_first_and_each_once(self, storage: LifecycleStorage) -> None:
        old, new = seen("49.00", TODAY - timedelta(days=9)), seen("52.95", TODAY, stock=InStock.OUT)
        with storage.writing() as work:
            assert work.spares.add_sighting(old)
            assert work.spares.add_sighting(new)
            assert not work.spares.add_sighting(replace(old, said=replace(SAID, by=AccountId("sam"))))
            work.commit()
        with storage.reading() as reads:
            assert reads.spares.sightings(About.PART, {BATTERY_ID}) == (new, old)
            assert reads.spares.sightings(About.MODEL, {BATTERY_ID}) == ()

    def test_a_shelf_holds_what_its_movements_add_up_to(self, storage: LifecycleStorage) -> None:
        used = replace(SHELF, origin=PartOrigin.USED)
        with storage.writing() as work:
            work.spare_stock.add(Movement("m1", SHELF, StockAct.TAKEN_IN, 3, SAID))
            work.spare_stock.add(Movement("m2", SHELF, StockAct.TAKEN, -1, SAID))
            work.spare_stock.add(Movement("m3", used, StockAct.TAKEN_IN, 1, SAID))
            work.spare_stock.add(Movement("m4", used, StockAct.WRITTEN_OFF, -1, SAID))
            with pytest.raises(Conflict), work.undoing():
                work.spare_stock.add(Movement("m1", SHELF, StockAct.TAKEN_IN, 3, SAID))
            work.commit()
        with storage.reading() as reads:
            assert reads.spare_stock.shelves({BATTERY_ID}) == ((SHELF, 2),)
            assert (reads.spare_stock.count(SHELF), reads.spare_stock.count(used)) == (2, 0)

    def test_a_harvested_part_is_kept_once(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.spare_stock.put(kept("r1", IN_A_DEVICE))
            with pytest.raises(Conflict), work.undoing():
                work.spare_stock.put(kept("r2", IN_A_DEVICE))
            work.spare_stock.put(kept("r1", IN_A_DEVICE, KeptState.GIVEN_BACK))
            work.spare_stock.put(kept("r2", IN_A_DEVICE))
            work.commit()
        with storage.reading() as reads:
            assert reads.spare_stock.kept_of([IN_A_DEVICE]) == (kept("r2", IN_A_DEVICE),)
            assert reads.spare_stock.kept_from(IN_A_DEVICE.device) == (kept("r2", IN_A_DEVICE),)
            assert reads.spare_stock.kept_of([replace(IN_A_DEVICE, slot="given e1 2")]) == ()

    def test_reservations_are_found_by_both_sides_until_somebody_ends_them(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            for each in (kept("r1", SHELF), kept("r2", SHELF), kept("r3", SHELF, KeptState.TAKEN)):
                work.spare_stock.put(each)
            work.commit()
        with storage.reading() as reads:
            both = (kept("r1", SHELF), kept("r2", SHELF))
            assert reads.spare_stock.kept({BATTERY_ID}) == both
            assert reads.spare_stock.of(WORKSHOP) == both
            assert reads.spare_stock.held_by(LENDER) == both
            assert reads.spare_stock.held_by(WORKSHOP) == ()
            assert reads.spare_stock.get(PartReservationId("r3")) == kept("r3", SHELF, KeptState.TAKEN)
            assert reads.spare_stock.get(PartReservationId("r9")) is None


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)


def test_of_two_at_the_same_moment_one_gets_the_last_part(database: Database) -> None:
    """Real threads on both engines: the other waits, and is told that it is not free any more."""
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    spares = world.use.spares
    part = spares.facts.add(REPAIRER, BATTERY).id
    spares.stock.count_in(REPAIRER, part, 1, "Drawer 3", PartOrigin.NEW_ORIGINAL)
    [item] = spares.catalogue.read(REPAIRER, part).stock or ()
    reserve: Callable[[], object] = lambda: spares.stock.reserve(REPAIRER, part, item.item)  # noqa: E731
    assert sorted(together(reserve, reserve), key=str) == [Refused, None]
    assert len(spares.stock.mine(REPAIRER).reservations) == 1
