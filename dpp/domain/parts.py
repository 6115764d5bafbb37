"""A public document in bytes, in parts that are prepared where they change and joined where they are read.

Rules:
1. A part is written once, by its owner: the head and the own lines by the passport, the batch's and the model's lines
   by these, the history line by the events. Reading joins bytes and parses nothing.
2. A line is `,"elementId":value` and a line feed; JSON escapes every other line feed, so that lines can be told apart.
3. An element that the item says itself leaves the model's line out, also where the item's own word is not public.
4. An element that was closed after these lines were written is left out where they are joined: a leak closes at once.
5. The joined bytes parse to the compressed form of the public effective document (a property test says so).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.document import (
    HISTORY,
    Elements,
    Header,
    PassportStatus,
    context,
    header_members,
    specification,
)
from dpp.domain.forms import history_value, name_nodes
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart


def head_bytes(header: Header) -> bytes:
    """The members of the header, without braces, and without those that no single layer decides."""
    return _json(header_members(header))[1:-1]


def element_lines(elements: Elements, catalogue: Catalogue) -> bytes:
    """Zero or more lines, one for each element in the order given, with every node named."""
    return b"".join(_line(name, value) for name, value in name_nodes(elements, catalogue).items())


def history_line(history: PublicHistory) -> bytes:
    """The line of the life so far."""
    return _line(HISTORY, history_value(history))


class Inherited(NamedTuple):
    """The lines of a batch or a model, and what hides lines of theirs: the ids of elements that a nearer layer says."""

    lines: bytes
    hidden: Collection[str]


def join(  # one argument for each part of the document
    schema: str, head: bytes, last_updated: str, own: bytes, inherited: Iterable[Inherited], history: bytes
) -> bytes:
    """The whole document; `schema` is the newest catalogue version of its layers."""
    return b"".join(
        (
            _opening(schema),
            head,
            _specified(schema),
            last_updated.encode(),
            b'"',
            own,
            *(without(lines, hidden) for lines, hidden in inherited),
            history,
            b"}",
        )
    )


@lru_cache(maxsize=16)
def _opening(schema: str) -> bytes:
    return b'{"@context":' + _json(context(schema)) + b","


@lru_cache(maxsize=16)
def _specified(schema: str) -> bytes:
    return b',"contentSpecificationIds":' + _json([specification(schema)]) + b',"lastUpdated":"'


def without(lines: bytes, hidden: Collection[str]) -> bytes:
    """The lines without those of these elements."""
    if not hidden or not lines:
        return lines
    starts = tuple(b"," + _json(element_id) + b":" for element_id in hidden)
    return b"".join(line for line in lines.splitlines(keepends=True) if not line.startswith(starts))


def _line(element_id: str, value: Any) -> bytes:
    return _line_start(element_id) + _json(value) + b"\n"


@lru_cache(maxsize=1000)
def _line_start(element_id: str) -> bytes:
    """The name of an element, as each line about it begins."""
    return b"," + _json(element_id) + b":"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""Made once: making one takes longer than writing an element with it."""


def _json(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


def read_head(head: bytes) -> Header:
    """The header that `head_bytes` wrote."""
    return header_of(json.loads(b"{" + head + b"}"))


def header_of(members: Mapping[str, Any]) -> Header:
    """The header with these members."""
    return Header(
        digital_product_passport_id=members["digitalProductPassportId"],
        unique_product_identifier=members["uniqueProductIdentifier"],
        granularity=Granularity(members["granularity"]),
        economic_operator_id=members["economicOperatorId"],
        status=PassportStatus(members["dppStatus"]),
        facility_id=members.get("facilityId"),
    )


def read_history_line(line: bytes) -> PublicHistory | None:
    """The life that `history_line` wrote; nothing where no history was pushed."""
    if not line:
        return None
    return read_history(json.loads(b"{" + line.removeprefix(b",") + b"}")[HISTORY])


def read_history(value: Mapping[str, Any]) -> PublicHistory:
    """The life that `history_value` wrote."""
    entries = (
        PublicEntry(entry["month"], PublicKind(entry["kind"]), PublicPart(entry["part"]) if "part" in entry else None)
        for entry in value["entries"]
    )
    return PublicHistory(tuple(entries), value.get("dataSafeSince"), value["reportedLost"], value["stateOwned"])
