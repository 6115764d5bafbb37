"""Rows of a public source go through the one mechanism of imports: with its gates, its report per row, its dry run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict
from dpp.domain.imports.rows import RowReport
from dpp.domain.imports.run import Run
from dpp.domain.message import message
from dpp.service.imports.imports import Imports
from dpp.service.imports.ports import WorkT
from dpp.service.imports.runner import Runner
from dpp.service.sources.rows import SourceRows

MODEL = "model"


@dataclass(frozen=True)
class SourceImports(Generic[WorkT]):
    """Imports what `Sources` read."""

    imports: Imports[WorkT]
    runner: Runner[WorkT]

    def take(
        self, actor: Actor, rows: SourceRows, *, dry_run: bool, progress: Callable[[Run], None] = lambda _: None
    ) -> tuple[Run, tuple[RowReport, ...]]:
        """The run that is over, and what became of each row; Conflict where another works on the same rows."""
        run = self.imports.from_register(actor, MODEL, rows, dry_run=dry_run)
        done = self.runner.work_on(run.run_id, progress, rows)
        if done is None:
            raise Conflict(
                message("Somebody else is importing these rows."), remedy=message("Wait until that import is over.")
            )
        return done, tuple(self.imports.every_row(actor, run.run_id))
