"""The published contracts: each released file under the address that documents name.

A released version never changes, so that whoever has a file may keep it for ever; any site may read it.
"""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from dpp.domain.errors import NotFound
from dpp.domain.message import message
from schemas import catalog

_MEDIA_TYPES = {".jsonld": "application/ld+json", ".ttl": "text/turtle; charset=utf-8", ".json": "application/json"}
_SCHEMA = "schema.json"
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Access-Control-Allow-Origin": "*"}


def schema_routes() -> APIRouter:
    """The routes over the contracts that this package carries."""
    routes = APIRouter(prefix="/schemas")

    @routes.get("/{kind}/{version}")
    def specification(kind: str, version: str) -> Response:
        """The address that passports name as their specification leads to its schema."""
        _found(kind, version, _SCHEMA)
        return RedirectResponse(f"/schemas/{kind}/{version}/{_SCHEMA}", 303, _HEADERS)

    @routes.get("/{kind}/{version}/{path:path}")
    def released_file(kind: str, version: str, path: str) -> Response:
        return Response(_found(kind, version, path), media_type=media_type(path), headers=_HEADERS)

    return routes


def media_type(path: str) -> str:
    """By the file's name; a JSON Schema has a type of its own."""
    if path.rpartition("/")[2] == _SCHEMA:
        return "application/schema+json"
    return next((kind for ending, kind in _MEDIA_TYPES.items() if path.endswith(ending)), "application/octet-stream")


def _found(kind: str, version: str, path: str) -> bytes:
    """Only what the list of released files names is ever opened."""
    if f"{kind}/{version}/{path}" not in catalog.released():
        raise NotFound(
            message("There is no released file '{path}' of {kind} {version}.", path=path, kind=kind, version=version),
            remedy=message("The files of a version are named in the documentation of its schema."),
        )
    return catalog.read_bytes(kind, version, path)
