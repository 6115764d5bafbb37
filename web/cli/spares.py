"""The commands on spare parts: spares import."""

import typer

from web.cli.acting import As
from web.cli.importing import DryRun, File, FormatOption, Kind, Map, ReportFile, import_command

commands = typer.Typer(help="Spare parts: what they fit and what they cost.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="spares", rich_help_panel="Devices")
    commands.callback()(_spares)


def _spares() -> None:
    """Spare parts: what they fit and what they cost."""


@commands.command("import")
def import_spares(
    file: File,
    file_format: FormatOption = None,
    column_map: Map = None,
    dry_run: DryRun = False,
    report: ReportFile = None,
    sign_in_name: As = None,
) -> None:
    """Import FILE: parts with their numbers, the models that they fit, and prices, as CSV, XLSX, JSON or NDJSON.

    A row names a part by its maker and number; what is known stays as it is. docs/spare-parts.md has the columns.
    """
    import_command(file, Kind.SPARE_PART, file_format, column_map, dry_run, report, sign_in_name)
