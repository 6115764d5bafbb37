"""The query string of EPCIS: filters, order and paging.

Rules:
1. Several values of a filter are separated by `|`, as the bindings say; the filter may also be repeated.
2. A parameter that we do not know is refused, because an answer without it would not be what was asked.
3. `nextPageToken` is opaque; it holds a place in the order and nothing secret.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from fastapi import Request

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from lifecycle.domain.epcis.query import EventQuery, addresses, words
from lifecycle.domain.epcis.reading import read_instant
from lifecycle.domain.epcis.vocabulary import full_word
from lifecycle.service.epcis_ports import Position

PER_PAGE, MOST_PER_PAGE = 30, 500
_TRANSACTION = "EQ_bizTransaction_"
_VALUES: Mapping[str, tuple[str, Callable[[list[str]], frozenset[str]]]] = MappingProxyType(
    {
        "eventType": ("types", frozenset),
        "EQ_action": ("actions", frozenset),
        "EQ_bizStep": ("biz_steps", lambda given: words("BizStep", given)),
        "EQ_disposition": ("dispositions", lambda given: words("Disp", given)),
        "EQ_readPoint": ("read_points", addresses),
        "EQ_bizLocation": ("biz_locations", addresses),
        "MATCH_epc": ("epcs", addresses),
        "MATCH_anyEPC": ("any_epcs", addresses),
        "EQ_eventID": ("event_ids", frozenset),
    }
)
_TIMES: Mapping[str, str] = MappingProxyType(
    {
        "GE_eventTime": "event_from",
        "LT_eventTime": "event_before",
        "GE_recordTime": "record_from",
        "LT_recordTime": "record_before",
    }
)
_ONE = frozenset({"perPage", "nextPageToken", "orderBy", "orderDirection"})
_PASSED_ON = frozenset({"linkType", "context"})
"""A resolver passes its own parameters on to where it sends a reader (GS1-conformant resolver 1.2): no filters."""


def read_query(request: Request) -> EventQuery:
    """The filters of a request (rules 1 and 2)."""
    changes: dict[str, Any] = {}
    transactions = []
    for name in dict.fromkeys(request.query_params):
        given = [each for value in request.query_params.getlist(name) for each in value.split("|") if each]
        if name in _VALUES:
            field, read = _VALUES[name]
            changes[field] = read(given)
        elif name in _TIMES:
            changes[_TIMES[name]] = read_instant(_plus(_single(name, given)), f"query.{name}")
        elif name.startswith(_TRANSACTION):
            kind = name.removeprefix(_TRANSACTION)
            transactions.append((full_word("BTT", kind) if kind else "", addresses(given)))
        elif name not in _ONE | _PASSED_ON:
            raise _refused(name, message("'{name}' is no parameter that this service knows.", name=name[:60]))
    return replace(EventQuery(), **changes, transactions=tuple(transactions), ascending=_ascending(request))


def per_page(request: Request) -> int:
    """How many; at most MOST_PER_PAGE, whatever was asked."""
    given = request.query_params.get("perPage", str(PER_PAGE))
    if not (given.isascii() and given.isdigit()) or int(given[:9]) < 1:
        raise _refused("perPage", message("Expected a number from 1, found {found}.", found=given[:20]))
    return min(int(given[:9]), MOST_PER_PAGE)


def place(request: Request) -> Position | None:
    """Where the page begins."""
    token = request.query_params.get("nextPageToken")
    if token is None:
        return None
    try:
        moment, event_id = json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        return Position(datetime.fromisoformat(moment).astimezone(UTC), str(event_id))
    except (ValueError, TypeError, binascii.Error, UnicodeError, OverflowError) as error:
        raise _refused("nextPageToken", message("This token is not one of ours, or not whole.")) from error


def token(behind: Position) -> str:
    return base64.urlsafe_b64encode(json.dumps([behind.moment.isoformat(), behind.event_id]).encode()).decode()


def _ascending(request: Request) -> bool:
    order = request.query_params.get("orderBy", "eventTime")
    direction = request.query_params.get("orderDirection", "DESC")
    if order != "eventTime":
        raise _refused("orderBy", message("Events are ordered by eventTime, not by {order}.", order=order[:60]))
    if direction not in {"ASC", "DESC"}:
        raise _refused("orderDirection", message("Expected ASC or DESC, found {found}.", found=direction[:20]))
    return direction == "ASC"


def _single(name: str, given: list[str]) -> str:
    if len(given) != 1:
        raise _refused(name, message("Expected one value, found {found}.", found=len(given)))
    return given[0]


def _plus(text: str) -> str:
    """A `+` that was not encoded arrives as a space."""
    return text.replace(" ", "+")


def _refused(name: str, what: Message) -> InvalidInput:
    known = ", ".join(_known())
    return InvalidInput(
        what, (Problem(f"query.{name[:60]}", what),), remedy=message("Known here: {known}.", known=known)
    )


def _known() -> Iterable[str]:
    return (*_VALUES, *_TIMES, f"{_TRANSACTION}…", *sorted(_ONE))
