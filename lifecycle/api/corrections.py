"""Corrections and cases for programs: see what a correction changes, confirm it, approve it; open a case and close it.

A correction that was confirmed by an old preview is answered with 409 and a fresh `preview` beside the problem.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field

from dpp.api.http import PROBLEM_JSON, asking, fault_of, problem_document
from dpp.api.rendering import answer, json_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Id, Short
from lifecycle.domain.events import CaseId, CaseOutcome, CaseStep, ErrorReason, EventId, Happening, Severity
from lifecycle.domain.proposals import ProposalId, Right, WantedCorrection
from lifecycle.service.cases import Cases, NewCase, NewStep
from lifecycle.service.correcting import Corrections, Preview

Asking = Annotated[Actor, Depends(asking)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


@dataclass(frozen=True, kw_only=True)
class NewRight:
    """An event that tells it right; without a time it happened when the wrong one is said to have happened."""

    happening: Annotated[Happening, Field(discriminator="kind")]
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewCorrection:
    """Which event is in error, why, and what takes its place."""

    event: EventId
    reason: ErrorReason
    right: Annotated[tuple[NewRight, ...], Field(max_length=10)] = ()
    remark: Text | None = None


@dataclass(frozen=True, kw_only=True)
class NewConfirmation(NewCorrection):
    """The same, with the digest of the preview that was seen; `event_id` makes a retry safe."""

    digest: Digest
    event_id: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NewSecondLook:
    """The digest of the preview that the second person saw."""

    digest: Digest


@dataclass(frozen=True, kw_only=True)
class NewCaseBody:
    """What turned out wrong: which event, how grave, since which day, in words."""

    event: EventId
    severity: Severity
    since: date
    what: Text
    medium: Short | None = None
    event_id: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NewStepBody:
    """What was done about a case."""

    step: CaseStep
    reference: Short | None = None
    remark: Text | None = None
    event_id: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NewClosing:
    """How a case ended."""

    outcome: CaseOutcome
    event_id: Id | None = None


def correction_routes(corrections: Corrections) -> APIRouter:
    """Below `/api/v1/devices/{key}/corrections`, and the list of those that wait for a second person."""
    routes = APIRouter(prefix="/api/v1", tags=["corrections"])

    @routes.get("/corrections")
    def waiting(actor: Asking) -> Response:
        return answer({"proposals": corrections.waiting(actor)})

    @routes.post("/devices/{key}/corrections/preview")
    def preview(actor: Asking, key: DeviceKey, body: NewCorrection) -> Response:
        return answer(corrections.preview(actor, key, _wanted(body)))

    @routes.post("/devices/{key}/corrections", status_code=201)
    def confirm(request: Request, actor: Asking, key: DeviceKey, body: NewConfirmation) -> Response:
        wanted = _wanted(body)
        try:
            confirmed = corrections.confirm(actor, key, wanted, body.digest, event_id=body.event_id)
        except Conflict as error:
            return _stale(request, error, corrections.preview(actor, key, wanted))
        return answer(confirmed, 201 if confirmed.proposal is None else 202)

    @routes.get("/devices/{key}/corrections/{proposal}")
    def read(actor: Asking, key: DeviceKey, proposal: ProposalId) -> Response:
        return answer(corrections.proposal(actor, key, proposal))

    @routes.post("/devices/{key}/corrections/{proposal}/approval", status_code=201)
    def approve(request: Request, actor: Asking, key: DeviceKey, proposal: ProposalId, body: NewSecondLook) -> Response:
        try:
            return answer(corrections.approve(actor, key, proposal, body.digest), 201)
        except Conflict as error:
            return _stale(request, error, corrections.proposal(actor, key, proposal).preview)

    @routes.post("/devices/{key}/corrections/{proposal}/refusal", status_code=201)
    def decline(actor: Asking, key: DeviceKey, proposal: ProposalId) -> Response:
        return answer(corrections.decline(actor, key, proposal), 201)

    return routes


def case_routes(cases: Cases) -> APIRouter:
    """`/api/v1/cases`, and the acts below `/api/v1/devices/{key}/cases`."""
    routes = APIRouter(prefix="/api/v1", tags=["cases"])

    @routes.get("/cases")
    def find(actor: Asking, open: bool = True) -> Response:  # noqa: A002, FBT001, FBT002 - the name in the address
        return answer({"cases": cases.find(actor, is_open=open)})

    @routes.post("/devices/{key}/cases", status_code=201)
    def open_case(actor: Asking, key: DeviceKey, body: NewCaseBody) -> Response:
        view = cases.open(actor, key, NewCase(**vars(body)))
        return answer(view, 201, {"Location": f"/api/v1/devices/{key}/cases/{view.case.id}"})

    @routes.get("/devices/{key}/cases/{case}")
    def read(actor: Asking, key: DeviceKey, case: CaseId) -> Response:
        return answer(cases.read(actor, key, case))

    @routes.post("/devices/{key}/cases/{case}/steps", status_code=201)
    def take_step(actor: Asking, key: DeviceKey, case: CaseId, body: NewStepBody) -> Response:
        return answer(cases.take_step(actor, key, case, NewStep(**vars(body))), 201)

    @routes.post("/devices/{key}/cases/{case}/closing", status_code=201)
    def close(actor: Asking, key: DeviceKey, case: CaseId, body: NewClosing) -> Response:
        return answer(cases.close(actor, key, case, body.outcome, event_id=body.event_id), 201)

    return routes


def _wanted(body: NewCorrection) -> WantedCorrection:
    right = tuple(Right(happening=each.happening, occurred_at=each.occurred_at) for each in body.right)
    return WantedCorrection(event=body.event, reason=body.reason, right=right, remark=body.remark)


def _stale(request: Request, error: Conflict, preview: Preview | None) -> Response:
    """What was confirmed is not what would happen now: the problem, and what would."""
    fault = fault_of(error)
    document: dict[str, Any] = problem_document(fault, request.url.path)
    return JSONResponse(document | {"preview": json_of(preview)}, fault.status, media_type=PROBLEM_JSON)
