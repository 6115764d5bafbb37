"""Answers of EN 18222: negotiated, with a strong ETag, and with what was odd in what came in.

Rules:
1. JSON is given to whoever accepts it, JSON-LD to whoever asks for that; who accepts neither reads 406. The full form
   has no dictionary, so it is plain JSON.
2. An ETag is made of what this reader sees and of the form; `If-Match` may name the ETag of any form (RFC 9110,
   13.1.1).
3. What anybody may see may be kept and asked for again; what one reader sees is kept nowhere.
4. `Kringpas-Deviations` lists what was read liberally, as a structured field (RFC 9651): a list of codes, each with its
   severity and its path (percent-encoded where it is not ASCII), at most `MOST_TOLD`, and then how many more.
"""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import HTTPException, Request, Response

from dpp.api.http import current_actor
from dpp.domain.en18222.representation import Representation
from dpp.domain.exchange.deviation import Deviation
from dpp.domain.negotiation import media_types
from dpp.service.en18222.views import Dpp

JSON, JSON_LD, MERGE_PATCH = "application/json", "application/ld+json", "application/merge-patch+json"
MOST_TOLD = 20
VARY = "Accept, Authorization, Cookie"
_MARKS = {JSON: "j", JSON_LD: "l"}


def wanted_form(request: Request, representation: Representation, *, graph: bool = True) -> str:
    """The media type to answer with (rule 1); `graph` says whether the answer exists as JSON-LD."""
    accepted = media_types(request.headers.get("accept", ""))
    offers = (JSON, JSON_LD) if graph and representation is Representation.COMPRESSED else (JSON,)
    best = max(offers, key=accepted.weight)
    if accepted.weight(best) == 0:
        raise HTTPException(406, f"This is given as {' or '.join(offers)}; the Accept header allows neither.")
    return best


def answer(
    request: Request, dpp: Dpp, representation: Representation, media_type: str = JSON, status: int = 200
) -> Response:
    """The passport or element, or 304 for a client that has it."""
    etag = etag_of(dpp.tag, representation, media_type)
    headers = {"ETag": etag, "Vary": VARY, "Cache-Control": _caching(request), **told(dpp.deviations)}
    if request.method == "GET" and _is_held(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(_json(dpp.content), status, headers, media_type=media_type)


def created(dpp: Dpp) -> Response:
    """201 with the id, and where the passport is."""
    etag = etag_of(dpp.tag, Representation.COMPRESSED, JSON)
    headers = {"Location": dpp.dpp_id, "ETag": etag, **told(dpp.deviations)}
    return Response(_json(dpp.content), 201, headers, media_type=JSON)


def etag_of(tag: str, representation: Representation, media_type: str) -> str:
    return f'"{tag}-{representation[0]}{_MARKS[media_type]}"'


def expected(request: Request) -> frozenset[str] | None:
    """The tags of `If-Match`, without the mark of their form; None where it was not sent. A weak one never matches."""
    given = request.headers.get("if-match")
    if given is None:
        return None
    tags = (each.strip() for each in given.split(","))
    return frozenset(_tag(each) for each in tags if not each.startswith("W/"))


def told(deviations: Sequence[Deviation]) -> dict[str, str]:
    """Rule 4."""
    if not deviations:
        return {}
    listed = [
        f'{one.code};severity={one.severity};path="{quote(one.path[:200], safe=_PLAIN)}"'
        for one in deviations[:MOST_TOLD]
    ]
    more = len(deviations) - MOST_TOLD
    return {"Kringpas-Deviations": ", ".join([*listed, *([f"more;count={more}"] if more > 0 else [])])}


_PLAIN = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\%')


def _tag(given: str) -> str:
    return given if given == "*" else given.strip('"').rpartition("-")[0]


def _caching(request: Request) -> str:
    return "public, no-cache" if current_actor(request).is_visitor else "private, no-store"


def _is_held(none_match: str, etag: str) -> bool:
    """RFC 9110, 13.1.2: weak comparison."""
    return none_match.strip() == "*" or etag in {each.strip().removeprefix("W/") for each in none_match.split(",")}


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
