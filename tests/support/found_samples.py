"""Contexts for the pages of found devices. Devices, people and numbers are invented; the models exist."""

from datetime import UTC, datetime

from dpp.domain.message import message
from lifecycle.domain.found_reports import CHOSEN, Outcome
from tests.support import work_samples
from web.pages.contexts.found_reports import (
    FoundReportLine,
    FoundReportPage,
    FoundReportsPage,
    ReportEndedPage,
    ReportFoundPage,
    ReportSentPage,
)
from web.pages.contexts.frame import Choice, FormState, Person
from web.pages.rendering import Page

NAME, PASSPORT = "Dell Latitude 7420", "/passports/3w9c5q8h2m7k4t1p"
FOUND = f"{PASSPORT}/found"
REPORT = "/found-reports/7k3m9x2p"
CAME = datetime(2026, 11, 19, 17, 40, tzinfo=UTC)
LINE = FoundReportLine(REPORT, "7k3m-9x2p", work_samples.HEAD, CAME, missing=True)
WHERE = "In the intercity to Zwolle, under a seat.\nIt is at my home now. See http://example.org <b>!</b>"
OUTCOMES = tuple(Choice(each.value, each) for each in CHOSEN)


def samples(owner: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The form as a stranger meets it, after mistakes and after sending; the reports as their owner reads them."""
    mistakes = FormState(
        {"contact": "finder@example.org", "website": "https://example.org"},
        {
            "where": message("Say where the device is, or where you found it."),
            "website": message("Leave this field empty: it is there to stop programs."),
        },
    )
    closed = FoundReportLine(REPORT, "7k3m-9x2p", work_samples.HEAD, CAME, outcome=Outcome.CAME_BACK)
    return {
        "report-found": (ReportFoundPage(NAME, PASSPORT, 30), None, FOUND),
        "report-found-mistakes": (ReportFoundPage(NAME, PASSPORT, 30, mistakes), None, FOUND),
        "report-found-sent": (ReportSentPage(NAME, PASSPORT, "7k3m-9x2p"), None, FOUND),
        "report-found-ended": (ReportEndedPage(NAME, PASSPORT), None, FOUND),
        "found-reports": (FoundReportsPage((LINE, closed)), owner, "/found-reports"),
        "found-reports-none": (FoundReportsPage(()), owner, "/found-reports"),
        "found-report": (
            FoundReportPage(
                LINE,
                where=WHERE,
                contact="finder@example.org",
                may_answer=True,
                find="/devices/3w9c/finding?report=7k3m-9x2p",
                outcomes=OUTCOMES,
            ),
            owner,
            REPORT,
        ),
        "found-report-closed": (
            FoundReportPage(closed, where=None, contact=None, may_answer=True, closed=CAME),
            owner,
            REPORT,
        ),
    }
