"""The commands on repair data: faults import, faults export."""

import time
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dpp.domain.actor import Actor
from lifecycle.domain.faults.loads import FaultLoad, LoadState, Refusal, Taken
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import counting, err, out, settings

commands = typer.Typer(help="What breaks, by repair data of others and of ourselves.", no_args_is_help=True)

_SHOWN = 20

File = Annotated[Path, typer.Argument(help="CSV of the Open Repair Data Standard 0.3.", exists=True, dir_okay=False)]
Dated = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day on which FILE was published; needed where its name has no month."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Judge every row, say what would become of it, keep nothing.")]
Out = Annotated[Path, typer.Argument(help="New file for the repairs, as CSV of the standard.", dir_okay=False)]
Extension = Annotated[Path | None, typer.Option(help="New file for models, parts, minutes and cost, by the same ids.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="faults", rich_help_panel="Devices")


@commands.command("import")
def import_command(file: File, dated: Dated = None, dry_run: DryRun = False, sign_in_name: As = None) -> None:
    """Take in FILE of Open Repair Data. A newer file replaces rows by their ids; the same file changes nothing.

    Problem texts are read for the faults that they tell of, and not kept. The exit code is 1 where rows were refused.
    """
    day = None if dated is None else dated.date()
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        refused = (_tried if dry_run else _taken_in)(parts, actor, file, day)
    raise typer.Exit(1 if refused else 0)


@commands.command("export")
def export_command(file: Out, extension: Extension = None, sign_in_name: As = None) -> None:
    """Write our own repairs to FILE, as CSV of the Open Repair Data Standard 0.3, without personal data."""
    with Parts.opened(settings()) as parts, ExitStack() as files:
        actor, export = acting(parts, sign_in_name), parts.use.faults.export
        files.enter_context(file.open("xb")).writelines(export.open_data(actor))
        if extension is not None:
            files.enter_context(extension.open("xb")).writelines(export.extension(actor))


def _tried(parts: Parts, actor: Actor, file: Path, dated: date | None) -> bool:
    with file.open("rb") as content:
        found = parts.fault_loading.worker.try_out(actor, file.name, content, dated)
    out.print(f"{file.name}: dry run: would be {_counts(found)}.", markup=False)
    _tell(found.refusals)
    return found.refused > 0


def _taken_in(parts: Parts, actor: Actor, file: Path, dated: date | None) -> bool:
    loading = parts.fault_loading.worker
    with file.open("rb") as content:
        load = loading.submit(actor, file.name, content, dated)
    if load.state is LoadState.FINISHED:
        out.print(f"{load.name}: known since {load.asked_at:%Y-%m-%d}; nothing was written.", markup=False)
        return False
    done = _followed(parts, actor, load)
    if done.why is not None:
        err.print(str(done.why), style="bold red", markup=False)
    out.print(f"{done.name} of {done.dated}: {_counts(done.taken)}.", markup=False)
    _tell(loading.refusals(actor, done.number))
    return done.taken.refused > 0 or done.state is LoadState.FAILED


def _followed(parts: Parts, actor: Actor, load: FaultLoad) -> FaultLoad:
    """The load when it is over: worked on here, or by the service where that was first."""
    loading = parts.fault_loading.worker
    with counting("Repairs:") as report:
        done = loading.work_on(load.number, lambda now: report("read", now.taken.rows))
        while done is None or not done.is_over:
            time.sleep(1)
            done = next(each for each in loading.loads(actor) if each.number == load.number)
            report("read", done.taken.rows)
    return done


def _counts(taken: Taken) -> str:
    kept = f"{taken.new} new, {taken.changed} changed, {taken.same} unchanged"
    return f"{kept}, {taken.left} of other products left out, {taken.refused} refused"


def _tell(refusals: tuple[Refusal, ...]) -> None:
    if not refusals:
        return
    table = Table("line", "field", "expected")
    for each in refusals[:_SHOWN]:
        table.add_row(str(each.line), each.field, str(each.expected))
    err.print(table)
    if len(refusals) > _SHOWN:
        err.print(f"These are the first {_SHOWN}; administrators read more at /faults/files.")
