"""Reports of finders in SQL: the store behind `lifecycle.service.found_ports`."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import stored_from
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.found_reports import FoundReportRow, FoundReportWordsRow
from lifecycle.domain.found_reports import FoundReport, Outcome, ReportReference, Words


class SqlFoundReports:
    """`FoundReportStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, report: FoundReport) -> None:
        key = {"device_key": report.device, "reference": report.reference}
        self._session.merge(
            FoundReportRow(
                **key,
                passport_id=report.passport,
                told=report.told,
                reported_at=report.reported_at,
                outcome=report.outcome,
                closed_at=report.closed_at,
                closed_by=report.closed_by,
            )
        )
        self._session.flush()
        if report.words is not None:
            self._session.merge(FoundReportWordsRow(**key, place=report.words.where, contact=report.words.contact))
        else:
            words = FoundReportWordsRow
            self._session.exec(
                delete(words).where(col(words.device_key) == report.device, col(words.reference) == report.reference)
            )
        self._session.flush()

    def get(self, reference: ReportReference) -> FoundReport | None:
        rows = self._session.exec(select(FoundReportRow).where(FoundReportRow.reference == reference))
        return next(iter(self._with_words(rows.all())), None)

    def open_of(self, key: DeviceKey) -> tuple[FoundReport, ...]:
        row = FoundReportRow
        mine = select(row).where(row.device_key == key, col(row.outcome).is_(None))
        return self._with_words(self._session.exec(mine.order_by(col(row.reported_at), col(row.reference))).all())

    def found(self, told: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[FoundReport, ...]:
        row = FoundReportRow
        outcome = col(row.outcome)
        wanted = select(row).where(outcome.is_(None) if is_open else outcome.is_not(None))
        if told is not None:
            wanted = wanted.where(row.told == told)
        newest = wanted.order_by(col(row.reported_at).desc(), col(row.reference)).limit(limit)
        return tuple(_report(each, None) for each in self._session.exec(newest))

    def open_before(self, before: datetime) -> tuple[FoundReport, ...]:
        row = FoundReportRow
        old = select(row).where(col(row.outcome).is_(None), col(row.reported_at) < before)
        return self._with_words(self._session.exec(old.order_by(col(row.reported_at), col(row.reference))).all())

    def _with_words(self, rows: Sequence[FoundReportRow]) -> tuple[FoundReport, ...]:
        places = [(row.device_key, row.reference) for row in rows]
        return tuple(
            _report(row, self._session.get(FoundReportWordsRow, place)) for row, place in zip(rows, places, strict=True)
        )


def _report(row: FoundReportRow, words: FoundReportWordsRow | None) -> FoundReport:
    return stored_from(
        FoundReport,
        row,
        device=row.device_key,
        passport=row.passport_id,
        words=None if words is None else Words(words.place, words.contact),
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )
