"""Repair guides in our own API (`/api/v1/models/{id}/repair-guide`), in the JSON of `schemas/repair-guide/1.0`.

The ETag is the version of the guide. A change names in `If-Match` the version that it was made from: `"0"` for the
first.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.vocabulary import FileUse
from dpp.domain.repair_guide.ways import parts_reached, ways_to
from dpp.domain.repair_guide.writing import written
from dpp.service.repair_guide_ports import GuideFile
from dpp.service.repair_guide_views import FileContent, GuideView
from dpp.service.repair_guides import RepairGuides

Asking = Annotated[Actor, Depends(asking)]
_GUIDE = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
_INLINE = frozenset({"image/jpeg", "image/png"})


async def received_bytes(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


Received = Annotated[bytes, Depends(received_bytes)]


async def if_match(
    tag: Annotated[str | None, Header(alias="If-Match", description='The ETag of what was read; "0" for none.')] = None,
) -> int:
    """The version that a change was made from; InvalidInput where none is named."""
    number = (tag or "").strip().removeprefix('"').removesuffix('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        what = message("If-Match must name the version that this change was made from.")
        remedy = message('Send the ETag of what you read, or "0" where the model has no guide yet.')
        raise InvalidInput(what, (Problem("If-Match", what),), remedy=remedy)
    return int(number)


Expected = Annotated[int, Depends(if_match)]


def repair_guide_routes(guides: RepairGuides) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1/models/{passport_id}/repair-guide", tags=["repair"])

    @routes.get("")
    def read_repair_guide(actor: Asking, passport_id: PassportId) -> Response:
        return _answer(guides.read(actor, passport_id))

    @routes.put("", openapi_extra=_GUIDE)
    def write_repair_guide(actor: Asking, passport_id: PassportId, received: Received, expected: Expected) -> Response:
        return _answer(guides.write(actor, passport_id, received, expected))

    @routes.get("/versions")
    def list_guide_versions(actor: Asking, passport_id: PassportId) -> Response:
        return answer({"versions": guides.versions(actor, passport_id)})

    @routes.get("/versions/{version}")
    def read_guide_version(actor: Asking, passport_id: PassportId, version: int) -> Response:
        return answer(written(guides.version(actor, passport_id, version)))

    @routes.post("/files", status_code=201, openapi_extra=_FILE)
    def add_guide_file(
        actor: Asking, passport_id: PassportId, received: Received, use: FileUse = FileUse.PICTURE
    ) -> Response:
        file = guides.add_file(actor, passport_id, received, use)
        return answer(_file(file), 201, {"Location": _address(file)})

    @routes.get("/files")
    def list_guide_files(actor: Asking, passport_id: PassportId) -> Response:
        return answer({"files": [_file(each) for each in guides.files(actor, passport_id)]})

    @routes.get("/files/{sha256}")
    def read_guide_file(actor: Asking, passport_id: PassportId, sha256: str, *, small: bool = False) -> Response:
        return file_response(guides.file(actor, passport_id, sha256, small=small))

    return routes


def file_response(file: FileContent) -> Response:
    """A file under its own hash never changes. What is no picture is saved, not opened: it was sent by somebody."""
    kept = "public, max-age=31536000, immutable" if file.is_public else "private, no-store"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    if file.media_type not in _INLINE:
        headers["Content-Disposition"] = "attachment"
    return Response(file.content, media_type=file.media_type, headers=headers)


def _answer(view: GuideView) -> Response:
    reached = parts_reached(view.guide)
    body: dict[str, Any] = {
        "model_id": view.model_id,
        "version": view.version,
        "recorded_at": view.recorded_at,
        "guide": written(view.guide),
        "parts": [
            {"part": part, "steps": [step.id for step in way.steps], "depth": way.depth, "minutes": way.minutes}
            for part in reached
            for way in ways_to(view.guide, part, view.seen.broken)
        ],
        "withheld": [
            {"access": each.access, "for": each.whom.label.en, "ground": each.whom.ground} for each in view.withheld
        ],
    }
    return answer(body, headers={"ETag": f'"{view.version}"', "Cache-Control": "private, no-cache"})


def _file(file: GuideFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "use": file.use,
        "media_type": file.media_type,
        "size": file.size,
        "address": _address(file),
    }


def _address(file: GuideFile) -> str:
    return f"/api/v1/models/{file.model_id}/repair-guide/files/{file.sha256}"
