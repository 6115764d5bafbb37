"""Routing policies over HTTP: the register, loading a file, previews and activation, and how far a run is."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import RoutingRun, RoutingRunId
from lifecycle.domain.vocabulary import Route
from lifecycle.service.routing_policies import PolicyView, RoutingPolicies, RunView
from lifecycle.service.routing_ports import MoveFilter

Asking = Annotated[Actor, Depends(asking)]

_TOML = "application/toml"
_BODY = {
    "requestBody": {"required": True, "content": {_TOML: {"schema": {"type": "string"}}}},
}


async def sent_file(request: Request) -> bytes:
    """The body as it came: the policy as its file."""
    return await request.body()


def routing_policy_routes(policies: RoutingPolicies) -> APIRouter:
    """Below `/api/v1/routing-policies` and `/api/v1/routing-runs`."""
    routes = APIRouter(prefix="/api/v1", tags=["routing policies"])

    @routes.get("/routing-policies")
    def list_policies(actor: Asking) -> Response:
        """Every version in the register; `packaged` holds where no other policy is for a device."""
        found = policies.all(actor)
        lines = [_registered(line.policy) | {"in_force": line.in_force} for line in found.lines]
        return answer({"policies": lines, "packaged": plain(found.packaged.name)})

    @routes.post("/routing-policies", status_code=201, openapi_extra=_BODY)
    def load(actor: Asking, content: Annotated[bytes, Depends(sent_file)]) -> Response:
        """Load a version from its file (TOML); every fault is told with its path and line."""
        loaded = policies.load(actor, content)
        return answer(_registered(loaded), 201, {"Location": _address(loaded.name.id, loaded.name.version)})

    @routes.get("/routing-policies/{policy}/{version}")
    def read_policy(actor: Asking, policy: str, version: str) -> Response:
        return answer(_view(policies.read(actor, policy, version)))

    @routes.get("/routing-policies/{policy}/{version}/file", response_class=Response)
    def read_file(actor: Asking, policy: str, version: str) -> Response:
        """The very file that was loaded."""
        return Response(policies.read(actor, policy, version).file, media_type=_TOML)

    @routes.post("/routing-policies/{policy}/{version}/previews", status_code=202)
    def preview(actor: Asking, policy: str, version: str) -> Response:
        """Count in the background what this version would move; `Location` tells how far it is."""
        return _accepted(policies.preview(actor, policy, version))

    @routes.post("/routing-policies/{policy}/{version}/activation", status_code=202)
    def activate(actor: Asking, policy: str, version: str) -> Response:
        """Put a version in force, by a second person; what rests on another policy is decided again meanwhile."""
        return _accepted(policies.activate(actor, policy, version))

    @routes.get("/routing-runs/{run_id}")
    def read_run(
        actor: Asking,
        run_id: RoutingRunId,
        category: Annotated[str | None, Query(max_length=40)] = None,
        before: Route | None = None,
        after: Route | None = None,
        beyond: DeviceKey = DeviceKey(""),
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """How far a preview or a deciding again is, what moves where, and the devices behind it."""
        return answer(_run_view(policies.run(actor, run_id, MoveFilter(category, before, after, None, beyond, limit))))

    return routes


def _accepted(run: RoutingRun) -> Response:
    return answer(_run(run), 202, {"Location": f"/api/v1/routing-runs/{run.run_id}"})


def _address(policy: str, version: str) -> str:
    return f"/api/v1/routing-policies/{policy}/{version}"


def _registered(policy: RegisteredPolicy) -> dict[str, Any]:
    told = {name: value for name, value in asdict(policy).items() if name != "name" and value is not None}
    return {**plain(policy.name), **told}


def _view(view: PolicyView) -> dict[str, Any]:
    told = plain(view.policy.name) if view.registered is None else _registered(view.registered)
    return {**told, "in_force": view.in_force, "policy": plain(view.policy), "runs": [_run(run) for run in view.runs]}


def _run(run: RoutingRun) -> dict[str, Any]:
    names = ("run_id", "kind", "policy", "version", "on", "state", "total", "seen", "decided", "moved", "refused")
    times = ("asked_at", "ended_at", "why")
    return {name: value for name in (*names, *times) if (value := getattr(run, name)) is not None}


def _run_view(view: RunView) -> dict[str, Any]:
    return {**_run(view.run), "title": view.policy.name.title, "transitions": view.transitions, "moves": view.moves}
