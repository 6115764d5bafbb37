"""Commands that move a passport between providers."""

from pathlib import Path
from typing import Annotated

import typer

from dpp.domain.access_record import AccessPath
from dpp.domain.opaque import PassportId
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import out, settings

packages = typer.Typer(help="Move passports between providers, whole.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(packages, name="package", rich_help_panel="Passports")


@packages.command()
def export(
    passport: Annotated[str, typer.Argument(help="The 16 characters of the passport's id.")],
    file: Annotated[Path, typer.Argument(help="Where the package is written.")],
    sign_in_name: As = None,
) -> None:
    """Write a passport, with its history, rights and identifiers, to a file."""
    with Parts.opened(settings()) as parts:
        actor = acting(parts, sign_in_name)
        content = parts.packages.export(actor, PassportId(passport), path=AccessPath.COMMAND)
    file.write_bytes(content)
    out.print(f"{file}: {len(content)} bytes")


@packages.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="A package of this or another provider.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but keep nothing.")] = False,
    sign_in_name: As = None,
) -> None:
    """Take a package in: all of it, or nothing."""
    with Parts.opened(settings()) as parts:
        taken = parts.packages.take_in(acting(parts, sign_in_name), file.read_bytes(), dry_run=dry_run)
    for each in taken:
        out.print(f"{each.passport_id} ({each.granularity}): {each.outcome}, {each.new_versions} new versions")
