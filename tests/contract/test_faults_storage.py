"""What the store of faults does, in memory and on both engines: all pass the same tests."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.faults.counts import Wanted
from lifecycle.domain.faults.kinds import NOT_DESCRIBED, Origin, ProductKind, RepairStatus
from lifecycle.domain.faults.loads import FaultLoad, LoadState, Refusal, Taken
from lifecycle.domain.vocabulary import RepairBarrier
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage
from tests.support.fault_samples import KEY, NOW, PUBLISHED, entry, own

OTHER = DeviceKey("device02")
LOAD = FaultLoad(number=1, name="a.csv", sha256="ab", dated=PUBLISHED, tables="1", asked_at=NOW, by=AccountId("a"))
FAULTS = ("faults", "status")


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            work.faults.add_load(LOAD)
            same = {"brand": "HP", "problem": "accu", "repair_status": "Fixed", "repair_barrier_if_end_of_life": ""}
            work.faults.add(1, [entry(id="s-1", **same), entry(id="s-2", **same), entry(id="s-3", brand="Acer")])
            work.faults.recount()
            work.faults.follow(KEY, [own(1), own(2, status=RepairStatus.REPAIRABLE, cost=None, minutes=None)])
            work.faults.follow(OTHER, [own(1, brand="Acer", model=None, age=None, band="")])
            work.commit()
        return storage

    def test_what_is_alike_is_counted_together_and_others_apart_from_our_own(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            counted = reads.faults.counted
            assert counted(Origin.OPEN, Wanted(), FAULTS) == {
                ("battery", "fixed"): 2,
                ("battery charging screen", "end-of-life"): 1,
            }
            assert counted(Origin.OWN, Wanted(), FAULTS) == {("battery", "fixed"): 2, ("battery", "repairable"): 1}
            assert counted(Origin.OPEN, Wanted(), ("brand", "status")) == {
                ("HP", "fixed"): 2,
                ("Acer", "end-of-life"): 1,
            }
            assert counted(Origin.OPEN, Wanted(), ("age", "kind")) == {("3-5", "laptop"): 3}
            assert counted(Origin.OPEN, Wanted(), ("barrier",)) == {("",): 2, ("item-too-worn-out",): 1}

    def test_a_selection_asks_for_what_it_names(self, filled: LifecycleStorage) -> None:
        """A model has our own repairs alone."""
        selections = (
            (Wanted(kind=ProductKind.LAPTOP), 3, 3),
            (Wanted(kind=ProductKind.PHONE), 0, 0),
            (Wanted(brand="HP"), 2, 2),
            (Wanted(kind=ProductKind.LAPTOP, brand="Acer", age="3-5"), 1, 0),
            (Wanted(age=""), 0, 1),
            (Wanted(model=PassportId("model-hp")), 0, 2),
        )
        with filled.reading() as reads:
            for wanted, others, ours in selections:
                for by in (FAULTS, ("brand", "status"), ("age", "status")):
                    found = (reads.faults.counted(origin, wanted, by) for origin in (Origin.OPEN, Origin.OWN))
                    assert [sum(each.values()) for each in found] == [others, ours], (wanted, by)

    def test_what_changed_counts_after_counting_anew(self, filled: LifecycleStorage) -> None:
        changed = entry(id="s-1", brand="Dell", problem="")
        with filled.writing() as work:
            assert set(work.faults.digests(["s-1", "s-9"])) == {"s-1"}
            assert work.faults.digests(["s-1"])["s-1"] != changed.digest
            work.faults.change(1, [changed])
            assert work.faults.digests(["s-1"]) == {"s-1": changed.digest}
            assert work.faults.counted(Origin.OPEN, Wanted(brand="Dell"), FAULTS) == {}
            work.faults.recount()
            found = work.faults.counted(Origin.OPEN, Wanted(brand="Dell"), FAULTS)
        assert found == {(NOT_DESCRIBED, "end-of-life"): 1}

    def test_our_repairs_follow_their_device_and_come_page_by_page(self, filled: LifecycleStorage) -> None:
        failed = own(1, status=RepairStatus.END_OF_LIFE, barrier=RepairBarrier.NO_INFORMATION, parts=(), group=None)
        with filled.writing() as work:
            first, second = work.faults.of_device(KEY)
            assert (first, second.cost, second.minutes) == (own(1), None, None)
            assert [(key, each.number) for key, each in work.faults.own(None, 2)] == [(KEY, 1), (KEY, 2)]
            assert [(key, each.number) for key, each in work.faults.own((KEY, 1), 9)] == [(KEY, 2), (OTHER, 1)]
            work.faults.follow(KEY, [failed])
            assert work.faults.of_device(KEY) == (failed,)
            work.faults.follow(KEY, [])
            assert work.faults.of_device(KEY) == ()

    def test_a_load_is_kept_with_its_refusals_and_found_while_it_waits(self, storage: LifecycleStorage) -> None:
        refusal = Refusal(4, "country", message("Expected {what}.", what="three capitals"))
        held = LOAD.held(NOW).after(Taken(1, 2, 3, 4, refused=5), 17, NOW)
        with storage.writing() as work:
            work.faults.add_load(LOAD)
            assert work.faults.free_load(NOW) == 1
            work.faults.put_load(held)
            work.faults.add_refusals(1, [refusal, replace(refusal, field="brand")])
            assert work.faults.hold_load(1) == held
            assert work.faults.hold_load(2) is None
            assert work.faults.free_load(NOW) is None
            assert work.faults.free_load(NOW + timedelta(minutes=6)) == 1
            done = held.finished(NOW)
            work.faults.put_load(done)
            work.faults.add_load(replace(LOAD, number=2, state=LoadState.FAILED, why=message("No.")))
            assert [each.number for each in work.faults.loads()] == [2, 1]
            assert work.faults.loads()[1] == done
            assert work.faults.free_load(NOW + timedelta(days=1)) is None
            assert [each.field for each in work.faults.refusals(1)] == ["brand", "country"]
            assert str(work.faults.refusals(1)[1].expected) == "Expected three capitals."
            with pytest.raises(Conflict):
                work.faults.add_load(LOAD)


class TestFake(Contract):
    """In memory."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestSql(Contract):
    """On SQLite and on PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
