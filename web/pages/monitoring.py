"""Monitoring: the figures of a period with their plots, a page for each topic, and the devices behind figures."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

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


class Asked(BaseModel):
    """The devices behind one figure, as its link asks for them."""

    step: Step
    first: date
    last: date
    owner: str = Field("", max_length=100)
    outcome: str = Field("", max_length=100)
    route: str = Field("", max_length=100)
    reason: str = Field("", max_length=100)
    again: bool = False
    after: str = Field("", max_length=100)

    def behind(self) -> Behind:
        """One more than fits on a page: whether there is a next one."""
        return Behind(
            step=self.step,
            first=self.first,
            last=self.last,
            owner=OrganisationId(self.owner) if self.owner else None,
            outcome=self.outcome or None,
            route=self.route or None,
            reason=self.reason or None,
            again=self.again,
            after=DeviceKey(self.after) if self.after else None,
            limit=_A_PAGE + 1,
        )

    def said(self, names: Mapping[OrganisationId, str]) -> tuple[Sayable, ...]:
        """What these devices have in common, in the words of the page."""
        asked = (("outcome", self.outcome), ("route", self.route), ("reason", self.reason), ("owner", self.owner))
        return (
            said("step", self.step.value, {}),
            *(said(key, word, names) for key, word in asked if word),
            message("from {first} to {last}", first=self.first, last=self.last),
        )


def monitoring_pages(parts: Parts, site: Site) -> APIRouter:
    """`/monitoring` and below it each topic: of this calendar year, unless the address asks for other days."""
    routes, use = APIRouter(prefix=MONITORING), parts.use.monitoring

    @routes.get("")
    def read(request: Request, actor: Asking, first: Word = "", last: Word = "") -> Response:
        return site.page(request, monitoring_page(use.compared(actor, _day(first), _day(last)), _opens(actor)))

    @routes.get("/devices")
    def devices(request: Request, actor: Asking, asked: Annotated[Asked, Query()]) -> Response:
        lines = use.devices(actor, asked.behind())
        names = use.organisations.names([OrganisationId(asked.owner)]) if asked.owner else {}
        more = ""
        if len(lines) > _A_PAGE:
            further = dict(request.query_params) | {"after": lines[_A_PAGE - 1].device_key}
            more = f"{MONITORING}/devices?{urlencode(further)}"
        rows = tuple(map(row_of, lines[:_A_PAGE]))
        return site.page(request, BehindPage(back(asked.first, asked.last), rows, asked.said(names), more))

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
