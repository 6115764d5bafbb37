"""Another provider's passport over HTTP: asked for by a program that is known to us, told, and kept nowhere.

It is a POST although nothing is made: the address may hold a serial number, which belongs in no log of addresses.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.service.foreign.passports import LONGEST_ADDRESS, NOT_KEPT, ForeignPassports

Asking = Annotated[Actor, Depends(asking)]
_ADDRESSES: dict[str, Any] = {
    "digital link": {
        "summary": "A GS1 Digital Link",
        "value": {"address": "https://id.example.org/01/09520000074203/21/A1"},
    },
    "passport": {"summary": "The address of a passport", "value": {"address": "https://passports.example.org/1"}},
}
_ADDRESS = {"type": "string", "format": "uri"}
_PASSPORT = {
    "type": "object",
    "required": ["asked", "address", "host", "retrieved_at", "media_type", "steps", "report", "elements", "note"],
    "properties": {
        "asked": _ADDRESS,
        "address": {**_ADDRESS, "description": "Where the passport was found in the end."},
        "host": {"type": "string", "description": "Who served it."},
        "retrieved_at": {"type": "string", "format": "date-time"},
        "media_type": {"type": "string"},
        "steps": {
            "type": "array",
            "description": "Every address that was asked, and why.",
            "items": {"type": "object", "properties": {"address": _ADDRESS, "why": {"type": "string"}}},
        },
        "operator": {"type": "string", "description": "The economic operator that it names."},
        "report": {"type": "object", "description": "As `POST /validations` gives it."},
        "elements": {"type": "object", "description": "What it says, in the compressed form of EN 18223."},
        "sound": {"type": "array", "items": {"type": "string"}, "description": "Elements without a fault."},
        "note": {"type": "string", "examples": [str(NOT_KEPT)]},
        "warning": {"type": "string", "description": "What is odd about the address."},
    },
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What the other provider says, also where it cannot be read as a passport.",
        "content": {"application/json": {"schema": _PASSPORT}},
    }
}


@dataclass(frozen=True, kw_only=True)
class AskedPassport:
    """The address of somebody else's passport, as it stands on the code."""

    address: Annotated[str, Field(min_length=1, max_length=LONGEST_ADDRESS)]


def foreign_routes(foreign: ForeignPassports) -> APIRouter:
    """The route over one way out."""
    routes = APIRouter(prefix="/api/v1", tags=["foreign passports"])

    @routes.post("/foreign-passports", responses=_ANSWER)
    def look(actor: Asking, body: Annotated[AskedPassport, Body(openapi_examples=_ADDRESSES)]) -> Response:
        return answer(foreign.look(actor, body.address))

    return routes
