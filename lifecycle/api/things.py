"""Things, parts and counted goods for programs (`/api/v1`): kinds of thing, what is in a device, what is in store."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.checklists import CHECKLISTS
from lifecycle.domain.events import Place
from lifecycle.domain.goods import GoodsCondition, GoodsTerms, Lot, MovementId, WasteNote
from lifecycle.domain.things import KINDS_OF_THING, Unit
from lifecycle.service import goods as on
from lifecycle.service.goods import Goods
from lifecycle.service.parts import Parts
from lifecycle.service.things import NewThing, Things

Asking = Annotated[Actor, Depends(asking)]
Id = Annotated[MovementId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
Quantity = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=3)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Somewhere = Annotated[Place, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, kw_only=True)
class NewIntake:
    """Goods that come in. `movement_id` makes a retry safe."""

    kind: Short
    quantity: Quantity
    unit: Unit
    owner: OrganisationId
    place: Somewhere
    condition: GoodsCondition = GoodsCondition.UNTESTED
    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewChange:
    """So many of a lot are in another condition, or at another place."""

    lot: Lot
    quantity: Quantity
    condition: GoodsCondition | None = None
    place: Somewhere | None = None
    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """So many of a lot; a receipt may say that none arrived."""

    lot: Lot
    quantity: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=3)]


@dataclass(frozen=True, kw_only=True)
class NewOffer:
    """Goods that are handed over, and the terms."""

    lines: Annotated[tuple[NewLine, ...], Field(min_length=1, max_length=200)]
    terms: GoodsTerms
    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewGoodsReceipt:
    """What was counted; what is left out arrived whole."""

    place: Somewhere
    counted: Annotated[tuple[NewLine, ...], Field(max_length=200)] = ()
    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewWithdrawal:
    """The sender takes the offer back."""

    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewDeparture:
    """So many of a lot go out for good."""

    lot: Lot
    quantity: Quantity
    recipient: OrganisationId | None = None
    waste: WasteNote | None = None
    reason: Short | None = None
    movement_id: Id | None = None
    occurred_at: AwareDatetime | None = None


def thing_routes(things: Things, parts: Parts) -> APIRouter:
    """The register of kinds, the registration of things, bills of materials and the stock of parts."""
    routes = APIRouter(prefix="/api/v1", tags=["things and parts"])

    @routes.get("/kinds-of-thing")
    def kinds() -> Response:
        return answer({"kinds": tuple(KINDS_OF_THING.values()), "checklists": tuple(CHECKLISTS.values())})

    @routes.post("/things", status_code=201)
    def register(actor: Asking, body: NewThing) -> Response:
        key = things.register(actor, body)
        return answer({"device": key}, 201, {"Location": f"/api/v1/devices/{key}"})

    @routes.get("/devices/{key}/bill-of-materials")
    def bill(
        actor: Asking, key: DeviceKey, as_of: Annotated[AwareDatetime | None, Query(alias="asOf")] = None
    ) -> Response:
        return answer(parts.bill_of_materials(actor, key, as_of))

    @routes.get("/parts")
    def stock(actor: Asking) -> Response:
        return answer({"parts": parts.stock(actor)})

    return routes


def goods_routes(goods: Goods) -> APIRouter:
    """Below `/api/v1/counted-goods`."""
    routes = APIRouter(prefix="/api/v1/counted-goods", tags=["counted goods"])

    @routes.get("")
    def read(actor: Asking) -> Response:
        return answer(goods.read(actor))

    @routes.post("", status_code=201)
    def take_in(actor: Asking, body: NewIntake) -> Response:
        return answer(goods.take_in(actor, on.Intake(**vars(body))), 201)

    @routes.post("/changes", status_code=201)
    def change(actor: Asking, body: NewChange) -> Response:
        return answer(goods.change(actor, on.Change(**vars(body))), 201)

    @routes.post("/offers", status_code=201)
    def offer(actor: Asking, body: NewOffer) -> Response:
        return answer(goods.offer(actor, on.Offer(**vars(body) | {"lines": _lines(body.lines)})), 201)

    @routes.post("/offers/{offer}/receipts", status_code=201)
    def receive(actor: Asking, offer: MovementId, body: NewGoodsReceipt) -> Response:
        receipt = on.Receipt(**vars(body) | {"counted": _lines(body.counted)})
        return answer(goods.receive(actor, offer, receipt), 201)

    @routes.post("/offers/{offer}/withdrawals", status_code=201)
    def withdraw(actor: Asking, offer: MovementId, body: NewWithdrawal) -> Response:
        return answer(goods.withdraw(actor, offer, on.Known(**vars(body))), 201)

    @routes.post("/donations", status_code=201)
    def donate(actor: Asking, body: NewDeparture) -> Response:
        return answer(goods.donate(actor, on.Departure(**vars(body))), 201)

    @routes.post("/recyclings", status_code=201)
    def recycle(actor: Asking, body: NewDeparture) -> Response:
        return answer(goods.recycle(actor, on.Departure(**vars(body))), 201)

    @routes.post("/write-offs", status_code=201)
    def write_off(actor: Asking, body: NewDeparture) -> Response:
        return answer(goods.write_off(actor, on.Departure(**vars(body))), 201)

    return routes


def _lines(lines: tuple[NewLine, ...]) -> tuple[on.Line, ...]:
    return tuple(on.Line(lot=line.lot, quantity=line.quantity) for line in lines)
