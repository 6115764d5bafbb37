"""Spare parts for programs: the catalogue and its prices for everybody, stock and reservations for those who repair.

What is sent and answered: `lifecycle.api.spare_bodies`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.api.spare_bodies import (
    NewCount,
    NewPart,
    NewPartReservation,
    NewPrice,
    model_answer,
    part_answer,
    price_answer,
    reservation_answer,
    reservations_answer,
    sighting_answer,
    spread_answer,
    view_answer,
)
from lifecycle.domain.spares.catalogue import SparePartId
from lifecycle.domain.spares.stock import PartReservationId
from lifecycle.service.spare_catalogue import SpareCatalogue, SpareWish
from lifecycle.service.spare_facts import NewFit, SpareFacts
from lifecycle.service.spare_stock import SpareStock
from lifecycle.service.spares import SpareUseCases

Asking = Annotated[Actor, Depends(asking)]


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
            {**part_answer(each.part), "models": each.models, "price": price_answer(each.price), "free": each.free}
            for each in found.lines
        ]
        return answer({"spare_parts": lines, "more": found.more})

    @routes.get("/spare-parts/{part}")
    def read(actor: Asking, part: SparePartId) -> Response:
        return answer(view_answer(catalogue.read(actor, part)))

    @routes.get("/spare-parts/{part}/prices")
    def prices(actor: Asking, part: SparePartId) -> Response:
        view = catalogue.read(actor, part)
        spreads = [spread_answer(each) for each in view.spreads]
        sightings = [sighting_answer(each, view.names) for each in view.sightings]
        return answer({"price": price_answer(view.price), "spreads": spreads, "sightings": sightings})

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
        return answer(reservation_answer(stock.reserve(actor, part, body.item)), 201)

    @routes.get("/spare-part-reservations")
    def mine(actor: Asking) -> Response:
        return answer(reservations_answer(stock.mine(actor)))

    @routes.get("/spare-part-reservations/on-my-parts")
    def on_my_parts(actor: Asking) -> Response:
        return answer(reservations_answer(stock.on_my_parts(actor)))

    @routes.post("/spare-part-reservations/{reservation}/return", status_code=201)
    def give_back(actor: Asking, reservation: PartReservationId) -> Response:
        return answer(reservation_answer(stock.give_back(actor, reservation)), 201)

    @routes.post("/spare-part-reservations/{reservation}/take", status_code=201)
    def take(actor: Asking, reservation: PartReservationId) -> Response:
        return answer({"install": stock.take(actor, reservation).installed()}, 201)
