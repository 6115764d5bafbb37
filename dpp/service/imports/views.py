"""What API, page and command show of imports."""

from dataclasses import dataclass

from dpp.domain.imports.columns import ColumnMap
from dpp.domain.imports.rows import RowReport
from dpp.domain.imports.run import Run
from dpp.domain.imports.values import Cell


@dataclass(frozen=True)
class RowsPage:
    """Some reports of a run, by line; `next_after` leads to the next ones, where there are more."""

    reports: tuple[RowReport, ...]
    next_after: int | None


@dataclass(frozen=True)
class Preview:
    """What a table looks like, and what its columns may mean. `samples` are records, without the heading."""

    run: Run
    headings: tuple[str, ...]
    samples: tuple[tuple[Cell, ...], ...]
    proposal: ColumnMap
