"""Labels on devices for programs: link pairs, retire a label, replace it (rolls of labels: `dpp.api.label_rolls`)."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.labels.rolls import LabelFault
from lifecycle.api.bodies import Id
from lifecycle.service.labelling import Labelling, Pair, Withdrawal

Asking = Annotated[Actor, Depends(asking)]
Scanned = Annotated[str, Field(min_length=1, max_length=2048)]
MOST_PAIRS = 200

_PAIRS: dict[str, Any] = {
    "two pairs": {
        "summary": "By what a scanner gave",
        "value": {
            "links": [
                {"label": "https://id.example.nl/d/7k3m9x2p4q8d", "device": "DEMO7420A1", "event_id": "bench-4-000117"},
                {"label": "7k3m-9x2p-4q8d", "device": "m2k8x0v4t7q1c5d9"},
            ]
        },
    }
}


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A label (its code, or what was scanned) and a device (its key, or what was scanned on it).

    `event_id` makes a retry safe; `occurred_at` is when a station without network scanned them.
    """

    label: Scanned
    device: Scanned
    event_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewLinks:
    """Pairs of label and device, each judged by itself."""

    links: Annotated[tuple[NewLink, ...], Field(min_length=1, max_length=MOST_PAIRS)]


@dataclass(frozen=True, kw_only=True)
class NewWithdrawal:
    """Why a label goes out of use. `event_id` makes a retry safe."""

    fault: LabelFault
    event_id: Id | None = None


def labelling_routes(labelling: Labelling) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["labels"])

    @routes.post("/label-links")
    def link(actor: Asking, body: Annotated[NewLinks, Body(openapi_examples=_PAIRS)]) -> Response:
        """What became of each pair, in the order given: linked, linked already, or refused and why."""
        return answer({"links": labelling.link_all(actor, [Pair(**vars(each)) for each in body.links])})

    @routes.post("/labels/{code}/retirements", status_code=201)
    def retire(actor: Asking, code: str, body: NewWithdrawal) -> Response:
        """Take a label out of use. On a device it goes on leading to it; another can never be linked."""
        return answer(labelling.retire(actor, Withdrawal(label=code, fault=body.fault, event_id=body.event_id)), 201)

    @routes.post("/labels/{code}/replacements", status_code=201)
    def replace(actor: Asking, code: str, body: NewWithdrawal) -> Response:
        """A new label code for the same device; the old one goes on leading to it."""
        return answer(labelling.replace(actor, Withdrawal(label=code, fault=body.fault, event_id=body.event_id)), 201)

    return routes
