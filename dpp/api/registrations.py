"""What others were told of passports (`/api/v1`): where one stands with a destination, and what a destination lacks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination
from dpp.service.outbox.registrations import Registrations

Asking = Annotated[Actor, Depends(asking)]
To = Annotated[Destination, Query(description="Who was told: the EU registry, or the provider of back-up copies.")]


def registration_routes(registrations: Registrations) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["registrations"])

    @routes.get("/passports/{passport_id}/registration")
    def read_registration(actor: Asking, passport_id: PassportId, destination: To = Destination.REGISTRY) -> Response:
        return answer(registrations.of_passport(actor, passport_id, destination))

    @routes.get("/deliveries/{destination}")
    def read_backlog(actor: Asking, destination: Destination) -> Response:
        return answer(registrations.read_backlog(actor, destination))

    return routes
