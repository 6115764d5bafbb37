"""The routes of EN 18222. Paths and names are those of the standard; `dpp.api.en18222.layer` stands in front."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dpp.api.en18222.answers import JSON, answer, created, wanted_form
from dpp.api.en18222.description import Description
from dpp.api.en18222.models import DppIdPage, ProductIds, RegistryEntry
from dpp.api.en18222.parameters import (
    Asking,
    Cursor,
    DppId,
    ElementPath,
    Expected,
    Form,
    Limit,
    Moment,
    ProductId,
    Received,
    json_body,
)
from dpp.api.http import Fault, fault_response
from dpp.domain.en18222.representation import Representation
from dpp.domain.message import message
from dpp.service.en18222.dpps import Dpps

NO_REGISTRY = Fault(
    501,
    message("Not implemented"),
    message("This service is not a registry: it tells the EU registry itself of its passports."),
    "not-implemented",
)
COMPRESSED = Representation.COMPRESSED
PASSPORT = "/v1/dpps/{dppId}"
ELEMENT = PASSPORT + "/elements/{elementIdPath}"
BY_PRODUCT, BY_DATE = "/v1/dppsByProductId/{productId}", "/v1/dppsByIdAndDate/{dppId}"


def en18222_routes(dpps: Dpps) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter()
    _reading(routes, dpps)
    _writing(routes, dpps)
    _elements(routes, dpps)
    _tell_methods(routes)
    return routes


def _reading(routes: APIRouter, dpps: Dpps) -> None:
    described = Description(dpps.passports.publisher.catalogue)

    @routes.get(PASSPORT, **described.read_by_id())
    def read_by_id(request: Request, actor: Asking, dpp_id: DppId, representation: Form = COMPRESSED) -> Response:
        form = wanted_form(request, representation)
        return answer(request, dpps.read(actor, dpp_id, representation), representation, form)

    @routes.get(BY_PRODUCT, **described.read_by_product())
    def read_by_product(
        request: Request, actor: Asking, product_id: ProductId, representation: Form = COMPRESSED
    ) -> Response:
        form = wanted_form(request, representation)
        return answer(request, dpps.read_by_product(actor, product_id, representation), representation, form)

    @routes.get(BY_DATE, **described.read_by_date())
    def read_by_date(
        request: Request, actor: Asking, dpp_id: DppId, date: Moment, representation: Form = COMPRESSED
    ) -> Response:
        form = wanted_form(request, representation)
        dpp = dpps.read(actor, dpp_id, representation, date)
        return answer(request, dpp, representation, form)

    @routes.post("/v1/dppsByProductIds", dependencies=[Depends(json_body)], **described.find())
    def find(actor: Asking, wanted: ProductIds, limit: Limit = None, cursor: Cursor = None) -> Response:
        found = dpps.find(actor, wanted.productIds, limit, cursor)
        page = DppIdPage(dppIds=list(found.dpp_ids), nextCursor=found.next_cursor)
        return Response(page.model_dump_json(exclude_none=True), media_type=JSON)


def _writing(routes: APIRouter, dpps: Dpps) -> None:
    described = Description(dpps.passports.publisher.catalogue)

    @routes.post("/v1/dpps", **described.create())
    def create(actor: Asking, received: Received, representation: Form = COMPRESSED) -> Response:  # noqa: ARG001
        """Either form is known by itself, whatever `representation` says."""
        return created(dpps.create(actor, received))

    @routes.patch(PASSPORT, **described.update())
    def update(
        request: Request,
        actor: Asking,
        dpp_id: DppId,
        received: Received,
        expected: Expected,
        representation: Form = COMPRESSED,
    ) -> Response:
        form = wanted_form(request, representation, graph=False)
        return answer(request, dpps.update(actor, dpp_id, received, representation, expected), representation, form)

    @routes.delete(PASSPORT, **described.delete())
    def archive(actor: Asking, dpp_id: DppId, expected: Expected) -> Response:
        dpps.archive(actor, dpp_id, expected)
        return Response(status_code=204)

    @routes.post("/v1/registerDPP", **described.register())
    def register(request: Request, _: RegistryEntry) -> Response:
        return fault_response(request.scope, NO_REGISTRY)


def _elements(routes: APIRouter, dpps: Dpps) -> None:
    described = Description(dpps.passports.publisher.catalogue)

    @routes.get(ELEMENT, **described.read_element())
    def read_element(
        request: Request, actor: Asking, dpp_id: DppId, path: ElementPath, representation: Form = COMPRESSED
    ) -> Response:
        form = wanted_form(request, representation, graph=False)
        return answer(request, dpps.read_element(actor, dpp_id, path, representation), representation, form)

    @routes.patch(ELEMENT, **described.update_element())
    def update_element(
        request: Request,
        actor: Asking,
        dpp_id: DppId,
        path: ElementPath,
        received: Received,
        expected: Expected,
        representation: Form = COMPRESSED,
    ) -> Response:
        form = wanted_form(request, representation, graph=False)
        dpp = dpps.update_element(actor, dpp_id, path, received, representation, expected)
        return Response(status_code=204) if dpp is None else answer(request, dpp, representation, form)


class _Methods:
    """Tells which methods an address takes: to OPTIONS in an answer, to others with 405."""

    def __init__(self, methods: set[str]) -> None:
        heads = {"HEAD"} if "GET" in methods else set()
        self._allow = {"Allow": ", ".join(sorted({*methods, *heads, "OPTIONS"}))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "OPTIONS":
            raise HTTPException(405, headers=self._allow)
        await Response(status_code=204, headers=self._allow)(scope, receive, send)


def _tell_methods(routes: APIRouter) -> None:
    """A router names the methods of one route; an address here has several."""
    methods: dict[str, set[str]] = {}
    for route in routes.routes:
        if isinstance(route, Route):
            methods.setdefault(route.path, set()).update(route.methods or ())
    for path, taken in methods.items():
        routes.routes.append(Route(path, _Methods(taken), include_in_schema=False))
