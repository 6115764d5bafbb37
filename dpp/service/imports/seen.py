"""What earlier rows of a run were about (`dpp.domain.imports.rows`, rule 3)."""

from collections.abc import Sequence

from dpp.domain.errors import InvalidInput
from dpp.domain.imports.run import RunId
from dpp.domain.message import message
from dpp.service.imports.ports import ImportStore


class SeenInRun:
    """`Seen` over the store of imports; what is new is written by whoever writes the reports."""

    def __init__(self, imports: ImportStore, run_id: RunId) -> None:
        self._imports = imports
        self._run_id = run_id
        self._known: dict[str, tuple[int, str]] = {}
        self.new: dict[str, tuple[int, str]] = {}

    def load(self, things: Sequence[str]) -> None:
        self._known.update(self._imports.said(self._run_id, things))

    def first(self, thing: str, line: int, digest: str) -> tuple[int, str]:
        known = self._known.get(thing)
        return self.new.setdefault(thing, (line, digest)) if known is None else known

    def withdraw(self, line: int) -> None:
        for thing in [thing for thing, (first, _) in self.new.items() if first == line]:
            del self.new[thing]


def said_otherwise(line: int) -> InvalidInput:
    """The refusal of a second row about a thing, that says something else than the first."""
    return InvalidInput(
        message("Line {line} is about the same thing and says something else.", line=line),
        remedy=message("Keep the row that is right, and take the other out."),
    )
