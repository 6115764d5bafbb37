"""Rolls of pre-printed labels for programs: order, follow, print, retire."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.labels.options import DOTS_PER_MM, USUAL, PrintOptions
from dpp.domain.labels.rolls import MOST_AT_ONCE, MOST_LABELS, LabelFault, RollId
from dpp.service.labels.rolls import Print, PrintForm, RollOrder, Rolls

Asking = Annotated[Actor, Depends(asking)]
MEDIA_TYPES = {PrintForm.PDF: "application/pdf", PrintForm.ZPL: "application/zpl; charset=utf-8"}
_OrderId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]


@dataclass(frozen=True, kw_only=True)
class NewRoll:
    """How many labels, and in which size. `order_id` makes a retry safe."""

    labels: Annotated[int, Field(ge=1, le=MOST_LABELS)]
    size: Annotated[str, Field(min_length=1, max_length=60)]
    order_id: _OrderId | None = None


@dataclass(frozen=True, kw_only=True)
class NewRetirement:
    """Why the labels of a roll that are on no device go out of use."""

    fault: LabelFault


def _asked(
    form: PrintForm = PrintForm.PDF,
    first: Annotated[int, Query(ge=1, le=MOST_LABELS, description="The first place, from 1.")] = 1,
    last: Annotated[int, Query(ge=1, le=MOST_LABELS, description="The last place.")] = MOST_AT_ONCE,
    dpi: Annotated[int, Query(description=f"Dots to the inch: {', '.join(map(str, DOTS_PER_MM))}.")] = USUAL.dpi,
    dx: Annotated[float, Query(description="Offset to the right, in millimetres.")] = 0,
    dy: Annotated[float, Query(description="Offset downwards, in millimetres.")] = 0,
) -> Print:
    return Print(form, first, last, PrintOptions(dx=dx, dy=dy, dpi=dpi))


def printed(content: bytes, roll_id: RollId, wanted: Print) -> Response:
    """A file for a printer, kept by no cache between: whoever has it has the labels."""
    name = f"labels-{roll_id}-{wanted.first}-{wanted.last}.{wanted.form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=MEDIA_TYPES[wanted.form], headers=headers)


def label_roll_routes(rolls: Rolls) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1/label-rolls", tags=["labels"])

    @routes.post("", status_code=201)
    def order(actor: Asking, body: NewRoll) -> Response:
        """A roll of labels that are on no device yet, for the organisation of the account."""
        view = rolls.order(actor, RollOrder(labels=body.labels, size=body.size, order_id=body.order_id))
        return answer(view, 201, {"Location": f"/api/v1/label-rolls/{view.roll.roll_id}"})

    @routes.get("")
    def find(actor: Asking) -> Response:
        """The rolls that the account may see, newest first, and how their labels stand."""
        return answer({"rolls": rolls.all(actor)})

    @routes.get("/{roll_id}")
    def read(actor: Asking, roll_id: RollId) -> Response:
        """One roll, and how its labels stand."""
        return answer(rolls.read(actor, roll_id))

    @routes.get("/{roll_id}/labels")
    def print_labels(
        actor: Asking,
        roll_id: RollId,
        wanted: Annotated[Print, Depends(_asked)],
    ) -> Response:
        """The labels at these places that are on no device, for a printer; at most 1,000 at once."""
        return printed(rolls.print(actor, roll_id, wanted), roll_id, wanted)

    @routes.post("/{roll_id}/retirements", status_code=201)
    def retire(actor: Asking, roll_id: RollId, body: NewRetirement) -> Response:
        """Retire every label of a roll that is on no device."""
        return answer(rolls.retire(actor, roll_id, body.fault), 201)

    return routes
