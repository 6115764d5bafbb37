"""What the index of everything that can be found does, in memory and on both engines: all pass the same tests."""

from collections.abc import Callable, Iterable

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from dpp.domain.permission import Relation
from dpp.domain.search import Kind, Reader, Subject, What
from dpp.domain.search.subjects import entries_of, gone
from dpp.service.ports import PassportReads
from dpp.service.search import EVERYTHING, Sight, best
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.ports import LifecycleStorage
from tests.support.fake_storage import FakeStorage

MINISTRY, AGENCY = OrganisationId("ministry"), OrganisationId("agency")
OWNS, HAS = Relation.OWNER, Relation.CUSTODIAN
LAPTOP = Subject(
    Kind.DEVICE,
    "laptop",
    "Dell Latitude 7420",
    entries_of([(What.SERIAL, "5CG1234X9B"), (What.ASSET_TAG, "SSC-004127"), (What.LABEL, "7k3m9x2p4q8d")]),
    frozenset({Reader(MINISTRY, OWNS), Reader(AGENCY, HAS)}),
    (MINISTRY, AGENCY),
)
PHONE = Subject(
    Kind.DEVICE,
    "phone",
    "Samsung A53",
    entries_of([(What.IMEI, "356938035643809"), (What.ASSET_TAG, "SSC-004128")]),
    frozenset({Reader(MINISTRY, OWNS)}),
)
MODEL = Subject(Kind.MODEL, "latitude", "Dell Latitude 7420", entries_of([(What.NAME, "Dell Latitude 7420")]))
ALL = dict.fromkeys(Kind, EVERYTHING)


def found(reads: PassportReads, typed: str, sight: Sight = EVERYTHING) -> list[str]:
    """What the index and the comparison after it find together."""
    return [hit.candidate.id for hit in best(typed, reads.search_index.candidates(typed, dict.fromkeys(Kind, sight)))]


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def put(self, storage: LifecycleStorage) -> Callable[[Iterable[Subject]], None]:
        def put(subjects: Iterable[Subject]) -> None:
            with storage.writing() as work:
                for each in subjects:
                    work.search_index.put(each)
                work.commit()

        put([LAPTOP, PHONE, MODEL])
        return put

    @pytest.mark.usefixtures("put")
    def test_a_thing_comes_back_as_it_was(self, storage: LifecycleStorage) -> None:
        with storage.reading() as reads:
            assert reads.search_index.get(Kind.DEVICE, "laptop") == LAPTOP
            assert reads.search_index.get(Kind.MODEL, "latitude") == MODEL
            assert reads.search_index.get(Kind.MODEL, "laptop") is None

    @pytest.mark.usefixtures("put")
    def test_exact_beginning_part_and_mistaken_texts_are_found(self, storage: LifecycleStorage) -> None:
        with storage.reading() as reads:
            for typed in ("5cg1234x9b", "7K3M-9X2P-4Q8D", "5CGI234X9B", "5CG1234", "4127", "5CG1243X9B", "5CG1234XB"):
                assert found(reads, typed) == ["laptop"], typed
            assert found(reads, "SSC-00412") == ["laptop", "phone"]
            assert found(reads, "lattitude dell") == ["latitude"]
            assert found(reads, "356938035643890") == ["phone"]
            assert found(reads, "zzzzzz") == []

    @pytest.mark.usefixtures("put")
    def test_what_an_organisation_may_not_know_of_is_not_there(self, storage: LifecycleStorage) -> None:
        with storage.reading() as reads:
            for typed in ("SSC-00412", "SSC-004129"):
                assert set(found(reads, typed, Sight(MINISTRY, frozenset({OWNS, HAS})))) == {"laptop", "phone"}
                assert found(reads, typed, Sight(AGENCY, frozenset({OWNS, HAS}))) == ["laptop"]
                assert found(reads, typed, Sight(AGENCY, frozenset({OWNS}))) == []
            assert found(reads, "latitude", Sight(MINISTRY, frozenset(Relation))) == []

    @pytest.mark.usefixtures("put")
    def test_only_the_kinds_that_are_asked_are_looked_at(self, storage: LifecycleStorage) -> None:
        with storage.reading() as reads:
            models = reads.search_index.candidates("latitude 7420", {Kind.MODEL: EVERYTHING})
            assert {each.kind for each in models} == {Kind.MODEL}
            assert reads.search_index.candidates("latitude 7420", {}) == ()

    def test_the_newest_texts_names_and_readers_count(
        self, storage: LifecycleStorage, put: Callable[[Iterable[Subject]], None]
    ) -> None:
        changed = Subject(
            Kind.DEVICE,
            "laptop",
            "Dell Latitude 7430",
            entries_of([(What.SERIAL, "5CG1234X9B"), (What.ASSET_TAG, "RWS-77")]),
            frozenset({Reader(AGENCY, OWNS)}),
        )
        put([changed])
        with storage.reading() as reads:
            assert reads.search_index.get(Kind.DEVICE, "laptop") == changed
            assert found(reads, "SSC-004127") == ["phone"]  # by one mistake; no longer the laptop itself
            assert found(reads, "RWS 77", Sight(AGENCY, frozenset({OWNS}))) == ["laptop"]
            assert found(reads, "RWS 77", Sight(MINISTRY, frozenset({OWNS}))) == []
            assert {each.label for each in reads.search_index.candidates("5CG1234", ALL)} == {"Dell Latitude 7430"}

    def test_what_is_gone_is_not_found(
        self, storage: LifecycleStorage, put: Callable[[Iterable[Subject]], None]
    ) -> None:
        put([gone(Kind.DEVICE, "laptop")])
        with storage.reading() as reads:
            assert reads.search_index.get(Kind.DEVICE, "laptop") is None
            assert found(reads, "5CG1234X9B") == []
            assert found(reads, "5CG1243X9B") == []


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)
