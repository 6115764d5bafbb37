"""Spare parts as tests use them: one battery of a made-up maker, and words about it."""

from datetime import UTC, date, datetime
from decimal import Decimal

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.catalogue import (
    Datum,
    Fit,
    Measured,
    PartFacts,
    Said,
    SparePart,
    SparePartId,
)
from lifecycle.domain.spares.prices import About, InStock, Price, Sighting, Vat

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SAID = Said(NOW, AccountId("robin"), OrganisationId("workshop"))
BATTERY_ID, CHARGER_ID = SparePartId("b" * 16), SparePartId("c" * 16)
MODEL, OTHER_MODEL = PassportId("m" * 16), PassportId("n" * 16)

BATTERY = PartFacts(
    kind=PartKind.BATTERY,
    maker="Example Computers",
    numbers=("5B10-W13930", "L19M3PF6"),
    name_en="Battery, three cells",
    name_nl="Accu, drie cellen",
    superseded_by="5B10W13931",
    data=(Measured(Datum.VOLTAGE, Decimal("11.52")), Measured(Datum.ENERGY, Decimal(45))),
)
CHARGER = PartFacts(PartKind.CHARGER, "Example Computers", ("ADP-65",), "Charger 65 W", "Lader 65 W")


def battery(version: int = 1) -> SparePart:
    return SparePart(BATTERY_ID, version, BATTERY, SAID)


def charger() -> SparePart:
    return SparePart(CHARGER_ID, 1, CHARGER, SAID)


def fit(model: PassportId = MODEL, *, fits: bool = True, note: str | None = None) -> Fit:
    return Fit(BATTERY_ID, model, fits, "service manual", SAID, note)


def seen(
    amount: str | None = "49.00",
    on: date = TODAY,
    supplier: str = "Parts Ltd",
    *,
    currency: str = "EUR",
    vat: Vat = Vat.EXCLUDED,
    stock: InStock | None = None,
) -> Sighting:
    price = None if amount is None else Price(Decimal(amount), currency, vat)
    return Sighting(About.PART, BATTERY_ID, supplier, on, "price list", SAID, price, stock)
