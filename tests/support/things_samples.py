"""Contexts for locks, parts and counted goods. Devices, people and numbers are invented; the models exist."""

from datetime import UTC, date, datetime
from decimal import Decimal

from dpp.domain.message import Message, message
from lifecycle.domain.checklists import CHECKLISTS
from lifecycle.domain.goods import GoodsAct, GoodsCondition
from lifecycle.domain.things import COUNTED, KINDS_OF_THING, Unit
from lifecycle.domain.vocabulary import ComponentKind, Lock, PartOrigin
from tests.support import work_samples
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.contexts.things import (
    BomPage,
    BomPart,
    GoodsLine,
    GoodsMovement,
    GoodsPage,
    LockCheck,
    LocksPage,
    StockLine,
    StockPage,
)
from web.pages.rendering import Page

DEVICE = work_samples.DEVICE
SINCE = datetime(2026, 11, 17, 14, 40, tzinfo=UTC)
MINISTRY = "Ministerie van Infrastructuur en Waterstaat"


def locks() -> LocksPage:
    """A Windows laptop: one lock was found before, one check is answered, one was left open."""
    chosen = CHECKLISTS["windows-pc"]
    checks = tuple(
        LockCheck(
            each.lock,
            each.look,
            each.release,
            each.proof,
            each.required,
            answered=each.lock is Lock.FIRMWARE_PASSWORD,
            locked=each.lock is Lock.AUTOPILOT,
        )
        for each in chosen.checks
    )
    return LocksPage(
        work_samples.HEAD,
        f"{DEVICE}/locks",
        FormState({}, {"lock-absolute": message("Choose one.")}),
        checklist=chosen.name,
        title=chosen.title,
        checks=checks,
        lists=(Link(CHECKLISTS["mac"].title, f"{DEVICE}/locks?list=mac"),),
    )


def nothing_to_look_for() -> LocksPage:
    return LocksPage(work_samples.HEAD, f"{DEVICE}/locks")


def parts() -> BomPage:
    """A disk that evidence shows in another device too, and a battery from a donor."""
    disk = BomPart(
        ComponentKind.STORAGE,
        SINCE,
        0.9,
        message("GLPI inventory"),
        f"{DEVICE}#event-e1",
        serial="S5GYNX0R704182",
        made="Samsung PM981",
        capacity=message("{size} GB", size=512),
        also_in=("/devices/m2k8x0v4t7q1c5d8/parts",),
    )
    battery = BomPart(
        ComponentKind.BATTERY,
        SINCE,
        0.8,
        message("Part put in"),
        f"{DEVICE}#event-e2",
        origin=PartOrigin.HARVESTED,
        donor="/devices/m2k8x0v4t7q1c5d7",
    )
    return BomPage(work_samples.HEAD, date(2026, 11, 20), (battery, disk))


def no_parts() -> BomPage:
    form = FormState({"day": "yesterday"}, {"day": message("Give a date, as 2026-05-31.")})
    return BomPage(work_samples.HEAD, date(2026, 11, 20), (), form)


def stock() -> StockPage:
    line = StockLine("d7 given e1 1", ComponentKind.MEMORY, work_samples.HEAD, "36A1B2C3", "Samsung", "Den Haag, hal 2")
    return StockPage((line, StockLine("d7 given e1 2", ComponentKind.BATTERY, work_samples.HEAD)), "e" * 20)


def goods() -> GoodsPage:
    """Chargers in the hall, cables on their way out, and others on their way in."""
    chargers = GoodsLine(
        id="a1",
        kind=KINDS_OF_THING["charger"].name,
        quantity=Decimal(42),
        unit=Unit.PIECE,
        condition=GoodsCondition.WORKING,
        owner=MINISTRY,
        custodian="SSC-ICT",
        place="Den Haag, hal 2",
        act="/goods/lots/a1",
    )
    cables = GoodsLine(
        id="a2",
        kind=KINDS_OF_THING["cable"].name,
        quantity=Decimal("12.5"),
        unit=Unit.KILOGRAM,
        condition=GoodsCondition.BROKEN,
        owner=MINISTRY,
        custodian="SSC-ICT",
        place="Den Haag, hal 2",
        receiver="Recyclingbedrijf (demo)",
        withdrawal="/goods/offers/o1/withdrawal",
    )
    coming = GoodsLine(
        id="a3",
        kind=KINDS_OF_THING["keyboard"].name,
        quantity=Decimal(20),
        unit=Unit.PIECE,
        condition=GoodsCondition.UNTESTED,
        owner=MINISTRY,
        custodian="DRZ",
        place="Bleiswijk",
        receiver="SSC-ICT",
        receipt="/goods/offers/o2/receipt",
    )
    taken = GoodsMovement(
        GoodsAct.TAKEN_IN,
        SINCE,
        "SSC-ICT",
        (
            Message(
                "{quantity} {unit} {kind}", {"quantity": 42, "unit": Unit.PIECE, "kind": KINDS_OF_THING["charger"].name}
            ),
        ),
    )
    return GoodsPage(
        (chargers, cables, coming),
        (taken,),
        kinds=tuple(Choice(kind.code, kind.name) for kind in COUNTED.values()),
        owners=Offered((Choice("ministry", MINISTRY),)),
        may_take_in=True,
        event="e" * 20,
    )


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Every sample by its name, with who reads it and where."""
    return {
        "locks": (locks(), person, f"{DEVICE}/locks"),
        "locks-none": (nothing_to_look_for(), person, f"{DEVICE}/locks"),
        "device-parts": (parts(), person, f"{DEVICE}/parts"),
        "device-parts-none": (no_parts(), person, f"{DEVICE}/parts"),
        "parts": (stock(), person, "/parts"),
        "parts-none": (StockPage(()), person, "/parts"),
        "goods": (goods(), person, "/goods"),
        "goods-none": (GoodsPage((), ()), person, "/goods"),
    }
