"""Erasure statements for programs: draw one, list them, the paper as PDF, and whether a number is on one."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from dpp.api.http import asking
from dpp.api.rendering import answer, json_of
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.statement import StatementCode
from lifecycle.service.erasure_statements import MANY, ErasureStatements, StatementView

Asking = Annotated[Actor, Depends(asking)]
Language = Annotated[Literal["nl", "en"], Query()]
Code = Annotated[StatementCode, Field(max_length=40)]


class Pallet(BaseModel):
    """The devices whose statements are wanted on one paper."""

    devices: Annotated[list[DeviceKey], Field(min_length=1, max_length=MANY)]


class Number(BaseModel):
    """A number as it is printed on the paper."""

    number: Annotated[str, Field(min_length=1, max_length=200)]


def erasure_statement_routes(use: ErasureStatements) -> APIRouter:
    """Below `/api/v1`."""
    routes = APIRouter(prefix="/api/v1", tags=["erasure"])

    @routes.post("/devices/{key}/erasure-statements", status_code=201)
    def issue(actor: Asking, key: DeviceKey) -> Response:
        view = use.issue(actor, key)
        where = f"/api/v1/erasure-statements/{view.statement.code}/document"
        return answer(_told(view), 201, {"Location": where})

    @routes.get("/devices/{key}/erasure-statements")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        return answer({"statements": [_told(view) for view in use.of_device(actor, key)]})

    @routes.get("/erasure-statements/{code}/document")
    def document(actor: Asking, code: Code, language: Language = "nl") -> Response:
        return pdf(use.document(actor, code, language), code)

    @routes.post("/erasure-statement-papers")
    def papers(actor: Asking, body: Pallet, language: Language = "nl") -> Response:
        """The statements of a pallet on one paper; new ones are drawn where there are none yet."""
        return pdf(use.issue_many(actor, body.devices, language), f"{len(body.devices)}")

    @routes.post("/erasure-statements/{code}/checks")
    def check(code: Code, body: Number) -> Response:
        """For anybody: match or no match, and nothing else."""
        return answer({"match": use.check(code, body.number)})

    return routes


def pdf(content: bytes, name: str) -> Response:
    """A paper as a file; no cache keeps it."""
    headers = {"Content-Disposition": f'attachment; filename="wisverklaring-{name}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _told(view: StatementView) -> dict[str, Any]:
    told: dict[str, Any] = json_of(view.statement)
    return told | {"stands": view.stands}
