"""Contexts for the inbox. Devices, people and numbers are invented; the models exist."""

from datetime import UTC, datetime, timedelta

from dpp.domain.message import message
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.inbox import Outcome
from tests.support import work_samples
from web.pages.contexts.frame import FormState, Person, Refusal
from web.pages.contexts.inbox import (
    AttemptLine,
    Claimed,
    ConflictLine,
    InboxItemPage,
    InboxLine,
    InboxPage,
    LifeLine,
)
from web.pages.mapping.happenings import CALLED
from web.pages.mapping.inbox import skew_of
from web.pages.rendering import Page

CAME = datetime(2026, 11, 19, 17, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WHY = Refusal(
    message("You erased storage medium {serial} yourself.", serial="S4EVNX0M"),
    message("Somebody else verifies it."),
    "own-verification",
)
LINE = InboxLine(
    address="/inbox/7k3m9x2p4q8d",
    kind=CALLED["sanitisation_verified"],
    occurred=CAME - 90 * MINUTE,
    received=CAME,
    why=WHY.what,
    sender="SSC-ICT (demo)",
    scanner="Scanner 7, hall 3",
    head=work_samples.HEAD,
)
UNKNOWN = InboxLine(
    address="/inbox/1k3m9x2p4q8d",
    kind=CALLED["intake_scanned"],
    occurred=CAME - 3 * MINUTE,
    received=CAME,
    why=message("The clock of the scanner is {minutes} minutes behind ours; {most} are tolerated.", minutes=47, most=5),
    sender=None,
    scanner="Scanner 2",
)
CONFLICT = ConflictLine(
    work_samples.HEAD,
    (Claimed(ClaimKind.SERIAL, "DEMO7420A1"),),
    (work_samples.HEAD, "m2k8x0v4t7q1c5d9"),
    f"{work_samples.HEAD.address}/identity",
)
LIFE = (
    LifeLine(CAME - 120 * MINUTE, CALLED["sanitisation_performed"], (message("S4EVNX0M"),)),
    LifeLine(LINE.occurred, LINE.kind, is_it=True),
    LifeLine(CAME - 60 * MINUTE, CALLED["inspected"]),
)
TRIED = (
    AttemptLine(CAME + MINUTE, "Anna de Vries", Outcome.REFUSED, WHY.what),
    AttemptLine(CAME + 2 * MINUTE, None, Outcome.DISMISSED, "A test of the scanner"),
)


def item(**more: object) -> InboxItemPage:
    usual: dict[str, object] = {
        "line": LINE,
        "details": (message("S4EVNX0M"),),
        "event_id": "scanner-7.2026-11-19.0042",
        "batch": "2026-11-19.3",
        "sent": CAME - 4 * MINUTE,
        "skew": skew_of(4 * MINUTE),
        "refusal": WHY,
        "life": LIFE,
        "attempts": (),
        "may_resolve": True,
    }
    return InboxItemPage(**(usual | more))  # type: ignore[arg-type]  # a sample names its own fields


def samples(handler: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The list with and without anything, an item that waits, one that was settled, and one that nobody knows."""
    settled = InboxLine(**(vars(LINE) | {"outcome": Outcome.DISMISSED}))
    mistakes = FormState({}, {"reason": message("Say why, in 1 to {most} characters.", most=500)})
    return {
        "inbox": (InboxPage((LINE, UNKNOWN), (CONFLICT,), 2, 14), handler, "/inbox"),
        "inbox-none": (InboxPage((), (), 0, 0), handler, "/inbox"),
        "inbox-settled": (InboxPage((settled,), (), 2, 1, is_open=False), handler, "/inbox?settled=true"),
        "inbox-item": (item(), handler, LINE.address),
        "inbox-item-mistakes": (item(form=mistakes), handler, LINE.address),
        "inbox-item-settled": (
            item(line=settled, attempts=TRIED, may_resolve=False, text_erased=True),
            handler,
            LINE.address,
        ),
        "inbox-item-unknown": (
            item(line=UNKNOWN, details=(), life=(), skew=skew_of(47 * MINUTE)),
            handler,
            UNKNOWN.address,
        ),
    }
