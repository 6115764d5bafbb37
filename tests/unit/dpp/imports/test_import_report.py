"""The report of an import can be opened in a spreadsheet without danger, and read in another language."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dpp.adapters.imports.said import read_message, read_report, write_message, write_report
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.imports.report import HEADINGS, report_line
from dpp.domain.imports.rows import Outcome, RowReport, Totals, refusal
from dpp.domain.message import Kept, Message, list_of, listed, message

FAULT = InvalidInput(
    message("The row has {count} fault(s).", count=2),
    (
        Problem("$.mass", message("Column '{heading}': {fault}", heading="=cmd()", fault=message("yes or no"))),
        Problem("$.brand", message("Expected true or false.")),
    ),
    remedy=message("Send the file again."),
)


def test_a_refused_row_says_where_why_and_what_to_do() -> None:
    cells = dict(zip(HEADINGS, report_line(refusal(7, FAULT)), strict=True))
    assert (cells["line"], cells["outcome"], cells["where"]) == ("7", "refused", "$.mass, $.brand")
    assert cells["why"] == "Column '=cmd()': yes or no Expected true or false."
    assert cells["what to do"] == "Send the file again."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_a_text(start: str) -> None:
    report = RowReport(1, Outcome.REFUSED, what=message("{found}", found=f"{start}1+1"))
    assert report_line(report)[4] == f"'{start}1+1"


def test_a_report_is_kept_with_its_templates_so_that_each_reader_has_the_own_language() -> None:
    kept = read_report(write_report(refusal(7, FAULT)))
    assert kept["problems"] == FAULT.problems
    assert (kept["what"], kept["remedy"]) == (FAULT.what, FAULT.remedy)
    assert write_report(RowReport(1, Outcome.CREATED, "7k3m9x2p4q8d5w1z")) == ""
    assert read_message(write_message(None)) is None


def test_what_a_sentence_names_stays_what_it_is() -> None:
    """So that a page says a word, a day and a moment as its reader does; what is of no list stays as it is printed."""
    when = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    said = message("{a} {b} {c} {d}", a=listed([Outcome.REFUSED, "x"]), b=when, c=when.date(), d=Decimal("1.50"))
    kept = read_message(write_message(said))
    assert kept is not None
    assert str(kept) == "refused, x 2026-05-04 09:30:00+00:00 2026-05-04 1.50"
    assert (kept.values["b"], kept.values["c"]) == (when, when.date())
    word = kept.values["a"]
    assert isinstance(word, Message)
    assert isinstance(word.values["part0"], Kept)
    assert word.values["part0"].of == list_of(Outcome)
    assert write_message(kept) == write_message(said)


def test_totals_count_each_outcome() -> None:
    reports = tuple(RowReport(line, outcome) for line, outcome in enumerate([*Outcome, Outcome.REFUSED], 1))
    totals = Totals(created=5).plus(reports)
    assert totals == Totals(created=6, revised=1, unchanged=1, refused=2)
    assert (totals.rows, totals.accepted) == (10, 8)
