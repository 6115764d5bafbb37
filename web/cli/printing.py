"""Commands that print labels: to a file, which the system's own printing command takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dpp.domain.actor import Actor
from dpp.domain.labels.content import Part, read_parts
from dpp.domain.labels.options import DataMatrix, PrintOptions
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.labels.printing import USUAL_SIZE, LabelFormat, Printed, PrintJob
from lifecycle.domain.events import ConsignmentId
from web.bootstrap import Parts
from web.cli.acting import As, acting
from web.cli.console import out, settings

_PANEL = "Passports"
Size = Annotated[str, typer.Option(help="A name of 'kringpas label-sizes', or millimetres: 57x32.")]
Dx = Annotated[float, typer.Option(help="Move to the right, in mm.")]
Dy = Annotated[float, typer.Option(help="Move down, in mm.")]


class Of(StrEnum):
    """What the ids name."""

    PASSPORTS = "passports"
    DEVICES = "devices"
    CONSIGNMENT = "consignment"


def add_to(app: typer.Typer) -> None:
    app.command("labels", rich_help_panel=_PANEL)(print_labels)
    app.command("label-sizes", rich_help_panel=_PANEL)(list_sizes)
    app.command("label-calibration", rich_help_panel=_PANEL)(calibrate)


def print_labels(
    ids: Annotated[list[str], typer.Argument(help="Ids of passports; of devices or a consignment with --of.")],
    file: Annotated[Path, typer.Option("--out", help="Where the labels are written.")],
    *,
    of: Annotated[Of, typer.Option(help="What the ids name.")] = Of.PASSPORTS,
    size: Size = USUAL_SIZE,
    format: Annotated[LabelFormat | None, typer.Option(help="That of the file's name, if it is left out.")] = None,  # noqa: A002
    data_matrix: Annotated[DataMatrix, typer.Option(help="A Data Matrix beside the QR code.")] = DataMatrix.NONE,
    parts: Annotated[str, typer.Option(help="What stands on it besides link and code.")] = ",".join(Part),
    start: Annotated[int, typer.Option(help="The place of the first label on its sheet.")] = 1,
    dx: Dx = 0.0,
    dy: Dy = 0.0,
    dpi: Annotated[int, typer.Option(help="Of the printer, for PNG and ZPL.")] = 300,
    turned: Annotated[bool, typer.Option("--turned", help="A roll's page a quarter turned.")] = False,
    sign_in_name: As = None,
) -> None:
    """Print the labels of passports, of devices (with their asset tags), or of a whole consignment."""
    wanted = format or LabelFormat(_ending(file))
    job = PrintJob(size, wanted, PrintOptions(dx, dy, start, data_matrix, read_parts(parts), dpi, turned))
    with Parts.opened(settings()) as opened:
        printed = _printed(opened, acting(opened, sign_in_name), of, ids, job)
    file.write_bytes(printed.content)
    out.print(f"{file}: {printed.count} labels, {len(printed.content)} bytes")


def list_sizes() -> None:
    """List the sizes of labels."""
    table = Table("name", "label", "on a page", "where the millimetres are from")
    with Parts.opened(settings()) as parts:
        for size in parts.printing.sizes.all():
            table.add_row(size.name, size.title, str(size.places), size.source)
    out.print(table)


def calibrate(
    size: Annotated[str, typer.Argument(help="A name of 'kringpas label-sizes', or millimetres: 57x32.")],
    file: Annotated[Path, typer.Option("--out", help="Where the page (PDF) is written.")],
    dx: Dx = 0.0,
    dy: Dy = 0.0,
    sign_in_name: As = None,
) -> None:
    """Write the page from which a printer's offsets are read (docs/labels.md says how)."""
    job = PrintJob(size, options=PrintOptions(dx=dx, dy=dy))
    with Parts.opened(settings()) as parts:
        printed = parts.printing.calibration(acting(parts, sign_in_name), job)
    file.write_bytes(printed.content)
    out.print(f"{file}: {len(printed.content)} bytes")


def _printed(parts: Parts, actor: Actor, of: Of, ids: list[str], job: PrintJob) -> Printed:
    match of:
        case Of.PASSPORTS:
            return parts.printing.many(actor, [PassportId(each) for each in ids], job)
        case Of.DEVICES:
            return parts.device_labels.many(actor, [DeviceKey(each) for each in ids], job)
        case Of.CONSIGNMENT:
            if len(ids) > 1:
                raise typer.BadParameter("One consignment at a time.")
            return parts.device_labels.of_consignment(actor, ConsignmentId(ids[0]), job)


def _ending(file: Path) -> str:
    ending = file.suffix.removeprefix(".").lower()
    if ending not in set(LabelFormat):
        raise typer.BadParameter(f"'{file.name}' does not tell the format: name one with --format.")
    return ending
