"""The linkset document (RFC 9264, section 4.2).

Rules:
1. Each level has its own link context, whose anchor is the address that was asked, as a string.
2. Link types are whole addresses; the links of one type stand together.
"""

from collections.abc import Sequence
from typing import Any

from dpp.domain.linkset.link import CONTEXT, LINKSET, VOCABULARY, Level


def linkset(levels: Sequence[Level], *, with_context: bool = False) -> dict[str, Any]:
    """The document of these levels; `with_context` makes it JSON-LD."""
    document: dict[str, Any] = {"@context": CONTEXT} if with_context else {}
    return document | {LINKSET: [_link_context(level) for level in levels]}


def _link_context(level: Level) -> dict[str, Any]:
    context: dict[str, Any] = {"anchor": level.anchor, "itemDescription": level.description}
    for link in level.links:
        context.setdefault(VOCABULARY + link.type, []).append(link.as_object())
    return context
