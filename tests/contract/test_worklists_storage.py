"""What the stores of worklists do, in memory and on both engines: all pass the same tests; two never take one item."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.inbox import Refusal
from lifecycle.domain.worklists import ListName, Taking, WorkItem
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.worklist_ports import (
    Alike,
    BulkAnswer,
    BulkBatch,
    BulkId,
    Cursor,
    Hands,
    ItemFilter,
    ListedItem,
    Scope,
    Waiting,
)
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNE, BRAM = AccountId("anne"), AccountId("bram")
MINISTRY, PROVIDER, OTHER = OrganisationId("ministry"), OrganisationId("provider"), OrganisationId("other")
FIRST, SECOND, THIRD = (DeviceKey(f"device0{number}") for number in range(3))
WIPE, OFFER = ListName.WIPE, ListName.OFFER
ALL = Scope(everything=True)
DELL = PassportId("model-dell")
ITEM = WorkItem(WIPE, FIRST, NOW, owner=MINISTRY, custodian=PROVIDER, model=DELL)
LATER = replace(ITEM, device=SECOND, since=NOW + HOUR, owner=OTHER, lessee=MINISTRY, model=None)
SAME_MOMENT = replace(LATER, device=THIRD, custodian=OTHER, lessee=None, receiver=PROVIDER)
TAKING = Taking(ANNE, PROVIDER, NOW + HOUR)
ANSWERS = (
    BulkAnswer(FIRST, "done", seen="decision-1"),
    BulkAnswer(SECOND, "refused", Refusal("taken", message("Until {until}.", until="9:00"), message("Wait."))),
)
BATCH = BulkBatch(id=BulkId("batch-1"), account=ANNE, action="approve", started_at=NOW, asked_sha256="00ff")


def wanted(**more: object) -> ItemFilter:
    return ItemFilter(**({"list": WIPE, "scope": ALL} | more))  # type: ignore[arg-type]  # fields of the filter


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        dell = device_line(FIRST, group="laptop", brand="Dell", name="7420", place="Pallet 12", functional_grade="F5")
        hp = device_line(SECOND, group="display", brand="HP", name="E24", route="donate", cosmetic_grade="C3")
        with storage.writing() as work:
            work.devices.put(dell, ())
            work.devices.put(hp, ())
            work.devices.put(replace(hp, device_key=THIRD, blocked=("lock", "media"), place="50% off"), ())
            work.work_items.follow(FIRST, (ITEM, replace(ITEM, list=OFFER)))
            work.work_items.follow(SECOND, (LATER,))
            work.work_items.follow(THIRD, (SAME_MOMENT,))
            work.commit()
        return storage

    def found(self, storage: LifecycleStorage, **more: object) -> list[DeviceKey]:
        with storage.reading() as reads:
            listed = reads.work_items.find(wanted(**more))
            assert reads.work_items.count(wanted(**more)) == len(listed)
            return [each.item.device for each in listed]

    def test_items_come_back_as_they_were_the_oldest_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.work_items.find(wanted()) == tuple(map(ListedItem, (ITEM, LATER, SAME_MOMENT)))
            assert reads.work_items.of_device(FIRST) == (replace(ITEM, list=OFFER), ITEM)

    def test_a_page_begins_after_the_last_item_of_the_one_before(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            for last, rest in ((ITEM, (LATER, SAME_MOMENT)), (LATER, (SAME_MOMENT,)), (SAME_MOMENT, ())):
                page = wanted(after=Cursor(last.since, last.device))
                assert tuple(each.item for each in reads.work_items.find(page)) == rest
                assert reads.work_items.count(page) == 3
            assert [each.item for each in reads.work_items.find(wanted(limit=1))] == [ITEM]

    def test_scopes_are_how_an_organisation_stands_to_a_device(self, filled: LifecycleStorage) -> None:
        """A lessee stands as the owner."""
        scopes = {
            Scope(): [],
            Scope(owner=MINISTRY): [FIRST, SECOND],
            Scope(custodian=PROVIDER): [FIRST, SECOND],
            Scope(receiver=PROVIDER): [THIRD],
            Scope(owner=OTHER, receiver=PROVIDER): [SECOND, THIRD],
        }
        assert {scope: self.found(filled, scope=scope) for scope in scopes} == scopes
        with filled.reading() as reads:
            every = reads.work_items.waiting(dict.fromkeys(ListName, ALL))
            assert every == {WIPE: Waiting(3, NOW), OFFER: Waiting(1, NOW)}
            own = {WIPE: Scope(receiver=PROVIDER), OFFER: Scope(owner=OTHER), ListName.REPAIR: Scope()}
            assert reads.work_items.waiting(own) == {WIPE: Waiting(1, NOW + HOUR)}
            assert reads.work_items.waiting({}) == {}
            assert reads.work_items.on_list(WIPE, [FIRST, THIRD], Scope(custodian=PROVIDER)) == {FIRST}

    def test_filters(self, filled: LifecycleStorage) -> None:
        asked: tuple[tuple[dict[str, object], list[DeviceKey]], ...] = (
            ({"owner": OTHER}, [SECOND, THIRD]),
            ({"group": "laptop"}, [FIRST]),
            ({"model": DELL}, [FIRST]),
            ({"place": "pallet"}, [FIRST]),
            ({"place": "0%"}, [THIRD]),
            ({"route": "donate"}, [SECOND, THIRD]),
            ({"grade": "F5"}, [FIRST]),
            ({"grade": "C3"}, [SECOND, THIRD]),
            ({"cause": "lock"}, [THIRD]),
            ({"cause": "loc"}, []),
            ({"until": NOW}, [FIRST]),
            ({"list": OFFER}, [FIRST]),
        )
        assert [self.found(filled, **each) for each, _ in asked] == [keys for _, keys in asked]

    def test_models_are_counted_the_most_first(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.work_items.models(WIPE, ALL) == (Alike(None, 2), Alike(DELL, 1))
            assert reads.work_items.models(WIPE, Scope(receiver=PROVIDER)) == (Alike(None, 1),)

    def test_a_device_leaves_a_list_and_stays_on_another_as_it_was(self, filled: LifecycleStorage) -> None:
        """Its moment and its taking stay; whose it is follows."""
        with filled.writing() as work:
            work.work_items.take(WIPE, [FIRST], TAKING, NOW)
            work.work_items.follow(FIRST, (replace(ITEM, since=NOW + 5 * HOUR, owner=OTHER),))
            work.commit()
        with filled.reading() as reads:
            assert reads.work_items.of_device(FIRST) == (replace(ITEM, owner=OTHER),)
            assert reads.work_items.find(wanted(limit=1))[0].taking == TAKING

    def test_what_is_taken_is_free_again_when_its_time_is_over_or_it_is_given_back(
        self, filled: LifecycleStorage
    ) -> None:
        theirs = replace(TAKING, by=BRAM, until=NOW + 2 * HOUR)
        with filled.writing() as work:
            assert work.work_items.take(WIPE, [FIRST, THIRD, DeviceKey("nowhere0")], TAKING, NOW) == {FIRST, THIRD}
            assert work.work_items.take(WIPE, [FIRST, SECOND], theirs, NOW) == {SECOND}
            work.work_items.give_back(WIPE, [FIRST, SECOND, THIRD], BRAM)
            work.work_items.give_back(WIPE, [THIRD], ANNE)
            work.commit()
        with filled.reading() as reads:
            assert reads.work_items.takings([WIPE, OFFER], [FIRST, SECOND, THIRD], NOW) == {FIRST: (TAKING,)}
            assert reads.work_items.takings([OFFER], [FIRST], NOW) == {}
            assert reads.work_items.taken_by(ANNE, NOW) == {WIPE: 1}
            assert reads.work_items.taken_by(ANNE, NOW + HOUR) == {}
        for whose, keys in (("mine", [FIRST]), ("others", []), ("free", [SECOND, THIRD])):
            assert self.found(filled, hands=Hands(whose, ANNE, NOW)) == keys
            assert self.found(filled, hands=Hands(whose, BRAM, NOW + HOUR)) == (
                [FIRST, SECOND, THIRD] if whose == "free" else []
            )
        assert self.found(filled, hands=Hands("others", BRAM, NOW)) == [FIRST]
        with filled.writing() as work:
            assert work.work_items.take(WIPE, [FIRST], theirs, NOW + HOUR) == {FIRST}

    def test_a_batch_is_kept_with_what_became_of_it(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.bulk_batches.begin(BATCH)
            work.commit()
        with storage.writing() as work:
            assert work.bulk_batches.get(BATCH.id) == BATCH
            work.bulk_batches.finish(BATCH.id, ANSWERS)
            work.commit()
        with storage.writing() as work:
            assert work.bulk_batches.get(BATCH.id) == replace(BATCH, answers=ANSWERS)
            assert work.bulk_batches.get(BulkId("batch-2")) is None
            with pytest.raises(Conflict):
                work.bulk_batches.begin(BATCH)


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)

    def test_of_two_who_take_the_same_at_once_each_item_goes_to_one(self, filled: LifecycleStorage) -> None:
        """Both want all three, named in another order; nobody waits for ever."""
        got: dict[AccountId, frozenset[DeviceKey]] = {}

        def take(account: AccountId, *keys: DeviceKey) -> None:
            with filled.writing() as work:
                got[account] = work.work_items.take(WIPE, keys, replace(TAKING, by=account), NOW)
                work.commit()

        outcome = together(lambda: take(ANNE, FIRST, SECOND, THIRD), lambda: take(BRAM, THIRD, SECOND, FIRST))
        assert outcome == [None, None]
        assert got[ANNE] | got[BRAM] == {FIRST, SECOND, THIRD}
        assert not got[ANNE] & got[BRAM]
        with filled.reading() as reads:
            held = reads.work_items.takings([WIPE], [FIRST, SECOND, THIRD], NOW)
        assert {key: taking.by for key, (taking,) in held.items()} == {
            key: account for account, keys in got.items() for key in keys
        }
