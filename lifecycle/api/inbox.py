"""For scanners that were offline (`POST /api/v1/event-batches`), and the inbox of what could not be recorded."""

from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.bodies import Id, Short
from lifecycle.domain.events import Happening
from lifecycle.domain.inbox import LONGEST_REASON, BatchId, ItemId, SentEvent
from lifecycle.service.event_batches import MOST_EVENTS, EventBatch, EventBatches
from lifecycle.service.inbox import Inbox

Asking = Annotated[Actor, Depends(asking)]


@dataclass(frozen=True, kw_only=True)
class NewLateEvent:
    """One event, with the id that the scanner made. `scan` names the scan that found the device, by its event id."""

    event_id: Id
    occurred_at: AwareDatetime
    happening: Annotated[Happening, Field(discriminator="kind")]
    device: DeviceKey | None = None
    scan: Id | None = None


@dataclass(frozen=True, kw_only=True)
class NewEventBatch:
    """What a scanner sends that was offline. `sent_at` is what its clock says at the moment of sending."""

    batch: Annotated[BatchId, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
    scanner: Short
    sent_at: AwareDatetime
    events: Annotated[tuple[NewLateEvent, ...], Field(min_length=1, max_length=MOST_EVENTS)]


@dataclass(frozen=True, kw_only=True)
class NewDismissal:
    """Why what was set aside is not recorded. The reason names no person."""

    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]


_REFUSAL = {
    "type": "object",
    "required": ["rule", "what"],
    "properties": {
        "rule": {"type": "string", "description": "The stable name of the rule."},
        "what": {"type": "string", "description": "The fact that broke it."},
        "remedy": {"type": "string", "description": "What would make it possible."},
    },
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What became of each event, in the order in which they came.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["batch", "skew_seconds", "tolerated_seconds", "whole", "events"],
                    "properties": {
                        "batch": {"type": "string"},
                        "scanner": {"type": "string"},
                        "sent_at": {"type": "string", "format": "date-time"},
                        "received_at": {"type": "string", "format": "date-time"},
                        "skew_seconds": {
                            "type": "integer",
                            "description": "By how much the scanner's clock is behind ours; it corrects nothing.",
                        },
                        "tolerated_seconds": {"type": "integer"},
                        "whole": {
                            "type": "boolean",
                            "description": "Whether all new events were set aside, because the clock was too far off.",
                        },
                        "events": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["event_id", "outcome"],
                                "properties": {
                                    "event_id": {"type": "string"},
                                    "outcome": {
                                        "type": "string",
                                        "enum": ["recorded", "repeated", "set-aside", "dismissed"],
                                    },
                                    "device": {"type": "string"},
                                    "item": {"type": "string", "description": "Where it waits for a person."},
                                    "refusal": _REFUSAL,
                                    "already": {
                                        "type": "string",
                                        "description": "The scan of the same stack that this one repeats.",
                                    },
                                },
                            },
                        },
                    },
                }
            }
        },
    }
}


def inbox_routes(batches: EventBatches, inbox: Inbox) -> APIRouter:
    """Below `/api/v1/event-batches` and `/api/v1/inbox`."""
    routes = APIRouter(prefix="/api/v1", tags=["late events"])

    @routes.post("/event-batches", responses=_ANSWER)
    def send(actor: Asking, body: NewEventBatch) -> Response:
        return answer(batches.send(actor, batch_of(body)))

    @routes.get("/inbox")
    def find(actor: Asking, open: bool = True) -> Response:  # noqa: A002, FBT001, FBT002 - the name in the address
        return answer(inbox.find(actor, is_open=open))

    @routes.get("/inbox/{item}")
    def read(actor: Asking, item: ItemId) -> Response:
        return answer(inbox.read(actor, item))

    @routes.post("/inbox/{item}/attempts", status_code=201)
    def try_again(actor: Asking, item: ItemId) -> Response:
        return answer(inbox.try_again(actor, item), 201)

    @routes.post("/inbox/{item}/dismissals", status_code=201)
    def dismiss(actor: Asking, item: ItemId, body: NewDismissal) -> Response:
        return answer(inbox.dismiss(actor, item, body.reason), 201)

    @routes.delete("/inbox/{item}/text", status_code=204)
    def erase_text(actor: Asking, item: ItemId) -> None:
        inbox.erase_text(actor, item)

    return routes


def batch_of(body: NewEventBatch) -> EventBatch:
    """The batch as the service takes it, its times in UTC."""
    return EventBatch(
        batch=body.batch,
        scanner=body.scanner,
        sent_at=body.sent_at.astimezone(UTC),
        events=tuple(
            SentEvent(
                event_id=event.event_id,
                occurred_at=event.occurred_at.astimezone(UTC),
                happening=event.happening,
                device=event.device,
                scan=event.scan,
            )
            for event in body.events
        ),
    )
