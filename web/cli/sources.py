"""Commands on public sources of model data: eprel fetch, eprel product, footprints."""

import csv
import json
from pathlib import Path
from typing import Annotated

import typer

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound
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
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each row.")]
Out = Annotated[
    Path | None,
    typer.Option(help="New file for the rows that passed, one JSON object a line, as an import of models takes them."),
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
    to: Out = None,
    details: Details = False,
    sign_in_name: As = None,
) -> None:
    """Read registrations of a product group, and say what would become of each; at most five calls a second."""
    _check_aim(to, dry_run=dry_run)
    wanted = find_group(group)
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        with parts.eprel() as database, counting("EPREL:") as progress:
            products = fetch(database, wanted, supplier=supplier, limit=limit, progress=progress)
        rows = parts.sources.eprel(actor, products, wanted)
    _report(rows, to, details=details)


@commands.command("product")
def product_command(
    number: Number, dry_run: DryRun = False, to: Out = None, details: Details = False, sign_in_name: As = None
) -> None:
    """Read one registration, and say what would become of it."""
    _check_aim(to, dry_run=dry_run)
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        with parts.eprel() as database:
            product = database.product(number)
        if product is None:
            raise NotFound(
                message("EPREL has no registration {number}.", number=number),
                remedy=message("Look at the number beside the QR code of the energy label."),
            )
        rows = parts.sources.eprel(actor, [product])
    _report(rows, to, details=details)


def footprints_command(
    file: List, dry_run: DryRun = False, to: Out = None, details: Details = False, sign_in_name: As = None
) -> None:
    """Read makers' carbon footprints from FILE, and say which model each is about.

    Nothing is guessed: a row that fits no model, or more than one, is refused.
    """
    _check_aim(to, dry_run=dry_run)
    with Parts.opened(settings()) as parts:
        actor: Actor = acting(parts, sign_in_name)
        rows = parts.sources.footprints(actor, file.name, _table(file))
    _report(rows, to, details=details)


def _check_aim(to: Path | None, *, dry_run: bool) -> None:
    if dry_run == (to is not None):
        raise InvalidInput(
            message("Say either --dry-run, or with --to where the rows go."),
            remedy=message("An import of models takes that file."),
        )


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


def _report(rows: SourceRows, to: Path | None, *, details: bool) -> None:
    for row in rows.told:
        _say_row(row, details=details)
    passed = [row for row in rows.rows() if not row.problems]
    fresh = sum(row.about is None and not row.problems for row in rows.told)
    refused = len(rows.told) - len(passed)
    if to is not None:
        with to.open("x", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row.content, ensure_ascii=False) + "\n" for row in passed)
    err.print(f"{rows.name}: {fresh} for a new model, {len(passed) - fresh} for a known one, {refused} refused.")


def _say_row(row: SourceRow, *, details: bool) -> None:
    verdict = "refused" if row.problems else f"changes {row.about}" if row.about else "a new model"
    out.print(f"{row.line}. {row.name}: {verdict}", markup=False, soft_wrap=True)
    told: list[tuple[str, object]] = [(fault.path, fault.what) for fault in (*row.problems, *row.warnings)]
    told += [(finding.path, finding.what) for finding in row.findings]
    if details:
        told += [(note.path, f"{note.raw} read as {note.value}: {note.why}") for note in row.read_as]
        told += [(note.path, f"{note.raw} not taken over: {note.why}") for note in row.not_taken]
    for path, what in told:
        out.print(f"   {path}: {what}", markup=False, soft_wrap=True)
