"""Contexts of repair orders for the gallery: an order in each of its moments, invented but likely."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.repair_orders import Approval, OrderState
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FaultKind,
    FunctionalGrade,
    Lifecycle,
    Lock,
    PartOrigin,
    RepairBarrier,
)
from lifecycle.service.repair_order_ports import Stage
from tests.support import advice_page_samples
from web.pages.acts.base import choices
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Person, Tone
from web.pages.contexts.repair_bench import BenchPage, EarlierRepair, Glance
from web.pages.contexts.repair_orders import (
    BenchForms,
    Diagnosis,
    DisputeBlock,
    OrderBlock,
    OrderRow,
    QuoteBlock,
    QuoteLinkMadePage,
    QuoteLinkPage,
    QuotePage,
    RepairOrderPage,
    RepairsPage,
    SaidLine,
    StageLink,
    TestLine,
)
from web.pages.contexts.repairers import Picture
from web.pages.rendering import Page

DEVICE = "/devices/m2k8x0v4t7q1c5d9"
BENCH, ORDER = f"{DEVICE}/repair", "/repairs/3f9k2m1x0v4t7q1c5d9a"
HEAD = DeviceHead("Dell Latitude 7420", DEVICE, "5CG1234XYZ", "7GK3-M9QX-2")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SHOP, MINISTRY = "Reparatiewerkplaats De Schroef", "Ministerie van Financien"
DIAGNOSIS = Diagnosis(
    (FaultKind.BATTERY, FaultKind.CHARGING),
    "The battery holds 31 % of its capacity and is a little swollen.",
    ("2000-0132",),
    ("9f2c1ab37d10",),
)
QUOTE = QuoteBlock(
    version=1,
    number="2026-3F9K2M1X-1",
    digest="0" * 64,
    until=date(2026, 12, 20),
    facts=(
        (message("Repairer"), f"{SHOP}, Werkplaatsweg 12, Den Haag, werkplaats@deschroef.example"),
        (message("Nature of the defect"), "The battery is worn out."),
        (message("Days until it is done"), "3"),
    ),
    price=message(
        "{total} ({net} excluding VAT, VAT {percent} %)", total=Figure(96.2, "EUR"), net=Figure(79.5, "EUR"), percent=21
    ),
    paper=f"{ORDER}/quotes/1.pdf",
    waits=True,
)
SAID = (
    SaidLine(message("Diagnosed"), AT, SHOP, ("The battery holds 31 % of its capacity.",)),
    SaidLine(message("Quote sent"), AT, SHOP, (QUOTE.price,)),
)
OPENED = OrderBlock(
    id="3f9k2m1x0v4t7q1c5d9a",
    address=ORDER,
    head=HEAD,
    state=OrderState.OPEN,
    tone=Tone.INFO,
    repairer=SHOP,
    opened=AT,
    complaint="It switches off after ten minutes.",
    owner=MINISTRY,
    missing=(message("a diagnosis"), message("a quote"), message("the approval of the owner")),
    may_work=True,
    may_quote=True,
    may_cancel=True,
)
WAITING = replace(
    OPENED,
    state=OrderState.WAITING,
    tone=Tone.ATTENTION,
    diagnosis=DIAGNOSIS,
    quotes=(QUOTE,),
    said=SAID,
    may_link=True,
)
IN_WORK = replace(
    WAITING,
    state=OrderState.IN_WORK,
    tone=Tone.INFO,
    quotes=(replace(QUOTE, waits=False, approval=Approval.OWNER),),
    parts=(
        message(
            "{what}, serial number {serial}", what=message("{part} out", part=ComponentKind.BATTERY), serial="OLD1"
        ),
        message("{part} in, {origin}", part=ComponentKind.BATTERY, origin=PartOrigin.NEW_ORIGINAL),
    ),
    minutes=25,
    tests=(TestLine(message("screen"), passed=True), TestLine(message("camera"), passed=False)),
    missing=(),
    may_link=False,
)
DONE = replace(
    IN_WORK,
    state=OrderState.REPAIRED,
    tone=Tone.GOOD,
    tests=(TestLine(message("screen"), passed=True),),
    outcome=message("Repaired"),
    warranty=date(2027, 5, 20),
    covers="The battery and the work.",
    may_work=False,
    may_quote=False,
    may_cancel=False,
)
COMPLAINT = SaidLine(message("Disputed"), AT, MINISTRY, ("The battery is not new: it has 200 cycles.",))
REPLY = SaidLine(message("Reply to the dispute"), AT, SHOP, ("Those are the cycles of the test of the maker.",))
DISPUTED = replace(DONE, disputes=(DisputeBlock(6, COMPLAINT, (REPLY,)),), may_settle=True, may_reply=True)
FORMS = BenchForms(
    faults=choices(FaultKind),
    parts=choices(ComponentKind),
    origins=choices(PartOrigin),
    tests=(Choice("display", message("screen")), Choice("camera", message("camera"))),
    barriers=choices(RepairBarrier),
    functional=choices(FunctionalGrade),
    cosmetic=choices(CosmeticGrade),
    files=(Choice("9f2c1ab37d10", "9f2c1ab37d10"),),
    kept=(Choice("kept-1", "Dell 7FMXV"),),
)
GLANCE = Glance(
    Tone.ATTENTION,
    message("It waits for its erasure."),
    Lifecycle.IN_REPAIR,
    locks=(Lock.FIRMWARE_PASSWORD,),
    battery_health=31.0,
    warranty_until=date(2027, 5, 20),
)
EARLIER = EarlierRepair(
    date(2026, 5, 20), message("Repaired"), SHOP, (message("Under warranty until {day}", day=date(2027, 5, 20)),)
)
WRONG = FormState({"findings": "Kapot"}, {"faults": message("Choose what does not work.")})
ROW = OrderRow(HEAD, ORDER, OrderState.WAITING, Tone.ATTENTION, SHOP, MINISTRY, AT, until=date(2026, 12, 20))
STAGES = (
    StageLink(Link(message("all"), "/repairs"), 2, here=True),
    StageLink(Link(message("waits for approval"), "/repairs?stage=waiting"), 1),
    StageLink(Link(message("disputed"), "/repairs?disputed=true"), 1),
)
LINKED = QuoteLinkPage("/k/token/repair", SHOP, "Dell Latitude 7420", "7GK3-M9QX-2", OrderState.WAITING, QUOTE, "e1")
SMALL_PICTURE = Picture("-4 -4 29 29", "M0 0h7v7h-7z")


def bench(order: OrderBlock | None, form: FormState = FormState()) -> BenchPage:  # noqa: B008 (frozen)
    """The bench with this order on it."""
    return BenchPage(
        HEAD,
        GLANCE,
        model="/models/x/repair",
        advice=(advice_page_samples.advice(), advice_page_samples.software()),
        earlier=(EARLIER,),
        orders=(DISPUTED,),
        order=order,
        may_open=order is None,
        forms=None if order is None else FORMS,
        form=form,
    )


def samples(repairer: Person, owner: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    quote = FormState(
        {"good": "Dell Latitude 7420", "valid_days": "14"}, {"valid_days": message("Give a whole number.")}
    )
    return {
        "repair-bench": (bench(None), repairer, BENCH),
        "repair-bench-opened": (bench(OPENED, WRONG), repairer, BENCH),
        "repair-bench-waiting": (bench(WAITING), repairer, BENCH),
        "repair-bench-work": (bench(IN_WORK), repairer, BENCH),
        "repair-order": (RepairOrderPage(replace(WAITING, may_work=False, may_answer=True), "e1"), owner, ORDER),
        "repair-order-done": (RepairOrderPage(replace(DONE, may_dispute=True), "e1"), owner, ORDER),
        "repair-order-disputed": (RepairOrderPage(DISPUTED, "e1", BENCH), repairer, ORDER),
        "repair-quote": (
            QuotePage(HEAD, f"{ORDER}/quote", choices(ComponentKind), BENCH, quote),
            repairer,
            f"{ORDER}/quote",
        ),
        "repairs": (
            RepairsPage((ROW, replace(ROW, disputed=True, disputes=1)), STAGES, may_scan=True),
            repairer,
            "/repairs",
        ),
        "repairs-none": (RepairsPage((), STAGES, Stage.DONE), owner, "/repairs?stage=done"),
        "repair-link": (LINKED, None, "/k/token/repair"),
        "repair-link-answered": (
            replace(LINKED, quote=replace(QUOTE, waits=False, approval=Approval.LINK)),
            None,
            "/k/token/repair",
        ),
        "repair-link-made": (
            QuoteLinkMadePage(HEAD, "https://id.kringpas.nl/k/t/repair", SMALL_PICTURE, AT, BENCH),
            repairer,
            ORDER,
        ),
    }
