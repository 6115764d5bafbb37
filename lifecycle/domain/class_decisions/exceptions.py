"""What a person decides about by itself (rule 2 of the package)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lifecycle.domain.class_decisions.selection import Selection
from lifecycle.domain.device import Device
from lifecycle.domain.routing.alternatives import OPTIONS
from lifecycle.domain.routing.decision import Decision, TraceLine
from lifecycle.domain.routing.findings import Verdict


class Why(StrEnum):
    """Why a person decides about a member by itself (rule 2)."""

    OTHER_ROUTE = "other-route"
    OVERRIDDEN = "overridden"
    FACT_MISSING = "fact-missing"
    ENDS_DISAGREE = "ends-disagree"
    LOCK = "lock"
    HAZARD = "hazard"
    HOLD = "hold"
    IDENTITY = "identity"
    REFUSED = "refused"
    DECIDED_SINCE = "decided-since"


@dataclass(frozen=True)
class Exceptional:
    """One reason, with what it is about: the other route, the names of the facts, the rule that refuses."""

    why: Why
    about: tuple[str, ...] = ()


def exceptions_of(
    device: Device, decision: Decision, selection: Selection, unknown: Collection[str] = ()
) -> tuple[Exceptional, ...]:
    """Rule 2, of a member whose proposal stands. `unknown` are the facts that the selection asks in vain."""
    return tuple(_exceptions(device, decision, selection, unknown))


def _exceptions(
    device: Device, decision: Decision, selection: Selection, unknown: Collection[str]
) -> Iterator[Exceptional]:
    if decision.route is not selection.route:
        yield Exceptional(Why.OTHER_ROUTE, (decision.route.value,))
    missing = sorted({*unknown, *_open_facts(decision)})
    if missing:
        yield Exceptional(Why.FACT_MISSING, tuple(missing))
    if decision.disagreements:
        yield Exceptional(
            Why.ENDS_DISAGREE, tuple(sorted({name for it in decision.disagreements for name in it.figures}))
        )
    yield from standing_exceptions(device)


def standing_exceptions(device: Device) -> Iterator[Exceptional]:
    """The part of rule 2 that is in the state of the device, and so can change after the class was decided."""
    if device.proposal is not None and device.proposal.is_override:
        yield Exceptional(Why.OVERRIDDEN, (device.proposal.route.value,))
    if device.locks:
        yield Exceptional(Why.LOCK, tuple(sorted(device.locks)))
    if device.hazards:
        yield Exceptional(Why.HAZARD, tuple(sorted(device.hazards)))
    if device.holds:
        yield Exceptional(Why.HOLD)
    if not device.known or device.conflicts:
        yield Exceptional(Why.IDENTITY)


def _open_facts(decision: Decision) -> Iterator[str]:
    """The facts for whose absence an option that is no worse than the chosen one waits, or is closed."""
    reached = decision.then or decision.route
    better = OPTIONS[: OPTIONS.index(reached) + 1] if reached in OPTIONS else OPTIONS
    for line in decision.trace:
        if _is_for_lack(line) and (not line.routes or not set(line.routes).isdisjoint(better)):
            yield from (it.name for it in line.missing if it.effect is not None)


def _is_for_lack(line: TraceLine) -> bool:
    return line.place.startswith("missing.") and line.verdict in {Verdict.ASKS, Verdict.CLOSES}
