"""The first page (for visitors the scan box, for others what waits today), and what a code leads to.

What leads nowhere as it was typed may be a typing mistake: where the search of everything has an answer, it goes there.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor, Role
from dpp.domain.message import Message, message
from dpp.service.search import LONGEST
from dpp.service.views import ModelView
from lifecycle.service.scanning import LONGEST_SCAN
from lifecycle.service.verdicts import foreign_address_in
from web.bootstrap import Parts
from web.pages.admin import admin_lines
from web.pages.contexts.device import FoundPage
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.general import HomePage
from web.pages.contexts.passport import full_name
from web.pages.finding import Finder, Found
from web.pages.mapping.admin import admin_page
from web.pages.mapping.heads import row_of
from web.pages.mapping.intake import foreign_offer
from web.pages.mapping.today import today_page
from web.pages.rendering import Page
from web.pages.serving import Asking, Site, go


def home_routes(parts: Parts, site: Site) -> APIRouter:
    """`/` and `/find`."""
    routes, finder = APIRouter(), Finder(parts)

    def first_page(actor: Actor, form: FormState = NEW_FORM) -> Page:
        if actor.is_visitor:
            return HomePage(form)
        page = today_page(actor, parts.use.today.of(actor), parts.clock(), form)
        if not actor.holds(Role.ADMINISTRATOR):
            return page
        return replace(page, parts=admin_page(admin_lines(parts, actor)).asking)

    @routes.get("/")
    def home(request: Request, actor: Asking) -> Response:
        return site.page(request, first_page(actor))

    @routes.get("/find")
    async def find(request: Request, actor: Asking, q: str = "") -> Response:
        if not q.strip():
            return go("/")
        if len(q) > LONGEST_SCAN:
            return site.page(request, first_page(actor, too_long(q)), status=400)
        found = await finder.find(actor, q)
        if found.address is not None:
            return go(found.address)
        page = found_page(q, found)
        if not page.leads_on and await run_sync(_is_near_something, parts, actor, q.strip()):
            return go(f"/search?{urlencode({'q': q.strip()})}")
        return site.page(request, page, status=200 if page.found else 404)

    return routes


def _is_near_something(parts: Parts, actor: Actor, typed: str) -> bool:
    return len(typed) <= LONGEST and bool(parts.search.find(actor, typed))


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
        near=tuple(row_of(near.line) for near in found.near),
        foreign=foreign_offer(foreign_address_in(found.scan)),
    )


def _once(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple({str(each): each for each in messages}.values())


def _link(model: ModelView) -> Link:
    return Link(full_name(model.brand, model.name), f"/passports/{model.model_id}")
