"""Worklists for programs: what waits, who has it, and one act on many devices with its preview.

An act is safe to send again: every batch carries an id that its sender made.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from dpp.api.http import asking, take_routes
from dpp.api.rendering import answer
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_actions import BulkActions, BulkRequest
from lifecycle.service.bulk_views import LONGEST, BulkView
from lifecycle.service.worklist_ports import BulkId, Cursor
from lifecycle.service.worklists import MOST, Wanted, Worklists

Asking = Annotated[Actor, Depends(asking)]
Batch = Annotated[BulkId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
Keys = Annotated[tuple[DeviceKey, ...], Field(min_length=1, max_length=MOST)]
Name = Annotated[str, Field(max_length=LONGEST)]


@dataclass(frozen=True, kw_only=True)
class NewTaking:
    """Devices of a list that somebody takes, or gives back."""

    devices: Keys


@dataclass(frozen=True, kw_only=True)
class NewPreview:
    """An act on devices, to be looked at. `inputs` are what the act asks besides them, as text."""

    action: Annotated[str, Field(min_length=1, max_length=40)]
    devices: Keys
    inputs: dict[str, Annotated[str, Field(max_length=LONGEST)]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NewBulkAction(NewPreview):
    """An act to be done. `seen` is what the preview gave with each device: what changed since is not done."""

    batch: Batch
    seen: dict[DeviceKey, Annotated[str, Field(max_length=LONGEST)]] = field(default_factory=dict)


class ItemQuery(BaseModel):
    """Which items of a list; what is left out asks for nothing. With `since` and `after` the next page begins there."""

    owner: OrganisationId | None = None
    group: Name | None = None
    model: PassportId | None = None
    place: Name | None = None
    route: Name | None = None
    grade: Name | None = None
    cause: Name | None = None
    days: Annotated[int | None, Field(ge=0, le=10_000, description="How many days it waits at least.")] = None
    whose: Annotated[str | None, Field(pattern="^(mine|others|free)$")] = None
    since: AwareDatetime | None = None
    after: DeviceKey | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> Wanted:
        cursor = None if self.since is None or self.after is None else Cursor(self.since, self.after)
        return Wanted(**self.model_dump(exclude={"since", "after", "limit"}), after=cursor)


_TEXT = {"type": "string"}
_DEVICES = {"type": "array", "items": _TEXT}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What becomes of each device, and the same in groups of one reason.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["action", "groups", "answers"],
                    "properties": {
                        "action": _TEXT,
                        "batch": _TEXT,
                        "groups": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["outcome", "devices"],
                                "properties": {
                                    "outcome": {"type": "string", "enum": ["done", "repeated", "refused"]},
                                    "rule": {"type": "string", "description": "The stable name of what refuses it."},
                                    "what": {"type": "string", "description": "The reason, of the first device."},
                                    "remedy": _TEXT,
                                    "devices": _DEVICES,
                                },
                            },
                        },
                        "answers": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
}


def worklist_routes(worklists: Worklists, bulk: BulkActions) -> APIRouter:
    """Below `/api/v1/worklists` and `/api/v1/bulk-actions`."""
    routes = APIRouter()
    take_routes(routes, (_lists(worklists), _acts(bulk)))
    return routes


def _lists(worklists: Worklists) -> APIRouter:
    routes = APIRouter(prefix="/api/v1/worklists", tags=["worklists"])

    @routes.get("")
    def overview(actor: Asking) -> Response:
        return answer({"worklists": worklists.overview(actor)})

    @routes.get("/{name}")
    def read(actor: Asking, name: ListName, query: Annotated[ItemQuery, Query()]) -> Response:
        return answer(worklists.open(actor, name, query.wanted(), limit=query.limit))

    @routes.post("/{name}/takings")
    def take(actor: Asking, name: ListName, body: NewTaking) -> Response:
        return answer(worklists.take(actor, name, body.devices))

    @routes.post("/{name}/returns", status_code=204)
    def give_back(actor: Asking, name: ListName, body: NewTaking) -> Response:
        worklists.give_back(actor, name, body.devices)
        return Response(status_code=204)

    return routes


def _acts(bulk: BulkActions) -> APIRouter:
    routes = APIRouter(prefix="/api/v1/bulk-actions", tags=["worklists"])

    @routes.get("")
    def kinds(actor: Asking) -> Response:
        return answer({"actions": bulk.kinds(actor)})

    @routes.post("/preview", responses=_ANSWER)
    def preview(actor: Asking, body: Annotated[NewPreview, Body()]) -> Response:
        return answer(told(bulk.preview(actor, _request(body))))

    @routes.post("", responses=_ANSWER)
    def act(actor: Asking, body: Annotated[NewBulkAction, Body()]) -> Response:
        return answer(told(bulk.act(actor, body.batch, _request(body, body.seen))))

    @routes.get("/{batch}", responses=_ANSWER)
    def read(actor: Asking, batch: Annotated[Batch, Path()]) -> Response:
        return answer(told(bulk.read(actor, batch)))

    return routes


def _request(body: NewPreview, seen: dict[DeviceKey, str] | None = None) -> BulkRequest:
    return BulkRequest(action=body.action, devices=body.devices, inputs=body.inputs, seen=seen or {})


def told(view: BulkView) -> dict[str, Any]:
    """A view with its groups, each with the keys of its devices."""
    groups = [
        {
            "outcome": group.outcome,
            "rule": group.rule,
            "what": group.what,
            "remedy": group.remedy,
            "devices": [each.device for each in group.answers],
        }
        for group in view.groups
    ]
    said = {"action": view.action, "batch": view.batch, "answers": view.answers}
    return {
        **{name: value for name, value in said.items() if value is not None},
        "groups": [{name: value for name, value in group.items() if value is not None} for group in groups],
    }
