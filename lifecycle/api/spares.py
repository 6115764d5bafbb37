"""Spare parts for programs: the catalogue and its prices for everybody, stock and reservations for those who repair.

Rules:
1. Accounts are never told: a fact names the organisation that supplied it.
2. Whose a part in stock is, and where, is told where the service tells it (`lifecycle.service.spare_shelves`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.api.bodies import Short
from lifecycle.domain.spares.availability import Promise
from lifecycle.domain.spares.catalogue import UNITS, Measured, PartFacts, SparePart, SparePartId
from lifecycle.domain.spares.prices import InStock, Price, PriceNow, Sighting, Spread, Vat
from lifecycle.domain.spares.ratio import NOT_CONFIRMED, NoRatio, Ratio
from lifecycle.domain.spares.stock import PartReservation, PartReservationId
from lifecycle.domain.vocabulary import PartOrigin
from lifecycle.service.spare_catalogue import SpareCatalogue, SpareWish
from lifecycle.service.spare_facts import NewFit, NewSighting, SpareFacts
from lifecycle.service.spare_stock import OnMyShelves, SpareStock
from lifecycle.service.spare_views import FitView, ModelSpare, ModelSpares, Names, SpareView
from lifecycle.service.spares import SpareUseCases

Asking = Annotated[Actor, Depends(asking)]


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


def spare_routes(spares: SpareUseCases) -> APIRouter:
    """Below `/api/v1/spare-parts`, and what belongs to models and reservations."""
    routes = APIRouter(prefix="/api/v1", tags=["spare parts"])
    _read(routes, spares.catalogue)
    _supply(routes, spares.facts)
    _reserve(routes, spares.stock)
    return routes


def _read(routes: APIRouter, catalogue: SpareCatalogue) -> None:
    @routes.get("/spare-parts")
    def search(
        actor: Asking,
        text: Annotated[str, Query(max_length=100)] = "",
        kind: PartKind | None = None,
        model: Annotated[str, Query(max_length=100)] = "",
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        found = catalogue.search(actor, SpareWish(text, kind, model, offset))
        lines = [
            {**part_answer(each.part), "models": each.models, "price": _price(each.price), "free": each.free}
            for each in found.lines
        ]
        return answer({"spare_parts": lines, "more": found.more})

    @routes.get("/spare-parts/{part}")
    def read(actor: Asking, part: SparePartId) -> Response:
        return answer(_view(catalogue.read(actor, part)))

    @routes.get("/spare-parts/{part}/prices")
    def prices(actor: Asking, part: SparePartId) -> Response:
        view = catalogue.read(actor, part)
        sightings = [_sighting(each, view.names) for each in view.sightings]
        return answer(
            {"price": _price(view.price), "spreads": [_spread(each) for each in view.spreads], "sightings": sightings}
        )

    @routes.get("/models/{model}/spare-parts")
    def of_model(actor: Asking, model: PassportId) -> Response:
        return answer(model_answer(catalogue.of_model(actor, model)))


def _supply(routes: APIRouter, facts: SpareFacts) -> None:
    @routes.post("/spare-parts", status_code=201)
    def add(actor: Asking, body: NewPart) -> Response:
        part = facts.add(actor, body.facts())
        return answer(part_answer(part), 201, {"Location": f"/api/v1/spare-parts/{part.id}"})

    @routes.put("/spare-parts/{part}")
    def revise(actor: Asking, part: SparePartId, body: NewPart) -> Response:
        return answer(part_answer(facts.revise(actor, part, body.facts())))

    @routes.post("/spare-parts/{part}/models", status_code=201)
    def say_fit(actor: Asking, part: SparePartId, body: NewFit) -> Response:
        return answer({"new": facts.say_fit(actor, part, body)}, 201)

    @routes.post("/spare-parts/{part}/prices", status_code=201)
    def see_part(actor: Asking, part: SparePartId, body: NewPrice) -> Response:
        return answer({"new": facts.see_part(actor, part, body.seen())}, 201)

    @routes.post("/models/{model}/prices", status_code=201)
    def see_model(actor: Asking, model: PassportId, body: NewPrice) -> Response:
        return answer({"new": facts.see_model(actor, model, body.seen())}, 201)


def _reserve(routes: APIRouter, stock: SpareStock) -> None:
    @routes.post("/spare-parts/{part}/stock", status_code=201)
    def count(actor: Asking, part: SparePartId, body: NewCount) -> Response:
        change = stock.count_in if body.change >= 0 else stock.write_off
        return answer({"count": change(actor, part, abs(body.change), body.place, body.origin)}, 201)

    @routes.post("/spare-parts/{part}/reservations", status_code=201)
    def reserve(actor: Asking, part: SparePartId, body: NewPartReservation) -> Response:
        return answer(_reservation(stock.reserve(actor, part, body.item)), 201)

    @routes.get("/spare-part-reservations")
    def mine(actor: Asking) -> Response:
        return answer(_told(stock.mine(actor)))

    @routes.get("/spare-part-reservations/on-my-parts")
    def on_my_parts(actor: Asking) -> Response:
        return answer(_told(stock.on_my_parts(actor)))

    @routes.post("/spare-part-reservations/{reservation}/return", status_code=201)
    def give_back(actor: Asking, reservation: PartReservationId) -> Response:
        return answer(_reservation(stock.give_back(actor, reservation)), 201)

    @routes.post("/spare-part-reservations/{reservation}/take", status_code=201)
    def take(actor: Asking, reservation: PartReservationId) -> Response:
        return answer({"install": stock.take(actor, reservation).installed()}, 201)


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
        "device_price": _price(view.device),
        "spare_parts": [_of_model(each) for each in view.parts],
        "declared_in_passport": view.declared,
    }


def _view(view: SpareView) -> dict[str, Any]:
    return {
        **part_answer(view.part),
        "said_by": _name(view.part.said.organisation, view.names),
        "models": [_fit(each, view.names) for each in view.fits],
        "price": _price(view.price),
        "spreads": [_spread(each) for each in view.spreads],
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
        "price": _price(each.price),
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


def _price(price: PriceNow | None) -> dict[str, Any] | None:
    return None if price is None else {**_money(price.price), **{k: v for k, v in vars(price).items() if k != "price"}}


def _money(price: Price) -> dict[str, Any]:
    return {"amount": price.amount, "currency": price.currency, "vat": price.vat}


def _spread(spread: Spread) -> dict[str, Any]:
    told = dict(vars(spread))
    return {**told, "median": told.pop("middle")}


def _sighting(each: Sighting, names: Names) -> dict[str, Any]:
    return {
        "supplier": each.supplier,
        "seen_on": each.seen_on,
        "source": each.source,
        "price": None if each.price is None else _money(each.price),
        "stock": each.stock,
        "said_by": _name(each.said.organisation, names),
        "said_at": each.said.at,
    }


def _reservation(kept: PartReservation) -> dict[str, Any]:
    return {"id": kept.id, "part": kept.part, "until": kept.until, "state": kept.state}


def _told(found: OnMyShelves) -> dict[str, Any]:
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
