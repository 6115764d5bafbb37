"""The list of deviations from the rules, by the days on which they were recorded."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from web.bootstrap import Parts
from web.pages.days import read_day
from web.pages.mapping.approvals import OVERRIDES, overrides_page
from web.pages.serving import Asking, Site

_USUAL = timedelta(days=90)


def override_pages(parts: Parts, site: Site) -> APIRouter:
    """`/overrides`: of the last ninety days, unless the address asks for others."""
    routes = APIRouter(prefix=OVERRIDES)

    @routes.get("")
    def read(
        request: Request,
        actor: Asking,
        first: Annotated[str, Query(max_length=10)] = "",
        last: Annotated[str, Query(max_length=10)] = "",
    ) -> Response:
        until = _day(last, parts.clock().date())
        since = _day(first, until - _USUAL)
        return site.page(request, overrides_page(parts.use.approvals.overrides.list(actor, since, until), since, until))

    return routes


def _day(text: str, otherwise: date) -> date:
    try:
        return read_day(text)
    except ValueError:
        return otherwise
