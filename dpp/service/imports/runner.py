"""Works on runs: some rows at a time, each time with their reports and the progress in one transaction.

Rules:
1. What rows do and what is reported of them is written together, or not at all: a run that was broken off goes on
   behind the last row that was reported, and no row counts twice.
2. A dry run does the very same, and undoes it before it writes the report: there is no second way of checking.
3. Rows that fail together (somebody else was first with one of them) are tried one by one, so that each gets its own
   report.
4. A worker that finds that another went on with its run leaves it alone.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Generic

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, Unavailable
from dpp.domain.imports.rows import ImportRow, RowReport, refusal
from dpp.domain.imports.run import Run, RunId
from dpp.domain.message import message
from dpp.service.imports.kinds import target_of
from dpp.service.imports.ports import (
    FileReader,
    ImportStorage,
    ImportWork,
    RowSource,
    Standing,
    Target,
    WorkT,
)
from dpp.service.imports.seen import SeenInRun
from dpp.service.imports.sources import FileSource
from dpp.service.ports import Clock

ROWS_AT_ONCE = 1000

Progress = Callable[[Run], None]


class _Taken(Exception):
    """Another worker went on with the run."""


@dataclass(frozen=True)
class Runner(Generic[WorkT]):
    """`rows_at_once` rows share a transaction; `stopping` is asked after each whether to leave the rest."""

    storage: ImportStorage[WorkT]
    targets: Mapping[str, Target[WorkT]]
    files: FileReader
    standing: Standing
    clock: Clock
    rows_at_once: int = ROWS_AT_ONCE
    stopping: Callable[[], bool] = lambda: False

    def run_pending(self) -> int:
        """Work on every run that waits, or was broken off, until none is left; how many that were."""
        number = 0
        while not self.stopping() and (run_id := self._free()) is not None:
            self.work_on(run_id)
            number += 1
        return number

    def work_on(
        self, run_id: RunId, progress: Progress = lambda _: None, source: RowSource | None = None
    ) -> Run | None:
        """Bring a run to its end; None where another works on it. Without a source its own file is read."""
        run = self._take(run_id)
        if run is None:
            return None
        try:
            actor = self._actor(run)
            with ExitStack() as stack:
                rows = self._rows(stack, run) if source is None else source
                run = self._counted(run, rows)
                progress(run)
                return self._go_on(run, actor, rows, progress)
        except _Taken:
            return None
        except KringpasError as error:
            return self._fail(run_id, error)
        except Exception:
            self._fail(run_id, _our_mistake())
            raise
        except BaseException:  # the process is told to stop: another may go on at once
            self._end(run_id, Run.released)
            raise

    def _free(self) -> RunId | None:
        with self.storage.reading() as reads:
            return reads.imports.free(self.clock())

    def _take(self, run_id: RunId) -> Run | None:
        now = self.clock()
        with self.storage.writing() as work:
            run = _there(work, run_id)
            if not run.is_free(now):
                return None
            taken = run.taken(now)
            work.imports.put(taken)
            work.commit()
            return taken

    def _actor(self, run: Run) -> Actor:
        """Whoever asked for it, with the rights of today."""
        actor = self.standing.today(Actor(run.actor, run.organisation, run.roles))
        target_of(self.targets, run.kind).check(actor)
        return actor

    def _rows(self, stack: ExitStack, run: Run) -> FileSource:
        with self.storage.reading() as reads:
            opened = stack.enter_context(reads.imports.file(run.fingerprint))
        fields = {field.name: field for field in target_of(self.targets, run.kind).fields()}
        return FileSource(run, opened, self.files, fields)

    def _counted(self, run: Run, source: RowSource) -> Run:
        """With the number of its rows, where counting them asks nobody else."""
        if run.total is not None or not isinstance(source, FileSource):
            return run
        total = source.count()
        return self._change(run, lambda held: held.counting(total))

    def _go_on(self, run: Run, actor: Actor, source: RowSource, progress: Progress) -> Run:
        rows = (row for row in source.rows() if row.line > run.last_line)
        while some := tuple(islice(rows, self.rows_at_once)):
            run = self._some(run, actor, some)
            progress(run)
            if self.stopping():
                return self._end(run.run_id, Run.released)
        return self._end(run.run_id, lambda held: held.finished(self.clock()))

    def _some(self, run: Run, actor: Actor, rows: tuple[ImportRow, ...]) -> Run:
        """Rule 3."""
        try:
            return self._together(run, actor, rows)
        except KringpasError as error:
            if len(rows) == 1:
                return self._refused(run, rows[0], error)
        for row in rows:
            run = self._some(run, actor, (row,))
        return run

    def _together(self, run: Run, actor: Actor, rows: tuple[ImportRow, ...]) -> Run:
        target = target_of(self.targets, run.kind)
        with self.storage.writing() as work:
            held = _held(work, run)
            seen = SeenInRun(work.imports, run.run_id)
            with work.undoing() as undo:
                reports = _judged(target, work, actor, rows, seen)
                if run.dry_run:
                    undo()
            work.imports.add_said(run.run_id, seen.new)
            return self._reported(work, held, reports)

    def _refused(self, run: Run, row: ImportRow, error: KringpasError) -> Run:
        with self.storage.writing() as work:
            return self._reported(work, _held(work, run), (refusal(row.line, error),))

    def _reported(self, work: ImportWork, held: Run, reports: tuple[RowReport, ...]) -> Run:
        after = held.after(reports, self.clock())
        work.imports.add_reports(held.run_id, reports)
        work.imports.put(after)
        work.commit()
        return after

    def _change(self, run: Run, change: Callable[[Run], Run]) -> Run:
        with self.storage.writing() as work:
            changed = change(_held(work, run))
            work.imports.put(changed)
            work.commit()
            return changed

    def _fail(self, run_id: RunId, error: KringpasError) -> Run:
        return self._end(run_id, lambda held: held.failed(error, self.clock()))

    def _end(self, run_id: RunId, change: Callable[[Run], Run]) -> Run:
        """Write how it stands; what only its work needed goes when it is over."""
        with self.storage.writing() as work:
            run = change(_there(work, run_id))
            work.imports.put(run)
            if run.state.is_over:
                work.imports.forget_said(run_id)
                if not run.dry_run:
                    work.imports.forget_file(run.fingerprint)
            work.commit()
            return run


def _judged(
    target: Target[WorkT], work: WorkT, actor: Actor, rows: Sequence[ImportRow], seen: SeenInRun
) -> tuple[RowReport, ...]:
    """A report for each row: those that their reader found wrong are refused, the others go to the target."""
    sound = [row for row in rows if not row.problems]
    handled = iter(target.handle(work, actor, sound, seen) if sound else ())
    return tuple(_unreadable(row) if row.problems else next(handled) for row in rows)


def _unreadable(row: ImportRow) -> RowReport:
    error = InvalidInput(message("This row cannot be read."), row.problems)
    return refusal(row.line, error)


def _our_mistake() -> Unavailable:
    return Unavailable(
        message("Something went wrong here, and the import stopped."),
        remedy=message("Start it again: rows that were imported already stay as they are."),
    )


def _there(work: ImportWork, run_id: RunId) -> Run:
    run = work.imports.hold(run_id)
    if run is None:
        raise NotFound(message("There is no import '{run}'.", run=run_id[:40]))
    return run


def _held(work: ImportWork, run: Run) -> Run:
    """Rule 4."""
    held = _there(work, run.run_id)
    if held.last_line != run.last_line or held.state is not run.state:
        raise _Taken
    return held
