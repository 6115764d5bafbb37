"""Passports in the forms of others (`/api/v1/passports/{id}/...`)."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from dpp.api.http import asking
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from dpp.service.exporting import Exports

CREDENTIAL = "application/vc"
"""A credential of W3C VC 2.0 that bears no signature of its own."""
Asking = Annotated[Actor, Depends(asking)]
_UNTP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A DigitalProductPassport of UNTP 0.7.",
        "content": {CREDENTIAL: {"schema": {"type": "object"}}},
    }
}


def export_routes(exports: Exports) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["exports"])

    @routes.get("/passports/{passport_id}/untp", responses=_UNTP)
    def export_untp(actor: Asking, passport_id: PassportId) -> Response:
        credential = exports.untp(actor, passport_id)
        return Response(json.dumps(credential, ensure_ascii=False).encode(), media_type=CREDENTIAL)

    return routes
