"""A run over many devices in the background: a preview of a policy, or deciding again under one that was activated.

Rules:
1. A run goes through devices in the order of their keys. What becomes of some of them and how far the run is are
   written together, so that a run that was broken off goes on behind the last device that counts.
2. One worker at a time: it holds the run by a term, which each step extends. Where the term is over, another goes on.
3. A run begins on its first day (`on`) or later: a policy that is activated ahead of its date decides then.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType, Self

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import KringpasError
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.vocabulary import Route

RoutingRunId = NewType("RoutingRunId", str)

FIRST = DeviceKey("")
"""Before every key."""

TERM = timedelta(minutes=5)


class RunKind(StrEnum):
    PREVIEW = "preview"
    DECIDE_AGAIN = "decide-again"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Move:
    """One device whose answer changes, or for which proposing again was refused (`refusal`)."""

    device: DeviceKey
    category: str | None
    before: Route
    after: Route
    refusal: Message | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """How many devices of a category go from one route to another."""

    category: str | None
    before: Route
    after: Route
    devices: int


@dataclass(frozen=True, slots=True)
class Step:
    """What became of some devices: how many were looked at, how many were in scope or decided again, and the moves."""

    after: DeviceKey
    seen: int
    decided: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, kw_only=True)
class RoutingRun:
    """`total` devices to look at, where that is counted; `decided` of those `seen` were the policy's to decide."""

    run_id: RoutingRunId
    kind: RunKind
    policy: str
    version: str
    on: date
    account: AccountId
    organisation: OrganisationId | None
    roles: frozenset[Role]
    asked_at: datetime
    state: RunState = RunState.WAITING
    after: DeviceKey = FIRST
    total: int | None = None
    seen: int = 0
    decided: int = 0
    moved: int = 0
    refused: int = 0
    busy_until: datetime | None = None
    ended_at: datetime | None = None
    why: Message | None = None

    @property
    def is_over(self) -> bool:
        return self.state in {RunState.FINISHED, RunState.FAILED}

    @property
    def actor(self) -> Actor:
        """Who asked for it, with the roles of that moment."""
        return Actor(self.account, self.organisation, self.roles)

    def is_free(self, now: datetime) -> bool:
        """Rules 2 and 3."""
        return not self.is_over and self.on <= now.date() and (self.busy_until is None or self.busy_until <= now)

    def taken(self, now: datetime, total: int) -> Self:
        counted = self.total if self.total is not None else total
        return replace(self, state=RunState.RUNNING, total=counted, busy_until=now + TERM)

    def after_step(self, step: Step, now: datetime) -> Self:
        refused = sum(move.refusal is not None for move in step.moves)
        return replace(
            self,
            after=step.after,
            seen=self.seen + step.seen,
            decided=self.decided + step.decided,
            moved=self.moved + len(step.moves) - refused,
            refused=self.refused + refused,
            busy_until=now + TERM,
        )

    def released(self) -> Self:
        return replace(self, busy_until=None)

    def finished(self, now: datetime) -> Self:
        return replace(self, state=RunState.FINISHED, total=self.seen, ended_at=now, busy_until=None)

    def failed(self, error: KringpasError, now: datetime) -> Self:
        return replace(self, state=RunState.FAILED, why=error.what, ended_at=now, busy_until=None)
