"""Moving a passport between providers: its package goes out, or comes in."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from dpp.api.rendering import answer
from dpp.api.routes import Asking, Received
from dpp.domain.opaque import PassportId
from dpp.service.packages import Packages

_PACKAGE = {"application/json": {"schema": {"type": "object"}}}


def package_routes(packages: Packages) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["packages"])

    @routes.get("/passports/{passport_id}/package", responses={200: {"content": _PACKAGE}})
    def export_package(actor: Asking, passport_id: PassportId) -> Response:
        """The whole passport with its history, rights and identifiers, for another provider."""
        headers = {
            "Content-Disposition": f'attachment; filename="{passport_id}.package.json"',
            "Cache-Control": "private, no-store",
        }
        return Response(packages.export(actor, passport_id), media_type="application/json", headers=headers)

    @routes.post("/packages", openapi_extra={"requestBody": {"required": True, "content": _PACKAGE}})
    def take_in_package(
        actor: Asking, received: Received, *, dry_run: Annotated[bool, Query(alias="dryRun")] = False
    ) -> Response:
        """Take a package of another provider in: all of it, or nothing. The same package again changes nothing."""
        return answer({"passports": packages.take_in(actor, received, dry_run=dry_run)})

    return routes
