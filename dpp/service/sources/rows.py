"""Rows of a public source, as the import mechanism takes them, with what is told about each."""

from collections.abc import Iterator
from dataclasses import dataclass

from dpp.domain.imports.rows import ImportRow
from dpp.domain.proof import canonical, sha256
from dpp.domain.sources.notes import SourceRow


@dataclass(frozen=True)
class SourceRows:
    """A `RowSource` whose rows are the elements of models; `told` says of each how it was read."""

    name: str
    told: tuple[SourceRow, ...]

    @property
    def fingerprint(self) -> str:
        """The hash of what it yields."""
        yielded = [[row.line, row.elements, [str(problem.what) for problem in row.problems]] for row in self.told]
        return sha256(canonical(yielded))

    def rows(self) -> Iterator[ImportRow]:
        return (ImportRow(row.line, row.elements, row.problems) for row in self.told)
