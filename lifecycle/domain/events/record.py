"""What a leaf of the log commits to of an event: everything of it that is kept for ever."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class Envelope(Protocol):
    """What surrounds a happening (`lifecycle.domain.events.Event` has it too)."""

    @property
    def id(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def organisation(self) -> str | None: ...
    @property
    def transaction(self) -> str: ...


def committed(event: Envelope, number: int, kept: Mapping[str, Any]) -> dict[str, Any]:
    """`kept` is the happening without what may have to be erased, and with the commitment to that."""
    return {
        "id": event.id,
        "device": event.device,
        "number": number,
        "occurredAt": event.occurred_at.isoformat(),
        "recordedAt": event.recorded_at.isoformat(),
        "actor": event.actor,
        "organisation": event.organisation,
        "transaction": event.transaction,
        "happening": kept,
    }
