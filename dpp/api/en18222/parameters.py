"""The parameters of the calls of EN 18222: ids and paths come as undecoded segments, and are decoded once here."""

import re
from datetime import UTC, datetime, time
from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import Depends, Header, HTTPException, Path, Query, Request
from pydantic import AfterValidator, BeforeValidator

from dpp.api.en18222.answers import JSON, JSON_LD, MERGE_PATCH, expected
from dpp.api.http import asking
from dpp.domain.actor import Actor
from dpp.domain.en18222.representation import Representation

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOST_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")
_BODIES = frozenset({JSON, JSON_LD, MERGE_PATCH})


def _decoded(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError as error:
        raise ValueError("percent-encoded UTF-8 is expected") from error


def _moment(text: str) -> datetime:
    """A time with or without its zone (UTC), or a day: the passport as it was when the day ended."""
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(datetime.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(_LOST_PLUS.sub("+", text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("a time in UTC such as 2026-06-08T15:30:00Z is expected") from error


def _example(value: str) -> dict[str, Any]:
    return {"value": {"value": value}}


DppId = Annotated[
    str,
    Path(
        alias="dppId",
        description=(
            "The id of the passport, percent-encoded: its address. The short id at the end of that, and what "
            "identifies the product, are understood too."
        ),
        openapi_examples=_example(quote("https://id.kringpas.nl/passports/7k3m9x2p4q8d5w1z", safe="")),
    ),
    AfterValidator(_decoded),
]
ProductId = Annotated[
    str,
    Path(
        alias="productId",
        description="The unique product identifier (EN 18219), percent-encoded: a GS1 Digital Link or another URI.",
        openapi_examples=_example(quote("https://id.gs1.org/01/09520000074203/21/ILL-0001", safe="")),
    ),
    AfterValidator(_decoded),
]
ElementPath = Annotated[
    str,
    Path(
        alias="elementIdPath",
        description="The path of one element (RFC 9535), percent-encoded: `$.mass.value`, or `$['mass']['value']`.",
        openapi_examples=_example(quote("$['mass']['value']", safe="")),
    ),
    AfterValidator(_decoded),
]
Form = Annotated[
    Representation, Query(description="`compressed` (elementId is the key) or `full` (a list of typed elements).")
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    Query(
        description="A time in UTC (ISO 8601). Of a day alone: as it was when the day ended.",
        openapi_examples=_example("2026-06-08T15:30:00Z"),
    ),
]
Limit = Annotated[int | None, Query(ge=1, description="The most ids of one page.")]
Cursor = Annotated[str | None, Query(min_length=1, description="The `nextCursor` of the page before.")]
Asking = Annotated[Actor, Depends(asking)]


def if_match(
    request: Request,
    _: Annotated[
        str | None, Header(alias="If-Match", description="ETag of what you saw; what changed since is told with 412.")
    ] = None,
) -> frozenset[str] | None:
    return expected(request)


Expected = Annotated[frozenset[str] | None, Depends(if_match)]


def json_body(request: Request) -> None:
    """Return for a body that says it is JSON, or does not say what it is; else 415."""
    given = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if given not in _BODIES:
        accepted = ", ".join(sorted(_BODIES))
        raise HTTPException(415, f"The body is {given}; send one of {accepted}.", {"Accept": accepted})


async def received_bytes(request: Request) -> bytes:
    """The body as it came."""
    json_body(request)
    return await request.body()


Received = Annotated[bytes, Depends(received_bytes)]
