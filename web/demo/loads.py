"""Loads: broken displays in weighed boxes on a pallet, collected, and weighed again by who recycles them."""

from decimal import Decimal

from dpp.domain.gs1.check_digits import check_digit
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.consignment import LoadKind, LoadUnitId, WeightLine, WeightStage, Yield
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, OverrideGround, Route
from lifecycle.service.consignment_collecting import NewCollection
from lifecycle.service.consignment_packing import NewUnit
from lifecycle.service.consignment_weights import NewWeights
from lifecycle.service.consignments import NewConsignment, Receipt
from web.demo.acts import display, inspected
from web.demo.stage import Stage

SCREENS, CODE = 2, "16 02 14"
"""Annex III of the WEEE Directive; the List of Waste, for equipment without hazardous components."""
WHY = "Het paneel is gebroken: er is geen onderdeel uit te halen."
YARD = Place("Weegbrug")
TARE = Decimal("1.8")
GROSS = (Decimal("8.9"), Decimal("8.8"))


def recycle(stage: Stage, model: PassportId) -> None:
    """Not for parts, as the rules propose. Four displays went the whole way; a fifth waits for the recycler."""
    *four, fifth = (_broken(stage, model, f"DEMOSTUK{number:02}") for number in range(1, 6))
    for key in (*four, fifth):
        stage.use.routing.override(stage.actors["drz"], key, Route.RECYCLE, WHY, OverrideGround.OTHER_CONDITION)
    stage.use.routing.approve(stage.actors["drz-akkoord"], [*four, fifth])
    done = _collected(stage, four, 10)
    recycler = stage.actors["recycler"]
    stage.use.consignments.receive(recycler, done, Receipt(place=YARD))
    at_gate = WeightLine(weee_category=SCREENS, ewc=CODE, kilograms=Decimal("14.0"))
    stage.use.loads.weights.report(recycler, done, NewWeights(stage=WeightStage.RECEIVED, lines=(at_gate,)))
    fractions = (("staal", "4.6"), ("kunststof", "4.1"), ("aluminium", "0.9"), ("printplaten", "0.7"))
    out = tuple(Yield(fraction=name, kilograms=Decimal(weight)) for name, weight in fractions)
    treated = NewWeights(stage=WeightStage.TREATED, lines=(at_gate,), yields=out)
    stage.use.loads.weights.report(recycler, done, treated)
    _collected(stage, [fifth], 20)


def sscc(number: int) -> str:
    """A serial shipping container code under the prefix that GS1 keeps for demonstrations, with its check digit."""
    digits = f"09521234{number:09}"
    return digits + check_digit(digits)


def _broken(stage: Stage, model: PassportId, serial: str) -> DeviceKey:
    return display(stage, model, serial, inspected(FunctionalGrade.F1, CosmeticGrade.C1))


def _collected(stage: Stage, keys: list[DeviceKey], code: int) -> ConsignmentId:
    """Two to a box on a pallet, weighed, offered as waste, driven away by the carrier; `code` numbers the pallet."""
    provider = stage.actors["ict"]
    terms = NewConsignment(
        receiver=stage.organisation("recycler"), route=Route.RECYCLE, carrier=stage.organisation("vervoer")
    )
    made = stage.use.consignments.create(provider, terms).consignment.id
    pallet = _unit(stage, made, NewUnit(kind=LoadKind.PALLET, code=sscc(code)))
    for number, gross in enumerate(GROSS[: (len(keys) + 1) // 2], start=1):
        wanted = NewUnit(kind=LoadKind.BOX, code=sscc(code + number), stands_on=pallet, gross_kg=gross, tare_kg=TARE)
        stage.use.loads.packing.pack(provider, made, _unit(stage, made, wanted), *keys[2 * number - 2 : 2 * number])
    offered = stage.use.consignments.offer(provider, made).consignment
    assert offered.manifest_sha256 is not None
    said = NewCollection(manifest_sha256=offered.manifest_sha256)
    stage.use.loads.collecting.collect(stage.actors["vervoer"], made, said)
    return made


def _unit(stage: Stage, consignment: ConsignmentId, wanted: NewUnit) -> LoadUnitId:
    view = stage.use.loads.packing.add_unit(stage.actors["ict"], consignment, wanted)
    return next(unit.id for unit in view.consignment.units if unit.code == wanted.code)
