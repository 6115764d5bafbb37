"""Erasure for programs: reports of wiping tools, the trays of the bench, verifying a pallet, the register of tools.

A wiping station sends the file as its tool wrote it, with a key that may do this and nothing else:

    curl --data-binary @nwipe.log -H "Authorization: Bearer kp_..." https://.../api/v1/erasure-reports
"""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from lifecycle.api.erasure_bodies import (
    NewMatch,
    NewPallet,
    NewTool,
    NewVerification,
    disk_answer,
    pallet_answer,
    report_answer,
    tool_answer,
    tray_answer,
)
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import Tray
from lifecycle.service.erasure_pallet import Lot
from lifecycle.service.erasure_use_cases import ErasureUseCases

Asking = Annotated[Actor, Depends(asking)]
_FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


async def sent_report(request: Request) -> bytes:
    """The body as it came, whatever it is called: `curl --data-binary` calls it a form."""
    return await request.body()


def erasure_routes(use: ErasureUseCases) -> APIRouter:
    """Below `/api/v1`."""
    routes = APIRouter(prefix="/api/v1", tags=["erasure"])
    _add_reports(routes, use)
    _add_bench(routes, use)
    _add_register(routes, use)
    return routes


def _add_reports(routes: APIRouter, use: ErasureUseCases) -> None:
    @routes.post("/erasure-reports", status_code=201, openapi_extra=_FILE)
    def receive(
        actor: Asking,
        content: Annotated[bytes, Depends(sent_report)],
        file_name: Annotated[str | None, Query(alias="fileName", max_length=200)] = None,
    ) -> Response:
        view = use.reports.receive(actor, content, file_name)
        where = {"Location": f"/api/v1/erasure-reports/{view.report.sha256}"}
        return answer(report_answer(view), 200 if view.repeated else 201, where)

    @routes.get("/erasure-reports/{sha256}")
    def read(actor: Asking, sha256: str) -> Response:
        return answer(report_answer(use.reports.read(actor, sha256)))

    @routes.post("/erasure-reports/{sha256}/disks/{number}/matches", status_code=201)
    def match(actor: Asking, sha256: str, number: int, body: NewMatch) -> Response:
        return answer(disk_answer(use.reports.match(actor, sha256, number, body.device)), 201)

    @routes.post("/erasure-reports/{sha256}/disks/{number}/closures", status_code=201)
    def close(actor: Asking, sha256: str, number: int) -> Response:
        return answer(disk_answer(use.reports.close(actor, sha256, number)), 201)


def _add_bench(routes: APIRouter, use: ErasureUseCases) -> None:
    @routes.get("/erasure-trays")
    def trays(actor: Asking) -> Response:
        return answer({"trays": use.bench.trays(actor)})

    @routes.get("/erasure-trays/{tray}")
    def open_tray(actor: Asking, tray: Tray, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> Response:
        return answer(tray_answer(use.bench.open(actor, tray, limit)))

    @routes.post("/erasure-verification-previews")
    def preview(actor: Asking, body: NewPallet) -> Response:
        return answer(pallet_answer(use.pallets.preview(actor, Lot(**asdict(body)))))

    @routes.post("/erasure-verifications", status_code=201)
    def verify(actor: Asking, body: NewVerification) -> Response:
        lot = Lot(devices=body.devices, scans=body.scans, consignment=body.consignment, tray=body.tray)
        return answer(pallet_answer(use.pallets.verify(actor, lot, body.erasures)), 201)


def _add_register(routes: APIRouter, use: ErasureUseCases) -> None:
    @routes.get("/erasure-tools")
    def read(actor: Asking) -> Response:
        view = use.tools.read(actor)
        return answer({"tools": [tool_answer(each) for each in view.tools], "policy": view.policy})

    @routes.post("/erasure-tools", status_code=201)
    def add(actor: Asking, body: NewTool) -> Response:
        return answer(tool_answer(use.tools.add(actor, Tool(id="", **asdict(body)))), 201)

    @routes.post("/erasure-tools/{tool}/versions", status_code=201)
    def change(actor: Asking, tool: str, body: NewTool, number: Annotated[int, Query(ge=0)]) -> Response:
        """A change of an entry; `number` is that of the version which was read."""
        return answer(tool_answer(use.tools.change(actor, Tool(id=tool, number=number, **asdict(body)))), 201)
