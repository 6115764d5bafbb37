"""Repair: a guide of one model, orders of a repairer to whom keys were shown, and what the provider repaired itself.

The laptops are all of the model that has the guide, so that its repair page has something in every section:

| laptop | its story |
|---|---|
| DEMOREP01 | a new battery out of the stock of another, tested, under warranty |
| DEMOREP02 | a worn battery; the owner has a quote to answer |
| DEMOREP03 | a keyboard that was repaired, and the owner disputes that |
| DEMOREP04 | a worn battery without a quote, and a repair key that nobody has used |
| DEMOREP05 | two repairs of the provider, of which the last failed |
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import Happening, Repaired, RepairFailed, TestResult
from lifecycle.domain.repair_orders import PartIn, PartOut, Quote, Repairer, RepairOrderId
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FaultKind,
    FunctionalGrade,
    PartOrigin,
    RepairBarrier,
)
from lifecycle.service.repair_entries import NewDiagnosis, NewEnd, NewTests, NewWork
from lifecycle.service.repair_order_views import NewAnswer
from schemas import catalog
from web.demo import spare_parts
from web.demo.acts import arrived, inspected, looked, with_inventory
from web.demo.stage import Stage

MODEL = "Latitude 7420"
ILLUSTRATION = {
    "nl": "Verzonnen voor de demonstratie: dit is niet de handleiding van de maker.",
    "en": "Invented for the demonstration: this is not the maker's guide.",
}
HEALTHS = (0.58, 0.61, 0.86, 0.55, 0.83)
BY = Repairer(
    name="Reparateur (demo)",
    address="Werkplaats 1, Utrecht",
    email="reparateur@demo.kringpas.nl",
    number="00000000",
)
Past = tuple[int, Happening]
"""How many days ago, and what."""
BATTERY, KEYBOARD, FAN = (ComponentKind.BATTERY,), (ComponentKind.KEYBOARD,), (ComponentKind.FAN,)


def repair(stage: Stage, models: Mapping[str, PassportId]) -> None:
    """The guide, the parts, and then the laptops."""
    _guide(stage, models[MODEL])
    part = spare_parts.offer(stage, models)
    serials = [f"DEMOREP{number:02}" for number in range(1, len(HEALTHS) + 1)]
    laptops = [_laptop(stage, models[MODEL], *each) for each in zip(serials, HEALTHS, _by_provider(), strict=True)]
    _done(stage, laptops[0], spare_parts.reserve(stage, part))
    _quoted(stage, laptops[1], "De accu is binnen een uur leeg.", _battery("DEMOREP02"))
    _disputed(stage, laptops[2])
    stage.use.repair_keys.make(stage.actors["ict"], laptops[3])


def guide() -> bytes:
    """The example of the schema, which says of itself that it is invented; no document is behind its address."""
    example: dict[str, Any] = json.loads(catalog.read_bytes("repair-guide", "1.0", "examples/laptop.json"))
    first, *others = example["steps"]
    warned = first | {"warnings": [{"kind": "other", "text": ILLUSTRATION}, *first["warnings"]]}
    told = {
        "steps": [warned, *others],
        "faultCodes": [each | {"meaning": _invented(each["meaning"])} for each in example["faultCodes"]],
        "procedures": [each | {"how": _invented(each["how"])} for each in example["procedures"]],
    }
    return json.dumps(told).encode()


def _invented(text: Mapping[str, str]) -> dict[str, str]:
    return {language: f"{ILLUSTRATION[language]} {said}" for language, said in text.items()}


def _guide(stage: Stage, model: PassportId) -> None:
    stage.guides.write(stage.actors["drz"], model, guide(), expected=0)


def _laptop(stage: Stage, model: PassportId, serial: str, health: float, before: Iterable[Past]) -> DeviceKey:
    """Repaired by the provider `before`; then inventoried and inspected, for a repair ends what was graded before."""
    key = arrived(stage, model, serial, 90)
    for days_ago, what in before:
        stage.does("ict", key, stage.at(days_ago), what)
    with_inventory(stage, key, (serial, "Dell Inc.", MODEL), health, 16)
    graded = replace(inspected(FunctionalGrade.F5, CosmeticGrade.C5), value_eur=Decimal(260))
    stage.does("ict", key, stage.at(15), looked("windows-pc"), graded)
    return key


def _by_provider() -> tuple[tuple[Past, ...], ...]:
    """What was done before, by laptop: how many days ago, and how it ended."""
    battery, keyboard = (FaultKind.BATTERY,), (FaultKind.KEYBOARD,)
    cooling, charging = (FaultKind.COOLING,), (FaultKind.CHARGING, FaultKind.CONNECTOR)
    return (
        ((80, _repaired(KEYBOARD, keyboard, 35)), (60, _repaired(FAN, cooling, 25))),
        ((78, _repaired(FAN, cooling, 30)), (50, _repaired((), charging, 45))),
        ((75, _repaired(BATTERY, battery, 15)), (55, _repaired(KEYBOARD, keyboard, 40))),
        ((70, _repaired((), charging, 50)), (40, _failed(RepairBarrier.NO_INFORMATION, (FaultKind.CAMERA,), 20))),
        ((72, _repaired(BATTERY, battery, 20)), (30, _failed(RepairBarrier.PARTS_UNAVAILABLE, charging, 60))),
    )


def _repaired(parts: tuple[ComponentKind, ...], faults: tuple[FaultKind, ...], minutes: int) -> Repaired:
    return Repaired(parts=parts, faults=faults, minutes=minutes)


def _failed(barrier: RepairBarrier, faults: tuple[FaultKind, ...], minutes: int) -> RepairFailed:
    return RepairFailed(barrier=barrier, faults=faults, minutes=minutes)


def _done(stage: Stage, laptop: DeviceKey, reservation: str) -> None:
    """From the complaint to a warranty of a year."""
    order = _approved(stage, laptop, "De accu is na twintig minuten leeg.", _battery("DEMOREP01"))
    new = PartIn(component=ComponentKind.BATTERY, origin=PartOrigin.NEW_THIRD_PARTY, reservation=reservation)
    work = NewWork(parts_out=(PartOut(component=ComponentKind.BATTERY),), parts_in=(new,), minutes=20)
    _finished(stage, order, work, ("charging",), "De accu en het vervangen ervan.")


def _disputed(stage: Stage, laptop: DeviceKey) -> None:
    """The owner says that it is not right, and the repairer answers."""
    keyboard = _quote(
        "DEMOREP03", "Drie toetsen van het toetsenbord doen niets.", "Toetsenbord schoonmaken.", KEYBOARD, "45.00"
    )
    order = _approved(stage, laptop, "Niet alle toetsen doen het.", keyboard)
    _finished(stage, order, NewWork(minutes=30), ("keyboard",), "Het schoonmaken.")
    disputes = stage.use.repairs.disputes
    said = disputes.dispute(stage.actors["eigenaar"], order, "De spatiebalk blijft nog steeds hangen.")
    number = said.standing.open_disputes[0].entry.number
    disputes.reply(
        stage.actors["reparateur"], order, number, "Bij de test deed hij het. Breng hem terug, dan kijken we."
    )


def _finished(stage: Stage, order: RepairOrderId, work: NewWork, tests: tuple[str, ...], covers: str) -> None:
    repairer, orders = stage.actors["reparateur"], stage.use.repairs.orders
    orders.work(repairer, order, work)
    orders.test(repairer, order, NewTests(tests=tuple(TestResult(test, passed=True) for test in tests)))
    orders.finish(repairer, order, NewEnd(warranty_months=12, covers=covers))


def _approved(stage: Stage, laptop: DeviceKey, complaint: str, quote: Quote) -> RepairOrderId:
    order = _quoted(stage, laptop, complaint, quote)
    answer = NewAnswer(version=1, digest=quote.digest)
    stage.use.repairs.quotes.approve(stage.actors["eigenaar"], order, answer)
    return order


def _quoted(stage: Stage, laptop: DeviceKey, complaint: str, quote: Quote) -> RepairOrderId:
    """The provider shows a key; the repairer looks, says what is wrong, and sends a quote."""
    repairer = stage.actors["reparateur"]
    made = stage.use.repair_keys.make(stage.actors["ict"], laptop)
    stage.use.repair_keys.use(repairer, made.code)
    order = stage.use.repairs.orders.open(repairer, laptop, complaint).order.id
    found = FaultKind.BATTERY if quote.parts == BATTERY else FaultKind.KEYBOARD
    stage.use.repairs.orders.diagnose(repairer, order, NewDiagnosis(faults=(found,), findings=quote.defect))
    stage.use.repairs.quotes.send(repairer, order, quote)
    return order


def _battery(serial: str) -> Quote:
    return _quote(serial, "De accu is versleten.", "Een nieuwe accu.", BATTERY, "74.95")


def _quote(serial: str, defect: str, repair_: str, parts: tuple[ComponentKind, ...], euros: str) -> Quote:
    return Quote(
        repairer=BY,
        good=f"Dell {MODEL} {serial}",
        defect=defect,
        repair=repair_,
        parts=parts,
        price_eur=Decimal(euros),
        days=3,
        place="Werkplaats van de reparateur",
        more="Verzonnen voor de demonstratie.",
    )
