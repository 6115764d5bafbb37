"""Contexts of the pages of corrections, cases and the timeline, as a device has them."""

from dataclasses import replace
from datetime import date

from dpp.domain.message import message
from lifecycle.domain.differences import Axis
from lifecycle.domain.events import CaseOutcome, CaseStep, ErrorReason, Severity
from lifecycle.domain.hooks import DeliveryState
from lifecycle.domain.proposals import ProposalState
from lifecycle.domain.vocabulary import DataState
from tests.support.work_samples import DEVICE, HEAD, at, device
from web.pages.contexts.cases import CaseLine, CasePage, CasesPage, StepLine
from web.pages.contexts.corrections import Change, CorrectionPage, EventLine, NoLonger, ProposalRow, ProposedBy
from web.pages.contexts.frame import Choice, Link, Person
from web.pages.contexts.hooks import DeliveryLine, HookLine, HookPage, HooksPage
from web.pages.contexts.timeline import Band, Chapter, Entry, Foreign, Point, Tick, TimelinePage
from web.pages.rendering import Page

CHECKED = EventLine(
    message("Erasure checked"), at(18, 11), (message("Medium {serial}", serial="S5GY"),), f"{DEVICE}#e5"
)
FAILED = EventLine(message("Erasure failed its check"), at(18, 11))
CASE = CaseLine(
    HEAD,
    f"{DEVICE}/cases/c1",
    Severity.POSSIBLE_DATA_LEAK,
    date(2026, 11, 18),
    (CaseStep.OWNER_TOLD, CaseStep.DRZ_TOLD),
)
CORRECTION = CorrectionPage(
    HEAD,
    CHECKED,
    ErrorReason.INCORRECT_DATA,
    (FAILED,),
    changes=(
        Change(
            Axis.DATA,
            "S5GY",
            message("{state}", state=DataState.VERIFIED),
            message("{state}", state=DataState.FAILED),
        ),
        Change(Axis.PUBLIC, "data", message("its data is erased and checked since {month}", month="2026-11"), None),
    ),
    send_to=f"{DEVICE}/corrections",
    hidden=(Choice("wrong", "e5"), Choice("digest", "0" * 64)),
)
IMPOSSIBLE = replace(
    CORRECTION,
    changes=(),
    broken=(NoLonger(CHECKED, message("Not every storage medium is erased."), "unverified-medium"),),
    send_to=None,
    open_case=f"{DEVICE}/cases/new?event=e5",
)
PROPOSED = replace(
    CORRECTION,
    by_two=True,
    stale=True,
    proposed=ProposedBy("Sanne de Wit", at(19, 9), ProposalState.OPEN),
    decline=f"{DEVICE}/corrections/p1/refusal",
)
OPEN = CasePage(
    CASE,
    "Another disk was in the cage.",
    CHECKED,
    at(19, 9),
    "Sanne de Wit",
    medium="S5GY",
    steps=(StepLine(CaseStep.RECALLED, at(19, 10), "Joris Bakker", "Letter 2026-12"),),
    report_before=at(20, 9),
    choices=tuple(Choice(each.value, each) for each in CaseStep),
    outcomes=tuple(Choice(each.value, each) for each in CaseOutcome),
)
CLOSED = replace(
    OPEN,
    line=replace(CASE, untold=(), outcome=CaseOutcome.SECURED),
    what=None,
    report_before=None,
    closed=at(20, 9),
    closed_by="Joris Bakker",
    choices=(),
    outcomes=(),
)

HOOK = HookLine("/web-hooks/h1", "https://hooks.example.org/kringpas", ("inspected", "repaired"), at(17, 9))
DELIVERIES = (
    DeliveryLine("e7", f"{DEVICE}/timeline#event-e7", DeliveryState.WAITING, 1, at(19, 9), "503"),
    DeliveryLine(
        "e6",
        f"{DEVICE}/timeline#event-e6",
        DeliveryState.DEAD,
        12,
        at(18, 9),
        "500",
        "/web-hooks/h1/deliveries/6/resend",
    ),
    DeliveryLine("e5", f"{DEVICE}/timeline#event-e5", DeliveryState.DELIVERED, 1, at(17, 9), "204"),
)


def timeline() -> TimelinePage:
    """Two custodians; one event was declared wrong, one came late, one waits for its number."""
    shown = device()
    newest, inspected, corrected, scanned = shown.timeline
    first = Band(
        1, "Ministerie van Infrastructuur en Waterstaat", "Den Haag, magazijn", at(17, 9), at(17, 14, 31), 0, 20
    )
    second = Band(2, "SSC-ICT", "Den Haag, hal 2", at(17, 14, 31), None, 20, 80)
    links = (Link(message("evidence"), f"{DEVICE}#evidence"),)
    return TimelinePage(
        HEAD,
        chapters=(
            Chapter(
                second,
                (
                    Entry(newest, number=None, links=links, correct=f"{DEVICE}/corrections/new?event=e4"),
                    Entry(inspected, late=True, number=4021, chosen=True),
                    Entry(corrected, number=4020, declaration="#event-e3"),
                ),
            ),
            Chapter(first, (Entry(scanned, number=4019),)),
        ),
        points=tuple(
            Point(
                place, each.kind, each.at, f"{DEVICE}/timeline?at={each.id}", corrected=each.corrected, late=place == 40
            )
            for place, each in zip((0, 30, 40, 100), (scanned, corrected, inspected, newest), strict=True)
        ),
        ticks=(Tick(0, at(17, 9)), Tick(100, at(18, 10))),
        foreign=(Foreign("shipping", at(17, 12), at(17, 13), "Rijdend BV", "/epcis/events/ni%3A1"),),
        at=at(17, 15),
        marker=40,
        standing=shown.standing,
        cases=(
            Link(message("{what}, found on {day}", what=Severity.POSSIBLE_DATA_LEAK, day=date(2026, 11, 18)), DEVICE),
        ),
        proof=f"/api/v1{DEVICE}/proof",
    )


def samples(drz: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """A page, who reads it, and its address."""
    return {
        "correction": (CORRECTION, drz, f"{DEVICE}/corrections/preview"),
        "correction-impossible": (IMPOSSIBLE, drz, f"{DEVICE}/corrections/preview"),
        "correction-proposed": (PROPOSED, drz, f"{DEVICE}/corrections/p1"),
        "cases": (CasesPage((CASE,), (ProposalRow(HEAD, f"{DEVICE}/corrections/p1", at(19, 9)),)), drz, "/cases"),
        "cases-none": (CasesPage((), is_open=False), drz, "/cases?closed=true"),
        "case": (OPEN, drz, CASE.address),
        "case-closed": (CLOSED, drz, CASE.address),
        "web-hooks": (HooksPage((HOOK, replace(HOOK, kinds=(), ended=True)), "whsec_c2VjcmV0"), drz, "/web-hooks"),
        "web-hooks-none": (HooksPage(()), drz, "/web-hooks"),
        "web-hook": (HookPage(HOOK, DELIVERIES), drz, HOOK.address),
        "web-hook-new": (HookPage(HOOK, (), dead_only=True), drz, HOOK.address),
        "timeline": (timeline(), drz, f"{DEVICE}/timeline"),
        "timeline-before": (replace(timeline(), standing=None, cases=()), drz, f"{DEVICE}/timeline"),
    }
