"""The command line. It shares services with the pages, and starts the application by its name."""

import typer

from web.cli import (
    access,
    checking,
    data,
    evidence,
    faults,
    importing,
    label_rolls,
    log,
    packages,
    people,
    policies,
    printing,
    rebuilding,
    registry,
    repairers,
    resolver,
    retention,
    scanning,
    serving,
    sources,
    spares,
    support,
)
from web.cli.console import plain_errors

app = typer.Typer(
    name="kringpas",
    help=(
        "Digital Product Passports for displays, laptops and phones, joined to the circular life of government "
        "devices.\n\nSettings come from KRINGPAS_* variables (docs/settings.md)."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for module in (
    serving,
    data,
    evidence,
    faults,
    people,
    scanning,
    checking,
    resolver,
    packages,
    printing,
    registry,
    repairers,
    sources,
    spares,
    support,
    retention,
    rebuilding,
    importing,
    label_rolls,
    access,
    log,
    policies,
):
    module.add_to(app)


def main() -> None:
    """What `kringpas` runs: errors are sentences with what to do about them, and exit code 1."""
    with plain_errors():
        app()
