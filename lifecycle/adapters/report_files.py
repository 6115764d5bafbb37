"""The report of monitoring as CSV and as a workbook: the same rows, one for each value, with its definition."""

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO

from openpyxl import Workbook

from dpp.domain.actor import OrganisationId
from lifecycle.domain.monitoring.tables import Line, Report, Table, Value

HEADS = ("figure", "line", "measure", "unit", "value", "hidden", "first", "last", "made_on", "title", "definition")
_TOTAL = "total"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | None


class ReportFiles:
    """`lifecycle.service.monitoring.ReportWriter`."""

    def csv(self, report: Report, owners: Mapping[OrganisationId, str]) -> bytes:
        """UTF-8 with a mark, so that a spreadsheet reads it as such."""
        out = StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(HEADS)
        writer.writerows(rows_of(report, owners))
        return out.getvalue().encode("utf-8-sig")

    def xlsx(self, report: Report, owners: Mapping[OrganisationId, str]) -> bytes:
        """One sheet."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("monitoring")
        sheet.append(HEADS)
        for row in rows_of(report, owners):
            sheet.append(row)
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def rows_of(report: Report, owners: Mapping[OrganisationId, str]) -> Iterator[tuple[Cell, ...]]:
    """One row for each value, the total last; a table without lines has one row that says so."""
    for table in report.tables:
        lines = table.lines if table.total is None else (*table.lines, Line((_TOTAL,), table.total))
        for line in lines or (Line(("",), (None,) * len(table.measures), hidden=table.withheld),):
            named = " / ".join(_plain(owners.get(OrganisationId(word), word)) for word in line.key)
            for measure, value in zip(table.measures, line.values, strict=True):
                yield (
                    table.name,
                    named,
                    measure.name,
                    measure.unit,
                    value,
                    _is_hidden(line, value),
                    *_about(report, table),
                )


def _is_hidden(line: Line, value: Value) -> str:
    return "yes" if line.hidden and value is None else ""


def _about(report: Report, table: Table) -> tuple[Cell, ...]:
    days = (report.first.isoformat(), report.last.isoformat(), report.made_on.isoformat())
    return (*days, str(table.title), str(table.definition))


def _plain(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
