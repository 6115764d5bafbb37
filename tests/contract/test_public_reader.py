"""One contract for the readers of the scan path: SQLite, PostgreSQL and the fake."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from dpp.adapters.database import Database, Row
from dpp.adapters.public_reader import public_reader
from dpp.adapters.public_reader.sqlite import SqliteReader
from dpp.adapters.rows.passports import Gs1KeyRow, HistoryPartRow, LabelRow, ModelPartRow, PassportRow
from dpp.domain.errors import Unavailable
from dpp.service.reading import Label, Named, PublicParts, PublicReader, Target
from tests.support.public_reader import FakePublicReader

EARLY, LATE = "2026-05-01T10:00:00.000000Z", "2026-06-01T10:00:00.500000Z"
MODEL = PublicParts(
    "model", "model", "model", "active", 2, LATE, "", b'{"m":1', b"", 2, LATE, b',"brand":"X"\n', 0, b""
)
ITEM = PublicParts(
    "item",
    "model",
    "item",
    "archived",
    3,
    EARLY,
    "a b",
    b'{"i":1',
    b',"a":2\n',
    2,
    LATE,
    b',"brand":"X"\n',
    4,
    b',"history":[]\n',
)
GTIN_PATH = "/01/09521234543213"
TO_ITEM, TO_MODEL = Target("item", "model", "item"), Target("model", "model", "model")

T = TypeVar("T")
Read = Callable[[PublicReader], Coroutine[Any, Any, T]]


def _fake() -> FakePublicReader:
    return FakePublicReader(
        {"model": MODEL, "item": ITEM},
        {"used": ("active", "item"), "old": ("retired", "item"), "blank": ("unclaimed", None)},
        {GTIN_PATH: "model", f"{GTIN_PATH}/21/A": "item"},
    )


def _fill(database: Database) -> None:
    issued = datetime(2026, 5, 1, tzinfo=UTC)
    rows: list[list[Row]] = [
        [
            ModelPartRow(
                model_id="model",
                version=2,
                updated_at=LATE,
                group="laptop",
                brand="X",
                name="1",
                search="x 1",
                elements=MODEL.model_elements,
            )
        ],
        [_passport_row(MODEL), _passport_row(ITEM)],
        [HistoryPartRow(passport_id="item", version=4, body=ITEM.history)],
        [
            LabelRow(code=code, state=state, passport_id=target, issued_at=issued)
            for code, (state, target) in _fake().labels.items()
        ],
        [Gs1KeyRow(uri=uri, passport_id=target) for uri, target in _fake().gs1_keys.items()],
    ]
    with database.writing() as session:
        for table in rows:
            session.add_all(table)
            session.flush()
        session.commit()


def _passport_row(parts: PublicParts) -> PassportRow:
    names = (
        "passport_id",
        "model_id",
        "granularity",
        "status",
        "version",
        "updated_at",
        "overrides",
        "head",
        "elements",
    )
    return PassportRow(**{name: getattr(parts, name) for name in names})


@pytest.fixture(params=["fake", "sqlite_url", "postgres_url"])
def reader(request: pytest.FixtureRequest) -> Iterator[PublicReader]:
    if request.param == "fake":
        yield _fake()
        return
    database = Database(request.getfixturevalue(request.param))
    _fill(database)
    yield public_reader(database)
    database.close()


def ask(reader: PublicReader, read: Read[T]) -> T:
    """Put one question in a loop of its own, and close the reader in it."""

    async def asked() -> T:
        try:
            return await read(reader)
        finally:
            await reader.close()

    return asyncio.run(asked())


@pytest.mark.parametrize("parts", [MODEL, ITEM], ids=["model", "item"])
def test_a_passport_is_read_with_all_its_parts(reader: PublicReader, parts: PublicParts) -> None:
    """Bytes come back as bytes; a passport without history has an empty one of version 0."""
    found = ask(reader, lambda reader: reader.passport(parts.passport_id))
    assert found == parts
    assert isinstance(found.head, bytes)


def test_what_is_not_there_is_none(reader: PublicReader) -> None:
    assert ask(reader, lambda reader: reader.passport("nobody")) is None
    assert ask(reader, lambda reader: reader.label("nobody")) is None
    assert ask(reader, lambda reader: reader.gs1(["/01/1", "/01/2"])) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("used", Label("active", TO_ITEM)), ("old", Label("retired", TO_ITEM)), ("blank", Label("unclaimed", None))],
)
def test_a_label_tells_its_state_and_where_it_leads(reader: PublicReader, code: str, expected: Label) -> None:
    assert ask(reader, lambda reader: reader.label(code)) == expected


def test_a_gs1_key_answers_from_the_most_specific_level_that_is_registered(reader: PublicReader) -> None:
    item, other = f"{GTIN_PATH}/21/A", f"{GTIN_PATH}/21/B"
    assert ask(reader, lambda reader: reader.gs1([item, GTIN_PATH])) == Named(item, TO_ITEM)
    assert ask(reader, lambda reader: reader.gs1([other, GTIN_PATH])) == Named(GTIN_PATH, TO_MODEL)


def test_a_reader_can_be_asked_by_many_at_once_and_again_after_it_was_closed(reader: PublicReader) -> None:
    async def many() -> None:
        for _ in range(2):
            found = await asyncio.gather(*(reader.passport("item") for _ in range(50)))
            assert found == [ITEM] * 50
            await reader.close()

    asyncio.run(many())


def test_a_reader_sees_what_was_committed_before_this_turn_of_the_loop(database: Database) -> None:
    """Of an item and of its model: what is remembered is forgotten when anything is committed."""
    _fill(database)
    reader = public_reader(database)

    async def before_and_after() -> tuple[PublicParts | None, PublicParts | None]:
        before = await reader.passport("item")
        with database.writing() as session:
            session.get_one(HistoryPartRow, "item").version += 1
            session.get_one(ModelPartRow, "model").version += 1
            session.commit()
        await asyncio.sleep(0)
        after = await reader.passport("item")
        await reader.close()
        return before, after

    before, after = asyncio.run(before_and_after())
    assert before is not None
    assert after is not None
    assert after.history_version == before.history_version + 1
    assert after.model_version == before.model_version + 1


def test_a_database_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    reader = SqliteReader(str(tmp_path / "none.sqlite"))
    with pytest.raises(Unavailable):
        ask(reader, lambda reader: reader.passport("item"))


def test_the_document_joins_the_parts_and_says_the_time_of_the_newest() -> None:
    assert json.loads(ITEM.document()) == {
        "i": 1,
        "lastUpdated": "2026-06-01T10:00:00Z",
        "a": 2,
        "brand": "X",
        "history": [],
    }


def test_an_element_that_the_item_says_itself_hides_the_models() -> None:
    """Also where the item's own word is not public: nothing is said then."""
    assert "brand" not in json.loads(ITEM._replace(overrides="a brand").document())


@pytest.mark.parametrize(
    "changed",
    [
        ITEM._replace(version=99),
        ITEM._replace(model_version=99),
        ITEM._replace(history_version=99),
        ITEM._replace(status="active"),
    ],
)
def test_the_tag_changes_with_every_part(changed: PublicParts) -> None:
    assert changed.tag != ITEM.tag
