"""Living a life again, event by event: what still holds, and what no longer does.

Rules:
1. Each event is judged by the state that those before it leave, as when it was recorded.
2. An event that no longer holds is told with the rule that refuses it, and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dpp.domain.errors import Refused
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.fold import apply
from lifecycle.domain.guards import admit


@dataclass(frozen=True)
class Broken:
    """An event that was fine, and no longer is."""

    event: Event
    refusal: Refused


@dataclass(frozen=True)
class Replay:
    """The state after what holds of a life, and what does not; None where nothing holds."""

    device: Device | None
    broken: tuple[Broken, ...] = ()


def replay(life: Iterable[Event], state: Device | None = None) -> Replay:
    """These events in this order, from a state on (from nothing, when None)."""
    broken: list[Broken] = []
    for event in life:
        try:
            admit(state, event)
        except Refused as refusal:
            broken.append(Broken(event, refusal))
            continue
        state = apply(state, event)
    return Replay(state, tuple(broken))
