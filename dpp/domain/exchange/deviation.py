"""Where a document of somebody else differs from what the standard or our schema asks, and what mends it.

Rules:
1. A deviation has a path in the document as it was received, and a code that stays the same between releases.
2. An error keeps a strict reader from reading that part; a warning is what we read and a strict reader may not; a note
   is worth knowing and wrong nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpp.domain.message import Message


class Severity(StrEnum):
    """How bad a deviation is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Deviation:
    """One deviation: `code` for programs, `what` and `fix` for people, `path` as in `$.mass.value`."""

    path: str
    severity: Severity
    code: str
    what: Message
    fix: Message | None = None


class Findings:
    """Collects deviations while one document is read, and where in it each of our elements was found.

    `places` leads from a path in our compressed form (`$.mass.value`) to the path in the document as received
    (`$.elements[3].elements[0].value`); a path that is not there is found under the nearest one above it.
    """

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self._found: list[Deviation] = []

    def error(self, path: str, code: str, what: Message, fix: Message | None = None) -> None:
        self._found.append(Deviation(path, Severity.ERROR, code, what, fix))

    def warning(self, path: str, code: str, what: Message, fix: Message | None = None) -> None:
        self._found.append(Deviation(path, Severity.WARNING, code, what, fix))

    def note(self, path: str, code: str, what: Message, fix: Message | None = None) -> None:
        self._found.append(Deviation(path, Severity.NOTE, code, what, fix))

    def move(self, before: str, after: str) -> None:
        """An element is read under another name: what was found below the one stands below the other."""
        moved = {path: place for path, place in self.places.items() if _is_at_or_below(path, before)}
        for path, place in moved.items():
            self.places[after + path[len(before) :]] = place

    def received(self, path: str) -> str:
        """The path in the document as received."""
        return received_path(self.places, path)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        return tuple(self._found)


def received_path(places: Mapping[str, str], path: str) -> str:
    """Where a path of our compressed form stands in the received document: the nearest known place, and the rest."""
    known = path
    while known not in places and (cut := max(known.rfind("."), known.rfind("["))) > 0:
        known = known[:cut]
    return places.get(known, known) + path[len(known) :]


def _is_at_or_below(path: str, above: str) -> bool:
    return path.startswith(above) and path[len(above) : len(above) + 1] in {"", ".", "["}
