"""Things on a pallet: a desktop and a tablet without a passport, parts that go from one laptop to another, chargers."""

from decimal import Decimal

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ComponentInstalled, ComponentRemoved, Repaired
from lifecycle.domain.goods import GoodsCondition, GoodsTerms, Lot
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Classification, ComponentKind, Ground, Lock, PartOrigin
from lifecycle.service.goods import Intake, Line, Offer, Receipt
from lifecycle.service.things import NewThing
from web.demo.acts import erase, looked, scan
from web.demo.stage import BENCH, DEPOT, STORE, Stage

CHARGERS, COUNTED = Decimal(40), Decimal(39)


def desktop(stage: Stage) -> None:
    """Scanned before anybody knew it, registered without a passport, looked at for locks, and erased."""
    key = _thing(stage, "desktop", "DEMODESK01", "OptiPlex 7080")
    stage.does("ict", key, stage.at(5, 10), looked("windows-pc"))
    erase(stage, key, "DEMODESK01SSD", 4)


def tablet(stage: Stage) -> None:
    """A tablet of a former user who did not sign out: one lock of its checklist is there."""
    key = _thing(stage, "tablet", "DEMOTAB01", "iPad (9e generatie)", maker="Apple")
    stage.does("ict", key, stage.at(5, 11), looked("iphone-ipad", Lock.ACTIVATION_LOCK))


def parts(stage: Stage, donor: DeviceKey, receiver: DeviceKey) -> None:
    """The battery and the fan come out of a laptop that is not worth a new disk; the battery goes into another."""
    battery, old, new = ComponentKind.BATTERY, "DEMOWIS01BAT", "DEMOWIS03BAT"
    stage.does(
        "ict",
        donor,
        stage.at(1, 14),
        ComponentRemoved(component=battery, serial=new, kept=True),
        ComponentRemoved(component=ComponentKind.FAN, serial="DEMOWIS03FAN", kept=True),
    )
    stage.does(
        "ict",
        receiver,
        stage.at(1, 15),
        ComponentRemoved(component=battery, serial=old),
        ComponentInstalled(component=battery, origin=PartOrigin.HARVESTED, serial=new, donor=donor),
        Repaired(parts=(battery,)),
    )


def chargers(stage: Stage) -> None:
    """Forty are handed over to the coordinator, who counts thirty-nine."""
    provider, coordinator, goods = stage.actors["ict"], stage.actors["regie"], stage.use.goods
    owner = stage.organisation("eigenaar")
    taken = Intake(
        kind="charger",
        quantity=CHARGERS,
        unit=Unit.PIECE,
        owner=owner,
        place=BENCH,
        condition=GoodsCondition.WORKING,
        occurred_at=stage.at(6),
    )
    goods.take_in(provider, taken)
    lot = Lot("charger", Unit.PIECE, GoodsCondition.WORKING, owner, stage.organisation("ict"), BENCH)
    terms = GoodsTerms(receiver=stage.organisation("regie"), ground=Ground.GIFT, decision="OS-2026-015 (demo)")
    line = Line(lot=lot, quantity=CHARGERS)
    offered = goods.offer(provider, Offer(lines=(line,), terms=terms, occurred_at=stage.at(4)))
    counted = Line(lot=lot, quantity=COUNTED)
    goods.receive(coordinator, offered.id, Receipt(place=DEPOT, counted=(counted,), occurred_at=stage.at(3)))


def _thing(stage: Stage, kind: str, serial: str, model: str, *, maker: str = "Dell") -> DeviceKey:
    placeholder = scan(stage, serial, 6, category=kind)
    wanted = NewThing(
        thing=kind,
        owner=stage.organisation("eigenaar"),
        custodian=stage.organisation("ict"),
        place=STORE,
        maker=maker,
        model=model,
        serial=serial,
        classification=Classification.NONE,
        device=placeholder,
        occurred_at=stage.at(6, 11),
    )
    return stage.use.things.register(stage.actors["ict"], wanted)
