"""Fills a database with devices that have each lived the same life: one life is lived through the services and copied.

The copies are put straight into the tables, with keys, passports, codes, serials and event ids of their own. What is
derived of what was copied (the commitments of leaves, the hash of a version) stays that of the first: nothing that is
measured looks at it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import text

from dpp.adapters.database import Database
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey, encode
from lifecycle.domain.events import (
    Assigned,
    DeclaredSurplus,
    Inspected,
    Place,
    SanitisationPerformed,
    SanitisationVerified,
    Unassigned,
)
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, SanitisationCategory
from lifecycle.service.evidence import File
from lifecycle.service.intake import Scan
from lifecycle.service.recording import Draft
from lifecycle.service.registering import Registration
from scripts.bench.measuring import MODELS
from web.bootstrap import Parts
from web.demo import files

EVENTS = 10
_SERIAL, _DISK = "DEMO7420A1", "DEMOSSD0001"
_BATCH = 2_000
_TABLES = {
    "device": "device_key",
    "device_state": "device_key",
    "device_claim": "device_key",
    "storage_medium": "device_key",
    "part_place": "device_key",
    "work_item": "device_key",
    "flow_step": "device_key",
    "event": "device_key",
    "event_key": "device_key",
    "passport": "device_key",
    "passport_version": "passport_id",
    "history_part": "passport_id",
    "label": "passport_id",
    "log_leaf": "subject",
}
"""The tables that grow with a device, by the column that names it or its passport."""


class _Column(NamedTuple):
    name: str
    value: Any


def fill_lives(parts: Parts, actors: dict[str, Actor], count: int) -> list[DeviceKey]:
    """So many devices in the hands of the ICT provider, `EVENTS` events each; gives their keys."""
    parts.passports.register_model(actors["drz"], (MODELS / "dell-latitude-7420.json").read_bytes())
    key = _lived(parts, actors)
    rows, names = _rows_of(parts.database, key)
    found = sum(len(each) for table, each in rows.items() if table == "event")
    if found != EVENTS:
        raise RuntimeError(f"the life has {found} events")
    keys = []
    for start in range(1, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        replaced = [_replacements(names, number) for number in numbers]
        keys += [DeviceKey(each[key]) for each in replaced]
        _put(parts.database, {table: _copied(found, replaced) for table, found in rows.items()})
    return [key, *keys]


def _lived(parts: Parts, actors: dict[str, Actor]) -> DeviceKey:
    """Registered, in use, surplus, taken in, read, inspected, erased by one and verified by another."""
    owner, today = actors["eigenaar"], parts.clock().date()
    assert owner.organisation is not None
    [model] = parts.passports.models(owner)

    def at(days_ago: int, hour: int = 9) -> datetime:
        return datetime.combine(today - timedelta(days=days_ago), time(hour), UTC)

    registered = Registration(
        model=model.model_id,
        owner=owner.organisation,
        place=Place("Store 2"),
        serial=_SERIAL,
        classification=Classification.NONE,
        in_use_since=at(899).date(),
        occurred_at=at(900),
    )
    key = parts.use.devices.register(owner, registered).device.key
    surplus = DeclaredSurplus(
        decision="2026-1", decided_on=at(40).date(), authority=owner.organisation, intake_by=actors["ict"].organisation
    )
    in_use = (Draft(Assigned(unit="Unit 4"), occurred_at=at(899)), Draft(Unassigned(), occurred_at=at(50)))
    parts.use.devices.record(owner, key, (*in_use, Draft(surplus, occurred_at=at(40))))
    provider = actors["ict"]
    parts.use.intake.scan(provider, Scan(raw=_SERIAL, place=Place("Intake 1"), occurred_at=at(30)))
    parts.use.evidence.attach(
        provider, key, File(content=files.packaged("glpi.json"), name="glpi.json", occurred_at=at(29))
    )
    inspected = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5)
    wiped = SanitisationPerformed(
        medium=_DISK,
        category=SanitisationCategory.PURGE,
        technique="block erase",
        tool="nwipe",
        tool_version="0.38",
        succeeded=True,
    )
    done = (Draft(inspected, occurred_at=at(28)), Draft(wiped, occurred_at=at(27)))
    parts.use.devices.record(provider, key, done)
    verified = Draft(SanitisationVerified(medium=_DISK), occurred_at=at(26))
    parts.use.devices.record(actors["ict-controle"], key, [verified])
    return key


def _rows_of(database: Database, key: DeviceKey) -> tuple[dict[str, list[tuple[_Column, ...]]], list[str]]:
    """The rows of the device and its passport, and every name in them that must be another's in a copy."""
    rows: dict[str, list[tuple[_Column, ...]]] = {}
    with database.reading() as session:
        connection = session.connection()
        passport, label = connection.execute(
            text("SELECT passport_id, code FROM passport JOIN label USING (passport_id) WHERE device_key = :key"),
            {"key": key},
        ).one()
        for table, column in _TABLES.items():
            names = (passport,) if column == "passport_id" else (key, passport)
            found = connection.execute(
                text(f"SELECT * FROM {table} WHERE {column} IN ({', '.join(repr(str(name)) for name in names)})")  # noqa: S608 (names of ours)
            )
            columns = list(found.keys())
            rows[table] = [tuple(map(_Column, columns, row)) for row in found]
    events = [column.value for row in rows["event_key"] for column in row if column.name == "event_id"]
    return rows, [key, passport, label, *events, _SERIAL, _DISK]


def _replacements(names: Sequence[str], number: int) -> dict[str, str]:
    """For each name one of the same length that no other device has: the last seven characters count the devices."""
    return {name: name[: -min(7, len(name) - 1)] + encode(number.to_bytes(5, "big"), 7)[-7:] for name in names}


def _copied(rows: Iterable[tuple[_Column, ...]], replaced: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    return [{column.name: _renamed(column.value, names) for column in row} for names in replaced for row in rows]


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, other in names.items():
            value = value.replace(name, other)
    elif isinstance(value, bytes):
        for name, other in names.items():
            value = value.replace(name.encode(), other.encode())
    return value


def _put(database: Database, rows: dict[str, list[dict[str, Any]]]) -> None:
    with database.writing() as session:
        connection = session.connection()
        for table, found in _in_order(rows):
            if found:
                columns = ", ".join(f'"{name}"' for name in found[0])
                values = ", ".join(f":{name}" for name in found[0])
                connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({values})'), found)  # noqa: S608 (names of ours)
        session.commit()


def _in_order(rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What others refer to comes first."""
    first = ("passport", "passport_version")
    yield from ((table, rows[table]) for table in first)
    yield from ((table, found) for table, found in rows.items() if table not in first)
