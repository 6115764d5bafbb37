"""Maps of erasure reports (`/api/v1/erasure-maps`): list, read, save, a trial on a file, reports that come by a map."""

import base64
import binascii
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.api.erasure_bodies import report_answer
from lifecycle.domain.evidence.erasure_map import read_map, write_map
from lifecycle.domain.evidence.erasure_report import ReportRecord
from lifecycle.service.erasure_map_ports import SavedErasureMap
from lifecycle.service.erasure_maps import ErasureMaps

Asking = Annotated[Actor, Depends(asking)]
_MAP_EXAMPLE = {
    "tool": "ExampleWipe",
    "toolVersion": "",
    "layout": "xml",
    "record": "disks/disk",
    "fields": {
        "diskSerial": "serial",
        "diskModel": "model",
        "result": "erasure/@state",
        "method": "erasure/method",
        "verification": "erasure/verified",
        "started": "erasure/begin",
        "finished": "erasure/end",
        "toolVersion": "/report/software/@version",
        "deviceSerial": "/report/computer/serial",
    },
    "success": ["Completed"],
    "failure": ["Failed", "Cancelled"],
    "verified": ["yes"],
    "methods": [{"name": "Zeros, one pass", "category": "clear", "technique": "overwrite, one pass of zeros"}],
    "timeFormat": "%d-%m-%Y %H:%M:%S",
    "zone": "Europe/Amsterdam",
    "personal": ["/report/operator"],
}
_SAVE_EXAMPLE = {"name": "ExampleWipe XML", "map": _MAP_EXAMPLE}
_TRIAL_EXAMPLE = {"map": _MAP_EXAMPLE, "file": "PHJlcG9ydC8+"}


_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


async def sent_file(request: Request) -> bytes:
    """The body as it came: a report as its tool wrote it."""
    return await request.body()


def erasure_map_routes(maps: ErasureMaps) -> APIRouter:
    """Below `/api/v1/erasure-maps`."""
    routes = APIRouter(prefix="/api/v1/erasure-maps", tags=["erasure"])

    @routes.get("")
    def list_maps(actor: Asking) -> Response:
        return answer({"maps": [_view(saved) for saved in maps.all(actor)]})

    @routes.post("", status_code=201)
    def save_map(actor: Asking, body: Annotated[dict[str, Any], Body(examples=[_SAVE_EXAMPLE])]) -> Response:
        saved = maps.save(actor, str(body.get("name", "")), read_map(body.get("map")))
        return answer(_view(saved), 201)

    @routes.post("/trials")
    def try_map(actor: Asking, body: Annotated[dict[str, Any], Body(examples=[_TRIAL_EXAMPLE])]) -> Response:
        """What a map would read of a file, in base64; nothing is stored."""
        trial = maps.try_on(actor, _file(body.get("file")), read_map(body.get("map")))
        records = [_record(record) for record in trial.records]
        return answer({"sha256": trial.sha256, "removed": trial.removed, "read": trial.read, "records": records})

    @routes.post("/{name}/reports", status_code=201, openapi_extra=_BODY)
    def post_report(
        actor: Asking,
        name: str,
        content: Annotated[bytes, Depends(sent_file)],
        file_name: Annotated[str | None, Query(alias="fileName", max_length=200)] = None,
    ) -> Response:
        """Take in a report as this map reads it; what becomes of its disks is in the answer."""
        view = maps.receive(actor, name, content, file_name)
        where = {"Location": f"/api/v1/erasure-reports/{view.report.sha256}"}
        return answer(report_answer(view), 200 if view.repeated else 201, where)

    @routes.get("/{name}")
    def read_saved_map(actor: Asking, name: str) -> Response:
        return answer(_view(maps.read(actor, name)))

    return routes


def _file(content: object) -> bytes:
    try:
        return base64.b64decode(content if isinstance(content, str) else "!", validate=True)
    except (binascii.Error, ValueError) as error:
        what = message("The file is not in base64.")
        raise InvalidInput(what, (Problem("$.file", what),)) from error


def _view(saved: SavedErasureMap) -> dict[str, Any]:
    return {
        "name": saved.name,
        "version": saved.version,
        "recorded_at": saved.recorded_at,
        "map": write_map(saved.field_map),
    }


def _record(record: ReportRecord) -> dict[str, Any]:
    """What a record says, and what is made of it."""
    return {
        "number": record.number,
        "said": dict(record.said),
        "device_serial": record.device_serial,
        "disk_model": record.disk_model,
        "started_at": record.started_at,
        "erasure": None if record.erasure is None else asdict(record.erasure),
        "problems": [{"path": problem.path, "what": problem.what} for problem in record.problems],
    }
