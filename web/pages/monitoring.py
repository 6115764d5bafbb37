"""Monitoring: the figures of a period with their plots, a page for each topic, and the devices behind figures."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.topics import Topic
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.monitoring import Behind
from lifecycle.service.worklists import lists_of
from web.bootstrap import Parts
from web.pages.contexts.monitoring import BehindPage
from web.pages.mapping.heads import row_of
from web.pages.mapping.monitoring import MONITORING, Opens, back, monitoring_page, topic_page
from web.pages.mapping.monitoring_words import said
from web.pages.plots.drawing import Sayable
from web.pages.serving import Asking, Site

_A_PAGE = 100
Word = Annotated[str, Query(max_length=100)]


def monitoring_pages(parts: Parts, site: Site) -> APIRouter:
    """`/monitoring` and below it each topic: of this calendar year, unless the address asks for other days."""
    routes, use = APIRouter(prefix=MONITORING), parts.use.monitoring

    @routes.get("")
    def read(request: Request, actor: Asking, first: Word = "", last: Word = "") -> Response:
        return site.page(request, monitoring_page(use.compared(actor, _day(first), _day(last)), _opens(actor)))

    @routes.get("/devices")
    def devices(  # noqa: PLR0913, PLR0917 (what an address may ask)
        request: Request,
        actor: Asking,
        step: Step,
        first: date,
        last: date,
        owner: Word = "",
        outcome: Word = "",
        route: Word = "",
        reason: Word = "",
        again: bool = False,  # noqa: FBT001, FBT002 (a word of the address)
        after: Word = "",
    ) -> Response:
        wanted = Behind(
            step=step,
            first=first,
            last=last,
            owner=OrganisationId(owner) if owner else None,
            outcome=outcome or None,
            route=route or None,
            reason=reason or None,
            again=again,
            after=DeviceKey(after) if after else None,
            limit=_A_PAGE + 1,
        )
        lines = use.devices(actor, wanted)
        asked = dict(request.query_params) | {"after": lines[_A_PAGE - 1].device_key} if len(lines) > _A_PAGE else {}
        alike: tuple[Sayable, ...] = (
            said("step", step.value, {}),
            *(
                said(key, word, use.organisations.names([OrganisationId(owner)]) if owner else {})
                for key, word in (("outcome", outcome), ("route", route), ("reason", reason), ("owner", owner))
                if word
            ),
            message("from {first} to {last}", first=first, last=last),
        )
        rows = tuple(map(row_of, lines[:_A_PAGE]))
        more = f"{MONITORING}/devices?{urlencode(asked)}" if asked else ""
        return site.page(request, BehindPage(back(first, last), rows, alike, more))

    @routes.get("/{topic}")
    def of_topic(request: Request, actor: Asking, topic: Topic, first: Word = "", last: Word = "") -> Response:
        view = use.compared(actor, _day(first), _day(last), frozenset({topic}))
        return site.page(request, topic_page(view, topic, _opens(actor)))

    return routes


def _opens(actor: Actor) -> Opens:
    return Opens(PERMISSIONS.allows("read_overrides", actor), lists_of(actor))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
