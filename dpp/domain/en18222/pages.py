"""Pages of ReadDPPIdsByProductIds (EN 18222): a cursor says how far a list of identifiers was answered.

Rules:
1. A cursor is opaque, never empty, and holds for the list of identifiers that it was given for alone.
2. A page has at most as many identifiers as were asked for, and never more than `MOST`; the last one has no cursor.
"""

import base64
import binascii
import re
from collections.abc import Sequence

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256

MOST = 1000
_CURSOR = re.compile(r"([0-9]{1,9})\.([0-9a-f]{16})")


def cursor_at(place: int, identifiers: Sequence[str]) -> str:
    """Where the next page begins."""
    return base64.urlsafe_b64encode(f"{place}.{_mark(identifiers)}".encode()).decode().rstrip("=")


def place_of(cursor: str | None, identifiers: Sequence[str]) -> int:
    """The place in the list at which a page begins; InvalidInput for a cursor of another list, or of nobody's."""
    if cursor is None:
        return 0
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    matched = _CURSOR.fullmatch(text)
    if matched is None or matched[2] != _mark(identifiers) or int(matched[1]) >= len(identifiers):
        what = message("This cursor does not belong to these product identifiers.")
        remedy = message("Ask again without a cursor, and then with the one of each answer.")
        raise InvalidInput(what, (Problem("query.cursor", what),), remedy=remedy)
    return int(matched[1])


def _mark(identifiers: Sequence[str]) -> str:
    return sha256(canonical(list(identifiers)))[:16]
