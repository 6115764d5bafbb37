"""Closures and access records in memory: dictionaries of frozen rows, as `FakeStorage` copies them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.access_record import AccessKind, AccessRecord, Seal
from dpp.domain.actor import AccountId
from dpp.domain.audience import Closure
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.service.access.ports import Lifting, RecordFilter, StoredClosure


@dataclass
class FakeClosures:
    """`ClosureStore` in memory."""

    rows: dict[str, StoredClosure] = field(default_factory=dict)
    liftings: dict[str, Lifting] = field(default_factory=dict)

    def hold(self, passport: str) -> None:
        """Nobody else is here."""

    def add(self, closure: StoredClosure) -> None:
        assert closure.closure_id not in self.rows
        self.rows[closure.closure_id] = closure

    def lift(self, lifting: Lifting) -> None:
        if lifting.closure_id in self.liftings:
            raise Conflict(message("This was lifted by somebody else."))
        self.liftings[lifting.closure_id] = lifting

    def get(self, closure_id: str) -> StoredClosure | None:
        return self.rows.get(closure_id)

    def lifted(self, closure_ids: Sequence[str]) -> Mapping[str, Lifting]:
        return {each: self.liftings[each] for each in closure_ids if each in self.liftings}

    def standing(self) -> int:
        return len(self.rows.keys() - self.liftings.keys())

    def all(self, *, passport: str | None = None) -> Sequence[StoredClosure]:
        found = [row for row in self.rows.values() if passport is None or row.passport_id in {None, passport}]
        oldest_last = sorted(found, key=lambda row: row.closure_id)
        return sorted(oldest_last, key=lambda row: row.since, reverse=True)

    def in_force(self, passports: Collection[str]) -> Sequence[Closure]:
        return self._standing({None, *passports})

    def of(self, passport: str) -> Sequence[Closure]:
        return self._standing({passport})

    def _standing(self, passports: Collection[str | None]) -> Sequence[Closure]:
        found = [
            row for row in self.rows.values() if row.passport_id in passports and row.closure_id not in self.liftings
        ]
        return [row.closure for row in sorted(found, key=lambda row: (row.since, row.closure_id))]


@dataclass
class FakeAccessRecords:
    """`AccessRecordStore` in memory."""

    rows: dict[str, AccessRecord] = field(default_factory=dict)

    def add(self, record: AccessRecord, seal: Seal | None = None) -> None:  # noqa: ARG002 (never opened here)
        assert record.record_id not in self.rows
        self.rows[record.record_id] = record

    def readings(self, account: AccountId, since: datetime) -> int:
        return len(self._of(account, AccessKind.READ, since))

    def was_refused(self, account: AccountId, since: datetime) -> bool:
        return bool(self._of(account, AccessKind.REFUSED, since))

    def page(self, wanted: RecordFilter) -> Sequence[AccessRecord]:
        newest_first = sorted(self.rows.values(), key=_place, reverse=True)
        last = self.rows.get(wanted.after or "")
        found = [
            row for row in newest_first if self._fits(row, wanted) and (last is None or _place(row) < _place(last))
        ]
        return found[: wanted.limit]

    def forget_readers(self, before: datetime) -> int:
        forgotten = [row for row in self.rows.values() if row.at < before and row.account is not None]
        for row in forgotten:
            self.rows[row.record_id] = replace(row, account=None, organisation=None)
        return len(forgotten)

    def _of(self, account: AccountId, kind: AccessKind, since: datetime) -> list[AccessRecord]:
        return [row for row in self.rows.values() if row.account == account and row.kind is kind and row.at >= since]

    @staticmethod
    def _fits(row: AccessRecord, wanted: RecordFilter) -> bool:
        return (
            wanted.passport in {None, row.passport}
            and wanted.account in {None, row.account}
            and row.kind in wanted.kinds
            and (wanted.since is None or row.at >= wanted.since)
            and (wanted.until is None or row.at < wanted.until)
            and not (wanted.without_authorities and row.by_authority)
        )


def _place(row: AccessRecord) -> tuple[datetime, str]:
    return row.at, row.record_id
