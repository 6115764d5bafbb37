"""What the outbox and the registrations do, in memory and on both engines: all pass the same tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.adapters.outbox import SqlEnrolment
from dpp.adapters.work import SqlStorage
from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination, Notice, NoticeKind, rank_of
from dpp.domain.registration.standing import Registration
from dpp.service.outbox.ports import Answers, Open, OutboxStorage, Proof, Queued, Receipt, StoredPackage
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only
from tests.support.registry_simulator import Mood
from tests.support.registry_world import Crash, Fate, RegistryWorld
from tests.support.together import together

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
REGISTRY, BACKUP = Destination.REGISTRY, Destination.BACKUP
MODEL, ITEM, OTHER = (PassportId(name) for name in ("model000", "item0000", "item0001"))


def notice(passport: PassportId = ITEM, version: int = 1, granularity: str = "item", at: datetime = NOW) -> Notice:
    kind = NoticeKind.CREATED if version == 1 else NoticeKind.REVISED
    return Notice(REGISTRY, passport, version, kind, rank_of(granularity), "ab" * 32, at)


PACKAGE = StoredPackage("c" * 40, REGISTRY, b'{"\xe2\x82\xac": 1}', NOW, NOW)
PROOF = Proof("c" * 40, REGISTRY, "aa" * 32, b"\x00answer", "bb" * 32, NOW, NOW + HOUR)
RECEIPT = Receipt(REGISTRY, ITEM, 1, 1, "c" * 40, accepted=True, answered_at=NOW, registration_id="REG-1")


def fill(storage: OutboxStorage, *notices: Notice) -> None:
    with storage.writing() as work:
        work.outbox.add_many(notices)
        work.commit()


def due(storage: OutboxStorage, now: datetime = NOW, limit: int = 10) -> list[tuple[PassportId, int]]:
    with storage.writing() as work:
        return [(each.notice.passport_id, each.notice.version) for each in work.outbox.due(REGISTRY, now, limit)]


def packed(storage: OutboxStorage, *notices: Notice, package: StoredPackage = PACKAGE) -> None:
    fill(storage, *notices)
    with storage.writing() as work:
        work.outbox.pack(package, [Queued(each, each.at) for each in notices])
        work.commit()


def leased(storage: OutboxStorage, now: datetime = NOW, worker: str = "me") -> StoredPackage | None:
    with storage.writing() as work:
        package = work.outbox.lease(REGISTRY, now, now + HOUR, worker)
        work.commit()
    return package


class Contract:
    """The tests; each class below says for which implementation."""

    def test_a_notice_that_is_not_committed_was_never_there(self, storage: OutboxStorage) -> None:
        with storage.writing() as work:
            work.outbox.add(notice())
        assert due(storage) == []

    def test_what_is_due_comes_with_parents_first_and_the_oldest_before_the_newest(
        self, storage: OutboxStorage
    ) -> None:
        older = notice(OTHER, at=NOW - HOUR)
        fill(storage, notice(), older, notice(MODEL, granularity="model"))
        assert due(storage) == [(MODEL, 1), (OTHER, 1), (ITEM, 1)]
        assert due(storage, limit=2) == [(MODEL, 1), (OTHER, 1)]
        assert due(storage, now=NOW - timedelta(seconds=1)) == [(OTHER, 1)]

    def test_of_one_passport_only_the_oldest_version_is_due(self, storage: OutboxStorage) -> None:
        fill(storage, notice(version=2), notice(version=3), notice(OTHER, version=9))
        assert due(storage) == [(ITEM, 2), (OTHER, 9)]
        with storage.writing() as work:
            work.outbox.done([notice(version=2)])
            work.commit()
        assert (ITEM, 3) in due(storage)

    def test_destinations_do_not_wait_for_each_other(self, storage: OutboxStorage) -> None:
        fill(storage, notice(version=2), replace(notice(version=1), destination=BACKUP))
        assert due(storage) == [(ITEM, 2)]

    def test_a_held_notice_tells_why_and_comes_back_later(self, storage: OutboxStorage) -> None:
        fill(storage, notice())
        held = Queued(notice(), NOW + HOUR, code="operator", detail="Niemand: geen € naam")
        with storage.writing() as work:
            work.outbox.hold([held])
            work.commit()
        assert due(storage) == []
        assert due(storage, now=NOW + HOUR) == [(ITEM, 1)]
        with storage.reading() as reads:
            assert list(reads.outbox.of_passport(REGISTRY, ITEM)) == [held]

    def test_a_package_keeps_its_bytes_and_takes_its_notices_out_of_the_queue(self, storage: OutboxStorage) -> None:
        model = notice(MODEL, granularity="model")
        packed(storage, notice(), model)
        assert due(storage) == []
        package = leased(storage)
        assert package == replace(PACKAGE, attempts=1, lease="me", leased_until=NOW + HOUR)
        with storage.reading() as reads:
            inside = reads.outbox.in_package(PACKAGE.correlation_id)
            assert [each.notice for each in inside] == [model, notice()]
            assert {each.package for each in inside} == {PACKAGE.correlation_id}

    def test_a_held_package_is_nobody_elses_until_its_lease_ends(self, storage: OutboxStorage) -> None:
        packed(storage, notice())
        assert leased(storage) is not None
        assert leased(storage, worker="you") is None
        later = leased(storage, now=NOW + HOUR, worker="you")
        assert later is not None
        assert later.attempts == 2
        with storage.writing() as work:
            assert work.outbox.held_under(PACKAGE.correlation_id, "me") is None
            assert work.outbox.held_under(PACKAGE.correlation_id, "you") == later

    def test_a_released_package_is_due_again_when_it_says(self, storage: OutboxStorage) -> None:
        packed(storage, notice())
        package = leased(storage)
        assert package is not None
        with storage.writing() as work:
            work.outbox.release(replace(package, due_at=NOW + HOUR, sent_at=NOW, fault="stalled"))
            work.commit()
        assert leased(storage) is None
        again = leased(storage, now=NOW + HOUR)
        assert again is not None
        assert (again.attempts, again.sent_at, again.fault) == (2, NOW, "stalled")

    def test_unpacked_notices_go_round_again_and_the_package_is_gone(self, storage: OutboxStorage) -> None:
        packed(storage, notice())
        again = Queued(replace(notice(), round=2), NOW + HOUR, refusals=1, code="no-result")
        with storage.writing() as work:
            work.outbox.unpack(again)
            work.outbox.drop_package(PACKAGE.correlation_id)
            work.commit()
        assert leased(storage) is None
        with storage.reading() as reads:
            assert list(reads.outbox.of_passport(REGISTRY, ITEM)) == [again]

    def test_everything_can_be_made_due_now_or_what_waits_for_one_reason(self, storage: OutboxStorage) -> None:
        fill(storage, notice(), notice(OTHER))
        with storage.writing() as work:
            work.outbox.hold([Queued(notice(), NOW + HOUR, code="parent-not-registered")])
            work.outbox.hold([Queued(notice(OTHER), NOW + HOUR, code="operator")])
            work.commit()
        with storage.writing() as work:
            assert work.outbox.hasten(REGISTRY, NOW, code="parent-not-registered") == 1
            work.commit()
        assert due(storage) == [(ITEM, 1)]
        with storage.writing() as work:
            assert work.outbox.hasten(REGISTRY, NOW) == 1
            work.commit()
        assert due(storage) == [(ITEM, 1), (OTHER, 1)]

    def test_the_backlog_says_how_much_waits_and_since_when(self, storage: OutboxStorage) -> None:
        packed(storage, notice(MODEL, granularity="model"))
        fill(storage, notice(at=NOW - HOUR), notice(OTHER))
        with storage.writing() as work:
            work.outbox.hold([Queued(notice(OTHER), NOW + HOUR, code="operator")])
            work.commit()
        with storage.reading() as reads:
            assert reads.outbox.open(REGISTRY) == Open(1, 1, 1, NOW - HOUR)
            assert reads.outbox.open(BACKUP) == Open(0, 0, 0, None)

    def test_registrations_are_kept_by_destination(self, storage: OutboxStorage) -> None:
        known = Registration(REGISTRY, ITEM, NOW, "REG-1", 2, "ab" * 32)
        refused = replace(known, passport_id=OTHER, version=0, rejected_version=1, code="no", detail="waarom € dit")
        with storage.writing() as work:
            work.registrations.put([known, refused])
            work.registrations.put([replace(known, version=3)])
            work.commit()
        with storage.reading() as reads:
            assert reads.registrations.get(REGISTRY, ITEM) == replace(known, version=3)
            assert reads.registrations.get(BACKUP, ITEM) is None
            known_here = reads.registrations.known(REGISTRY, [ITEM, OTHER, MODEL])
            assert known_here == {ITEM: replace(known, version=3), OTHER: refused}
            assert list(reads.registrations.rejected(REGISTRY, 5)) == [refused]
            assert reads.registrations.answers(REGISTRY) == Answers(registered=1, rejected=1)

    def test_proofs_and_receipts_are_kept_as_they_came(self, storage: OutboxStorage) -> None:
        second = replace(RECEIPT, version=2, accepted=False, registration_id=None, code="no", detail="reden")
        with storage.writing() as work:
            work.registrations.add_proof(PROOF)
            work.registrations.add_receipts([second, RECEIPT])
            work.commit()
        with storage.reading() as reads:
            assert reads.registrations.proof(PROOF.correlation_id) == PROOF
            assert reads.registrations.proof("d" * 40) is None
            assert list(reads.registrations.receipts(REGISTRY, ITEM)) == [RECEIPT, second]


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> OutboxStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> OutboxStorage:
        return SqlStorage(database)

    def test_the_database_refuses_to_change_proofs_and_receipts(self, database: Database) -> None:
        with SqlStorage(database).writing() as work:
            work.registrations.add_proof(PROOF)
            work.registrations.add_receipts([RECEIPT])
            work.commit()
        assert_insert_only(database, "delivery_proof")
        assert_insert_only(database, "delivery_receipt")

    def test_two_at_once_never_lease_the_same_package(self, storage: OutboxStorage) -> None:
        for number in range(4):
            one = replace(PACKAGE, correlation_id=f"{number}" * 40)
            packed(storage, notice(PassportId(f"item000{number}")), package=one)
        found: list[StoredPackage | None] = []
        together(*[lambda worker=f"{each}": found.append(leased(storage, worker=worker)) for each in range(8)])
        taken = [package.correlation_id for package in found if package]
        assert sorted(taken) == [f"{number}" * 40 for number in range(4)]

    def test_two_at_once_never_pack_the_same_notice(self, storage: OutboxStorage) -> None:
        fill(storage, *[notice(PassportId(f"item000{number}")) for number in range(6)])

        def pack(name: str) -> None:
            with storage.writing() as work:
                mine: Sequence[Queued] = work.outbox.due(REGISTRY, NOW, 3)
                if mine:
                    work.outbox.pack(replace(PACKAGE, correlation_id=name * 40), mine)
                work.commit()

        together(*[lambda name=name: pack(name) for name in "abcd"])
        with storage.reading() as reads:
            inside = [{each.notice.passport_id for each in reads.outbox.in_package(name * 40)} for name in "abcd"]
        assert sum(map(len, inside)) == len(set().union(*inside))

    def test_what_was_made_before_a_destination_was_configured_can_be_told_too(
        self, database: Database, storage: OutboxStorage
    ) -> None:
        """Once: neither what waits nor what was answered is told again."""
        world = RegistryWorld(storage)
        model = world.publish()
        world.revise(model)
        world.publish(model=model)
        enrol = SqlEnrolment(database)
        assert enrol(BACKUP, NOW) == 3
        assert enrol(BACKUP, NOW) == 0
        assert enrol(REGISTRY, NOW) == 0
        with storage.reading() as reads:
            (first, second) = reads.outbox.of_passport(BACKUP, model)
            (ours, _) = reads.outbox.of_passport(REGISTRY, model)
        assert replace(first.notice, destination=REGISTRY) == ours.notice
        assert (first.notice.kind, second.notice.kind) == (NoticeKind.CREATED, NoticeKind.REVISED)
        world.deliver()
        assert enrol(REGISTRY, NOW) == 0

    def test_a_worker_may_die_between_any_two_steps(self, storage: OutboxStorage) -> None:
        registry, moods = RegistryWorld().registry, [Mood.WELL, Mood.STALL, Mood.RESET_BEFORE]
        for number in range(1, 20):
            world = RegistryWorld(storage, registry, chance=random_bytes, prefix=f"p{number:02}x")
            model = world.publish()
            world.revise(world.publish(model=model))
            registry.moods = [moods[number % 3]]
            with pytest.raises(Crash):
                self.work_and_die(world, number)
            world.deliver()
            assert registry.violations == []
            assert world.open() == (0, 0, 0)
        assert sum(len(known.versions) for known in registry.registered.values()) == 19 * 3

    @staticmethod
    def work_and_die(world: RegistryWorld, number: int) -> None:
        fate = Fate(dies_at=number)
        for _ in range(4):
            world.worker(fate).run()
            world.clock.forward(hours=2)

    def test_two_workers_at_the_same_moment_register_everything_once(self, storage: OutboxStorage) -> None:
        world = RegistryWorld(storage, chance=random_bytes)
        models = [world.publish() for _ in range(3)]
        for model in models * 4:
            world.revise(world.publish(model=model))
        for _ in range(4):
            assert together(*[world.worker().run for _ in range(3)]) == [None] * 3
            world.clock.forward(hours=2)
        world.deliver()
        world.check_nothing_lost_or_doubled()
