"""Whose passport it is: claims and take-over (`/api/v1/model-claims`), contradictions (`/api/v1/contradictions`)."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.lists import Asked, listed
from dpp.api.rendering import answer, json_of
from dpp.domain.actor import Actor
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState
from dpp.domain.claims.contradiction import ContradictionId, Method
from dpp.domain.claims.scope import ScopeKind, scope_of
from dpp.domain.errors import Problem
from dpp.domain.opaque import PassportId
from dpp.service.claims.claims import ClaimView
from dpp.service.claims.claims import Request as ClaimRequest
from dpp.service.claims.contradictions import Filing
from dpp.service.claims.takeover import ModelLine, Preview, TakenOver
from dpp.service.claims.use_cases import ClaimUseCases

Asking = Annotated[Actor, Depends(asking)]
_MODELS = {
    "requestBody": {
        "required": True,
        "description": "One JSON object of elements for each model: a JSON list, or one object a line (NDJSON).",
        "content": {"application/json": {"schema": {}}, "application/x-ndjson": {"schema": {}}},
    }
}


@dataclass(frozen=True, kw_only=True)
class ScopeBody:
    """Which models are claimed, by which numbers."""

    kind: ScopeKind
    values: Annotated[tuple[str, ...], Field(min_length=1, examples=[["2238053"]])]


@dataclass(frozen=True, kw_only=True)
class ClaimBody:
    """A claim: `operator` identifies the economic operator, `ground` names the document on which the claim rests."""

    operator: str
    capacity: Capacity
    ground: str
    scope: ScopeBody


@dataclass(frozen=True, kw_only=True)
class DecisionBody:
    """What becomes of a claim; a refusal and an end say why."""

    state: Literal["approved", "refused", "ended"]
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChosenBody:
    """Which models; all that can still be taken over where none is named."""

    passports: Annotated[tuple[PassportId, ...], Field(max_length=10_000)] = ()


@dataclass(frozen=True, kw_only=True)
class ContradictionBody:
    """Another value for one element of a model passport; the public does not read the reference to the evidence."""

    passport_id: PassportId
    element_id: str
    value: Any
    method: Method
    evidence: str


@dataclass(frozen=True, kw_only=True)
class ReplyBody:
    """The sentence that will stand beside the contradiction."""

    text: str


async def received_bytes(request: Request) -> bytes:
    """The body as it came: own data are kept byte for byte."""
    return await request.body()


Received = Annotated[bytes, Depends(received_bytes)]


def claim_routes(use: ClaimUseCases) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1")
    _add_claims(routes, use)
    _add_take_over(routes, use)
    _add_contradictions(routes, use)
    return routes


def _add_claims(routes: APIRouter, use: ClaimUseCases) -> None:
    claims = use.claims

    @routes.get("/model-claims", tags=["claims"])
    def list_claims(actor: Asking, asked: Asked) -> Response:
        """Newest first."""
        return listed("claims", claims.some(actor, asked).each(_claim))

    @routes.post("/model-claims", status_code=201, tags=["claims"])
    def request_claim(actor: Asking, body: ClaimBody) -> Response:
        scope = scope_of(body.scope.kind, body.scope.values)
        view = claims.request(actor, ClaimRequest(body.operator, body.capacity, body.ground, scope))
        return answer(_claim(view), 201, {"Location": f"/api/v1/model-claims/{view.claim.claim_id}"})

    @routes.get("/model-claims/{claim_id}", tags=["claims"])
    def read_claim(actor: Asking, claim_id: ClaimId) -> Response:
        return answer(_claim(claims.read(actor, claim_id)))

    @routes.post("/model-claims/{claim_id}/decision", tags=["claims"])
    def decide_claim(actor: Asking, claim_id: ClaimId, body: DecisionBody) -> Response:
        return answer(_claim(claims.decide(actor, claim_id, ClaimState(body.state), body.reason)))

    @routes.post("/model-claims/{claim_id}/withdrawal", tags=["claims"])
    def withdraw_claim(actor: Asking, claim_id: ClaimId) -> Response:
        return answer(_claim(claims.withdraw(actor, claim_id)))


def _add_take_over(routes: APIRouter, use: ClaimUseCases) -> None:
    takeover = use.takeover

    @routes.get("/model-claims/{claim_id}/models", tags=["claims"])
    def list_claimed_models(actor: Asking, claim_id: ClaimId) -> Response:
        return answer({"models": [_line(line) for line in takeover.models(actor, claim_id)]})

    @routes.put("/model-claims/{claim_id}/own-data", openapi_extra=_MODELS, tags=["claims"])
    def supply_own_data(actor: Asking, claim_id: ClaimId, received: Received) -> Response:
        return answer({"lines": takeover.supply(actor, claim_id, received)})

    @routes.get("/model-claims/{claim_id}/differences", tags=["claims"])
    def preview_take_over(
        actor: Asking, claim_id: ClaimId, passport: Annotated[list[PassportId] | None, Query()] = None
    ) -> Response:
        previews = takeover.preview(actor, claim_id, passport or ())
        return answer({"models": [_preview(preview) for preview in previews]})

    @routes.post("/model-claims/{claim_id}/take-over", tags=["claims"])
    def take_over(actor: Asking, claim_id: ClaimId, body: ChosenBody) -> Response:
        taken = takeover.take_over(actor, claim_id, body.passports)
        return answer({"models": [_taken(line) for line in taken]})


def _add_contradictions(routes: APIRouter, use: ClaimUseCases) -> None:
    contradictions = use.contradictions

    @routes.get("/contradictions", tags=["contradictions"])
    def list_contradictions(actor: Asking, asked: Asked) -> Response:
        """Those of the passports of one's organisation first, then those that it filed of others; newest first."""
        return listed("contradictions", contradictions.some(actor, asked))

    @routes.post("/contradictions", status_code=201, tags=["contradictions"])
    def file_contradiction(actor: Asking, body: ContradictionBody) -> Response:
        filing = Filing(body.passport_id, body.element_id, body.value, body.method, body.evidence)
        view = contradictions.file(actor, filing)
        return answer(view, 201, {"Location": f"/api/v1/contradictions/{view.contradiction_id}"})

    @routes.get("/contradictions/{contradiction_id}", tags=["contradictions"])
    def read_contradiction(actor: Asking, contradiction_id: ContradictionId) -> Response:
        return answer(contradictions.read(actor, contradiction_id))

    @routes.post("/contradictions/{contradiction_id}/reply", tags=["contradictions"])
    def reply_to_contradiction(actor: Asking, contradiction_id: ContradictionId, body: ReplyBody) -> Response:
        return answer(contradictions.reply(actor, contradiction_id, body.text))

    @routes.post("/contradictions/{contradiction_id}/acceptance", tags=["contradictions"])
    def accept_contradiction(actor: Asking, contradiction_id: ContradictionId) -> Response:
        return answer(contradictions.accept(actor, contradiction_id))

    @routes.post("/contradictions/{contradiction_id}/withdrawal", tags=["contradictions"])
    def withdraw_contradiction(actor: Asking, contradiction_id: ContradictionId) -> Response:
        return answer(contradictions.withdraw(actor, contradiction_id))

    @routes.get("/passports/{passport_id}/contradictions", tags=["contradictions"])
    def list_public_contradictions(passport_id: PassportId) -> Response:
        return answer({"contradictions": contradictions.of_passport(passport_id)})


