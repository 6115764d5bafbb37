"""The report of an import as lines of a table.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection): what a report
quotes came from a file of somebody else.
"""

from collections.abc import Callable

from dpp.domain.imports.rows import RowReport
from dpp.domain.message import Message

HEADINGS = ("line", "outcome", "passport or device", "where", "why", "what to do")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_line(report: RowReport, say: Callable[[Message], str] = str) -> tuple[str, ...]:
    """One row of the report, with its sentences in the words of `say`."""
    where = ", ".join(dict.fromkeys(problem.path for problem in report.problems))
    whys = [say(problem.what) for problem in report.problems] or ([say(report.what)] if report.what else [])
    cells = (
        str(report.line),
        report.outcome.value,
        report.subject or "",
        where,
        " ".join(whys),
        say(report.remedy) if report.remedy else "",
    )
    return tuple(_plain(cell) for cell in cells)


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
