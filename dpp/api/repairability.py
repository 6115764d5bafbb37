"""Repairability in our own API: the workings of a model's scores, and models beside each other.

Both answers are JSON. That of a model is JSON-LD too, by the context that this service publishes: who asks for
`application/ld+json`, or says `format=jsonld`, gets it under that name.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.negotiation import media_types
from dpp.domain.opaque import PassportId
from dpp.domain.repairability.described import described
from dpp.service.repairability import LARGEST_PAGE, ComparedModel, Repairability, RepairComparison, Wish

Asking = Annotated[Actor, Depends(asking)]
JSON, JSON_LD = "application/json", "application/ld+json"
NOTE = (
    "Declared values are the record; what is worked out stands beside them. Models of one product group are compared; "
    "displays have no official score and are in no order. The lines of each working are at "
    "/api/v1/models/{model_id}/repairability."
)


class Asked(BaseModel):
    """What a comparison is asked for, in its address."""

    group: ProductGroup
    maker: str | None = Field(None, max_length=200, description="The brand, as the passports write it.")
    at_least: Annotated[
        Decimal | None,
        Field(alias="atLeast", ge=0, le=10, description="The least index: of the EU for phones, French for laptops."),
    ] = None
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(25, ge=1, le=LARGEST_PAGE, alias="pageSize")

    def wish(self) -> Wish:
        return Wish(self.group, self.maker, self.at_least, self.page, self.page_size)


def repairability_routes(repairability: Repairability) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["passports"])

    @routes.get("/models/repairability")
    def compare_repairability(actor: Asking, asked: Annotated[Asked, Query()]) -> Response:
        return answer(_comparison(repairability.compare(actor, asked.wish())))

    @routes.get("/models/{passport_id}/repairability", responses={200: {"content": {JSON: {}, JSON_LD: {}}}})
    def read_repairability(
        request: Request,
        actor: Asking,
        passport_id: PassportId,
        wanted: Annotated[Literal["json", "jsonld"] | None, Query(alias="format")] = None,
    ) -> Response:
        document = repairability.of_model(actor, passport_id).document()
        kind = _kind(wanted, request.headers.get("accept", ""))
        return JSONResponse(document, media_type=kind, headers={"Vary": "Accept"})

    return routes


def _kind(wanted: str | None, accept: str) -> str:
    """What the address asks, else what the client prefers; JSON where it does not mind."""
    if wanted is not None:
        return JSON_LD if wanted == "jsonld" else JSON
    preferred = media_types(accept)
    return JSON_LD if preferred.weight(JSON_LD) > preferred.weight(JSON) else JSON


def _comparison(found: RepairComparison) -> dict[str, Any]:
    return {
        "note": NOTE,
        "group": found.wish.group,
        "measure": found.wish.measure,
        "total": found.total,
        "page": found.wish.page,
        "pages": found.pages,
        "pageSize": found.wish.page_size,
        "makers": found.makers,
        "models": [_model(model, found.wish.group) for model in found.models],
    }


def _model(model: ComparedModel, group: ProductGroup) -> dict[str, Any]:
    said = model.said
    header = {"productGroup": group.value, "brand": model.brand, "modelName": model.name}
    whole = {
        "model_id": model.model_id,
        "rank": model.rank,
        "security_support_until": said.security_support_until,
        "update_years": said.update_years,
        "spare_parts": said.spare_parts,
        "sources": said.sources,
        "repairability": described(model.url, header, tuple(said.workings.values()), deep=False),
    }
    return {name: value for name, value in whole.items() if value is not None}
