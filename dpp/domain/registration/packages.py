"""What the EU registry is told, and in which parcels.

Rules:
1. A package holds at most 100 passports (Regulation (EU) 2026/1778), parents before children, each passport once.
2. Its correlation id is a hash of its content: a package that is sent again after a crash is the same request.
3. A package that was refused as a whole is sent again in smaller ones, down to one passport: one bad entry does not
   keep the others out for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dpp.domain.document import utc_text
from dpp.domain.proof import canonical, sha256
from dpp.domain.registration.notices import Line, Notice

LARGEST = 100
_SIZES = (LARGEST, 20, 4, 1)
_ID_LENGTH = 40


@dataclass(frozen=True)
class Entry:
    """What the registry is told of one version of a passport.

    `passport` is the passport's own address, `product` the unique product identifier, `parents` the addresses of its
    batch and model passports, `endpoint` where its EN 18222 interface is. `registration_id` is there from the second
    version on: it updates that registration.
    """

    notice: Notice
    passport: str
    product: str
    operator: str
    endpoint: str
    granularity: str
    status: str
    updated_at: datetime
    parents: tuple[str, ...] = ()
    backup_operator: str | None = None
    registration_id: str | None = None


@dataclass(frozen=True)
class Package:
    """One request to a destination: its lines in order, and the bytes that are sent."""

    correlation_id: str
    lines: tuple[Line, ...]
    body: bytes


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Parents before children, older before newer. ValueError for more than 100, or for a passport that is in twice."""
    if len(entries) > LARGEST or len({entry.passport for entry in entries}) < len(entries):
        raise ValueError(f"a package holds at most {LARGEST} passports, each once")
    return tuple(sorted(entries, key=lambda entry: (entry.notice.rank, entry.notice.at, entry.passport)))


def correlation_of(content: Sequence[Any]) -> str:
    """A correlation id from plain data, 40 characters in lower-case hexadecimal."""
    return sha256(canonical(list(content)))[:_ID_LENGTH]


def content_of(entry: Entry) -> dict[str, Any]:
    """An entry as plain data, for its hash: equal for equal requests, another in another round."""
    notice = entry.notice
    return {
        "passport": entry.passport,
        "version": notice.version,
        "round": notice.round,
        "sha256": notice.sha256,
        "product": entry.product,
        "operator": entry.operator,
        "backupOperator": entry.backup_operator,
        "endpoint": entry.endpoint,
        "granularity": entry.granularity,
        "parents": list(entry.parents),
        "status": entry.status,
        "updatedAt": utc_text(entry.updated_at),
        "registration": entry.registration_id,
    }


def largest_after(refusals: int) -> int:
    """How many passports a package may hold when one of them was in this many packages that were refused whole."""
    return _SIZES[min(refusals, len(_SIZES) - 1)]
