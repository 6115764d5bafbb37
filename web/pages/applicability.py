"""Which act applies to a product group, for people: the register as a table, by date of placing on the market."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from web.bootstrap import Parts
from web.pages.contexts.applicability import ApplicabilityPage
from web.pages.contexts.frame import Choice, FormState, Language
from web.pages.contexts.passport import ProductKind
from web.pages.days import read_day
from web.pages.mapping.applicability import act_line
from web.pages.serving import Asking, Site, language_of

_KINDS = tuple(Choice(kind.value, kind) for kind in ProductKind)
_FIELDS = {"placedOnMarket": "placed"}


def applicability_pages(parts: Parts, site: Site) -> APIRouter:
    """The one page; its question stands in the address."""
    routes = APIRouter()

    @routes.get("/applicability")
    def show(
        request: Request,
        actor: Asking,
        group: Annotated[str, Query(max_length=20)] = "",
        placed: Annotated[str, Query(max_length=20)] = "",
        on: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        form = FormState({"group": group, "placed": placed.strip(), "on": on.strip()})
        try:
            page = _page(parts, actor, form, language_of(request))
        except InvalidInput as error:
            problems = {_FIELDS.get(problem.path, problem.path): problem.what for problem in error.problems}
            asked = ApplicabilityPage(_KINDS, replace(form, problems=problems or {"": error.what}))
            return site.page(request, asked, status=400)
        return site.page(request, page)

    return routes


def _page(parts: Parts, actor: Actor, form: FormState, language: Language) -> ApplicabilityPage:
    values = form.values
    if not values["group"]:
        return ApplicabilityPage(_KINDS, form)
    if values["group"] not in set(ProductGroup):
        raise _wrong("group", message("'{group}' is not a product group here.", group=values["group"]))
    group, on = ProductGroup(values["group"]), _day(values["on"])
    law = parts.applicability.of_group(actor, group, values["placed"] or None, on)
    unknown = None if law.placed_on_market else parts.applicability.register.unknown_placing.says.of(language)
    lines = tuple(act_line(one, language) for one in law.acts)
    return ApplicabilityPage(_KINDS, form, ProductKind(group), law.on, law.as_of, lines, unknown)


def _day(text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError:
        raise _wrong("on", message("'{text}' is not a day.", text=text)) from None


def _wrong(field: str, what: Message) -> InvalidInput:
    return InvalidInput(what, (Problem(field, what),))
