"""Mandates, decisions about a class of devices and deviations for programs, below `/api/v1`.

A mandate is granted and ended in the browser alone: no program is an administrator (accounts, rule 6).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.lists import Asked, listed
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Short
from lifecycle.domain.class_decisions import ClassId, Selection
from lifecycle.domain.mandates import MandateId
from lifecycle.service.approval_use_cases import ApprovalUseCases
from lifecycle.service.class_decisions import ClassView

Asking = Annotated[Actor, Depends(asking)]
_USUAL = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class NewClassDecision:
    """A class, described by facts. Its name is for people."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    selection: Selection


@dataclass(frozen=True, kw_only=True)
class NewLook:
    """What somebody found who looked at a drawn device."""

    device: Short
    right: bool


def approval_routes(use: ApprovalUseCases) -> APIRouter:
    """Below `/api/v1`."""
    routes = APIRouter(prefix="/api/v1", tags=["approvals"])
    _add_mandates(routes, use)
    _add_classes(routes, use)

    @routes.get("/overrides")
    def overrides(actor: Asking, first: date | None = None, last: date | None = None) -> Response:
        """Those that were recorded from the first day up to and including the last; else of the last ninety days."""
        until = last or use.overrides.today()
        return answer({"overrides": use.overrides.list(actor, first or until - _USUAL, until).overrides})

    return routes


def _add_mandates(routes: APIRouter, use: ApprovalUseCases) -> None:
    @routes.get("/mandates")
    def find(actor: Asking, asked: Asked) -> Response:
        """Ended ones too, the first granted first."""
        return listed("mandates", use.mandates.some(actor, asked))

    @routes.get("/mandates/{mandate}")
    def read(actor: Asking, mandate: MandateId) -> Response:
        return answer(use.mandates.read(actor, mandate))

    @routes.post("/mandates/{mandate}/confirmations", status_code=201)
    def confirm(actor: Asking, mandate: MandateId) -> Response:
        return answer(use.mandates.confirm(actor, mandate), 201)


def _add_classes(routes: APIRouter, use: ApprovalUseCases) -> None:
    @routes.post("/class-decisions", status_code=201)
    def decide(actor: Asking, body: NewClassDecision) -> Response:
        view = use.classes.decide(actor, body.name, body.selection)
        return answer(_said(view), 201, {"Location": f"/api/v1/class-decisions/{view.decision.id}"})

    @routes.get("/class-decisions")
    def newest(actor: Asking, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> Response:
        return answer({"class_decisions": use.classes.newest(actor, limit)})

    @routes.get("/class-decisions/{decision}")
    def read(actor: Asking, decision: ClassId) -> Response:
        return answer(_said(use.classes.read(actor, decision)))

    @routes.post("/class-decisions/{decision}/looks", status_code=201)
    def look(actor: Asking, decision: ClassId, body: NewLook) -> Response:
        return answer(_said(use.classes.look(actor, decision, DeviceKey(body.device), right=body.right)), 201)

    @routes.post("/class-decisions/{decision}/approvals", status_code=201)
    def approve(actor: Asking, decision: ClassId) -> Response:
        return answer(_said(use.classes.approve(actor, decision)), 201)

    @routes.post("/class-decisions/{decision}/withdrawals", status_code=201)
    def withdraw(actor: Asking, decision: ClassId) -> Response:
        return answer(_said(use.classes.withdraw(actor, decision)), 201)


def _said(view: ClassView) -> dict[str, object]:
    """The decision with its hash, and why whoever asks cannot approve it now."""
    obstacle = None if view.obstacle is None else str(view.obstacle.what)
    return {"decision": view.decision, "sha256": view.decision.digest, "obstacle": obstacle}
