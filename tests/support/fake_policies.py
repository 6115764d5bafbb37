"""Routing policies and runs over devices in memory."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, Transition
from lifecycle.service.routing_ports import MoveFilter


@dataclass
class FakePolicyRegister:
    rows: dict[tuple[str, str], RegisteredPolicy] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, policy: RegisteredPolicy, content: bytes) -> None:
        key = (policy.name.id, policy.name.version)
        if key in self.rows:
            raise Conflict(message("Somebody else loaded this version at the same moment."))
        self.rows[key] = policy
        self.files.setdefault(policy.sha256, content)
        self.keep(policy.name.digest, content)

    def activate(self, policy: RegisteredPolicy) -> None:
        key = (policy.name.id, policy.name.version)
        if self.rows[key].activated_at is not None:
            raise Conflict(message("Somebody else activated this version at the same moment."))
        self.rows[key] = policy

    def get(self, policy: str, version: str) -> RegisteredPolicy | None:
        return self.rows.get((policy, version))

    def all(self) -> tuple[RegisteredPolicy, ...]:
        return tuple(sorted(self.rows.values(), key=lambda row: (row.name.id, row.loaded_at, row.name.version)))

    def keep(self, digest: str, content: bytes) -> None:
        self.contents.setdefault(digest, content)

    def content(self, digest: str) -> bytes | None:
        return self.contents.get(digest)

    def file(self, sha256: str) -> bytes | None:
        return self.files.get(sha256)


@dataclass
class FakeRoutingRuns:
    rows: dict[RoutingRunId, RoutingRun] = field(default_factory=dict)
    moved: dict[tuple[RoutingRunId, DeviceKey], Move] = field(default_factory=dict)

    def put(self, run: RoutingRun) -> None:
        self.rows[run.run_id] = run

    def get(self, run: RoutingRunId) -> RoutingRun | None:
        return self.rows.get(run)

    def hold(self, run: RoutingRunId) -> RoutingRun | None:
        """Nobody else is here."""
        return self.rows.get(run)

    def free(self, now: datetime) -> RoutingRunId | None:
        waiting = [run for run in self.rows.values() if run.is_free(now)]
        return min(waiting, key=lambda run: (run.asked_at, run.run_id)).run_id if waiting else None

    def forget_previews(self, before: datetime) -> int:
        ended = (run for run in self.rows.values() if run.kind is RunKind.PREVIEW and run.ended_at is not None)
        gone = {run.run_id for run in ended if run.ended_at is not None and run.ended_at < before}
        self.rows = {name: run for name, run in self.rows.items() if name not in gone}
        self.moved = {key: move for key, move in self.moved.items() if key[0] not in gone}
        return len(gone)

    def of_policy(self, policy: str, version: str) -> tuple[RoutingRun, ...]:
        mine = [run for run in self.rows.values() if (run.policy, run.version) == (policy, version)]
        return tuple(sorted(mine, key=lambda run: (-run.asked_at.timestamp(), run.run_id)))

    def add_moves(self, run: RoutingRunId, moves: Collection[Move]) -> None:
        self.moved.update({(run, move.device): move for move in moves})

    def transitions(self, run: RoutingRunId) -> tuple[Transition, ...]:
        kinds = Counter(
            (move.category, move.before, move.after)
            for (of, _), move in self.moved.items()
            if of == run and move.refusal is None
        )
        counted = [Transition(*kind, devices) for kind, devices in kinds.items()]
        return tuple(sorted(counted, key=lambda each: (-each.devices, str(each.category), each.before, each.after)))

    def moves(self, run: RoutingRunId, wanted: MoveFilter) -> tuple[Move, ...]:
        found = [move for (of, _), move in sorted(self.moved.items()) if of == run and _fits(move, wanted)]
        return tuple(found[: wanted.limit])


def _fits(move: Move, wanted: MoveFilter) -> bool:
    return (
        move.device > wanted.beyond
        and wanted.category in {None, move.category}
        and wanted.before in {None, move.before}
        and wanted.after in {None, move.after}
        and wanted.refused in {None, move.refusal is not None}
    )
