"""The store of finders' reports in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.found_reports import FoundReport, ReportReference


@dataclass
class FakeFoundReports:
    rows: dict[ReportReference, FoundReport] = field(default_factory=dict)

    def put(self, report: FoundReport) -> None:
        self.rows[report.reference] = report

    def get(self, reference: ReportReference) -> FoundReport | None:
        return self.rows.get(reference)

    def open_of(self, key: DeviceKey) -> tuple[FoundReport, ...]:
        return _oldest_first(row for row in self.rows.values() if row.device == key and row.is_open)

    def found(self, told: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[FoundReport, ...]:
        mine = [row for row in self.rows.values() if told in {None, row.told} and row.is_open is is_open]
        newest = sorted(sorted(mine, key=lambda row: row.reference), key=lambda row: row.reported_at, reverse=True)
        return tuple(replace(row, words=None) for row in newest[:limit])

    def open_before(self, before: datetime) -> tuple[FoundReport, ...]:
        return _oldest_first(row for row in self.rows.values() if row.is_open and row.reported_at < before)


def _oldest_first(rows: Iterable[FoundReport]) -> tuple[FoundReport, ...]:
    return tuple(sorted(rows, key=lambda row: (row.reported_at, row.reference)))
