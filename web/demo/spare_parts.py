"""Spare parts of the demonstration. Every part, number and price is invented, and its source says so.

A battery that fits several laptops took the place of an older one, and two suppliers have it; the refurbisher has some.
A battery of a phone is promised by law.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.catalogue import Datum, Measured, PartFacts, SparePartId
from lifecycle.domain.spares.prices import InStock, Price, Vat
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_facts import NewFit, NewSighting
from web.demo.stage import Stage

SOURCE = "Verzonnen voor de demonstratie"
MAKER = "Accumaker (demo)"
SHELF, ON_SHELF = "Rek 4", 3
LAPTOPS = ("Latitude 7420", "Latitude 5420", "EliteBook 845 G8")
PHONE = "Galaxy S25 FE"
OLD = PartFacts(
    PartKind.BATTERY,
    MAKER,
    ("DEMO-ACCU-1",),
    name_en="Laptop battery, 4 cells, older version (invented)",
    name_nl="Laptopaccu, 4 cellen, oudere uitvoering (verzonnen)",
    superseded_by="DEMO-ACCU-2",
)
NEW = PartFacts(
    PartKind.BATTERY,
    MAKER,
    ("DEMO-ACCU-2", "DEMO-ACCU-2-EU"),
    name_en="Laptop battery, 4 cells (invented)",
    name_nl="Laptopaccu, 4 cellen (verzonnen)",
    data=(
        Measured(Datum.VOLTAGE, Decimal("15.2")),
        Measured(Datum.ENERGY, Decimal(63)),
        Measured(Datum.CELLS, Decimal(4)),
    ),
)
OF_PHONE = PartFacts(
    PartKind.BATTERY,
    MAKER,
    ("DEMO-ACCU-3",),
    name_en="Phone battery (invented)",
    name_nl="Telefoonaccu (verzonnen)",
)
Sold = tuple[str, str, int]
"""At which supplier, for how many euros, how many days ago."""


def offer(stage: Stage, models: Mapping[str, PassportId]) -> SparePartId:
    """Tell it all; gives the battery that the refurbisher has."""
    fitting = [models[name] for name in LAPTOPS]
    _part(stage, OLD, fitting, ("Onderdelenhuis (demo)", "39.50", 210))
    new = _part(stage, NEW, fitting, ("Onderdelenhuis (demo)", "49.95", 12), ("Accuwinkel (demo)", "58.00", 20))
    _part(stage, OF_PHONE, [models[PHONE]], ("Accuwinkel (demo)", "24.75", 9))
    stage.use.spares.facts.see_model(
        stage.actors["reparateur"], models[LAPTOPS[0]], _sighting(stage, ("Computerwinkel (demo)", "1249.00", 15))
    )
    stage.use.spares.stock.count_in(stage.actors["refurbisher"], new, ON_SHELF, SHELF, PartOrigin.NEW_THIRD_PARTY)
    return new


def reserve(stage: Stage, part: SparePartId) -> str:
    """The repairer has one kept for a repair; gives the reservation."""
    repairer = stage.actors["reparateur"]
    (line,) = stage.use.spares.catalogue.read(repairer, part).stock or ()
    return stage.use.spares.stock.reserve(repairer, part, line.item).id


def _part(stage: Stage, facts: PartFacts, fitting: Iterable[PassportId], *sold: Sold) -> SparePartId:
    repairer, said = stage.actors["reparateur"], stage.use.spares.facts
    part = said.add(repairer, facts).id
    for model in fitting:
        said.say_fit(repairer, part, NewFit(model, SOURCE))
    for each in sold:
        said.see_part(repairer, part, _sighting(stage, each))
    return part


def _sighting(stage: Stage, sold: Sold) -> NewSighting:
    supplier, euros, days_ago = sold
    price = Price(Decimal(euros), "EUR", Vat.EXCLUDED)
    return NewSighting(supplier, stage.today - timedelta(days=days_ago), SOURCE, price, InStock.IN)
