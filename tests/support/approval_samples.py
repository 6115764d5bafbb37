"""Contexts for the pages of mandates, of decisions by class, of deviations and of the paper. All is invented."""

from dataclasses import replace
from datetime import date

from dpp.domain.actor import Role
from dpp.domain.message import message
from lifecycle.domain.class_decisions import Closing, Why
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, OverrideGround, Route
from tests.support import work_samples
from tests.support.work_samples import HEAD, at
from web.pages.acts.base import choices
from web.pages.contexts.approvals import (
    ClassesPage,
    ClassLine,
    ClassPage,
    Exceptionally,
    MandateLine,
    MandatePage,
    MandatesPage,
    MandateStepLine,
    MemberLine,
    NewMandatePage,
    OverrideLine,
    OverridesPage,
    PaperSection,
    PaperTable,
    ReasonedPage,
)
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Person, Refusal, Tone
from web.pages.contexts.passport import ProductKind
from web.pages.rendering import Page

CLASS, MANDATE = "/class-decisions/n97ynm8w833vfgsjf697", "/mandates/dxrzcf7r5gk1p5evvzez"
DECISION = f"{work_samples.DEVICE}/decisions/5rzdw31ybqrarhpx9mps"
LINE = MandateLine(
    MANDATE,
    "Dana Domeinen",
    "Domeinen Roerende Zaken",
    tuple(ApprovalAct),
    (Route.DONATE, Route.SELL),
    (ProductKind.LAPTOP,),
    (message("at most {most} devices in one act", most=40),),
    date(2026, 1, 1),
    date(2026, 12, 31),
    Tone.GOOD,
    message("in force"),
)
WAITING = replace(
    LINE,
    holder=Role.DRZ,
    categories=(),
    limits=(),
    last=None,
    tone=Tone.ATTENTION,
    state=message("waits for a second person"),
)
STEPS = (
    MandateStepLine(message("Granted"), "Bea Beheer", at(4, 9)),
    MandateStepLine(message("Confirmed"), None, at(4, 10)),
)
MEMBER = MemberLine(HEAD, DECISION, look_at="m2k8x0v4t7q1c5d9")
ODD = replace(
    MEMBER,
    exceptions=(
        Exceptionally(Why.OTHER_ROUTE, (Route.SELL,)),
        Exceptionally(Why.FACT_MISSING, (message("the battery condition"),)),
        Exceptionally(Why.LOCK, ()),
    ),
)
OPEN = ClassPage(
    at=CLASS,
    name="Latitude 7420, C4",
    route=Route.DONATE,
    described=(message("Kind of device: {kind}", kind=ProductKind.LAPTOP),),
    agreeing=(MEMBER, MEMBER),
    exceptions=(ODD, replace(ODD, decision=None)),
    sample=(MEMBER, replace(MEMBER, seen=True, seen_by="Dana Domeinen"), replace(MEMBER, seen=False)),
    left_out=(replace(MEMBER, exceptions=(Exceptionally(Why.DECIDED_SINCE, ()),)),),
    proposed_by="Dana Domeinen",
    proposed_at=at(19, 9),
    closed=None,
    closed_by=None,
    closed_at=None,
    mandate=None,
    seed="vfgsjf697n97ynm8w833",
    digest="0a" * 32,
    may_look=True,
    obstacle=Refusal(message("You have no mandate to approve this.")),
)
APPROVED = replace(
    OPEN,
    closed=Closing.APPROVED,
    closed_at=at(19, 11),
    mandate="MB-2026-7",
    may_look=False,
    obstacle=None,
)
CLASSES = ClassesPage(
    lines=(
        ClassLine(CLASS, "Latitude 7420, C4", Route.DONATE, 43, 3, at(19, 9), None),
        ClassLine(CLASS, "Beeldschermen", Route.SELL, 12, 0, at(18, 9), Closing.APPROVED),
        ClassLine(CLASS, "Oude telefoons", Route.RECYCLE, 12, 1, at(17, 9), Closing.WITHDRAWN),
    ),
    may_decide=True,
    routes=choices(Route),
    categories=choices(ProductKind),
    models=(Choice("p1", "Dell Latitude 7420"),),
    owners=(Choice("o1", "Ministerie (demo)"),),
    functional=choices(FunctionalGrade),
    cosmetic=choices(CosmeticGrade),
)
NEW = NewMandatePage(
    organisations=Offered((Choice("drz", "Domeinen Roerende Zaken"),)),
    holders=Offered(
        (
            Choice("account:a1", "Dana Domeinen"),
            Choice("role:drz", message("Everybody with the role {role}", role=Role.DRZ)),
        )
    ),
    acts=choices(ApprovalAct),
    routes=choices(Route),
    categories=choices(ProductKind),
)
OVERRIDDEN = OverrideLine(
    HEAD,
    DECISION,
    at(19, 9),
    "Ministerie (demo)",
    Route.DONATE,
    Route.RECYCLE,
    OverrideGround.OTHER_CONDITION,
    "De behuizing is gebroken.",
    "Dana Domeinen",
    None,
    is_approved=False,
)
OVERRIDES = OverridesPage(
    (OVERRIDDEN, replace(OVERRIDDEN, head=None, before=None, ground=None, owner=None, is_approved=True)),
    ((OverrideGround.OTHER_CONDITION, 1), (message("no ground"), 1)),
    date(2026, 8, 22),
    date(2026, 11, 20),
)
REASONED = ReasonedPage(
    title=message("Reasoned decision"),
    lead=message("This is approved."),
    sections=(
        PaperSection(message("What is decided"), (message("This is approved."),), ("Latitude 7420",)),
        PaperSection(
            message("How to check it"),
            facts=((message("Decision"), "0a" * 32),),
            table=PaperTable((message("Fact"), message("Since")), ((message("the locks"), date(2026, 11, 4)),)),
        ),
    ),
    back=DECISION,
    paper=f"{DECISION}/reasons.pdf",
    name="SSC-0048213",
)


def samples(drz: Person, administrator: Person) -> dict[str, tuple[Page, Person, str]]:
    """Every page, open and closed, filled and empty."""
    wrong = FormState({}, {"acts": message("Choose what may be approved.")})
    mandate = MandatePage(
        LINE, "MB-2026-7", STEPS, may_confirm=False, may_change=True, colleagues=Offered((Choice("a2", "Rik"),))
    )
    return {
        "mandates": (MandatesPage((LINE, WAITING), "/mandates/new"), administrator, "/mandates"),
        "mandates-none": (MandatesPage((), None), drz, "/mandates"),
        "mandate": (mandate, administrator, MANDATE),
        "mandate-waiting": (
            MandatePage(WAITING, "MB-2026-8", STEPS[:1], may_confirm=True, may_change=False),
            drz,
            MANDATE,
        ),
        "mandate-new": (NEW, administrator, "/mandates/new"),
        "mandate-new-wrong": (
            replace(NEW, form=wrong, chosen=frozenset({"routes.donate"})),
            administrator,
            "/mandates",
        ),
        "classes": (CLASSES, drz, "/class-decisions"),
        "classes-none": (replace(CLASSES, lines=(), may_decide=False), drz, "/class-decisions"),
        "class": (OPEN, drz, CLASS),
        "class-ready": (replace(OPEN, obstacle=None), drz, CLASS),
        "class-approved": (APPROVED, drz, CLASS),
        "overrides": (OVERRIDES, drz, "/overrides"),
        "overrides-none": (replace(OVERRIDES, lines=(), grounds=()), drz, "/overrides"),
        "reasoned": (REASONED, drz, f"{DECISION}/reasons"),
    }
