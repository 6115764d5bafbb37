"""A public document in bytes, in parts that are prepared where they change and joined where they are read.

Rules:
1. A part is written once, by its owner: the head and the own lines by the passport, the model lines by the model, the
   history line by the events. Reading joins bytes and parses nothing.
2. A line is `,"elementId":value` and a line feed; JSON escapes every other line feed, so that lines can be told apart.
3. An element that the item says itself leaves the model's line out, also where the item's own word is not public.
4. The joined bytes parse to the compressed form of the public effective document (a property test says so).
"""

import json
from collections.abc import Collection
from typing import Any

from dpp.domain.audience import public_elements
from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.document import HISTORY, Elements, Header, PassportStatus, header_members
from dpp.domain.forms import history_value, name_nodes
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart


def head_bytes(header: Header) -> bytes:
    """The opening of the document: a JSON object with the header, without `lastUpdated` and without a closing brace."""
    return _json(header_members(header))[:-1]


def element_lines(elements: Elements) -> bytes:
    """Zero or more lines, one for each element, in the order given."""
    return b"".join(_line(element_id, value) for element_id, value in elements.items())


def public_lines(elements: Elements, catalogue: Catalogue) -> bytes:
    """The lines of what everybody may read of one passport, with every node named."""
    return element_lines(name_nodes(public_elements(elements, catalogue), catalogue))


def history_line(history: PublicHistory) -> bytes:
    """The line of the life so far."""
    return _line(HISTORY, history_value(history))


def join(  # one argument for each part of the document
    head: bytes, last_updated: str, own: bytes, model: bytes, overrides: Collection[str], history: bytes
) -> bytes:
    """The whole document. `overrides` are the ids of all elements that the item says itself, public or not."""
    return b"".join(
        (head, b',"lastUpdated":"', last_updated.encode(), b'"', own, _without(model, overrides), history, b"}")
    )


def _without(lines: bytes, overrides: Collection[str]) -> bytes:
    if not overrides:
        return lines
    hidden = tuple(b"," + _json(element_id) + b":" for element_id in overrides)
    return b"".join(line for line in lines.splitlines(keepends=True) if not line.startswith(hidden))


def _line(element_id: str, value: Any) -> bytes:
    return b"," + _json(element_id) + b":" + _json(value) + b"\n"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def read_head(head: bytes) -> Header:
    """The header that `head_bytes` wrote."""
    members = json.loads(head + b"}")
    return Header(
        digital_product_passport_id=members["digitalProductPassportId"],
        unique_product_identifier=members["uniqueProductIdentifier"],
        granularity=Granularity(members["granularity"]),
        economic_operator_id=members["economicOperatorId"],
        status=PassportStatus(members["dppStatus"]),
        facility_id=members.get("facilityId"),
        content_specification_ids=tuple(members["contentSpecificationIds"]),
        context=members["@context"],
    )


def read_history_line(line: bytes) -> PublicHistory | None:
    """The life that `history_line` wrote; nothing where no history was pushed."""
    if not line:
        return None
    value = json.loads(b"{" + line.removeprefix(b",") + b"}")[HISTORY]
    entries = (
        PublicEntry(entry["month"], PublicKind(entry["kind"]), PublicPart(entry["part"]) if "part" in entry else None)
        for entry in value["entries"]
    )
    return PublicHistory(tuple(entries), value.get("dataSafeSince"), value["reportedLost"], value["stateOwned"])
