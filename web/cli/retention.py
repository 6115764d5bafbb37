"""The command on how long archived passports are kept."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from web.bootstrap import Parts
from web.cli.console import out, settings

On = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="As seen from this day; today where it is left out.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    app.command("retention", rich_help_panel="The database")(retention_command)


def retention_command(on: On = None) -> None:
    """List the archived passports that are past the term for which they are kept. Nothing is deleted."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        day = parts.clock().date() if on is None else on.date()
        past = parts.archived_past_term(day)
    if not past:
        out.print(f"On {day} no archived passport is past its term.")
        return
    table = Table("passport", "of", "product", "archived on", "kept until", box=None)
    for each in past:
        passport = each.passport
        cells = (passport.passport_id, passport.granularity, passport.name, passport.archived_on, each.until)
        table.add_row(*map(str, cells))
    out.print(table)
    out.print(f"{len(past)} past the term on {day}. Nothing was deleted: that is for a person to decide.")
