"""Sale for programs: lots, bids, awards. Amounts are whole cents of a euro, without VAT."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.sales import BidId, LotId, Offering, Way
from lifecycle.domain.sales.lot import HOME, MOST_BUYERS, MOST_CENTS
from lifecycle.service.sales import MOST_DEVICES, Sales

Asking = Annotated[Actor, Depends(asking)]
Words = Annotated[str, Field(min_length=1, max_length=300)]
Cents = Annotated[int, Field(gt=0, le=MOST_CENTS)]
Devices = Annotated[tuple[DeviceKey, ...], Field(min_length=1, max_length=MOST_DEVICES)]


@dataclass(frozen=True, kw_only=True)
class LotContents:
    """Which devices are sold together."""

    devices: Devices


@dataclass(frozen=True, kw_only=True)
class NewLot(LotContents):
    """A lot, as buyers will know it."""

    title: Words


@dataclass(frozen=True, kw_only=True)
class NewOffering:
    """To whom, how and until when. `cents`: the fixed price, or the lowest bid."""

    buyers: Annotated[tuple[OrganisationId, ...], Field(min_length=1, max_length=MOST_BUYERS)]
    way: Way
    closes_at: AwareDatetime
    cents: Cents | None = None


@dataclass(frozen=True, kw_only=True)
class NewBid:
    """A bid for the whole lot; `country` is where the next users are (ISO 3166-1)."""

    cents: Cents
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = HOME


@dataclass(frozen=True, kw_only=True)
class NewAward:
    """Which bid gets the lot; `reason` where it is not the highest."""

    bid: BidId
    reason: Words | None = None


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    """Whether the second person agrees."""

    agrees: bool


@dataclass(frozen=True, kw_only=True)
class NewClosing:
    """Why a lot is not sold."""

    reason: Words


def sale_routes(sales: Sales) -> APIRouter:
    """Below `/api/v1`: lots, and what was sold."""
    routes = APIRouter(prefix="/api/v1", tags=["sale"])
    _add_lots(routes, sales)
    _add_bids(routes, sales)
    return routes


def _add_lots(routes: APIRouter, sales: Sales) -> None:
    @routes.get("/lots")
    def find(actor: Asking) -> Response:
        """Those that were offered to one's organisation; all of them for DRZ and the auditor."""
        return answer({"lots": sales.find(actor)})

    @routes.post("/lots", status_code=201)
    def make(actor: Asking, body: NewLot) -> Response:
        view = sales.make(actor, body.title, body.devices)
        return answer(view, 201, {"Location": f"/api/v1/lots/{view.summary.id}"})

    @routes.post("/lots/previews")
    def preview(actor: Asking, body: LotContents) -> Response:
        """Which devices a lot would be refused for, and why; nothing is recorded."""
        refused = sales.preview(actor, body.devices)
        told = {key: {"rule": each.rule, "what": each.what, "remedy": each.remedy} for key, each in refused.items()}
        return answer({"refused": told})

    @routes.get("/lots/{lot}")
    def read(actor: Asking, lot: LotId) -> Response:
        """A buyer sees kinds and numbers, and its own bid."""
        return answer(sales.read(actor, lot))

    @routes.post("/lots/{lot}/offers", status_code=201)
    def offer(actor: Asking, lot: LotId, body: NewOffering) -> Response:
        """Offer it to named buyers."""
        return answer(sales.offer(actor, lot, Offering(**vars(body))), 201)

    @routes.post("/lots/{lot}/consignments", status_code=201)
    def hand_over(actor: Asking, lot: LotId) -> Response:
        """The draft of a consignment to the buyer, on the terms of the sale."""
        return answer(sales.hand_over(actor, lot), 201)

    @routes.post("/lots/{lot}/closings", status_code=201)
    def close(actor: Asking, lot: LotId, body: NewClosing) -> Response:
        """It is not sold: its devices are free again."""
        return answer(sales.close(actor, lot, body.reason), 201)

    @routes.get("/sales")
    def sold(
        actor: Asking, since: Annotated[AwareDatetime, Query()], until: Annotated[AwareDatetime, Query()]
    ) -> Response:
        """What was awarded from `since` on and before `until`."""
        return answer({"sales": sales.sold(actor, since, until)})


def _add_bids(routes: APIRouter, sales: Sales) -> None:
    @routes.post("/lots/{lot}/bids", status_code=201)
    def bid(actor: Asking, lot: LotId, body: NewBid) -> Response:
        """Bid, or raise the bid: until the closing moment nobody else sees it."""
        return answer(sales.bid(actor, lot, body.cents, body.country), 201)

    @routes.delete("/lots/{lot}/bids")
    def withdraw(actor: Asking, lot: LotId) -> Response:
        """Take back the bid of one's organisation; that it was made is kept."""
        return answer(sales.bid(actor, lot, None))

    @routes.post("/lots/{lot}/awards", status_code=201)
    def award(actor: Asking, lot: LotId, body: NewAward) -> Response:
        """To the highest bid at once; to another one once a second person agrees."""
        return answer(sales.choose(actor, lot, body.bid, body.reason), 201)

    @routes.post("/lots/{lot}/agreements", status_code=201)
    def agree(actor: Asking, lot: LotId, body: NewAgreement) -> Response:
        """The second person on another bid than the highest."""
        return answer((sales.agree if body.agrees else sales.disagree)(actor, lot), 201)
