"""Our own API of passports (`/api/v1`): register and revise models, passports as their readers may see them.

Finding and comparing models, and versions, are in `dpp.api.models`.

The passport's own address (`/passports/{id}`) and the resolver are the scan path (`dpp.api.scanpath`); EN 18222 has an
interface of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.forms import compressed, full
from dpp.domain.opaque import PassportId
from dpp.service.passports import Passports

Asking = Annotated[Actor, Depends(asking)]


async def received_bytes(request: Request) -> bytes:
    """The body as it came: passports are stored byte for byte."""
    return await request.body()


Received = Annotated[bytes, Depends(received_bytes)]
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


def passport_routes(passports: Passports) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["passports"])

    @routes.post("/models", status_code=201, openapi_extra=_BODY)
    def register_model(actor: Asking, received: Received) -> Response:
        view = passports.register_model(actor, received)
        location = {"Location": f"/api/v1/passports/{view.passport_id}"}
        return answer({"passport_id": view.passport_id, "url": view.url, "version": view.version}, 201, location)

    @routes.put("/models/{passport_id}", openapi_extra=_BODY)
    def revise_model(actor: Asking, passport_id: PassportId, received: Received) -> Response:
        view = passports.revise_model(actor, passport_id, received)
        return answer({"passport_id": view.passport_id, "url": view.url, "version": view.version})

    @routes.get("/passports/{passport_id}")
    def read_passport(
        actor: Asking,
        passport_id: PassportId,
        representation: Annotated[str, Query(pattern="^(compressed|full)$")] = "compressed",
        at: Annotated[AwareDatetime | None, Query(description="As it was at this moment, with today's rights.")] = None,
    ) -> Response:
        view = passports.read(actor, passport_id, at=at)
        render = compressed if representation == "compressed" else full
        return answer(render(view.document, passports.publisher.catalogue))

    @routes.get("/passports/{passport_id}/qr-code")
    def read_qr_code(actor: Asking, passport_id: PassportId) -> Response:
        return Response(passports.qr_code(actor, passport_id), media_type="image/svg+xml")

    return routes
