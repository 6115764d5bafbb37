"""A finding, and reading the declared values that it is about."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability.rounding import decimal


@dataclass(frozen=True)
class Finding:
    """`declared` stands at `path`; `recomputed` follows by `rule` (a stable name) from what else is declared.

    `tolerance` says what was allowed for; `source` is the act and point that the rule stands in.
    """

    rule: str
    path: str
    declared: str
    recomputed: str
    tolerance: Message
    what: Message
    source: str


EXACT = message("none")


def number(elements: Elements, name: str) -> Decimal | None:
    """A declared number, bare or the value of a figure; nothing where there is none."""
    value = elements.get(name)
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return decimal(value)


def text(elements: Elements, name: str) -> str | None:
    """A declared text or code; nothing where there is none."""
    value = elements.get(name)
    return value if isinstance(value, str) else None


def from_to(low: object, high: object) -> str:
    """A range as people write it; one value where both ends are the same."""
    return str(low) if low == high else f"{low} - {high}"
