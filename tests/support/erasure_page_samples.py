"""Contexts for the pages of the erasure bench. Devices, people and numbers are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.erasure.pallet import Reason
from lifecycle.domain.erasure.reports import Outcome
from lifecycle.domain.erasure.tools import Gate, Standing
from lifecycle.domain.erasure.trays import Tray
from lifecycle.domain.vocabulary import DataState, MediumKind
from tests.support import work_samples
from web.pages.contexts.erasure import (
    BenchPage,
    CleanRow,
    DiskRow,
    ErasureReportPage,
    ExceptionRow,
    MatchPage,
    MediumRow,
    PalletPage,
    RegisterPage,
    ToolRow,
    TrayCard,
    TrayPage,
)
from web.pages.contexts.erasure_statements import StatementCheckPage, StatementLine, StatementsPage
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.rendering import Page

CAME = datetime(2026, 11, 19, 17, 40, tzinfo=UTC)
REPORT = f"/erasure/reports/{'a' * 64}"
ACT = Link(message("Hand in a report"), "/erasure#report")
WHAT = message("Media that are not erased, or whose report did not come yet.")
CARDS = (
    TrayCard(Tray.WAITING, 12, 3, WHAT, ACT, "/erasure/trays/waiting"),
    TrayCard(Tray.UNPLACED, 1, 0, WHAT, ACT, "/erasure/trays/unplaced"),
    TrayCard(Tray.FAILED, 0, None, WHAT, ACT, "/erasure/trays/failed"),
    TrayCard(Tray.TO_VERIFY, 40, 1, WHAT, ACT, "/erasure/trays/to-verify"),
)
WAITS = MediumRow(work_samples.HEAD, "S3Z8NB0K", MediumKind.NVME, DataState.UNKNOWN, missing=True, since=CAME, act=ACT)
BARE = MediumRow(work_samples.HEAD, "", MediumKind.OTHER, DataState.UNKNOWN, missing=False, since=CAME, act=ACT)
OPEN = DiskRow(
    "S3Z8NB0K",
    "nwipe 0.38",
    CAME,
    succeeded=True,
    outcome=Outcome.REFUSED,
    report=REPORT,
    settle=f"{REPORT}/disks/1",
    rule="own",
)
DONE = DiskRow(
    "S3Z8NB1K", "nwipe 0.38", CAME, succeeded=False, outcome=Outcome.RECORDED, report=REPORT, head=work_samples.HEAD
)
CLEAN = CleanRow("event-1", work_samples.HEAD, "S3Z8NB0K", "PRNG Stream", "nwipe 0.38", date(2026, 11, 19))
STATEMENT = StatementLine(
    "wjjb0hm1bdjg8n6zmb1d", CAME, ("S3Z8NB0K",), stands=True, paper="/paper.pdf", check="/erasure-statements/w"
)
NONE_CHOSEN = FormState({"tray": "", "scans": "", "consignment": ""})


def samples(provider: Person, administrator: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Full and empty trays, a report, a pallet with exceptions, and the register for who reads and who edits it."""
    wrong = FormState({}, {"file": message("Choose a file that is not empty.")})
    exceptions = tuple(
        ExceptionRow(
            work_samples.HEAD, None if reason is Reason.NO_MEDIUM_KNOWN else f"DISK-{reason}", reason, ACT, WHAT
        )
        for reason in Reason
    )
    pallet = PalletPage(
        chosen=True,
        clean=(CLEAN,),
        exceptions=exceptions,
        verified=3,
        unknown=("NOBODY-1",),
        sample=(2, 14),
        consignments=(Choice("c1", "c1"),),
        form=FormState({"tray": "yes"}),
    )
    maps = (Choice("Blancco", "Blancco"),)
    return {
        "erasure": (BenchPage(CARDS, 4_194_304, maps), provider, "/erasure"),
        "erasure-mistake": (BenchPage(CARDS, 4_194_304, (), wrong), provider, "/erasure"),
        "erasure-tray": (TrayPage(CARDS[0], (WAITS, BARE)), provider, "/erasure/trays/waiting"),
        "erasure-tray-reports": (TrayPage(CARDS[1], disks=(OPEN,)), provider, "/erasure/trays/unplaced"),
        "erasure-tray-empty": (TrayPage(CARDS[2]), provider, "/erasure/trays/failed"),
        "erasure-report": (
            ErasureReportPage("a" * 64, CAME, (OPEN, DONE), "Bench 3", unread=("No zone is given.",)),
            provider,
            REPORT,
        ),
        "erasure-match": (MatchPage(OPEN), provider, f"{REPORT}/disks/1"),
        "erasure-match-settled": (MatchPage(DONE), provider, f"{REPORT}/disks/2"),
        "erasure-pallet": (pallet, provider, "/erasure/verification?tray=yes"),
        "erasure-pallet-new": (PalletPage(chosen=False, form=NONE_CHOSEN), provider, "/erasure/verification"),
        "erasure-statements": (
            StatementsPage(work_samples.HEAD, (STATEMENT, replace(STATEMENT, stands=False)), may_draw=True),
            provider,
            "/devices/x/erasure-statements",
        ),
        "erasure-statement-check": (StatementCheckPage("/erasure-statements/w"), None, "/erasure-statements/w"),
        "erasure-statement-match": (StatementCheckPage("/erasure-statements/w", match=True), None, "/"),
        "erasure-statement-no-match": (StatementCheckPage("/erasure-statements/w", match=False), None, "/"),
        "erasure-tools": (RegisterPage(_tools(None), Gate.REFUSE), provider, "/erasure/tools"),
        "erasure-tools-none": (RegisterPage((), Gate.REFUSE), provider, "/erasure/tools"),
        "erasure-tools-edit": (
            RegisterPage(_tools("/erasure/tools/nwipe"), Gate.WARN, "/erasure/tools/new"),
            administrator,
            "/erasure/tools",
        ),
    }


def _tools(edit: str | None) -> tuple[ToolRow, ...]:
    """One as it was delivered, one with a history, one that was taken off."""
    changes = ((CAME, "A. Beheer", "made up"), (CAME, None, None))
    bare = ToolRow(
        product="hdparm",
        standing=Standing.LISTED,
        withdrawn=False,
        versions="",
        methods="",
        advice=None,
        first=None,
        last=None,
        source="https://example.org",
        changes=(),
        edit=edit,
    )
    advised = replace(
        bare,
        product="nwipe",
        standing=Standing.ADVISED,
        versions="0.38",
        methods="PRNG Stream",
        advice="made up",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        changes=changes,
    )
    gone = replace(bare, product="old", standing=Standing.UNLISTED, withdrawn=True, changes=changes)
    return bare, advised, gone
