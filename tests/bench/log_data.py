"""Rows of the log by the hundred thousand, put straight into the tables: commitments alone, and events with theirs."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert

from dpp.adapters.database import Database
from dpp.adapters.rows.passports import LeafRow
from dpp.domain.proof import canonical, commitment
from lifecycle.adapters.log import Envelope
from lifecycle.adapters.rows.devices import EventKeyRow, EventRow
from lifecycle.domain.events.record import committed

_BATCH = 10_000
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_EVENTS_OF_A_DEVICE = 10
_HAPPENING: dict[str, Any] = {
    "kind": "inspected",
    "functional": "F5",
    "cosmetic": "C5",
    "tests": [{"name": "keyboard", "passed": True}, {"name": "display", "passed": True}],
    "charger": True,
}


def fill_leaves(database: Database, count: int) -> None:
    """So many leaves of events that are nowhere."""
    for start in range(0, count, _BATCH):
        rows = [_leaf(f"device{number:09}", 1, _digest(number).hex(), _at(number)) for number in _some(start, count)]
        with database.writing() as session:
            session.execute(insert(LeafRow), rows)
            session.commit()


def fill_events(database: Database, count: int) -> None:
    """So many events of devices with ten each, and their leaves."""
    for start in range(0, count, _BATCH):
        events, keys, leaves = zip(*(_event(number) for number in _some(start, count)), strict=True)
        with database.writing() as session:
            session.execute(insert(EventRow), list(events))
            session.execute(insert(EventKeyRow), list(keys))
            session.execute(insert(LeafRow), list(leaves))
            session.commit()


def _event(number: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    device, sequence = f"device{number // _EVENTS_OF_A_DEVICE:09}", number % _EVENTS_OF_A_DEVICE + 1
    said = Envelope(f"event{number:09}", device, _at(number), _at(number), "account", "organisation", f"act{number}")
    salt = _digest(number)[:16]
    made = commitment(salt, canonical(committed(said, sequence, _HAPPENING)))
    event = {
        "device_key": device,
        "sequence": sequence,
        "event_id": said.id,
        "kind": _HAPPENING["kind"],
        "occurred_at": said.occurred_at,
        "recorded_at": said.recorded_at,
        "actor": said.actor,
        "organisation": said.organisation,
        "transaction_id": said.transaction,
        "content": canonical(_HAPPENING).decode(),
    }
    key = {"event_id": said.id, "device_key": device, "sequence": sequence}
    return event, key, _leaf(device, sequence, made, said.recorded_at, salt)


def _leaf(subject: str, number: int, made: str, at: datetime, salt: bytes = b"s" * 16) -> dict[str, Any]:
    return {
        "subject": subject,
        "kind": "event",
        "number": number,
        "commitment": made,
        "salt": salt,
        "recorded_at": at,
    }


def _some(start: int, count: int) -> range:
    return range(start, min(start + _BATCH, count))


def _at(number: int) -> datetime:
    return _BEGIN + timedelta(seconds=number)


def _digest(number: int) -> bytes:
    return sha256(number.to_bytes(8, "big")).digest()
