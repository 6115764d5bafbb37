"""The commands on the register of repairers: repairers import."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lifecycle.domain.repairers.register_list import COLUMNS, Outcome, RowReport
from lifecycle.service.repairer_lists import ListReport
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import err, out, settings

commands = typer.Typer(help="Who is registered as a repairer.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help=f"CSV with the columns {', '.join(COLUMNS)}.", exists=True, dir_okay=False)]
Dated = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of which the list is.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each row.")]
Details = Annotated[bool, typer.Option("--details", help="Also name the rows that change nothing.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="repairers", rich_help_panel="Devices")


@commands.command("import")
def import_command(
    file: File, dated: Dated, dry_run: DryRun = False, details: Details = False, sign_in_name: As = None
) -> None:
    """Take in FILE, a list of the Nationaal Reparateursregister, and say what became of each row.

    Who is no longer named ends from the day of the list. A row with a fault changes nothing; the same file again
    changes nothing either.
    """
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        report = parts.use.repairer_lists.take(actor, file.read_bytes(), dated.date(), dry_run=dry_run)
    _say(report, details=details)
    counted = ", ".join(f"{report.count(each)} {each}" for each in Outcome)
    err.print(f"List of {report.dated}: {counted}.")
    if report.taken is None:
        err.print(
            "Nothing was written: this was a dry run." if dry_run else "Nothing was written: it was known already."
        )
    if report.count(Outcome.PROBLEM):
        raise typer.Exit(1)


def _say(report: ListReport, *, details: bool) -> None:
    for row in report.rows:
        if details or row.outcome is not Outcome.SAME:
            out.print(_line(row), markup=False, soft_wrap=True)


def _line(row: RowReport) -> str:
    where = "not in the list" if row.line is None else f"line {row.line}"
    accepted = ", accepts the request of this organisation" if row.accepts is not None else ""
    why = f": {row.problem}" if row.problem is not None else ""
    return f"{where}: {row.outcome}: {row.number} {row.name}{accepted}{why}"
