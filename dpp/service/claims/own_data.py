"""A claimant's own data of many models, read from one file.

Rules:
1. A file is a JSON list of objects, or one object on each line (NDJSON). An object holds the elements of one model.
2. A line is kept byte for byte; of a list each object is kept in canonical form.
3. Its GTIN, else its EPREL number, says which model it is about. One that names no model of the claim is reported with
   its place, and costs the others nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpp.domain.claims.scope import EPREL, GTIN
from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, KringpasError
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical
from dpp.service.received import read_object

MOST_MODELS = 5_000


@dataclass(frozen=True)
class Line:
    """One model of a file: its place from 1, the bytes, and what they say; `fault` where they say nothing."""

    place: int
    received: bytes
    elements: Elements
    fault: Message | None = None


@dataclass(frozen=True)
class Matched:
    """What became of one line: the model that it is about, or why there is none."""

    place: int
    passport_id: PassportId | None
    fault: Message | None = None


def read_lines(received: bytes) -> tuple[Line, ...]:
    """The models of a file (rules 1 and 2); InvalidInput where it holds no models at all."""
    lines = tuple(_of_list(received) if received.lstrip().startswith(b"[") else _of_lines(received))
    if not lines:
        raise InvalidInput(message("The file holds no models."), remedy=message("Give one JSON object for each model."))
    if len(lines) > MOST_MODELS:
        raise InvalidInput(message("Send at most {count} models at a time.", count=MOST_MODELS))
    return lines


class Matcher:
    """Finds the model that an object is about among those of a claim (rule 3)."""

    def __init__(self, models: Mapping[PassportId, Elements]) -> None:
        self._by_number = {
            (name, str(elements[name])): passport_id
            for passport_id, elements in models.items()
            for name in (GTIN, EPREL)
            if name in elements
        }

    def match(self, line: Line) -> Matched:
        if line.fault is not None:
            return Matched(line.place, None, line.fault)
        for name in (GTIN, EPREL):
            found = self._by_number.get((name, str(line.elements.get(name, ""))))
            if found is not None:
                return Matched(line.place, found)
        say = message("Neither its GTIN nor its EPREL number names a model of this claim.")
        return Matched(line.place, None, say)


def _of_list(received: bytes) -> Iterator[Line]:
    try:
        entries = json.loads(received)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(message("This is not JSON: {error}.", error=error)) from error
    for place, entry in enumerate(entries, start=1):
        yield _line(place, _canonical(entry))


def _of_lines(received: bytes) -> Iterator[Line]:
    for place, line in enumerate(received.splitlines(), start=1):
        if line.strip():
            yield _line(place, line.strip())


def _line(place: int, received: bytes) -> Line:
    try:
        return Line(place, received, read_object(received))
    except KringpasError as error:
        return Line(place, received, {}, error.what)


def _canonical(entry: Any) -> bytes:
    try:
        return canonical(entry)
    except ValueError:
        return b""
