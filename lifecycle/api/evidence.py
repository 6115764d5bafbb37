"""Evidence over HTTP: attach a file, to a device or to the one that it names; list, read, download, read again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.service.evidence import Evidence, File

Asking = Annotated[Actor, Depends(asking)]
FileName = Annotated[str | None, Query(alias="fileName", max_length=200)]
_A_FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


async def sent_file(request: Request) -> bytes:
    """The body as it came: a file of evidence in its own format."""
    return await request.body()


Content = Annotated[bytes, Depends(sent_file)]


def evidence_routes(evidence: Evidence) -> APIRouter:
    """The routes over the use cases of evidence. They run in the pool of threads: reading a file may take a second."""
    routes = APIRouter(prefix="/api/v1", tags=["evidence"])
    _attaching(routes, evidence)

    @routes.get("/devices/{key}/evidence")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        return answer({"evidence": evidence.of_device(actor, key)})

    @routes.get("/devices/{key}/evidence/{sha256}")
    def read(actor: Asking, key: DeviceKey, sha256: str) -> Response:
        stored = evidence.read(actor, key, sha256)
        return answer({"format": stored.format, "recorded_at": stored.recorded_at, "reading": stored.reading})

    @routes.get("/devices/{key}/evidence/{sha256}/content", response_class=Response)
    def content(actor: Asking, key: DeviceKey, sha256: str) -> Response:
        """The stored bytes, to be saved and never shown: they are of the machine's making."""
        return Response(
            evidence.content(actor, key, sha256),
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{sha256}.evidence"', "ETag": f'"{sha256}"'},
        )

    @routes.post("/devices/{key}/evidence/{sha256}/readings")
    def read_again(actor: Asking, key: DeviceKey, sha256: str) -> Response:
        return answer({"changed": evidence.read_again(actor, key, sha256)})

    return routes


def _attaching(routes: APIRouter, evidence: Evidence) -> None:
    @routes.post("/devices/{key}/evidence", status_code=201, openapi_extra=_A_FILE)
    def attach(
        *,
        actor: Asking,
        key: DeviceKey,
        content: Content,
        file_name: FileName = None,
        board_replaced: Annotated[bool, Query(alias="boardReplaced")] = False,
    ) -> Response:
        """`boardReplaced` confirms that the device has another serial number since its mainboard was replaced."""
        file = File(content=content, name=file_name, board_replaced=board_replaced)
        return answer(evidence.attach(actor, key, file), 201)

    @routes.post("/devices/{key}/documents", status_code=201, openapi_extra=_A_FILE)
    def attach_document(actor: Asking, key: DeviceKey, content: Content) -> Response:
        """A document that no parser reads: its hash, size and kind are kept, and nothing else of it."""
        return answer(evidence.attach_document(actor, key, File(content=content)), 201)

    @routes.post("/evidence", status_code=201, openapi_extra=_A_FILE)
    def attach_by_claims(actor: Asking, content: Content, file_name: FileName = None) -> Response:
        """To the device whose number the file gives; 404 where there is none, 409 where there are several."""
        return answer(evidence.attach_by_claims(actor, File(content=content, name=file_name)), 201)