def _claim(view: ClaimView) -> dict[str, Any]:
    """Accounts stay inside: a step says what, when and why."""
    claim = view.claim
    return {
        "claim_id": claim.claim_id,
        "claimant": view.claimant,
        "operator": claim.operator,
        "capacity": claim.capacity,
        "ground": claim.ground,
        "scope": claim.scope,
        "state": claim.state,
        "models": view.models,
        "steps": [
            {name: value for name, value in (("state", step.state), ("at", step.at), ("reason", step.reason)) if value}
            for step in claim.steps
        ],
    }


def _line(line: ModelLine) -> dict[str, Any]:
    missing = [
        {
            "element_id": one.element_id,
            "label": one.label,
            "act": one.entry.act.act_id,
            "point": one.point,
            "due": one.due,
            **({"on": one.on} if one.on else {}),
            "confirmed": one.entry.confirmed,
        }
        for one in line.missing
    ]
    said: dict[str, Any] = json_of(line)
    return said | {"missing": missing}


def _preview(preview: Preview) -> dict[str, Any]:
    return {**json_of(preview), "possible": preview.is_possible, "problems": _problems(preview.problems)}


def _taken(line: TakenOver) -> dict[str, Any]:
    return {**json_of(line), "taken_over": line.version is not None, "problems": _problems(line.problems)}


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"path": problem.path, "detail": str(problem.what)} for problem in problems]
