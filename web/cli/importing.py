"""The command that imports a file: models, item passports, device lists."""

import csv
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from dpp.domain.actor import Actor
from dpp.domain.imports.formats import Format
from dpp.domain.imports.report import HEADINGS, report_line
from dpp.domain.imports.rows import Outcome
from dpp.domain.imports.run import Run, RunId, RunState
from dpp.service.imports.imports import Submission
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import err, out, settings


class Kind(StrEnum):
    """What the rows are."""

    MODEL = "model"
    ITEM = "item"
    DEVICE = "device"
    SPARE_PART = "spare-part"


FORMATS = {each.value: each for each in Format if each is not Format.REGISTER}
_SHOWN = 20

File = Annotated[Path, typer.Argument(help="CSV, XLSX, JSON or NDJSON.", exists=True, dir_okay=False)]
KindOfRows = Annotated[Kind, typer.Option("--kind", help="What each row is.")]
FormatOption = Annotated[str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; found out where left out.")]
Map = Annotated[str | None, typer.Option("--map", help="Name of a column map that your organisation saved.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Go through every gate, report each row, and keep nothing.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="New file for the report of every row, as CSV.")]


def add_to(app: typer.Typer) -> None:
    app.command("import", rich_help_panel="Passports")(import_command)


def import_command(
    file: File,
    kind: KindOfRows,
    file_format: FormatOption = None,
    column_map: Map = None,
    dry_run: DryRun = False,
    report: ReportFile = None,
    sign_in_name: As = None,
) -> None:
    """Import FILE: each row is judged by itself, and a repeated import changes nothing.

    Broken off, the service goes on with it; or the same command again leaves what was imported as it is. The exit code
    is 1 where rows were refused.
    """
    if file_format is not None and file_format not in FORMATS:
        raise typer.BadParameter(f"expected one of {', '.join(FORMATS)}", param_hint="--format")
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        with file.open("rb") as content:
            wanted = Submission(
                kind=kind.value,
                name=file.name,
                file=content,
                format=None if file_format is None else FORMATS[file_format],
                column_map=column_map,
                dry_run=dry_run,
            )
            submitted = parts.importing.imports.submit(actor, wanted)
        run = _followed(parts, actor, submitted.run_id)
        _tell(parts, actor, run)
        if report is not None:
            _write(parts, actor, run, report)
    sys.exit(1 if run.totals.refused or run.state is RunState.FAILED else 0)


def _followed(parts: Parts, actor: Actor, run_id: RunId) -> Run:
    """The run when it is over: worked on here, or by the service where that was first."""
    with _bar() as progress:
        run = parts.importing.worker.work_on(run_id, progress)
        while run is None or not run.state.is_over:
            time.sleep(1)
            run = parts.importing.imports.read(actor, run_id)
            progress(run)
    return run


@contextmanager
def _bar() -> Iterator[Callable[[Run], None]]:
    columns = (
        *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()),
        *(TimeElapsedColumn(), TimeRemainingColumn()),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("Rows", total=None)

        def show(run: Run) -> None:
            progress.update(task, total=run.total, completed=run.totals.rows)

        yield show


def _tell(parts: Parts, actor: Actor, run: Run) -> None:
    """What became of the rows, and the first refusals with their reasons."""
    if run.state is RunState.FAILED:
        err.print(str(run.why), style="bold red", markup=False)
        err.print(str(run.remedy or ""), markup=False)
    totals = run.totals
    did = "Dry run: would be " if run.dry_run else ""
    out.print(
        f"{run.name}: {did}{totals.created} created, {totals.revised} revised, {totals.unchanged} unchanged, "
        f"{totals.refused} refused. Import {run.run_id}."
    )
    refused = parts.importing.imports.rows(actor, run.run_id, outcome=Outcome.REFUSED, limit=_SHOWN)
    if not refused.reports:
        return
    table = Table("line", "where", "why", "what to do")
    for each in refused.reports:
        table.add_row(*(cell for number, cell in enumerate(report_line(each)) if number not in {1, 2}))
    err.print(table)
    if refused.next_after is not None:
        err.print(f"These are the first {_SHOWN}; --report writes all.")


def _write(parts: Parts, actor: Actor, run: Run, path: Path) -> None:
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(report_line(row) for row in parts.importing.imports.every_row(actor, run.run_id))
