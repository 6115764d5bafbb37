"""What the cursor over events and the store of web hooks do; and two transactions that end crosswise."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import EventId
from lifecycle.domain.hooks import Delivery, DeliveryState, Hook, HookId, arrived, failed
from lifecycle.service.feed import BEGINNING
from lifecycle.service.feed_ports import FeedWanted
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.recording import Draft
from tests.support.fake_storage import FakeStorage
from tests.support.log_world import LogWorld
from tests.support.service_world import MINISTRY, OTHER_MINISTRY, OWNER, PROVIDER, ROUTER, SURPLUS, laptop

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOOK = Hook(
    id=HookId("hook-1"),
    organisation=OrganisationId("ministry"),
    url="https://hooks.example.org/",
    kinds=("inspected", "repaired"),
    secret="whsec_AAAA",
    reads_all=False,
    position=-1,
    created_at=NOW,
    created_by=AccountId("anne"),
)
ENDED = replace(HOOK, id=HookId("hook-2"), created_at=NOW + MINUTE, ended_at=NOW + MINUTE)
HERE, THERE = DeviceKey("device00"), DeviceKey("device01")
FIRST = Delivery(HOOK.id, HERE, 3, EventId("event-3"), NOW)
NEXT = replace(FIRST, entry=5, event=EventId("event-5"))
OTHER = replace(FIRST, device=THERE, entry=4, event=EventId("event-4"), due_at=NOW + MINUTE)
OF_ENDED = replace(FIRST, hook=ENDED.id)


class Contract:
    """The tests of the store of web hooks; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: LifecycleStorage) -> LifecycleStorage:
        with storage.writing() as work:
            for hook in (HOOK, ENDED):
                work.hooks.put(hook)
            work.hooks.add([NEXT, FIRST, OTHER, OF_ENDED])
            work.commit()
        return storage

    def test_a_hook_comes_back_as_it_was(self, filled: LifecycleStorage) -> None:
        with filled.reading() as reads:
            assert reads.hooks.get(HOOK.id) == HOOK
            assert reads.hooks.get(HookId("absent")) is None
            assert reads.hooks.of(HOOK.organisation) == (ENDED, HOOK)
            assert reads.hooks.active() == (HOOK,)
            assert reads.hooks.of(OrganisationId("other")) == ()

    def test_one_that_is_there_already_stays_as_it_is(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.hooks.keep(arrived(FIRST, "204"))
            work.hooks.add([FIRST])
            work.commit()
        with filled.reading() as reads:
            assert reads.hooks.delivery(HOOK.id, FIRST.entry) == arrived(FIRST, "204")

    def test_deliveries_are_listed_newest_first_by_their_state(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.hooks.keep(replace(OTHER, state=DeliveryState.DEAD))
            work.commit()
        with filled.reading() as reads:
            found = reads.hooks.deliveries
            assert [each.entry for each in found(HOOK.id, None, limit=9)] == [5, 4, 3]
            assert [each.entry for each in found(HOOK.id, None, limit=1)] == [5]
            assert [each.entry for each in found(HOOK.id, DeliveryState.DEAD, limit=9)] == [4]

    def test_what_is_due_is_held_in_the_order_of_its_device(self, filled: LifecycleStorage) -> None:
        until = NOW + MINUTE / 2
        with filled.writing() as work:
            held = work.hooks.lease(NOW, until)
            assert held == replace(FIRST, attempts=1, leased_until=until)
            assert work.hooks.lease(NOW, until) is None, "the next of this device waits, the other is not due"
            work.commit()
        with filled.writing() as work:
            assert work.hooks.lease(until, until + MINUTE) == replace(FIRST, attempts=2, leased_until=until + MINUTE)
            work.hooks.keep(arrived(FIRST, "204"))
            after = work.hooks.lease(until, until + MINUTE)
            assert after is not None
            assert after.entry == NEXT.entry
            work.hooks.keep(failed(after, "503", NOW, b"\x00\x00"))
            other = work.hooks.lease(NOW + MINUTE, NOW + 2 * MINUTE)
            assert other is not None
            assert other.entry in {OTHER.entry, NEXT.entry}

    def test_what_arrived_long_ago_is_forgotten(self, filled: LifecycleStorage) -> None:
        with filled.writing() as work:
            work.hooks.keep(arrived(FIRST, "204"))
            assert work.hooks.forget(NOW) == 0
            assert work.hooks.forget(NOW + MINUTE) == 1
            assert work.hooks.delivery(HOOK.id, FIRST.entry) is None


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)


class TestFeedInSql:
    """The cursor over a log that is sequenced as in the service."""

    @pytest.fixture
    def logged(self, database: Database, tmp_path: Path) -> LogWorld:
        return LogWorld.over(database, tmp_path)

    def test_an_event_is_there_once_it_has_its_number_and_in_that_order(self, logged: LogWorld) -> None:
        key = logged.life()
        world, feed = logged.world, logged.world.use.feed
        before = feed.after(ROUTER, BEGINNING, 100)
        assert [each.number for each in before.events] == list(range(1, len(before.events) + 1))
        assert not before.more
        numbers = [each.entry for each in before.events]
        assert numbers == sorted(numbers)
        assert feed.numbers(ROUTER, key) == {each.number: each.entry for each in before.events}
        model = world.use.devices.read(OWNER, key).device.passports.model
        world.record(OWNER, world.register(serial="S2", asset_tag=None, model=model).device.key, SURPLUS)
        assert feed.after(ROUTER, before.cursor, 100).events == ()
        logged.log.sweep()
        new = feed.after(ROUTER, before.cursor, 100)
        assert [each.event.kind for each in new.events] == ["passport_registered", "declared_surplus"]
        parts = [feed.after(ROUTER, before.cursor, 1), feed.after(ROUTER, str(new.events[0].entry), 1)]
        assert [part.events[0] for part in parts] == list(new.events)
        assert [part.more for part in parts] == [True, False]

    def test_parties_and_kinds_are_filtered_and_the_cursor_goes_on(self, database: Database, logged: LogWorld) -> None:
        logged.life()
        with SqlLifecycleStorage(database).reading() as reads:
            end = reads.feed.end()
            for party, many in ((MINISTRY, True), (PROVIDER, True), (OTHER_MINISTRY, False)):
                part = reads.feed.after(FeedWanted(-1, 100, party))
                assert bool(part.entries) is many
                assert part.reached == end
            scans = reads.feed.after(FeedWanted(-1, 100, None, ["intake_scanned"]))
            assert [each.event.kind for each in scans.entries] == ["intake_scanned"]
            assert reads.feed.after(FeedWanted(end, 100)).reached == end

    @pytest.fixture
    def crosswise(self, postgres_url: str, tmp_path: Path) -> Iterator[LogWorld]:
        database = Database(postgres_url)
        yield LogWorld.over(database, tmp_path)
        database.close()

    def test_a_transaction_that_ends_later_is_not_missed(self, crosswise: LogWorld) -> None:
        """On PostgreSQL: one begins first and commits last. Whoever polled in between gets its event afterwards."""
        world, feed = crosswise.world, crosswise.world.use.feed
        model = world.passports.register_model(ROUTER, laptop()).passport_id
        slow, fast = (world.register(serial=each, asset_tag=None, model=model).device.key for each in ("S1", "S2"))
        crosswise.log.sweep()
        cursor = feed.after(ROUTER, "latest", 9).cursor
        storage = SqlLifecycleStorage(crosswise.database)
        with ExitStack() as open_until_the_end:
            work = open_until_the_end.enter_context(storage.writing())
            world.recorder.record(work, OWNER, slow, [Draft(SURPLUS)])
            world.record(OWNER, fast, SURPLUS)
            crosswise.log.sweep()
            between = feed.after(ROUTER, cursor, 9)
            assert [each.event.device for each in between.events] == [fast]
            work.commit()
        crosswise.log.sweep()
        assert [each.event.device for each in feed.after(ROUTER, between.cursor, 9).events] == [slow]
