"""Repair keys in SQL: `RepairKeyStore` of `lifecycle.service.repairer_ports`.

Statements run without the ORM: two at once may use one key, and an object that a session keeps would not notice.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlmodel import Session

from dpp.adapters.mapping import add_row, stored_from, table_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.repairers import RepairKeyGuessRow, RepairKeyRow
from lifecycle.domain.repairers.keys import RepairKey

_KEYS = table_of(RepairKeyRow)
_KEY = _KEYS.c
_GUESSES = table_of(RepairKeyGuessRow)
_USED = ("used_at", "used_by", "used_by_account", "access_until")
_WITHDRAWN = ("withdrawn_at", "withdrawn_by")


class SqlRepairKeys:
    """`RepairKeyStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def opened(self, device: DeviceKey, organisation: OrganisationId, on: date) -> RepairKey | None:
        mine = select(_KEYS).where(_opened_by(organisation, on), _KEY.device_key == device)
        return next(iter(self._found(mine.order_by(_KEY.used_at.desc()).limit(1))), None)

    def opened_by(self, organisation: OrganisationId, on: date) -> tuple[RepairKey, ...]:
        mine = select(_KEYS).where(_opened_by(organisation, on))
        return self._found(mine.order_by(_KEY.access_until, _KEY.device_key, _KEY.key_id))

    def add(self, key: RepairKey) -> None:
        values = {**vars(key), "key_id": key.id, "device_key": key.device}
        add_row(self._session, _KEYS, {column.name: values[column.name] for column in _KEYS.columns})

    def by_hash(self, code_hash: str) -> RepairKey | None:
        return next(iter(self._found(select(_KEYS).where(_KEY.code_hash == code_hash))), None)

    def of_device(self, device: DeviceKey) -> tuple[RepairKey, ...]:
        of_it = select(_KEYS).where(_KEY.device_key == device)
        return self._found(of_it.order_by(_KEY.made_at.desc(), _KEY.key_id))

    def take(self, used: RepairKey) -> bool:
        return self._change(used, _USED, and_(_KEY.used_at.is_(None), _KEY.withdrawn_at.is_(None)))

    def withdraw(self, withdrawn: RepairKey) -> None:
        self._change(withdrawn, _WITHDRAWN, _KEY.withdrawn_at.is_(None))

    def guess(self, guess: str, organisation: OrganisationId, at: datetime, since: datetime) -> None:
        self._session.connection().execute(_GUESSES.delete().where(_GUESSES.c.guessed_at < since))
        add_row(self._session, _GUESSES, {"guess_id": guess, "organisation": organisation, "guessed_at": at})

    def guesses(self, organisation: OrganisationId, since: datetime) -> tuple[datetime, ...]:
        of_it = and_(_GUESSES.c.organisation == organisation, _GUESSES.c.guessed_at >= since)
        times = select(_GUESSES.c.guessed_at).where(of_it).order_by(_GUESSES.c.guessed_at)
        return tuple(self._session.connection().execute(times).scalars())

    def forget_guess(self, guess: str) -> None:
        self._session.connection().execute(_GUESSES.delete().where(_GUESSES.c.guess_id == guess))

    def _change(self, key: RepairKey, fields: tuple[str, ...], still: ColumnElement[bool]) -> bool:
        """Write these fields where the row is still so; whether it was."""
        this = and_(_KEY.device_key == key.device, _KEY.key_id == key.id, still)
        values = {name: getattr(key, name) for name in fields}
        return self._session.connection().execute(_KEYS.update().where(this).values(values)).rowcount > 0

    def _found(self, wanted: Select[tuple[object, ...]]) -> tuple[RepairKey, ...]:
        rows = self._session.connection().execute(wanted)
        return tuple(stored_from(RepairKey, row, id=row.key_id, device=row.device_key) for row in rows)


def _opened_by(organisation: OrganisationId, on: date) -> ColumnElement[bool]:
    return and_(_KEY.used_by == organisation, _KEY.access_until >= on, _KEY.withdrawn_at.is_(None))
