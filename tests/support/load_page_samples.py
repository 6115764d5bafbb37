"""Pages of loads, filled in, for the tests of every page."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from dpp.domain.message import message
from lifecycle.domain.consignment import LoadKind, MassSource, WeightStage
from lifecycle.domain.credentials import Party
from lifecycle.domain.goods import GoodsCondition
from lifecycle.domain.things import Unit
from lifecycle.domain.waste import WASTE_CODES
from web.pages.acts.base import choices
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Choice, Person
from web.pages.contexts.load import (
    CredentialEnding,
    GoodsShown,
    LoadDifferenceLine,
    LoadShown,
    MassShown,
    PackingPage,
    PaperLink,
    ReportLine,
    UnitLine,
    WasteRow,
    WeightsPage,
)
from web.pages.rendering import Page

ADDRESS = "/consignments/DRZ-2026-0419"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SUMMED = MassShown(Decimal("14.2"), MassSource.MODELS, Decimal("13.6"), Decimal("14.9"), without=1)
WEIGHED = MassShown(Decimal("31.5"), MassSource.SCALES)
PALLET = UnitLine(
    "u1",
    LoadKind.PALLET,
    "106141412345678908",
    2,
    WEIGHED,
    gross=Decimal("56.5"),
    tare=Decimal(25),
    seal="NL 4471 902",
    photos=(f"{ADDRESS}/photos/{'a' * 64}",),
    list=f"{ADDRESS}/papers/packing-list.pdf?unit=u1",
)
BOX = UnitLine("u2", LoadKind.BOX, "B-1", 10, SUMMED, on=PALLET.code, remark="Glass on top")
CHARGERS = GoodsShown("g1", message("Charger"), GoodsCondition.UNTESTED, Decimal(25), Unit.PIECE, "B-1", Decimal(24))
REPORT = ReportLine(
    WeightStage.TREATED,
    NOW,
    Decimal(410),
    None,
    (message("2, {code}: {kilograms} kg", code="16 02 13*", kilograms=410.0),),
    (message("aluminium: {kilograms} kg", kilograms=96.0), message("residue: {kilograms} kg", kilograms=41.0)),
)
SHOWN = LoadShown(
    total=SUMMED,
    units=(PALLET, BOX),
    loose=3,
    goods=(CHARGERS,),
    collected=NOW,
    papers=(PaperLink(message("Packing list (PDF)"), f"{ADDRESS}/papers/packing-list.pdf"),),
    reports=(REPORT,),
    differences=(
        LoadDifferenceLine("l1", message("Weight: {sent} kg sent, {found} kg received.", sent=40, found=30), NOW),
        LoadDifferenceLine("l2", message("Weight: {sent} kg sent, {found} kg received.", sent=9, found=1), NOW, "Wet"),
        LoadDifferenceLine(
            "l3", message("Weight: {sent} kg sent, {found} kg received.", sent=8, found=1), NOW, can_answer=True
        ),
    ),
    endings=(CredentialEnding(Party.RECEIVER, "EN 50625", "WL-1", date(2026, 12, 1)),),
    can_collect=True,
    can_count=True,
    can_report=True,
)


def packing() -> PackingPage:
    """A box on a pallet that is being packed, with chargers beside it."""
    return PackingPage(
        name="DRZ-2026-0419",
        address=ADDRESS,
        units=(PALLET, BOX),
        total=SUMMED,
        loose=3,
        chosen=PALLET,
        inside=(DeviceHead("Dell Latitude 7420", "/devices/d1", tag="SSC-0048201"),),
        carriers=(Choice("u1", PALLET.code),),
        kinds=choices(LoadKind),
        goods=(CHARGERS,),
        lots=(Choice("lot1", message("Charger")),),
    )


def weights() -> WeightsPage:
    """A pallet whose treatment was reported; another line is being filled in."""
    return WeightsPage(
        name="DRZ-2026-0419",
        address=ADDRESS,
        sender="Domeinen Roerende Zaken",
        total=WEIGHED,
        rows=(WasteRow(0, "2", "16 02 13*"), WasteRow(1)),
        report="report-00000001",
        units=(Choice("u1", PALLET.code),),
        stages=choices(WeightStage),
        codes=tuple(Choice(each.code, each.what) for each in WASTE_CODES.values()),
        reports=(REPORT,),
    )


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Each page with who sees it and its address."""
    return {
        "packing": (packing(), person, f"{ADDRESS}/packing"),
        "packing-nothing": (
            replace(packing(), units=(), chosen=None, inside=(), goods=(), lots=()),
            person,
            f"{ADDRESS}/packing",
        ),
        "weights": (weights(), person, f"{ADDRESS}/weights"),
    }
