"""What the storage of closures and access records does, in memory and on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dpp.adapters.database import Database
from dpp.adapters.work import SqlStorage
from dpp.domain.access_record import AccessKind, AccessPath, AccessRecord
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import Conflict
from dpp.service.access.ports import AccessStorage, Lifting, RecordFilter, StoredClosure
from tests.support.fake_storage import FakeStorage
from tests.support.insert_only import assert_insert_only

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNE, BERT = AccountId("anne"), AccountId("bert")
EVERYWHERE = StoredClosure(
    "c1", "mass", None, AccessClass.OWNER, "A leak.", "ESPR art. 9", NOW, OrganisationId("drz"), by_administrator=True
)
HERE = replace(EVERYWHERE, closure_id="c2", passport_id="item", since=NOW + HOUR, by_administrator=False)
READ = AccessRecord(
    record_id="r1",
    kind=AccessKind.READ,
    at=NOW,
    account=ANNE,
    organisation=OrganisationId("provider"),
    path=AccessPath.API,
    roles=(Role.REPAIRER,),
    passport="item",
    version=3,
    classes=(AccessClass.PROFESSIONAL,),
    elements=("lockRelease", "of an owner"),
)
BY_AUTHORITY = replace(READ, record_id="r2", account=BERT, at=NOW + HOUR, by_authority=True)
REFUSED = replace(READ, record_id="r3", kind=AccessKind.REFUSED, at=NOW + 2 * HOUR)
OTHER = replace(READ, record_id="r4", passport="other", at=NOW + 2 * HOUR)


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: AccessStorage) -> AccessStorage:
        with storage.writing() as work:
            for closure in (EVERYWHERE, HERE):
                work.closures.add(closure)
            for record in (READ, BY_AUTHORITY, REFUSED, OTHER):
                work.access_records.add(record)
            work.commit()
        return storage

    def test_what_is_in_force_is_what_was_not_lifted(self, filled: AccessStorage) -> None:
        with filled.writing() as work:
            assert list(work.closures.in_force(["item", "model"])) == [EVERYWHERE.closure, HERE.closure]
            assert list(work.closures.in_force(["other"])) == [EVERYWHERE.closure]
            assert list(work.closures.of("item")) == [HERE.closure]
            assert work.closures.standing() == 2
            lifting = Lifting("c1", NOW + HOUR, "Mended.")
            work.closures.lift(lifting)
            assert list(work.closures.in_force(["item"])) == [HERE.closure]
            assert work.closures.lifted(["c1", "c2"]) == {"c1": lifting}
            work.commit()
        with filled.reading() as reads:
            assert list(reads.closures.all()) == [HERE, EVERYWHERE]
            assert reads.closures.standing() == 1
            assert list(reads.closures.all(passport="other")) == [EVERYWHERE]
            assert reads.closures.get("c2") == HERE
            assert reads.closures.get("c3") is None

    def test_a_closure_is_lifted_once(self, filled: AccessStorage) -> None:
        with filled.writing() as work:
            work.closures.lift(Lifting("c1", NOW, "Mended."))
            work.commit()
        with pytest.raises(Conflict), filled.writing() as work:
            work.closures.lift(Lifting("c1", NOW, "Mended again."))

    def test_readings_of_an_account_are_counted_from_a_moment_on(self, filled: AccessStorage) -> None:
        with filled.reading() as reads:
            assert reads.access_records.readings(ANNE, NOW) == 2
            assert reads.access_records.readings(ANNE, NOW + HOUR) == 1
            assert reads.access_records.readings(AccountId("nobody"), NOW) == 0
            assert reads.access_records.was_refused(ANNE, NOW)
            assert not reads.access_records.was_refused(BERT, NOW)

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (RecordFilter(), [OTHER, REFUSED, BY_AUTHORITY, READ]),
            (RecordFilter(limit=2), [OTHER, REFUSED]),
            (RecordFilter(after="r3"), [BY_AUTHORITY, READ]),
            (RecordFilter(passport="item", without_authorities=True), [REFUSED, READ]),
            (RecordFilter(account=BERT), [BY_AUTHORITY]),
            (RecordFilter(kinds=frozenset({AccessKind.REFUSED})), [REFUSED]),
            (RecordFilter(since=NOW + HOUR, until=NOW + 2 * HOUR), [BY_AUTHORITY]),
        ],
    )
    def test_records_are_found_newest_first(
        self, filled: AccessStorage, wanted: RecordFilter, found: list[AccessRecord]
    ) -> None:
        with filled.reading() as reads:
            assert list(reads.access_records.page(wanted)) == found

    def test_who_read_is_forgotten_and_the_record_stays(self, filled: AccessStorage) -> None:
        with filled.writing() as work:
            assert work.access_records.forget_readers(NOW + HOUR) == 1
            work.commit()
        with filled.reading() as reads:
            oldest = reads.access_records.page(RecordFilter())[-1]
            assert oldest == replace(READ, account=None, organisation=None)
            assert list(reads.access_records.page(RecordFilter(account=ANNE))) == [OTHER, REFUSED]


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> AccessStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> AccessStorage:
        return SqlStorage(database)

    def test_the_database_refuses_to_change_what_was_recorded(self, filled: AccessStorage, database: Database) -> None:
        with filled.writing() as work:
            work.closures.lift(Lifting("c1", NOW, "Mended."))
            work.commit()
        for table in ("closure", "closure_lifting", "access_record"):
            assert_insert_only(database, table)
