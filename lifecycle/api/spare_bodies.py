"""What programs send and get about spare parts.

Rules:
1. Accounts are never told: a fact names the organisation that supplied it.
2. Whose a part in stock is, and where, is told where the service tells it (`lifecycle.service.spare_shelves`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from dpp.domain.actor import OrganisationId
from dpp.domain.part_kind import PartKind
from lifecycle.api.bodies import Short
from lifecycle.domain.spares.availability import Promise
from lifecycle.domain.spares.catalogue import UNITS, Measured, PartFacts, SparePart
from lifecycle.domain.spares.prices import InStock, Price, PriceNow, Sighting, Spread, Vat
from lifecycle.domain.spares.ratio import NOT_CONFIRMED, NoRatio, Ratio
from lifecycle.domain.spares.stock import PartReservation
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_facts import NewSighting
from lifecycle.service.spare_stock import OnMyShelves
from lifecycle.service.spare_views import FitView, ModelSpare, ModelSpares, Names, SpareView


@dataclass(frozen=True, kw_only=True)
class NewPart:
    """A part of the catalogue, or all that is said of it anew."""

    kind: PartKind
    maker: Short
    numbers: Annotated[tuple[Short, ...], Field(min_length=1, max_length=20)]
    name_en: Short | None = None
    name_nl: Short | None = None
    superseded_by: Short | None = None
    data: Annotated[tuple[Measured, ...], Field(max_length=len(UNITS))] = ()

    def facts(self) -> PartFacts:
        return PartFacts(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewPrice:
    """What a supplier asked, or whether it had one, on a day."""

    supplier: Short
    seen_on: date
    source: Short
    amount: Decimal | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3)] | None = None
    vat: Vat = Vat.NOT_SAID
    stock: InStock | None = None

    def seen(self) -> NewSighting:
        price = None if self.amount is None else Price(self.amount, self.currency or "", self.vat)
        return NewSighting(self.supplier, self.seen_on, self.source, price, self.stock)


@dataclass(frozen=True, kw_only=True)
class NewCount:
    """So many parts came onto a shelf (above zero), or are gone from it (below zero)."""

    change: Annotated[int, Field(ge=-10_000, le=10_000)]
    place: Short
    origin: PartOrigin


@dataclass(frozen=True, kw_only=True)
class NewPartReservation:
    """`item` is one of the stock of the part."""

    item: Short


def part_answer(part: SparePart) -> dict[str, Any]:
    """What the catalogue says of a part."""
    facts = part.facts
    return {
        "id": part.id,
        "kind": facts.kind,
        "maker": facts.maker,
        "numbers": facts.numbers,
        "name_en": facts.name_en,
        "name_nl": facts.name_nl,
        "superseded_by": facts.superseded_by,
        "data": [{"name": each.name, "value": each.value, "unit": UNITS[each.name]} for each in facts.data],
        "version": part.version,
        "said_at": part.said.at,
    }


def model_answer(view: ModelSpares) -> dict[str, Any]:
    """The parts of a model."""
    return {
        "model": view.model,
        "device_price": price_answer(view.device),
        "spare_parts": [_of_model(each) for each in view.parts],
        "declared_in_passport": view.declared,
    }


def view_answer(view: SpareView) -> dict[str, Any]:
    return {
        **part_answer(view.part),
        "said_by": _name(view.part.said.organisation, view.names),
        "models": [_fit(each, view.names) for each in view.fits],
        "price": price_answer(view.price),
        "spreads": [spread_answer(each) for each in view.spreads],
        "seen": view.seen,
        "replacement": None if view.replacement is None else view.replacement.id,
        "replaces": [each.id for each in view.replaces],
        "stock": view.stock,
    }


def _of_model(each: ModelSpare) -> dict[str, Any]:
    return {
        **part_answer(each.part),
        "source": each.fit.source,
        "note": each.fit.note,
        "priority_part_of": None if each.duty is None else each.duty.act,
        "price": price_answer(each.price),
        "share_of_device": _ratio(each.ratio),
        "promised": _promise(each.promise),
        "seen": each.seen,
        "free": each.free,
    }


def _fit(each: FitView, names: Names) -> dict[str, Any]:
    return {
        "model": each.model,
        "fits": each.fit.fits,
        "source": each.fit.source,
        "note": each.fit.note,
        "said_by": _name(each.fit.said.organisation, names),
        "said_at": each.fit.said.at,
        "priority_part_of": None if each.duty is None else each.duty.act,
        "promised": _promise(each.promise),
    }


def _promise(promise: Promise | None) -> dict[str, Any] | None:
    """`until` at least; without it `years` after the last one is sold, which is not known yet."""
    if promise is None:
        return None
    return {
        "by": promise.basis,
        "until": promise.until,
        "years_after_last_sold": promise.years,
        "last_sold": None if promise.sold_until is None else str(promise.sold_until),
        "act": None if promise.duty is None else promise.duty.act,
    }


def _ratio(ratio: Ratio | NoRatio) -> dict[str, Any]:
    if isinstance(ratio, NoRatio):
        return {"not_known": ratio.why}
    return {"percent": ratio.percent, "french_points": ratio.points, "note": NOT_CONFIRMED}


def price_answer(price: PriceNow | None) -> dict[str, Any] | None:
    return None if price is None else {**_money(price.price), **{k: v for k, v in vars(price).items() if k != "price"}}


def _money(price: Price) -> dict[str, Any]:
    return {"amount": price.amount, "currency": price.currency, "vat": price.vat}


def spread_answer(spread: Spread) -> dict[str, Any]:
    told = dict(vars(spread))
    return {**told, "median": told.pop("middle")}


def sighting_answer(each: Sighting, names: Names) -> dict[str, Any]:
    return {
        "supplier": each.supplier,
        "seen_on": each.seen_on,
        "source": each.source,
        "price": None if each.price is None else _money(each.price),
        "stock": each.stock,
        "said_by": _name(each.said.organisation, names),
        "said_at": each.said.at,
    }


def reservation_answer(kept: PartReservation) -> dict[str, Any]:
    return {"id": kept.id, "part": kept.part, "until": kept.until, "state": kept.state}


def reservations_answer(found: OnMyShelves) -> dict[str, Any]:
    return {
        "reservations": [
            {
                **{name: value for name, value in vars(each).items() if name != "part"},
                "part": part_answer(each.part),
                "requester_name": _name(each.requester, found.names),
                "holder_name": _name(each.holder, found.names),
            }
            for each in found.reservations
        ]
    }


def _name(organisation: OrganisationId | None, names: Names) -> str | None:
    return None if organisation is None else names.get(organisation)
