"""Commands on rolls of pre-printed labels: order, list, print, retire."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dpp.domain.labels.options import DOTS_PER_MM, USUAL, PrintOptions
from dpp.domain.labels.rolls import MOST_AT_ONCE, MOST_LABELS, LabelFault, RollId
from dpp.service.labels.rolls import Print, PrintForm, RollOrder, RollView
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import out, settings

Roll = Annotated[str, typer.Argument(help="The id of the roll, as the list shows it.")]
Size = Annotated[str, typer.Option("--size", help="A size of the list in docs/labels.md, or millimetres: 57x32.")]
File = Annotated[Path, typer.Option("--out", "-o", help="New file for the printer.")]
Fault = Annotated[LabelFault, typer.Option("--fault", help="What happened to it.")]

commands = typer.Typer(
    help="Rolls of labels that are printed before anybody knows where they go.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    app.add_typer(commands, name="label-roll", rich_help_panel="Devices")


@commands.command("order")
def order_command(
    labels: Annotated[int, typer.Argument(help=f"How many labels, 1 to {MOST_LABELS}.")],
    size: Size,
    sign_in_name: As = None,
) -> None:
    """Order LABELS labels for the organisation of an account; each has a random code of its own."""
    with Parts.opened(settings()) as parts:
        view = parts.rolls.order(acting(parts, sign_in_name), RollOrder(labels=labels, size=size))
    out.print(f"Roll {view.roll.roll_id} has {view.roll.labels} labels.")


@commands.command("list")
def list_command(sign_in_name: As = None) -> None:
    """Show the rolls that an account may see, newest first, and how many labels of each are used."""
    with Parts.opened(settings()) as parts:
        views = parts.rolls.all(acting(parts, sign_in_name))
    table = Table("Roll", "Ordered", "Size", "Labels", "On a device", "Out of use", "Left", box=None)
    for view in views:
        table.add_row(*_cells(view))
    out.print(table)


@commands.command("print")
def print_command(
    roll: Roll,
    file: File,
    form: Annotated[PrintForm, typer.Option("--form", help="What the printer takes.")] = PrintForm.PDF,
    first: Annotated[int, typer.Option("--first", help="The first place, from 1.")] = 1,
    last: Annotated[
        int, typer.Option("--last", help=f"The last place; at most {MOST_AT_ONCE} at once.")
    ] = MOST_AT_ONCE,
    dpi: Annotated[int, typer.Option("--dpi", help=f"Of the printer: {', '.join(map(str, DOTS_PER_MM))}.")] = USUAL.dpi,
    sign_in_name: As = None,
) -> None:
    """Write the labels of ROLL that are on no device to a file for a printer."""
    wanted = Print(form, first, last, PrintOptions(dpi=dpi))
    with Parts.opened(settings()) as parts:
        content = parts.rolls.print(acting(parts, sign_in_name), RollId(roll), wanted)
    with file.open("xb") as printed:
        printed.write(content)
    out.print(f"{file}: {len(content)} bytes.", markup=False)


@commands.command("retire")
def retire_command(roll: Roll, fault: Fault, sign_in_name: As = None) -> None:
    """Take every label of ROLL that is on no device out of use, for good."""
    with Parts.opened(settings()) as parts:
        view = parts.rolls.retire(acting(parts, sign_in_name), RollId(roll), fault)
    out.print(f"{view.use.retired} labels are out of use, {view.use.active} stay on their devices.")


def _cells(view: RollView) -> tuple[str, ...]:
    roll, use = view.roll, view.use
    counts = (roll.labels, use.active, use.retired, use.unclaimed)
    return (roll.roll_id, f"{roll.issued_at:%Y-%m-%d}", roll.size, *map(str, counts))
