"""The commands on security support of models and systems: support import."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.domain.support.endings import Ending
from lifecycle.domain.support.loading import LoadReport, Outcome, Row
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import err, out, settings

commands = typer.Typer(help="Until when models and systems get security updates.", no_args_is_help=True)

File = Annotated[
    Path | None,
    typer.Argument(help="JSON of endoflife.date: all products, or releases by product.", exists=True, dir_okay=False),
]
Dated = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day on which FILE was fetched; needed where it does not say."),
]
Download = Annotated[bool, typer.Option("--download", help="Fetch the whole list from endoflife.date, now.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each release.")]
Details = Annotated[bool, typer.Option("--details", help="Also name the releases that stay as they are.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="support", rich_help_panel="Passports")


@commands.command("import")
def import_command(
    file: File = None,
    dated: Dated = None,
    download: Download = False,
    dry_run: DryRun = False,
    details: Details = False,
    sign_in_name: As = None,
) -> None:
    """Take in FILE of endoflife.date, and say what became of each release. A newer file goes before an older one.

    What was said before is kept, and the same file again changes nothing. A release shows with a model of the same
    brand and name; the rest are proposals at /support.
    """
    if (file is None) is not download:
        raise InvalidInput(message("Give a file, or --download, and not both."))
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        content = parts.support_dataset() if file is None else file.read_bytes()
        day = None if dated is None else dated.date()
        report = parts.use.support.load(actor, content, day, dry_run=dry_run)
    _say(report, details=details)
    counted = ", ".join(f"{report.count(each)} {each}" for each in Outcome)
    err.print(f"Dataset of {report.dated}: {counted}, {len(report.refused)} refused, {len(report.left)} products left.")
    if report.load is None:
        err.print(
            "Nothing was written: this was a dry run." if dry_run else "Nothing was written: it was known already."
        )


def _say(report: LoadReport, *, details: bool) -> None:
    for row in report.rows:
        if details or row.outcome is not Outcome.SAME:
            out.print(f"{row.release.name}: {row.outcome}{_told(row)}", markup=False, soft_wrap=True)
    for problem in report.refused:
        out.print(f"{problem.path}: refused: {problem.what}", markup=False, soft_wrap=True)


def _told(row: Row) -> str:
    now = _words(row.release.security)
    if row.outcome is Outcome.NEW:
        return f", {now}"
    if row.outcome is Outcome.CHANGED and row.before is not None and row.before.security != row.release.security:
        return f", {now}, was {_words(row.before.security)}"
    return ""


def _words(ending: Ending) -> str:
    if ending.day is not None:
        return f"until {ending.day}"
    return {True: "ended, no day given", False: "no end announced", None: "no end given"}[ending.ended]
