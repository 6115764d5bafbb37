"""EPCIS documents: read from what was sent, and written as the answer to a query; problems of a capture."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.domain.epcis.vocabulary import CONTEXT
from lifecycle.domain.epcis.writing import instant
from lifecycle.service.epcis_ports import Position


@dataclass(frozen=True)
class EventPage:
    """Events with what each is read under; `behind` is where the next page begins, None at the end."""

    events: tuple[tuple[Any, Mapping[str, Any]], ...]
    behind: Position | None


def event_list(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The events of a document, of the answer to a query, or the one event itself."""
    body = document.get("epcisBody")
    if body is None:
        return [document]
    if "queryResults" in body:
        body = body["queryResults"]["resultsBody"]
    events: list[Mapping[str, Any]] = body["eventList"]
    return events


def read_json(body: bytes) -> dict[str, Any]:
    """A JSON object. Of two members of one name the last counts, here and in all that is kept."""
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
        canonical(document)  # an escaped half of a character can be read, and never be written
    except (ValueError, RecursionError) as error:
        what = message("The body is not JSON in UTF-8: {detail}.", detail=str(error)[:100])
        raise InvalidInput(what, (Problem("$", what),)) from None
    if not isinstance(document, dict):
        what = message("An object is expected.")
        raise InvalidInput(what, (Problem("$", what),))
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def problem(error: KringpasError, path: str) -> dict[str, Any]:
    """A problem document about one event of a job (RFC 9457, with the types of EPCIS)."""
    types = {"not-permitted": "SecurityException", "conflict": "ResourceAlreadyExistsException"}
    found: dict[str, Any] = {
        "type": f"epcisException:{types.get(error.code, 'ValidationException')}",
        "title": str(error.what),
        "detail": f"{path}: {error.what}",
    }
    if error.remedy is not None:
        found["remedy"] = str(error.remedy)
    if isinstance(error, InvalidInput) and error.problems:
        found["errors"] = [{"path": each.path, "detail": str(each.what)} for each in error.problems]
    return found


def query_document(page: EventPage, now: datetime) -> dict[str, Any]:
    """The answer to a query. What the events are read under stands once; where two disagree, on the event itself."""
    addresses_named: list[str] = [str(CONTEXT[0])]
    prefixes: dict[str, Any] = dict(CONTEXT[1])
    events = []
    for context, event in page.events:
        named, own = _split(context)
        clash = any(prefixes.get(name, value) != value for name, value in own.items())
        events.append({"@context": context, **event} if clash and "@context" not in event else dict(event))
        if not clash:
            prefixes |= own
            addresses_named += [each for each in named if each not in addresses_named]
    return {
        "@context": [*addresses_named, prefixes],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": instant(now),
        "epcisBody": {"queryResults": {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": events}}},
    }


def _split(context: Any) -> tuple[list[str], dict[str, Any]]:
    named: list[str] = []
    own: dict[str, Any] = {}
    for each in context if isinstance(context, list) else [context]:
        if isinstance(each, str):
            named.append(each)
        elif isinstance(each, Mapping):
            own |= each
    return named, own
