"""Donation for programs: programmes, deliveries, what an intermediary says of one, and what comes back.

A link of a delivery is made here and opened at `/k/{token}/delivery`, without an account: a page for people.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Short
from lifecycle.domain.donation import (
    Defect,
    DeliveryId,
    EntryId,
    Minimum,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Remedy,
    Said,
    Step,
    usual_steps,
)
from lifecycle.domain.events import Place
from lifecycle.domain.vocabulary import Ground
from lifecycle.service.consignments import Consignments
from lifecycle.service.donation_deliveries import NewDelivery
from lifecycle.service.donation_feedback import Feedback
from lifecycle.service.donation_use_cases import DonationUseCases
from lifecycle.service.loops import Return

Asking = Annotated[Actor, Depends(asking)]
MOST_DEVICES = 500
Words = Annotated[str, Field(min_length=1, max_length=300)]
Count = Annotated[int, Field(ge=0, le=MOST_DEVICES)]
ProgrammeOf = Annotated[ProgrammeId | None, Query(max_length=64)]


@dataclass(frozen=True, kw_only=True)
class NewProgramme:
    """A programme. Without `steps` the usual order of parties holds; both days of the decision are inclusive."""

    name: Words
    coordinator: OrganisationId
    decision: Words
    valid_from: date
    purpose: Words
    wanted: Annotated[int, Field(ge=1, le=1_000_000)]
    valid_until: date | None = None
    passing: Passing = Passing.GIFT
    steps: Annotated[tuple[Step, ...] | None, Field(max_length=3)] = None
    minimum: Minimum = field(default_factory=Minimum)

    def programme(self) -> Programme:
        steps = usual_steps(self.passing) if self.steps is None else self.steps
        return Programme(**(vars(self) | {"id": ProgrammeId(""), "steps": steps}))


@dataclass(frozen=True, kw_only=True)
class NewProgrammeState:
    """In which state a programme goes on."""

    state: ProgrammeState


@dataclass(frozen=True, kw_only=True)
class NewDonationDelivery:
    """Devices of a programme for an intermediary; `due` is the day on which lent ones are back."""

    programme: ProgrammeId
    intermediary: OrganisationId
    devices: Annotated[tuple[DeviceKey, ...], Field(min_length=1, max_length=MOST_DEVICES)]
    passing: Passing = Passing.GIFT
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewFeedback:
    """What an intermediary says: of the devices with these numbers in the list, or of all. `id` makes a retry safe."""

    id: Annotated[EntryId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
    said: Said
    numbers: Annotated[tuple[int, ...] | None, Field(max_length=MOST_DEVICES)] = None
    defect: Defect | None = None
    note: Words | None = None
    count: Count | None = None


@dataclass(frozen=True, kw_only=True)
class NewRemedy:
    """What the coordinator does about a defect."""

    about: EntryId
    remedy: Remedy


@dataclass(frozen=True, kw_only=True)
class NewReturn:
    """A device that came back. On a `ground` it becomes the property of who takes it back."""

    reason: Short
    place: Annotated[Place, Field(min_length=1, max_length=200)]
    ground: Ground | None = None


def donation_routes(use: DonationUseCases, consignments: Consignments, links: Links) -> APIRouter:
    """Below `/api/v1`: donation programmes, deliveries, and the lives of a device."""
    routes = APIRouter(prefix="/api/v1", tags=["donation"])
    _add_programmes(routes, use, consignments)
    _add_deliveries(routes, use)
    _add_links(routes, use, links)
    _add_loops(routes, use)
    return routes


def _add_programmes(routes: APIRouter, use: DonationUseCases, consignments: Consignments) -> None:
    programmes = use.programmes

    @routes.get("/donation-board")
    def board(actor: Asking) -> Response:
        """What comes, what is in stock, what was delivered and what was said of it."""
        return answer(programmes.board(actor, consignments.find(actor, is_open=True).rows))

    @routes.post("/donation-programmes", status_code=201)
    def create(actor: Asking, body: NewProgramme) -> Response:
        view = programmes.create(actor, body.programme())
        address = f"/api/v1/donation-programmes/{view.version.programme.id}"
        return answer(view, 201, {"Location": address})

    @routes.get("/donation-programmes")
    def find(actor: Asking) -> Response:
        return answer({"programmes": programmes.find(actor)})

    @routes.get("/donation-programmes/{programme}")
    def read(actor: Asking, programme: ProgrammeId) -> Response:
        """One programme, with every version of it and its deliveries."""
        return answer(programmes.read(actor, programme))

    @routes.put("/donation-programmes/{programme}")
    def change(actor: Asking, programme: ProgrammeId, body: NewProgramme) -> Response:
        """A new version of it; its coordinator and its state stay."""
        return answer(programmes.change(actor, programme, body.programme()))

    @routes.post("/donation-programmes/{programme}/states", status_code=201)
    def move(actor: Asking, programme: ProgrammeId, body: NewProgrammeState) -> Response:
        """Open, pause or close it."""
        return answer(programmes.move(actor, programme, body.state), 201)


def _add_deliveries(routes: APIRouter, use: DonationUseCases) -> None:
    deliveries = use.deliveries

    @routes.post("/donation-deliveries", status_code=201)
    def make(actor: Asking, body: NewDonationDelivery) -> Response:
        """Offer devices to an intermediary, all or none."""
        view = deliveries.make(actor, NewDelivery(**vars(body)))
        return answer(view, 201, {"Location": f"/api/v1/donation-deliveries/{view.summary.delivery.id}"})

    @routes.post("/donation-deliveries/previews")
    def preview(actor: Asking, body: NewDonationDelivery) -> Response:
        """Which devices would be refused, and why; nothing is recorded."""
        refused = deliveries.preview(actor, NewDelivery(**vars(body)))
        told = {key: {"rule": each.rule, "what": each.what, "remedy": each.remedy} for key, each in refused.items()}
        return answer({"refused": told})

    @routes.get("/donation-deliveries")
    def find(actor: Asking, programme: ProgrammeOf = None) -> Response:
        return answer({"deliveries": deliveries.find(actor, programme)})

    @routes.get("/donation-deliveries/{delivery}")
    def read(actor: Asking, delivery: DeliveryId) -> Response:
        return answer(deliveries.read(actor, delivery))

    @routes.post("/donation-deliveries/{delivery}/remedies", status_code=201)
    def remedy(actor: Asking, delivery: DeliveryId, body: NewRemedy) -> Response:
        """Answer a defect; its free text is erased."""
        return answer(deliveries.answer(actor, delivery, body.about, body.remedy), 201)

    @routes.get("/donation-deliveries/{delivery}/feedback")
    def look(actor: Asking, delivery: DeliveryId) -> Response:
        """The delivery as its intermediary sees it: labels and models, no serial number."""
        return answer(use.feedback.look(actor, delivery))

    @routes.post("/donation-deliveries/{delivery}/feedback", status_code=201)
    def give(actor: Asking, delivery: DeliveryId, body: NewFeedback) -> Response:
        """What somebody of the intermediary says who has an account; others have a link."""
        return answer(use.feedback.give(actor, delivery, Feedback(**vars(body))), 201)


def _add_links(routes: APIRouter, use: DonationUseCases, links: Links) -> None:
    @routes.post("/donation-deliveries/{delivery}/links", status_code=201)
    def issue(actor: Asking, delivery: DeliveryId) -> Response:
        """A link for the intermediary. Its address is in this answer and nowhere else."""
        made = use.deliveries.link(actor, delivery)
        address = f"{links.public_url}/k/{made.token}/delivery"
        return answer({"id": made.id, "address": address, "until": made.until}, 201, {"Cache-Control": "no-store"})

    @routes.delete("/donation-deliveries/{delivery}/links/{link}", status_code=204)
    def end(actor: Asking, delivery: DeliveryId, link: str) -> Response:
        """End it: it opens nothing any more."""
        use.deliveries.end_link(actor, delivery, link)
        return Response(status_code=204)


def _add_loops(routes: APIRouter, use: DonationUseCases) -> None:
    @routes.post("/devices/{key}/returns", status_code=201)
    def take_back(actor: Asking, key: DeviceKey, body: NewReturn) -> Response:
        """It came back: who takes it back has it, and its media contain data."""
        return answer(use.loops.take_back(actor, Return(device=key, **vars(body))), 201)

    @routes.get("/devices/{key}/lives")
    def lives(actor: Asking, key: DeviceKey) -> Response:
        """How often it went to a next user after somebody had used it, and by which deliveries."""
        return answer(use.loops.lives(actor, key))
