"""The overview of an owner: counts of its devices, the list behind each, and both as CSV."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from dpp.domain.actor import Actor, OrganisationId
from lifecycle.domain.holdings import Standing
from lifecycle.service.holdings import STILL_DAYS
from lifecycle.service.ports import DeviceLine
from web.bootstrap import Parts
from web.pages.contexts.frame import FormState
from web.pages.mapping.overview import (
    COUNT_HEADS,
    DEVICE_HEADS,
    OVERVIEW,
    Asked,
    Beside,
    count_rows,
    device_row,
    overview_page,
    own_devices_page,
)
from web.pages.serving import Asking, Site

_A_PAGE = 100
_A_READING = 1000
"""So many devices are read at once for a file: each reading is short, however long the file is."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Days = Annotated[int, Query()]
Word = Annotated[str | None, Query(max_length=200)]


def asked(
    step: Standing | None = None,
    custodian: Word = None,
    place: Word = None,
    blocked: Word = None,
    days: int | None = None,
    after: Word = None,
) -> Asked:
    return Asked(step=step, custodian=custodian, place=place, blocked=blocked, days=days, after=after)


def overview_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/overview`."""
    routes, holdings = APIRouter(prefix=OVERVIEW), parts.use.holdings
    names = holdings.organisations.names

    @routes.get("")
    def read(request: Request, actor: Asking, days: Days = STILL_DAYS) -> Response:
        view = holdings.overview(actor, days)
        beside = Beside(
            waits=parts.use.today.of(actor),
            requests=parts.use.requests.mine(actor),
            reservations=parts.use.market.reservations.mine(actor),
            now=parts.clock(),
        )
        return site.page(request, overview_page(view, beside, FormState({"days": str(days)})))

    @routes.get(".csv")
    def counts(actor: Asking, days: Days = STILL_DAYS) -> Response:
        view = holdings.overview(actor, days)
        return _file("overview.csv", [COUNT_HEADS, *count_rows(view)])

    @routes.get("/devices")
    def devices(request: Request, actor: Asking, wanted: Annotated[Asked, Depends(asked)]) -> Response:
        lines = _lines(parts, actor, wanted, _A_PAGE + 1)
        shown = lines[:_A_PAGE]
        last = shown[-1].device_key if len(lines) > _A_PAGE else None
        known = {line.custodian for line in shown if line.custodian is not None}
        if wanted.custodian:
            known.add(OrganisationId(wanted.custodian))
        return site.page(request, own_devices_page(shown, names(known), wanted, last))

    @routes.get("/devices.csv")
    def device_file(actor: Asking, wanted: Annotated[Asked, Depends(asked)]) -> Response:
        first = _lines(parts, actor, replace(wanted, after=None), _A_READING)

        def rows() -> Iterator[tuple[object, ...]]:
            yield DEVICE_HEADS
            lines = first
            while lines:
                known = names({line.custodian for line in lines if line.custodian is not None})
                yield from (device_row(line, known) for line in lines)
                rest = len(lines) == _A_READING
                lines = _lines(parts, actor, replace(wanted, after=lines[-1].device_key), _A_READING) if rest else ()

        return _file("devices.csv", rows())

    return routes


def _lines(parts: Parts, actor: Actor, wanted: Asked, limit: int) -> tuple[DeviceLine, ...]:
    owner = actor.organisation or OrganisationId("")
    return parts.use.holdings.devices(actor, wanted.filter(owner, limit), wanted.days)


def _file(name: str, rows: Iterable[tuple[object, ...]]) -> StreamingResponse:
    """A file that a spreadsheet reads as it is: UTF-8 with a mark, and no cell that it takes for a formula."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(_written(rows), media_type="text/csv; charset=utf-8", headers=headers)


def _written(rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for row in rows:
        out = StringIO(newline="")
        csv.writer(out).writerow([_plain(cell) for cell in row])
        yield out.getvalue().encode()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
