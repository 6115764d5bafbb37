"""The steps of a device on its way from surplus to its next place, by its events.

Rules:
1. A passage begins when the device is declared surplus or taken back, unless it is in one already. It ends when the
   device is redeployed, donated, sold, sent to a recycler, returned to the lessor, exchanged or traded in. Back
   with its owner, that wants it after all, it ends without a hand-over: it was returned.
2. A step is reached once in a passage: received and inspected the first time, sanitised and decided the last time.
3. A step took from the last of the earlier steps that was reached until itself, in whole hours, rounded down. Where it
   came before one of these, or there is none, it has no duration.
4. The owner is the one who owned the device when the passage began.
5. What a correction declares to be in error never counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import PassportId
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, effective


class Step(StrEnum):
    """In the order of the way."""

    SURPLUS = "surplus"
    RECEIVED = "received"
    INSPECTED = "inspected"
    SANITISED = "sanitised"
    DECIDED = "decided"
    HANDED_OVER = "handed-over"
    RETURNED = "returned"


BEGINS = frozenset({"declared_surplus", "taken_back"})
REUSED = ("redeployed", "donated", "sold")
NOT_REUSED = ("sent_to_recycler", "returned_to_lessor", "exchanged_under_warranty", "traded_in")
ENDS = frozenset({*REUSED, *NOT_REUSED})
RETURNED = "returned_to_owner"

REACHED: Mapping[str, Step] = MappingProxyType(
    {
        **dict.fromkeys(BEGINS, Step.SURPLUS),
        "intake_scanned": Step.RECEIVED,
        "transfer_received": Step.RECEIVED,
        "inspected": Step.INSPECTED,
        "sanitisation_verified": Step.SANITISED,
        "media_destroyed": Step.SANITISED,
        "route_approved": Step.DECIDED,
        **dict.fromkeys(ENDS, Step.HANDED_OVER),
        RETURNED: Step.RETURNED,
    }
)
"""By which kind of event a step is reached."""

CHANGING = frozenset({*REACHED, "corrected"})
"""The kinds of event that can change what this module finds."""

_LAST = ENDS | {RETURNED}
_LAST_COUNTS = frozenset({Step.SANITISED, Step.DECIDED})
_HOUR = timedelta(hours=1)

UNKNOWN_REASON = "unknown"
NO_GROUND = "no-ground"
NOTHING_CLOSED = "first-option"


@dataclass(frozen=True, kw_only=True)
class FlowStep:
    """A step that a device reached. `passage` counts from 1; `hours` is rule 3.

    `outcome` is the kind of event that ended the passage; `route` and `reason` say what was decided and why: the rule
    of the policy, or the ground where a person chose otherwise (`overridden`).
    """

    passage: int
    step: Step
    at: datetime
    hours: int | None = None
    owner: OrganisationId | None = None
    group: str | None = None
    model: PassportId | None = None
    outcome: str | None = None
    route: str | None = None
    reason: str | None = None
    overridden: bool = False


Reason = Callable[[str], str]
"""The rule that decided, by the id of a decision."""


@dataclass
class _Passage:
    number: int
    owner: OrganisationId | None
    steps: dict[Step, FlowStep] = field(default_factory=dict)

    def reach(self, found: FlowStep) -> None:
        """Rule 2."""
        if found.step not in self.steps or found.step in _LAST_COUNTS:
            self.steps[found.step] = replace(found, passage=self.number, owner=self.owner)

    def timed(self) -> Iterator[FlowStep]:
        """Rule 3."""
        earlier: list[datetime] = []
        for step in Step:
            if (found := self.steps.get(step)) is not None:
                took = found.at - max(earlier) if earlier else None
                yield replace(found, hours=None if took is None or took < timedelta(0) else took // _HOUR)
                earlier.append(found.at)


def steps_of(
    events: Iterable[Event], reason: Reason, *, group: str | None = None, model: PassportId | None = None
) -> tuple[FlowStep, ...]:
    """Every step of every passage of one device, in the order of the passages and of the way."""
    passages: list[_Passage] = []
    current: _Passage | None = None
    owner: OrganisationId | None = None
    grounds: dict[str, str] = {}
    for event in effective(events):
        it = event.happening
        if isinstance(it, RouteOverridden):
            grounds[it.decision] = NO_GROUND if it.reason_code is None else it.reason_code.value
        if event.kind in BEGINS and current is None:
            current = _Passage(len(passages) + 1, owner)
            passages.append(current)
        step = REACHED.get(event.kind)
        if current is not None and step is not None:
            found = FlowStep(passage=0, step=step, at=event.occurred_at, group=group, model=model)
            current.reach(_told(found, event, grounds, reason))
        if event.kind in _LAST:
            current = None
        owner = getattr(it, "owner", owner)
    return tuple(step for passage in passages for step in passage.timed())


def _told(found: FlowStep, event: Event, grounds: Mapping[str, str], reason: Reason) -> FlowStep:
    it = event.happening
    if isinstance(it, RouteApproved):
        ground = grounds.get(it.decision)
        why = reason(it.decision) if ground is None else ground
        return replace(found, route=it.route.value, reason=why, overridden=ground is not None)
    return replace(found, outcome=event.kind) if event.kind in _LAST else found


def deciding_rule(trace: Iterable[Mapping[str, object]]) -> str:
    """The rule that decided, by a trace: the one that ended the matter, else the last that closed an option.

    `NOTHING_CLOSED` where the first option stood open.
    """
    by = {verdict: str(line["rule"]) for line in trace if (verdict := line["verdict"]) in {"ends", "closes"}}
    return by.get("ends") or by.get("closes") or NOTHING_CLOSED
