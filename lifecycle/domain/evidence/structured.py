"""Formats whose files a parser turns into plain data first: text of a tool, XML. The data stands under one name.

`{"dmidecode": {...}}`: the name marks the format, so that what was kept is known again when it comes back.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dpp.domain.proof import canonical
from lifecycle.domain.evidence.format import Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.members import member
from lifecycle.domain.evidence.shape import Leaf, Shape, strip

FIRMWARE_CONFIDENCE = 0.9
"""The maker wrote it into the firmware; boards get swapped in repair, and then it can be another device's."""
TAG_CONFIDENCE = 0.7
"""Somebody typed it."""


def keep_under(mark: str, shape: Shape | Leaf, named: Mapping[str, Removed]) -> Callable[[Any], Kept | None]:
    """What may be kept of `{mark: data}`; None for anything else. Paths in `named` begin behind the mark."""
    paths = {f"{mark}.{path}" if "." in path else path: kind for path, kind in named.items()}

    def keep(document: Any) -> Kept | None:
        if not isinstance(member(document, mark), Mapping):
            return None
        kept, removed = strip(document, {mark: shape}, paths)
        return Kept(canonical(kept), removed)

    return keep


def keep_parsed(
    parse: Callable[[str], Mapping[str, Any] | None], keep: Callable[[Any], Kept | None]
) -> Callable[[Opened], Kept | None]:
    """Keep what `parse` makes of a text (None where the text is no such thing), or what was kept before."""

    def keep_opened(opened: Opened) -> Kept | None:
        if opened.document is not None:
            return keep(opened.document)
        document = parse(opened.text)
        kept = None if document is None else keep(document)
        return None if kept is None else Kept(kept.content, kept.removed | {Removed.UNNEEDED})

    return keep_opened
