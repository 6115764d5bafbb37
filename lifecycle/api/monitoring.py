"""Figures of the flow of devices for programs, below `/api/v1`: as JSON, CSV and a workbook."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.monitoring.steps import Step
from lifecycle.service.monitoring import Behind, Monitoring

Asking = Annotated[Actor, Depends(asking)]
Word = Annotated[str | None, Query(max_length=100)]
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def monitoring_routes(use: Monitoring) -> APIRouter:
    """Below `/api/v1/monitoring`; without days it is this calendar year."""
    routes = APIRouter(prefix="/api/v1", tags=["monitoring"])

    @routes.get("/monitoring")
    def read(actor: Asking, first: date | None = None, last: date | None = None) -> Response:
        return answer(use.report(actor, first, last))

    @routes.get("/monitoring.csv", response_class=Response)
    def as_csv(actor: Asking, first: date | None = None, last: date | None = None) -> Response:
        view = use.report(actor, first, last)
        return _file(use.files.csv(view.report, view.owners), "text/csv; charset=utf-8", "csv")

    @routes.get("/monitoring.xlsx", response_class=Response)
    def as_xlsx(actor: Asking, first: date | None = None, last: date | None = None) -> Response:
        view = use.report(actor, first, last)
        return _file(use.files.xlsx(view.report, view.owners), _WORKBOOK, "xlsx")

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


def _file(content: bytes, media_type: str, ending: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="monitoring.{ending}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
