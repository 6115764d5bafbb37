"""Many labels at once for programs: of devices, of passports, or of a whole consignment."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.labels import PRINTED, printed_answer
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.labels.content import Part
from dpp.domain.labels.options import FARTHEST_OFFSET, DataMatrix, PrintOptions
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.labels.printing import MOST_LABELS, USUAL_SIZE, LabelFormat, Printed, PrintJob
from lifecycle.domain.events import ConsignmentId
from lifecycle.service.labels import DeviceLabels

Asking = Annotated[Actor, Depends(asking)]
Offset = Annotated[float, Field(ge=-FARTHEST_OFFSET, le=FARTHEST_OFFSET)]


@dataclass(frozen=True, kw_only=True)
class NewLabelSheet:
    """What is printed, which is one of `devices`, `passports` and `consignment`; and how.

    `size` is a name of `/label-sizes` or millimetres (`57x32`); offsets are in millimetres; `start` is the place of the
    first label on its sheet; `dpi` that of the printer, for ZPL.
    """

    devices: Annotated[tuple[DeviceKey, ...], Field(max_length=MOST_LABELS)] = ()
    passports: Annotated[tuple[PassportId, ...], Field(max_length=MOST_LABELS)] = ()
    consignment: ConsignmentId | None = None
    size: Annotated[str, Field(max_length=40)] = USUAL_SIZE
    format: LabelFormat = LabelFormat.PDF
    data_matrix: DataMatrix = DataMatrix.NONE
    parts: frozenset[Part] = field(default_factory=lambda: frozenset(Part))
    dx: Offset = 0.0
    dy: Offset = 0.0
    start: Annotated[int, Field(ge=1)] = 1
    dpi: int = 300
    turned: bool = False

    @property
    def job(self) -> PrintJob:
        options = PrintOptions(self.dx, self.dy, self.start, self.data_matrix, self.parts, self.dpi, self.turned)
        return PrintJob(self.size, self.format, options)


def label_sheet_routes(labels: DeviceLabels) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["labels"])

    @routes.post("/label-sheets", **PRINTED)
    def print_sheet(actor: Asking, body: NewLabelSheet) -> Response:
        return printed_answer(_printed(labels, actor, body))

    return routes


def _printed(labels: DeviceLabels, actor: Actor, body: NewLabelSheet) -> Printed:
    named = [name for name in ("devices", "passports", "consignment") if getattr(body, name)]
    match named:
        case ["devices"]:
            return labels.many(actor, body.devices, body.job)
        case ["passports"]:
            return labels.printing.many(actor, body.passports, body.job)
        case ["consignment"] if body.consignment is not None:
            return labels.of_consignment(actor, body.consignment, body.job)
    what = message("Name one of devices, passports and consignment.")
    raise InvalidInput(what, tuple(Problem(f"$.{name}", what) for name in named or ["devices"]))
