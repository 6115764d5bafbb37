"""The log as others read it: `/log/checkpoint` and `/log/tile/...` as C2SP tlog-tiles says, and proofs ready made.

The paths of C2SP, and what they answer, are fixed by that standard; the proofs follow the Dutch API rules.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from dpp.api.http import take_routes
from dpp.api.rendering import answer
from dpp.api.routes import Asking
from dpp.domain.errors import NotFound
from dpp.domain.log.tiles import read_path
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.log.bundles import PassportProofs
from dpp.service.log.log import Log
from dpp.service.log.publishing import CHECKPOINT, DAYS

TEXT = "text/plain; charset=utf-8"
_SECONDS = {"Cache-Control": "public, max-age=5"}
_DAY = {"Cache-Control": "public, max-age=86400"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
Responses = dict[int | str, dict[str, Any]]
_PLAIN: Responses = {200: {"content": {"text/plain": {}}}}
_BYTES: Responses = {200: {"content": {"application/octet-stream": {}}}}
BUNDLE: Responses = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}

Size = Annotated[int, Query(ge=0)]
Since = Annotated[
    int | None,
    Query(ge=0, description="A size at which you saw the log; the bundle proves that it goes on from there."),
]


def log_routes(log: Log, passports: PassportProofs) -> APIRouter:
    """The routes over one log."""
    routes = APIRouter()
    take_routes(routes, (_files(log), _proofs(log), _passports(passports)))
    return routes


def _files(log: Log) -> APIRouter:
    routes = APIRouter(prefix="/log", tags=["log"])

    @routes.get("/checkpoint", responses=_PLAIN)
    def checkpoint() -> Response:
        """The newest checkpoint: how many entries the log has and the root over them, signed."""
        return Response(_content(log, CHECKPOINT), media_type=TEXT, headers=_SECONDS)

    @routes.get("/checkpoints")
    def days() -> Response:
        """The days of which a checkpoint is kept."""
        return answer({"days": log.files.days()})

    @routes.get("/checkpoints/{day}", responses=_PLAIN)
    def of_day(day: Annotated[str, Path(pattern=r"^\d{4}-\d{2}-\d{2}$")]) -> Response:
        """The first checkpoint that was published on a day (UTC)."""
        return Response(_content(log, f"{DAYS}/{day}"), media_type=TEXT, headers=_SECONDS)

    @routes.get("/key", responses=_PLAIN)
    def key() -> Response:
        """The verifier keys that sign now, a line each. Compare them with what the operator published elsewhere."""
        return Response("".join(f"{each.text}\n" for each in log.signer.keys), media_type=TEXT, headers=_SECONDS)

    @routes.get("/tile/{path:path}", responses=_BYTES)
    def tile(path: str) -> Response:
        """Hashes of the tree, or the entries, which are commitments: never what was recorded."""
        try:
            found = read_path(f"tile/{path}")
        except ValueError as error:
            raise _nothing() from error
        headers = _FOR_EVER if found.is_full else _DAY
        return Response(_content(log, found.path), media_type="application/octet-stream", headers=headers)

    return routes


def _proofs(log: Log) -> APIRouter:
    routes = APIRouter(prefix="/log/proofs", tags=["log"])

    @routes.get("/inclusion")
    def inclusion(index: Size, size: Annotated[int | None, Query(ge=1)] = None) -> Response:
        """That entry `index` is among the first `size` entries (all of them where it is left out)."""
        published = log.proofs.published()
        proof = published.inclusion(index, size)
        return answer({"index": index, "size": size or published.size, "proof": _texts(proof)})

    @routes.get("/consistency")
    def consistency(
        old: Annotated[int, Query(alias="from", ge=0)], size: Annotated[int | None, Query(alias="to", ge=0)] = None
    ) -> Response:
        """That the log of `to` entries (all of them where it is left out) goes on from that of `from`."""
        published = log.proofs.published()
        proof = published.consistency(old, size)
        return answer({"from": old, "to": published.size if size is None else size, "proof": _texts(proof)})

    return routes


def _passports(proofs: PassportProofs) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["log"])

    @routes.get("/passports/{passport_id}/proof", responses=BUNDLE)
    def proof(actor: Asking, passport_id: PassportId, since: Since = None) -> Response:
        """Proofs that the log holds this passport's versions.

        Whoever answers for it gets all of them, opened; everybody else the newest one, closed.
        """
        return bundle_answer(proofs.bundle(actor, passport_id, since), passport_id)

    return routes


def bundle_answer(bundle: bytes, subject: str) -> Response:
    """A bundle as a file to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{subject}.proof.json"',
        "Cache-Control": "private, no-store",
    }
    return Response(bundle, media_type="application/json", headers=headers)


def _content(log: Log, path: str) -> bytes:
    content = log.files.read(path)
    if content is None:
        raise _nothing()
    return content


def _nothing() -> NotFound:
    return NotFound(message("The log has nothing at this address (yet)."))


def _texts(path: Sequence[bytes]) -> list[str]:
    return [b64encode(each).decode() for each in path]
