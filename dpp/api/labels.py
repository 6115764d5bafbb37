"""Labels for programs: the label of a passport in every form that printers take, the sizes, a page to calibrate by.

Many labels at once are `POST /api/v1/label-sheets` (`lifecycle.api.labels`), because a device may be named there too.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.labels.content import Part, read_parts
from dpp.domain.labels.options import DOTS_PER_MM, FARTHEST_OFFSET, DataMatrix, PrintOptions
from dpp.domain.opaque import PassportId
from dpp.service.labels.printing import USUAL_SIZE, LabelFormat, Printed, Printing, PrintJob

Asking = Annotated[Actor, Depends(asking)]
Offset = Annotated[float, Field(ge=-FARTHEST_OFFSET, le=FARTHEST_OFFSET, description="Millimetres.")]
_RESOLUTIONS = ", ".join(map(str, DOTS_PER_MM))
_MEDIA: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.media_type: {} for each in LabelFormat}, "description": "The labels."}
}
PRINTED: dict[str, Any] = {"response_class": Response, "responses": _MEDIA}


class LabelQuery(BaseModel):
    """How a label is wanted. A parameter that is not one of these is refused: a printer would not do what was asked."""

    model_config = ConfigDict(extra="forbid")

    size: Annotated[str, Field(max_length=40, description="A name of `/label-sizes`, or millimetres: `57x32`.")] = (
        USUAL_SIZE
    )
    format: LabelFormat = LabelFormat.PDF
    data_matrix: Annotated[DataMatrix, Field(alias="dataMatrix")] = DataMatrix.NONE
    parts: Annotated[str, Field(description="What stands on it besides link and code; may be empty.")] = ",".join(Part)
    dx: Offset = 0.0
    dy: Offset = 0.0
    start: Annotated[int, Field(ge=1, description="The place of the label on a sheet.")] = 1
    dpi: Annotated[int, Field(description=f"Of the printer, for PNG and ZPL: {_RESOLUTIONS}.")] = 300
    turned: Annotated[bool, Field(description="A roll's page a quarter turned (PDF).")] = False

    @property
    def job(self) -> PrintJob:
        parts = read_parts(self.parts)
        options = PrintOptions(self.dx, self.dy, self.start, self.data_matrix, parts, self.dpi, self.turned)
        return PrintJob(self.size, self.format, options)


def label_routes(printing: Printing) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["labels"])

    @routes.get("/passports/{passport_id}/label", **PRINTED)
    def print_label(actor: Asking, passport_id: PassportId, wanted: Annotated[LabelQuery, Query()]) -> Response:
        return printed_answer(printing.one(actor, passport_id, wanted.job))

    @routes.get("/label-sizes")
    def list_sizes() -> Response:
        return answer({"sizes": printing.sizes.all()})

    @routes.get("/label-sizes/{size}/calibration-page", **PRINTED)
    def calibrate(
        actor: Asking, size: str, dx: Annotated[Offset, Query()] = 0.0, dy: Annotated[Offset, Query()] = 0.0
    ) -> Response:
        return printed_answer(printing.calibration(actor, PrintJob(size, options=PrintOptions(dx=dx, dy=dy))))

    return routes


def printed_answer(printed: Printed) -> Response:
    """What goes to a printer; it is made anew each time, and kept by nobody."""
    return Response(printed.content, media_type=printed.format.media_type, headers={"Cache-Control": "no-store"})
