"""Reports of finders for programs of who owns the devices: the list, one report, its closure.

A finder has a page (`/passports/{id}/found`), no API: it is for people, and counted by their network.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from lifecycle.api.bodies import NewClosure
from lifecycle.domain.found_reports import ReportReference
from lifecycle.service.found_reports import FoundReports

Asking = Annotated[Actor, Depends(asking)]


def found_report_routes(reports: FoundReports) -> APIRouter:
    """Below `/api/v1/found-reports`."""
    routes = APIRouter(prefix="/api/v1/found-reports", tags=["found reports"])

    @routes.get("")
    def find(actor: Asking, open: bool = True) -> Response:  # noqa: A002, FBT001, FBT002 - the name in the address
        return answer({"reports": reports.find(actor, is_open=open)})

    @routes.get("/{reference}")
    def read(actor: Asking, reference: ReportReference) -> Response:
        return answer(reports.read(actor, reference, AccessPath.API))

    @routes.post("/{reference}/closures", status_code=201)
    def close(actor: Asking, reference: ReportReference, body: NewClosure) -> Response:
        return answer(reports.close(actor, reference, body.outcome), 201)

    return routes
