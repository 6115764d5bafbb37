"""What the calls of EN 18222 give back."""

from dataclasses import dataclass
from typing import Any

from dpp.domain.en18222.representation import Representation
from dpp.domain.exchange.deviation import Deviation

__all__ = ["Dpp", "DppIds", "Representation"]


@dataclass(frozen=True)
class Dpp:
    """A passport, or one element of it, as its reader may see it, in the form that was asked for.

    `tag` is the same as long as this reader would see the same; `deviations` are those of what was sent, where
    something was.
    """

    dpp_id: str
    content: Any
    tag: str
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True)
class DppIds:
    """One page of the passports that products have; a `next_cursor` where there is another."""

    dpp_ids: tuple[str, ...]
    next_cursor: str | None = None
