"""The kept state of a device: it is what its events add up to, and nobody trusts one that other code made."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.labels.rolls import LabelState
from dpp.domain.opaque import DeviceKey, LabelCode
from dpp.service.ports import StoredLabel
from lifecycle.adapters import stores
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.device import Device
from lifecycle.domain.fold import fold
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.rebuilding import Rebuilding, Rebuilt
from lifecycle.service.recording import state_of
from tests.support.service_world import World

_RESERVED_BY_NOBODY = (
    "INSERT INTO reservation (device_key, reservation_id, requester, since, until)"
    " SELECT device_key, 'x', 'x', updated_at, '2026-12-31' FROM device"
)


def _unheard(_count: int) -> None:
    """Nobody waits."""


@dataclass
class Lived:
    """A laptop that was erased and approved for a donation, in storage."""

    world: World
    storage: LifecycleStorage
    key: DeviceKey

    def state(self) -> Device:
        with self.storage.reading() as reads:
            return state_of(reads, self.key)

    def folded(self) -> Device | None:
        with self.storage.reading() as reads:
            return fold(reads.events.of_device(self.key))

    def checked(self) -> Rebuilt:
        return Rebuilding(self.storage).check(_unheard)


@pytest.fixture(params=["memory", "sqlite_url", "postgres_url"])
def lived(request: pytest.FixtureRequest) -> Iterator[Lived]:
    if request.param == "memory":
        world = World()
        yield Lived(world, world.storage, world.approved_laptop())
        return
    database = Database(request.getfixturevalue(request.param))
    yield _on(database)
    database.close()


@pytest.fixture
def stored(database: Database) -> Lived:
    return _on(database)


def _on(database: Database) -> Lived:
    storage = SqlLifecycleStorage(database)
    world = World(database=storage)
    return Lived(world, storage, world.approved_laptop())


def test_a_life_is_read_in_one_look_as_its_pieces_are_one_by_one(lived: Lived) -> None:
    second = LabelCode("7k3m9x2p4q8d")
    with lived.storage.writing() as work:
        line = work.devices.get(lived.key)
        assert line is not None
        work.labels.add(StoredLabel(second, line.passport_id, LabelState.ACTIVE, line.updated_at))
        work.commit()
    with lived.storage.asking() as reads:
        life = reads.devices.life(lived.key)
        assert life is not None
        assert line.passport_id is not None
        assert (life.line, life.kept) == (line, reads.devices.state(lived.key))
        assert life.events == reads.events.of_device(lived.key)
        assert life.labels == tuple(label.code for label in reads.labels.of_passport(line.passport_id))
        assert len(life.labels) == 2
        assert reads.devices.life(DeviceKey("nobody")) is None


def test_the_state_that_was_kept_is_what_the_events_add_up_to(lived: Lived) -> None:
    assert lived.state() == lived.folded()
    assert lived.checked() == Rebuilt(devices=1)


def test_a_state_is_read_without_folding_any_event(lived: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lived.folded()
    monkeypatch.setattr("lifecycle.service.recording.fold", None)
    assert lived.state() == expected


def test_a_projection_made_again_equals_the_one_that_was_stored(stored: Lived, database: Database) -> None:
    """Whatever somebody did to the projections: the events say what they are. A history counts its own changes."""
    tables = (
        *("device", "device_claim", "device_state", "part_place"),
        *("work_item", "flow_step", "reservation", "market_offer", "search_reader"),
    )
    before = {table: _rows(database, table) for table in tables}
    with database.writing() as session:
        session.execute(text("UPDATE device SET lifecycle = 'sold', place = 'Elsewhere'"))
        session.execute(text("DELETE FROM device_claim"))
        session.execute(text("DELETE FROM device_state"))
        session.execute(text("DELETE FROM storage_medium"))
        session.execute(text("DELETE FROM part_place"))
        session.execute(text("DELETE FROM work_item"))
        session.execute(text("DELETE FROM flow_step"))
        session.execute(text("DELETE FROM search_reader"))
        session.execute(text(_RESERVED_BY_NOBODY))
        session.execute(text("UPDATE history_part SET body = :nothing"), {"nothing": b"{}"})
        session.commit()
    different = Rebuilt(
        devices=1, lines=1, states=1, claims=1, histories=1, media=1, parts=1, work=1, market=1, flow=1, search=1
    )
    assert stored.checked() == different
    assert Rebuilding(stored.storage).rebuild(_unheard) == different
    assert stored.checked() == Rebuilt(devices=1)
    assert Rebuilding(stored.storage).known() == 1
    assert {table: _rows(database, table) for table in tables} == before


def test_a_state_that_other_code_made_is_not_trusted(stored: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = stored.folded()
    monkeypatch.setattr(stores, "FOLD", "0" * 64)
    with stored.storage.reading() as reads:
        assert reads.devices.state(stored.key) is None
    assert stored.state() == expected


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        found = session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 (a name of ours)
        return sorted(tuple(map(str, row)) for row in found)
