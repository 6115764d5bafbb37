"""Models and versions in our own API (`/api/v1`): find models, compare them, read one version, compare two.

A list answers page by page: `page` counts from 1, `pageSize` says how many. The answer says how many there are in all,
and links to the next and the previous page, in its `Link` header too (RFC 8288).
"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from dpp.api.http import asking
from dpp.api.rendering import answer, json_of
from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, ProductGroup
from dpp.domain.comparison import sortable
from dpp.domain.forms import compressed
from dpp.domain.links import Links
from dpp.domain.opaque import PassportId
from dpp.service.finding_models import (
    BY_NAME,
    LARGEST_PAGE,
    Comparison,
    FindingModels,
    FoundModel,
    FoundModels,
    Question,
)
from dpp.service.versions import Versions

Asking = Annotated[Actor, Depends(asking)]


class Asked(BaseModel):
    """What a list of models is asked for, in its address."""

    q: str = Field("", max_length=200, description="Words in the name, or a model identifier, GTIN or EPREL number.")
    maker: str | None = Field(None, max_length=200, description="The brand, as the passports write it.")
    group: ProductGroup | None = None
    repairability: str | None = Field(None, max_length=5, description="This class or a better one.")
    energy: str | None = Field(None, max_length=5, description="This class or a better one.")
    support_end: str | None = Field(
        None, max_length=10, alias="supportEnd", description="Security updates at least until: 2028, 2028-06."
    )
    sort: str = Field(BY_NAME, max_length=40, description="One of the `sorts` of the answer; a footprint is none.")
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(100, ge=1, le=LARGEST_PAGE, alias="pageSize")

    def question(self) -> Question:
        return Question(
            words=self.q,
            maker=self.maker,
            group=self.group,
            repairability=self.repairability,
            energy=self.energy,
            support_end=self.support_end,
            sort=self.sort,
            page=self.page,
            page_size=self.page_size,
        )


def model_routes(models: FindingModels, versions: Versions) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["passports"])
    links, catalogue = models.passports.publisher.links, models.catalogue

    @routes.get("/models")
    def find_models(request: Request, actor: Asking, asked: Annotated[Asked, Query()]) -> Response:
        found = models.find(actor, asked.question())
        around = _around(request, found)
        body = {
            "models": [_model(model, links, catalogue) for model in found.models],
            "total": found.total,
            "page": found.page,
            "pageSize": found.page_size,
            "makers": found.makers,
            "groups": found.groups,
            "sorts": [BY_NAME, *sortable(catalogue)],
            "_links": {rel: {"href": href} for rel, href in around.items()},
        }
        header = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in around.items() if rel != "self")
        return answer(body, headers={"Link": header} if header else None)

    @routes.get("/models/compare")
    def compare_models(
        actor: Asking,
        ids: Annotated[str, Query(max_length=200, description="Passport ids of 2 to 4 models, with commas between.")],
    ) -> Response:
        chosen = [PassportId(each.strip()) for each in ids.split(",") if each.strip()]
        return answer(_comparison(models.compare(actor, chosen)))

    @routes.get("/passports/{passport_id}/versions")
    def list_versions(actor: Asking, passport_id: PassportId) -> Response:
        return answer({"versions": versions.history(actor, passport_id)})

    @routes.get("/passports/{passport_id}/versions/{version}")
    def read_version(actor: Asking, passport_id: PassportId, version: int) -> Response:
        return answer(compressed(versions.read(actor, passport_id, version).document, catalogue))

    @routes.get("/passports/{passport_id}/versions/{version}/received")
    def read_received(actor: Asking, passport_id: PassportId, version: int) -> Response:
        received = versions.received(actor, passport_id, version)
        headers = {"Cache-Control": "private, no-store", "Kringpas-Sha256": received.sha256}
        return Response(received.content, media_type=received.media_type, headers=headers)

    @routes.get("/passports/{passport_id}/changes")
    def read_changes(
        actor: Asking,
        passport_id: PassportId,
        before: Annotated[int, Query(alias="from", ge=0, description="0 for nothing at all.")],
        after: Annotated[int, Query(alias="to", ge=1)],
    ) -> Response:
        found = versions.differences(actor, passport_id, before, after)
        return answer({"from": found.before, "to": found.after, "changes": found.changes})

    return routes


def _model(model: FoundModel, links: Links, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "model_id": model.model_id,
        "url": links.passport(model.model_id),
        "group": model.group,
        "brand": model.brand,
        "name": model.name,
        "version": model.version,
        "facets": {facet: _said(facet, number, catalogue) for facet, number in model.facets.items()},
    }


def _said(facet: str, number: float, catalogue: Catalogue) -> float | str:
    """A code by its own name, any other number as it is (a day as 20280901)."""
    element = catalogue.find(facet)
    return element.codes[int(number)].value if element is not None and element.codes else number


def _comparison(comparison: Comparison) -> Mapping[str, Any]:
    return {
        "models": [
            {"model_id": view.passport_id, "url": view.url, "name": view.document.values()["modelName"]}
            for view in comparison.models
        ],
        "elements": [json_of(line) for line in comparison.elements],
    }


def _around(request: Request, found: FoundModels) -> dict[str, str]:
    """Addresses of this page and its neighbours, relative to the service."""
    asked = dict(request.query_params)

    def address(page: int) -> str:
        return f"{request.url.path}?{urlencode({**asked, 'page': page})}"

    around = {"self": address(found.page)}
    if found.page > 1:
        around["prev"] = address(min(found.page - 1, found.pages))
    if found.page < found.pages:
        around["next"] = address(found.page + 1)
    return around
