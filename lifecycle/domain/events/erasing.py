"""Events as plain data, and what may have to be erased kept apart from what stays.

Rules:
1. Plain data is what JSON holds: objects, lists, text, numbers, true and false. Decimals, dates and words of a
   vocabulary are text. What is None is left out, so that a field which a later version adds changes no old hash.
2. Only fields marked ERASABLE are split off; what is kept has a place for the commitment to them.
3. What is kept names its version, where that is not the first (`events.versions`).
4. Joining what was split gives the same event; joining without the erasable part gives the event without its text.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from lifecycle.domain.events.kinds import Happening
from lifecycle.domain.events.versions import versioned

COMMITMENT = "erasable_commitment"
"""Where kept data names the salted commitment to the part that may go."""


def plain(value: Any) -> Any:
    """A frozen dataclass (an event, a happening, a fact) as plain data."""
    if is_dataclass(value):
        pairs = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: plain(part) for name, part in pairs if part is not None}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def split_erasable(happening: Happening) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is kept for ever, and what may have to be erased (empty when there is no such text)."""
    marked = {each.name for each in fields(happening) if each.metadata.get("erasable")}
    whole: dict[str, Any] = plain(happening)
    kept = versioned(happening, {name: value for name, value in whole.items() if name not in marked})
    return kept, {name: value for name, value in whole.items() if name in marked}


def with_commitment(kept: Mapping[str, Any], commitment: str) -> dict[str, Any]:
    """What is kept, naming the commitment to what was split off; make it with `dpp.domain.proof.commitment`."""
    return {**kept, COMMITMENT: commitment}


def join_erasable(kept: Mapping[str, Any], erasable: Mapping[str, Any] | None) -> dict[str, Any]:
    """The plain happening again, without its commitment; `erasable` is None after erasure."""
    return {name: value for name, value in kept.items() if name != COMMITMENT} | dict(erasable or {})
