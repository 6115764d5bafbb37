"""The index of models in memory and on both engines: the fake and the real one answer alike."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from time import process_time
from typing import Any

import pytest
from sqlalchemy import delete

from dpp.adapters.database import Database
from dpp.adapters.rows.search import ModelFacetRow, ModelSearchRow
from dpp.adapters.work import SqlStorage
from dpp.domain.opaque import PassportId
from dpp.service.finding_models import Bound, Order, SearchStorage, Wanted
from dpp.service.ports import StoredModel, StoredPassport
from tests.support.fake_storage import FakeStorage

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SHEET = {"title": "The maker's sheet"}
SLOWEST_SECONDS = 0.03


def _stored(name: str, brand: str, group: str, **elements: Any) -> StoredModel:
    identity = PassportId(name.replace(" ", "").lower()[:16])
    said = {"productGroup": group, "brand": brand, "modelName": name, **elements}
    lines = "".join(f",{json.dumps(key)}:{json.dumps(value)}\n" for key, value in said.items())
    return StoredModel(identity, 1, NOW, group, brand, name, lines.encode())


PHONES = (
    _stored("Fair 4", "Fairphone", "phone", repairabilityClass="A", securitySupportUntil="2028-09-01", gtin="087"),
    _stored("Fair 3", "Fairphone", "phone", repairabilityClass="C"),
    _stored("Pixel 7", "Google", "phone", securitySupportUntil="2027-10-31"),
)
LAPTOP = _stored("Latitude", "Dell", "laptop", mass={"value": 1.5, "unit": "kg", "source": SHEET})


def _names(storage: SearchStorage, **wanted: Any) -> list[str]:
    with storage.reading() as reads:
        return [model.name for model in reads.search.find(Wanted(**wanted))]


class Contract:
    """The tests; each class below says for which implementation."""

    @pytest.fixture
    def filled(self, storage: SearchStorage) -> SearchStorage:
        with storage.writing() as work:
            for model in (*PHONES, LAPTOP):
                work.models.put(model)
                work.passports.put(StoredPassport(model.model_id, "model", model.model_id, "active", 1, NOW, b""))
            work.commit()
        return storage

    def test_without_a_question_every_model_by_brand_and_name(self, filled: SearchStorage) -> None:
        assert _names(filled) == ["Latitude", "Fair 3", "Fair 4", "Pixel 7"]

    def test_every_word_must_be_found_in_any_place(self, filled: SearchStorage) -> None:
        assert _names(filled, words=("fair",)) == ["Fair 3", "Fair 4"]
        assert _names(filled, words=("fairphone", "087")) == ["Fair 4"]
        assert _names(filled, words=("fair", "pixel")) == []

    def test_signs_of_patterns_are_letters_like_others(self, filled: SearchStorage) -> None:
        for sign in ("%", "_", "\\", "'"):
            assert _names(filled, words=(sign,)) == []

    def test_a_bound_leaves_out_what_does_not_say_it(self, filled: SearchStorage) -> None:
        assert _names(filled, bounds=(Bound("repairabilityClass", high=1),)) == ["Fair 4"]
        assert _names(filled, bounds=(Bound("securitySupportUntil", low=20270000),)) == ["Fair 4", "Pixel 7"]
        between = Bound("securitySupportUntil", low=20270000, high=20280000)
        assert _names(filled, bounds=(between, Bound("securitySupportUntil", low=0))) == ["Pixel 7"]

    def test_brand_and_group_narrow(self, filled: SearchStorage) -> None:
        assert _names(filled, maker="Fairphone") == ["Fair 3", "Fair 4"]
        assert _names(filled, group="laptop") == ["Latitude"]
        assert _names(filled, group="laptop", maker="Google") == []

    @pytest.mark.parametrize(
        ("descending", "order"),
        [(False, ["Pixel 7", "Fair 4", "Latitude", "Fair 3"]), (True, ["Fair 4", "Pixel 7", "Latitude", "Fair 3"])],
    )
    def test_an_order_puts_what_does_not_say_it_last(
        self, filled: SearchStorage, order: list[str], *, descending: bool
    ) -> None:
        assert _names(filled, order=Order("securitySupportUntil", descending)) == order

    def test_the_tally_ignores_brand_and_group(self, filled: SearchStorage) -> None:
        """So that a choice can be changed, with what it would give."""
        with filled.reading() as reads:
            whole = {("Dell", "laptop"): 1, ("Fairphone", "phone"): 2, ("Google", "phone"): 1}
            assert reads.search.tally(Wanted(maker="Google", group="laptop")) == whole
            assert reads.search.tally(Wanted(words=("fair",))) == {("Fairphone", "phone"): 2}

    def test_a_page_begins_where_the_one_before_ended(self, filled: SearchStorage) -> None:
        with filled.reading() as reads:
            pages = [[model.name for model in reads.search.find(Wanted(offset=start, limit=3))] for start in (0, 3, 6)]
        assert pages == [["Latitude", "Fair 3", "Fair 4"], ["Pixel 7"], []]

    def test_an_archived_or_invalid_model_is_not_offered(self, filled: SearchStorage) -> None:
        for status in ("archived", "invalid"):
            with filled.writing() as work:
                passport = work.passports.get(PHONES[0].model_id)
                assert passport is not None
                work.passports.put(replace(passport, status=status))
                work.commit()
            assert _names(filled, words=("fair",)) == ["Fair 3"]

    def test_a_revised_model_is_found_by_what_it_says_now(self, filled: SearchStorage) -> None:
        """Also by nothing that it does not say any more, or that was closed."""
        with filled.writing() as work:
            work.models.put(replace(_stored("Fair 4", "Fairphone", "phone"), name="Fair 4"))
            work.commit()
        assert _names(filled, bounds=(Bound("repairabilityClass", high=1),)) == []
        assert _names(filled, words=("087",)) == []

    def test_what_was_not_committed_is_not_found(self, filled: SearchStorage) -> None:
        with filled.writing() as work:
            work.models.put(_stored("Later", "Apple", "laptop"))
        assert _names(filled, words=("later",)) == []


class TestInMemory(Contract):
    """The fake that unit tests use."""

    @pytest.fixture
    def storage(self) -> SearchStorage:
        return FakeStorage()


class TestSql(Contract):
    """SQLite and PostgreSQL."""

    @pytest.fixture
    def storage(self, database: Database) -> SearchStorage:
        return SqlStorage(database)


def test_models_from_before_the_index_are_put_into_it(database: Database) -> None:
    """What an older version of this service stored is found after a migration."""
    storage = SqlStorage(database)
    with storage.writing() as work:
        for model in PHONES:
            work.models.put(model)
            work.passports.put(StoredPassport(model.model_id, "model", model.model_id, "active", 1, NOW, b""))
        work.commit()
    with database.writing() as session:
        session.execute(delete(ModelFacetRow))
        session.execute(delete(ModelSearchRow))
        session.commit()
    assert _names(storage) == []
    for again, count in ((False, 3), (False, 0), (True, 3)):
        with storage.writing() as work:
            assert work.search.fill(all_again=again) == count
            work.commit()
    assert _names(storage, bounds=(Bound("repairabilityClass", high=1),)) == ["Fair 4"]


def test_two_thousand_models_are_searched_at_once(sqlite_url: str) -> None:
    """The slowest of several questions, each with its counts, on SQLite: processor time, not the clock."""
    database = Database(sqlite_url)
    storage = SqlStorage(database)
    with storage.writing() as work:
        for number, (letter, group) in enumerate(product("ABCDE" * 200, ("phone", "display"))):
            model = _stored(f"M {number}", f"Brand {number % 40}", group, energyClass=letter, repairabilityClass=letter)
            work.models.put(model)
            work.passports.put(StoredPassport(model.model_id, "model", model.model_id, "active", 1, NOW, b""))
        work.commit()
    questions = (
        Wanted(),
        Wanted(words=("brand", "49")),
        Wanted(bounds=(Bound("energyClass", high=1), Bound("repairabilityClass", high=0)), group="phone"),
        Wanted(order=Order("energyClass", descending=False), offset=1_900),
    )
    slowest = max(min(_seconds(storage, wanted) for _ in range(5)) for wanted in questions)
    database.close()
    assert slowest < SLOWEST_SECONDS


def _seconds(storage: SqlStorage, wanted: Wanted) -> float:
    with storage.reading() as reads:
        began = process_time()
        assert reads.search.find(wanted)
        assert reads.search.tally(wanted)
        return process_time() - began
