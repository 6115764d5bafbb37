"""Attempts to sign in and the journal on SQL."""

from datetime import datetime

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from dpp.domain.actor import AccountId
from web.accounts.adapters.rows import AttemptRow, JournalRow
from web.accounts.domain.attempts import Attempt
from web.accounts.domain.journal import JournalEntry


class SqlAttempts:
    """The port `AttemptStore`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, name_hash: str, address_hash: str) -> None:
        """On PostgreSQL an advisory lock for each; SQLite's one writer at a time is that lock already."""
        if self._session.get_bind().dialect.name != "postgresql":
            return
        for lock in sorted({_lock_number(name_hash), _lock_number(address_hash)}):  # in order: no two wait in a ring
            self._session.exec(select(func.pg_advisory_xact_lock(lock))).one()

    def recent(self, name_hash: str, address_hash: str, since: datetime) -> tuple[Attempt, ...]:
        rows = self._session.exec(
            select(AttemptRow)
            .where(col(AttemptRow.at) > since)
            .where(or_(col(AttemptRow.name_hash) == name_hash, col(AttemptRow.address_hash) == address_hash))
            .order_by(col(AttemptRow.at), col(AttemptRow.id))
        )
        return tuple(Attempt(row.name_hash, row.address_hash, row.at) for row in rows)

    def add(self, attempt: Attempt) -> None:
        self._session.add(AttemptRow(name_hash=attempt.name_hash, address_hash=attempt.address_hash, at=attempt.at))
        self._session.flush()

    def forget(self, name_hash: str) -> None:
        self._session.exec(delete(AttemptRow).where(col(AttemptRow.name_hash) == name_hash))

    def forget_before(self, moment: datetime) -> None:
        self._session.exec(delete(AttemptRow).where(col(AttemptRow.at) < moment))


class SqlJournal:
    """The port `Journal`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entry: JournalEntry) -> None:
        self._session.add(JournalRow(at=entry.at, by=entry.by, act=entry.act, subject=entry.subject))
        self._session.flush()

    def some(self, limit: int, offset: int) -> tuple[JournalEntry, ...]:
        newest = select(JournalRow).order_by(col(JournalRow.id).desc())
        rows = self._session.exec(newest.limit(limit).offset(offset))
        return tuple(JournalEntry(row.at, AccountId(row.by), row.act, row.subject) for row in rows)

    def count(self) -> int:
        return self._session.exec(select(func.count()).select_from(JournalRow)).one()


def _lock_number(hexadecimal: str) -> int:
    """A signed 64-bit number out of a hash, as an advisory lock wants it."""
    return int.from_bytes(bytes.fromhex(hexadecimal[:16]), "big", signed=True)
