"""Commands on public sources of model data: eprel fetch, eprel product, footprints."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.imports.rows import RowReport
from dpp.domain.message import message
from dpp.domain.sources.eprel.groups import GROUPS, find_group
from dpp.domain.sources.notes import SourceRow
from dpp.service.sources.fetching import fetch
from dpp.service.sources.rows import SourceRows
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import counting, err, out, settings

commands = typer.Typer(help="Product data from EPREL, the European registry of energy labels.", no_args_is_help=True)

Group = Annotated[str, typer.Option(help=f"Product group of EPREL: {' or '.join(sorted(GROUPS))}.")]
Supplier = Annotated[str | None, typer.Option(help="Only of this supplier; its whole name, in any case.")]
Limit = Annotated[int | None, typer.Option(help="As many registrations at most.", min=1)]
Number = Annotated[str, typer.Argument(help="Registration number, as the QR code of the label has it.")]
List = Annotated[Path, typer.Argument(help="CSV with the columns of Boavizta's list.", exists=True, dir_okay=False)]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would become of each row, by every gate of an import.")
]
Details = Annotated[bool, typer.Option("--details", help="Also tell how each value was read, and what was left.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="eprel", rich_help_panel="Passports")
    app.command("footprints", rich_help_panel="Passports")(footprints_command)


@commands.command("fetch")
def fetch_command(
    group: Group,
    supplier: Supplier = None,
    limit: Limit = None,
    dry_run: DryRun = False,
    details: Details = False,
    sign_in_name: As = None,
) -> None:
    """Import registrations of a product group, and say what became of each; at most five calls a second."""
    wanted = find_group(group)
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        with parts.eprel() as database, counting("EPREL:") as progress:
            products = fetch(database, wanted, supplier=supplier, limit=limit, progress=progress)
        rows = parts.sources.eprel(actor, products, wanted)
        _take(parts, actor, rows, dry_run=dry_run, details=details)


@commands.command("product")
def product_command(number: Number, dry_run: DryRun = False, details: Details = False, sign_in_name: As = None) -> None:
    """Import one registration, and say what became of it."""
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        with parts.eprel() as database:
            product = database.product(number)
        if product is None:
            raise NotFound(
                message("EPREL has no registration {number}.", number=number),
                remedy=message("Look at the number beside the QR code of the energy label."),
            )
        _take(parts, actor, parts.sources.eprel(actor, [product]), dry_run=dry_run, details=details)


def footprints_command(file: List, dry_run: DryRun = False, details: Details = False, sign_in_name: As = None) -> None:
    """Import makers' carbon footprints from FILE into the models that they are about.

    Nothing is guessed: a row that fits no model, or more than one, is refused.
    """
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        rows = parts.sources.footprints(actor, file.name, _table(file))
        _take(parts, actor, rows, dry_run=dry_run, details=details)


def _table(file: Path) -> list[dict[str, str]]:
    """The records of a CSV file in UTF-8; a record that is too short lacks its last columns."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [
                {name: value for name, value in record.items() if name and isinstance(value, str)}
                for record in csv.DictReader(lines)
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(
            message("{file} cannot be read as a CSV file in UTF-8.", file=file.name),
            remedy=message("Save it again as CSV in UTF-8."),
        ) from error


def _take(parts: Parts, actor: Actor, rows: SourceRows, *, dry_run: bool, details: bool) -> None:
    """Import the rows, or try to, and say what became of each."""
    with counting("Import:", {"rows": len(rows.told)}) as progress:
        run, reports = parts.source_imports.take(
            actor, rows, dry_run=dry_run, progress=lambda run: progress("rows", run.totals.rows)
        )
    for row, report in zip(rows.told, reports, strict=True):
        _say(row, report, details=details)
    totals = run.totals
    err.print(
        f"{rows.name}: {totals.created} created, {totals.revised} revised, {totals.unchanged} unchanged, "
        f"{totals.refused} refused." + (" Nothing was written: this was a dry run." if dry_run else "")
    )


def _say(row: SourceRow, report: RowReport, *, details: bool) -> None:
    out.print(f"{row.line}. {row.name}: {report.outcome} {report.subject or ''}".rstrip(), markup=False, soft_wrap=True)
    told: list[tuple[str, object]] = [(fault.path, fault.what) for fault in (*report.problems, *row.warnings)]
    if report.what and not report.problems:
        told.append(("$", report.what))
    told += [(finding.path, finding.what) for finding in row.findings]
    if details:
        told += [(note.path, f"{note.raw} read as {note.value}: {note.why}") for note in row.read_as]
        told += [(note.path, f"{note.raw} not taken over: {note.why}") for note in row.not_taken]
    for path, what in told:
        out.print(f"   {path}: {what}", markup=False, soft_wrap=True)
