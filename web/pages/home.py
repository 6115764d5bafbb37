"""The first page with its scan box, what a code leads to, and the list of models."""

from collections.abc import Iterable
from itertools import groupby

from fastapi import APIRouter, Request, Response

from dpp.domain.message import Message, message
from dpp.service.views import ModelView
from lifecycle.service.intake import LONGEST_SCAN
from web.bootstrap import Parts
from web.pages.contexts.device import FoundPage
from web.pages.contexts.frame import FormState, Link
from web.pages.contexts.general import HomePage, ModelGroup, ModelsPage
from web.pages.contexts.passport import ProductKind, full_name
from web.pages.finding import Finder, Found
from web.pages.mapping.heads import row_of
from web.pages.navigation import tasks_for
from web.pages.serving import Asking, Site, go


def home_routes(parts: Parts, site: Site) -> APIRouter:
    """`/`, `/find` and `/models`."""
    routes, finder = APIRouter(), Finder(parts)

    @routes.get("/")
    def home(request: Request, actor: Asking) -> Response:
        return site.page(request, HomePage(tasks_for(actor.roles)))

    @routes.get("/find")
    async def find(request: Request, actor: Asking, q: str = "") -> Response:
        if not q.strip():
            return go("/")
        if len(q) > LONGEST_SCAN:
            return site.page(request, HomePage(tasks_for(actor.roles), too_long(q)), status=400)
        found = await finder.find(actor, q)
        if found.address is not None:
            return go(found.address)
        empty = not found.devices and not found.models
        return site.page(request, found_page(q, found), status=404 if empty else 200)

    @routes.get("/models")
    def models(request: Request, actor: Asking) -> Response:
        return site.page(request, models_page(parts.passports.models(actor)))

    return routes


def too_long(typed: str) -> FormState:
    """The scan box with what was typed, cut off, and why it is not looked up."""
    problem = message("A scan has 1 to {most} characters; this one has {count}.", most=LONGEST_SCAN, count=len(typed))
    return FormState({"q": typed[:100]}, {"q": problem})


def found_page(typed: str, found: Found) -> FoundPage:
    """What to choose from, or what the code was understood as."""
    candidates = sorted(found.scan.candidates, key=lambda each: -each.confidence)
    return FoundPage(
        typed,
        tuple(row_of(line) for line in found.devices),
        tuple(_link(model) for model in found.models),
        understood=_once(candidate.reason for candidate in candidates),
        warnings=_once(warning for candidate in candidates for warning in candidate.warnings),
    )


def _once(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple({str(each): each for each in messages}.values())


def models_page(models: Iterable[ModelView]) -> ModelsPage:
    """By kind of product, in the order of the list of kinds."""
    kinds = list(ProductKind)
    ordered = sorted(models, key=lambda model: kinds.index(ProductKind(model.group)))
    groups = groupby(ordered, key=lambda model: ProductKind(model.group))
    return ModelsPage(tuple(ModelGroup(kind, tuple(_link(model) for model in each)) for kind, each in groups))


def _link(model: ModelView) -> Link:
    return Link(full_name(model.brand, model.name), f"/passports/{model.model_id}")
