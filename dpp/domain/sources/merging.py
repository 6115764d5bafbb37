"""What a source says of a model that has a passport already.

Rules:
1. The passport keeps its identity: brand, name, identifier, and who compiled it.
2. What the source says takes the place of what stood there; everything else stays.
3. `compiledFrom` names a source once, and each element under the source that it has now.
"""

from collections.abc import Mapping
from typing import Any

from dpp.domain.document import Elements

KEPT = frozenset({"productGroup", "brand", "modelName", "modelIdentifier", "compiledBy"})
SOURCES = "compiledFrom"


def merged(existing: Elements, fresh: Elements) -> dict[str, Any]:
    """The elements of the passport after the source was read; the same where it says nothing new."""
    return {**existing, **patch(existing, fresh)}


def patch(existing: Elements, fresh: Elements) -> dict[str, Any]:
    """The elements that the source gives to the passport."""
    taken = {name: value for name, value in fresh.items() if name not in existing or name not in KEPT | {SOURCES}}
    if not ({"compiledBy", SOURCES} & set(existing)):
        taken.pop("compiledBy", None)  # whoever made this passport did not compile it
    if SOURCES in fresh and isinstance(existing.get(SOURCES), list):
        taken[SOURCES] = _sources(existing[SOURCES], fresh[SOURCES])
    return taken


def _sources(before: list[Any], fresh: list[dict[str, Any]]) -> list[Any]:
    """Rule 3: known sources in their place, new ones at the end."""
    titles = {entry["title"]: entry for entry in fresh}
    told = {name for entry in fresh for name in entry.get("elements", ())}
    result = []
    for entry in before:
        title = entry.get("title") if isinstance(entry, Mapping) else None
        kept = titles.pop(title, None) if isinstance(title, str) else None
        if kept is not None:
            result.append(kept)
        elif (left := _without(entry, told)) is not None:
            result.append(left)
    return [*result, *titles.values()]


def _without(entry: Any, told: set[str]) -> Any:
    """An older source without the elements that a newer one has taken over; nothing where none is left."""
    names = entry.get("elements") if isinstance(entry, Mapping) else None
    if not isinstance(names, list) or told.isdisjoint(names):
        return entry
    left = [name for name in names if name not in told]
    return {**entry, "elements": left} if left else None
