"""Rows of a public source, as the import mechanism takes them, with what is told about each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dpp.domain.imports.rows import ImportRow
from dpp.domain.proof import canonical, sha256
from dpp.domain.sources.notes import SourceRow
from dpp.service.imports.models import PASSPORT


@dataclass(frozen=True)
class SourceRows:
    """A `RowSource` whose rows are elements of models; `told` says of each how it was read.

    A row about a passport names it, as rows of an import do.
    """

    name: str
    told: tuple[SourceRow, ...]

    @property
    def fingerprint(self) -> str:
        """The hash of what it yields."""
        yielded = [[row.line, row.content, [str(problem.what) for problem in row.problems]] for row in self.rows()]
        return sha256(canonical(yielded))

    def rows(self) -> Iterator[ImportRow]:
        return (ImportRow(row.line, _content(row), row.problems) for row in self.told)


def _content(row: SourceRow) -> dict[str, Any]:
    return {**row.elements} if row.about is None else {PASSPORT: row.about, **row.elements}
