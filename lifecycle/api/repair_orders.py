"""Repair orders for programs: from complaint to warranty, the quote as PDF, answers, disputes.

A link by which a quote is answered is made here and opened at `/k/{token}/repair`, without an account: for people.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Short
from lifecycle.domain.events import TestResult
from lifecycle.domain.repair_orders import LEAST_DAYS, EntryId, PartIn, PartOut, Quote, Repairer, RepairOrderId
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FaultKind, FunctionalGrade, RepairBarrier
from lifecycle.service.repair_entries import NewDiagnosis, NewEnd, NewTests, NewWork
from lifecycle.service.repair_order_ports import Stage
from lifecycle.service.repair_order_views import NewAnswer
from lifecycle.service.repair_use_cases import RepairUseCases

Asking = Annotated[Actor, Depends(asking)]
Order = RepairOrderId
_ID = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")
Id = Annotated[EntryId, _ID]
OrderId = Annotated[RepairOrderId, _ID]
Text = Annotated[str, Field(min_length=1, max_length=1000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Hashes = Annotated[tuple[Hash, ...], Field(max_length=20)]


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """A repair order; `id` makes a retry safe."""

    device: DeviceKey
    complaint: Text
    id: OrderId | None = None


@dataclass(frozen=True, kw_only=True)
class NewOrderDiagnosis:
    """What was found."""

    faults: Annotated[tuple[FaultKind, ...], Field(min_length=1, max_length=20)]
    findings: Text
    codes: Annotated[tuple[Short, ...], Field(max_length=20)] = ()
    evidence: Hashes = ()
    id: Id | None = None

    def said(self) -> NewDiagnosis:
        return NewDiagnosis(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewQuote:
    """A quote: the fields of the European Repair Information Form. Amounts are in euros excluding VAT."""

    repairer: Repairer
    good: Short
    defect: Text
    repair: Text
    days: int
    place: Short
    parts: Annotated[tuple[ComponentKind, ...], Field(max_length=20)] = ()
    price_eur: Decimal | None = None
    method: Text | None = None
    most_eur: Decimal | None = None
    vat_percent: Decimal = Decimal(21)
    replacement: Text | None = None
    replacement_eur: Decimal | None = None
    ancillary: Text | None = None
    valid_days: int = LEAST_DAYS
    more: Text | None = None
    id: Id | None = None

    def quote(self) -> Quote:
        return Quote(**{name: value for name, value in vars(self).items() if name != "id"})


@dataclass(frozen=True, kw_only=True)
class NewQuoteAnswer:
    """An answer to the quote of this version; `digest` is the hash of what was read."""

    version: Annotated[int, Field(ge=1)]
    digest: Hash
    reason: Text | None = None
    id: Id | None = None

    def said(self) -> NewAnswer:
        return NewAnswer(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewOrderWork:
    """Parts out and in, minutes of work."""

    parts_out: Annotated[tuple[PartOut, ...], Field(max_length=20)] = ()
    parts_in: Annotated[tuple[PartIn, ...], Field(max_length=20)] = ()
    minutes: int = 0
    id: Id | None = None

    def said(self) -> NewWork:
        return NewWork(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewOrderTests:
    """A round of tests; with both grades it is an inspection too."""

    tests: Annotated[tuple[TestResult, ...], Field(min_length=1, max_length=40)]
    functional: FunctionalGrade | None = None
    cosmetic: CosmeticGrade | None = None
    id: Id | None = None

    def said(self) -> NewTests:
        return NewTests(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewOrderEnd:
    """Repaired, with its warranty; or what stood in the way."""

    barrier: RepairBarrier | None = None
    warranty_months: int = 0
    covers: Text | None = None
    id: Id | None = None

    def said(self) -> NewEnd:
        return NewEnd(**vars(self))


@dataclass(frozen=True, kw_only=True)
class NewText:
    """A reason, a reply or a settlement."""

    text: Text
    evidence: Hashes = field(default=())
    id: Id | None = None


def repair_order_routes(use: RepairUseCases, links: Links) -> APIRouter:
    """Below `/api/v1/repair-orders`."""
    routes = APIRouter(prefix="/api/v1/repair-orders", tags=["repairs"])
    _add_orders(routes, use)
    _add_work(routes, use)
    _add_quotes(routes, use, links)
    _add_disputes(routes, use)
    return routes


def _add_orders(routes: APIRouter, use: RepairUseCases) -> None:
    orders = use.orders

    @routes.post("", status_code=201)
    def open_order(actor: Asking, body: NewOrder) -> Response:
        view = orders.open(actor, body.device, body.complaint, body.id)
        return answer(view, 201, {"Location": f"/api/v1/repair-orders/{view.order.id}"})

    @routes.get("")
    def find(
        actor: Asking,
        device: DeviceKey | None = None,
        stage: Stage | None = None,
        disputed: bool = False,  # noqa: FBT001, FBT002 - a query
        limit: Annotated[int, Query(ge=1, le=200)] = 100,
    ) -> Response:
        if device is not None:
            return answer({"orders": orders.of_device(actor, device)})
        return answer(orders.find(actor, stage, disputed=disputed, limit=limit))

    @routes.get("/{order}")
    def read(actor: Asking, order: Order) -> Response:
        return answer(orders.read(actor, order))

    @routes.post("/{order}/cancellation")
    def cancel(actor: Asking, order: Order, body: NewText) -> Response:
        return answer(orders.cancel(actor, order, body.text, body.id))


def _add_work(routes: APIRouter, use: RepairUseCases) -> None:
    orders = use.orders

    @routes.post("/{order}/diagnoses", status_code=201)
    def diagnose(actor: Asking, order: Order, body: NewOrderDiagnosis) -> Response:
        return answer(orders.diagnose(actor, order, body.said()), 201)

    @routes.post("/{order}/work", status_code=201)
    def work(actor: Asking, order: Order, body: NewOrderWork) -> Response:
        return answer(orders.work(actor, order, body.said()), 201)

    @routes.post("/{order}/tests", status_code=201)
    def test(actor: Asking, order: Order, body: NewOrderTests) -> Response:
        return answer(orders.test(actor, order, body.said()), 201)

    @routes.post("/{order}/result", status_code=201)
    def finish(actor: Asking, order: Order, body: NewOrderEnd) -> Response:
        return answer(orders.finish(actor, order, body.said()), 201)


def _add_quotes(routes: APIRouter, use: RepairUseCases, links: Links) -> None:
    quotes = use.quotes

    @routes.post("/{order}/quotes", status_code=201)
    def send(actor: Asking, order: Order, body: NewQuote) -> Response:
        return answer(quotes.send(actor, order, body.quote(), body.id), 201)

    @routes.get("/{order}/quotes/{version}.pdf")
    def paper(actor: Asking, order: Order, version: int, language: Literal["nl", "en"] = "nl") -> Response:
        found = quotes.paper(actor, order, version, language)
        headers = {"Content-Disposition": f'inline; filename="{found.name}"', "Cache-Control": "no-store"}
        return Response(found.content, media_type="application/pdf", headers=headers)

    @routes.post("/{order}/approval")
    def approve(actor: Asking, order: Order, body: NewQuoteAnswer) -> Response:
        return answer(quotes.approve(actor, order, body.said()))

    @routes.post("/{order}/refusal")
    def decline(actor: Asking, order: Order, body: NewQuoteAnswer) -> Response:
        return answer(quotes.decline(actor, order, body.said()))

    @routes.post("/{order}/links", status_code=201)
    def link(actor: Asking, order: Order) -> Response:
        made = quotes.link(actor, order)
        address = f"{links.public_url}/k/{made.token}/repair"
        return answer({"id": made.id, "address": address, "until": made.until}, 201, {"Cache-Control": "no-store"})


def _add_disputes(routes: APIRouter, use: RepairUseCases) -> None:
    disputes = use.disputes

    @routes.post("/{order}/disputes", status_code=201)
    def dispute(actor: Asking, order: Order, body: NewText) -> Response:
        return answer(disputes.dispute(actor, order, body.text, body.evidence, body.id), 201)

    @routes.post("/{order}/disputes/{about}/replies", status_code=201)
    def reply(actor: Asking, order: Order, about: int, body: NewText) -> Response:
        return answer(disputes.reply(actor, order, about, body.text, body.evidence, body.id), 201)

    @routes.post("/{order}/disputes/{about}/settlement")
    def settle(actor: Asking, order: Order, about: int, body: NewText) -> Response:
        return answer(disputes.settle(actor, order, about, body.text, body.id))
