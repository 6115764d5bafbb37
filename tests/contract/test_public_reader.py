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
NO_BATCH: dict[str, Any] = {
    "batch_version": 0,
    "batch_updated_at": "",
    "batch_schema": "",
    "batch_overrides": "",
    "batch_elements": b"",
}
OF_MODEL: dict[str, Any] = {
    "model_version": 2,
    "model_updated_at": LATE,
    "model_schema": "1.0",
    "model_elements": b',"brand":"X"\n',
}
MODEL = PublicParts(
    passport_id="model",
    model_id="model",
    granularity="model",
    status="active",
    version=2,
    updated_at=LATE,
    schema="1.0",
    overrides="",
    head=b'"m":1',
    elements=b"",
    history_version=0,
    history=b"",
    **NO_BATCH,
    **OF_MODEL,
)
BATCH = PublicParts(
    passport_id="batch",
    model_id="model",
    granularity="batch",
    status="active",
    version=1,
    updated_at=EARLY,
    schema="1.1",
    overrides="c",
    head=b'"b":1',
    elements=b',"c":3\n',
    history_version=0,
    history=b"",
    **NO_BATCH,
    **OF_MODEL,
)
ITEM = PublicParts(
    passport_id="item",
    model_id="model",
    granularity="item",
    status="archived",
    version=3,
    updated_at=EARLY,
    schema="1.0",
    overrides="a b",
    head=b'"i":1',
    elements=b',"a":2\n',
    history_version=4,
    history=b',"history":[]\n',
    **NO_BATCH,
    **OF_MODEL,
)
OF_BATCH = ITEM._replace(
    passport_id="of-batch",
    batch_version=1,
    batch_updated_at=EARLY,
    batch_schema="1.1",
    batch_overrides="c",
    batch_elements=b',"c":3\n',
    history_version=0,
    history=b"",
)
GTIN_PATH = "/01/09521234543213"
TO_ITEM, TO_MODEL = Target("item", "model", "item"), Target("model", "model", "model")

T = TypeVar("T")
Read = Callable[[PublicReader], Coroutine[Any, Any, T]]


def _fake() -> FakePublicReader:
    return FakePublicReader(
        {"model": MODEL, "item": ITEM, "batch": BATCH, "of-batch": OF_BATCH},
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
                schema_version="1.0",
            )
        ],
        [_passport_row(parts) for parts in (MODEL, BATCH, ITEM, OF_BATCH)],
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
    batch = "batch" if parts.batch_version else None
    values = {name: getattr(parts, name) for name in names}
    return PassportRow(**values, schema_version=parts.schema, batch_id=batch, operator="https://x.example")


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


@pytest.mark.parametrize("parts", [MODEL, BATCH, ITEM, OF_BATCH], ids=["model", "batch", "item", "item of a batch"])
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
        "@context": "https://kringpas.nl/schemas/passport/1.0/context.jsonld",
        "i": 1,
        "contentSpecificationIds": ["https://kringpas.nl/schemas/passport/1.0"],
        "lastUpdated": "2026-06-01T10:00:00Z",
        "a": 2,
        "brand": "X",
        "history": [],
    }


def test_an_element_that_the_item_says_itself_hides_the_models() -> None:
    """Also where the item's own word is not public: nothing is said then."""
    assert "brand" not in json.loads(ITEM._replace(overrides="a brand").document())


def test_a_batch_stands_between_an_item_and_its_model() -> None:
    """It hides what its model says, is hidden by what the item says, and moves the document to its own catalogue."""
    parts = OF_BATCH._replace(batch_overrides="brand c", batch_elements=b',"c":3\n,"a":9\n')
    document = json.loads(parts.document())
    assert (document["a"], document["c"]) == (2, 3)
    assert "brand" not in document
    assert document["contentSpecificationIds"] == ["https://kringpas.nl/schemas/passport/1.1"]


@pytest.mark.parametrize(
    "changed",
    [
        OF_BATCH._replace(status="archived", history_version=4),
        ITEM._replace(version=99),
        ITEM._replace(model_version=99),
        ITEM._replace(history_version=99),
        ITEM._replace(status="active"),
    ],
)
def test_the_tag_changes_with_every_part(changed: PublicParts) -> None:
    assert changed.tag != ITEM.tag
