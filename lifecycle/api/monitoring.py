"""Figures of the flow of devices for programs, below `/api/v1`: as JSON, CSV and a workbook."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.topics import topic_of
from lifecycle.service.monitoring import Behind, Monitoring, ReportView

Asking = Annotated[Actor, Depends(asking)]
Word = Annotated[str | None, Query(max_length=100)]
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def monitoring_routes(use: Monitoring) -> APIRouter:
    """Below `/api/v1/monitoring`; without days it is this calendar year."""
    routes = APIRouter(prefix="/api/v1", tags=["monitoring"])

    @routes.get("/monitoring")
    def read(actor: Asking, first: date | None = None, last: date | None = None) -> Response:
        return answer(use.compared(actor, first, last))

    @routes.get("/monitoring.csv", response_class=Response)
    def as_csv(actor: Asking, first: date | None = None, last: date | None = None, figure: Word = None) -> Response:
        """All figures, or one of them by its name."""
        view = _asked(use, actor, first, last, figure)
        return _file(use.files.csv(view.report, view.owners), "text/csv; charset=utf-8", _named(figure, "csv"))

    @routes.get("/monitoring.xlsx", response_class=Response)
    def as_xlsx(actor: Asking, first: date | None = None, last: date | None = None, figure: Word = None) -> Response:
        """All figures, or one of them by its name."""
        view = _asked(use, actor, first, last, figure)
        return _file(use.files.xlsx(view.report, view.owners), _WORKBOOK, _named(figure, "xlsx"))

    @routes.get("/monitoring/devices")
    def devices(  # noqa: PLR0913, PLR0917 (what an address may ask)
        actor: Asking,
        step: Step,
        first: date,
        last: date,
        owner: OrganisationId | None = None,
        outcome: Word = None,
        route: Word = None,
        reason: Word = None,
        after: DeviceKey | None = None,
    ) -> Response:
        """The devices that reached a step in these days, a hundred at a time in the order of their keys."""
        wanted = Behind(
            step=step, first=first, last=last, owner=owner, outcome=outcome, route=route, reason=reason, after=after
        )
        return answer({"devices": use.devices(actor, wanted)})

    return routes


def _asked(use: Monitoring, actor: Actor, first: date | None, last: date | None, figure: str | None) -> ReportView:
    """NotFound for a figure that there is not."""
    if figure is None:
        return use.report(actor, first, last)
    view = use.report(actor, first, last, frozenset({topic_of(figure)}))
    return replace(view, report=view.report.only([figure]))


def _named(figure: str | None, ending: str) -> str:
    return f"monitoring.{ending}" if figure is None else f"monitoring-{figure}.{ending}"


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
