"""Routing policies and runs over devices in SQL: stores behind `lifecycle.service.routing_ports`."""

import json
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, insert
from sqlalchemy import select as sql_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.imports.said import read_message, write_message
from dpp.adapters.mapping import put_row, stored_from, table_of, values_of
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.policies import (
    PolicyActivationRow,
    PolicyContentRow,
    PolicyRow,
    RoutingMoveRow,
    RoutingRunRow,
)
from lifecycle.domain.routing.policy import PolicyName
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, RunState, Transition
from lifecycle.domain.routing.scope import Scope
from lifecycle.domain.vocabulary import Route
from lifecycle.service.routing_ports import MoveFilter

_RUN, _MOVE = table_of(RoutingRunRow), table_of(RoutingMoveRow)
_AGAIN = message("Open it again to see how it stands.")


class SqlPolicyRegister:
    """`PolicyStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, policy: RegisteredPolicy, content: bytes) -> None:
        name = policy.name
        self._keep(policy.sha256, name.digest, content)
        add_contested(
            self._session,
            PolicyRow(
                policy_id=name.id,
                version=name.version,
                title=name.title,
                owner=name.owner,
                valid_from=name.date,
                valid_until=name.until,
                owners=json.dumps(name.scope.owners),
                categories=json.dumps(name.scope.categories),
                digest=name.digest,
                sha256=policy.sha256,
                loaded_by=policy.loaded_by,
                loaded_for=policy.loaded_for,
                loaded_at=policy.loaded_at,
            ),
            message("Somebody else loaded this version at the same moment."),
            _AGAIN,
        )

    def activate(self, policy: RegisteredPolicy) -> None:
        name = policy.name
        assert policy.activated_by is not None
        assert policy.activated_at is not None
        add_contested(
            self._session,
            PolicyActivationRow(
                policy_id=name.id,
                version=name.version,
                activated_by=policy.activated_by,
                activated_for=policy.activated_for,
                activated_at=policy.activated_at,
            ),
            message("Somebody else activated this version at the same moment."),
            _AGAIN,
        )

    def get(self, policy: str, version: str) -> RegisteredPolicy | None:
        row = self._session.get(PolicyRow, (policy, version))
        return None if row is None else _policy(row, self._session.get(PolicyActivationRow, (policy, version)))

    def all(self) -> tuple[RegisteredPolicy, ...]:
        activations = {(row.policy_id, row.version): row for row in self._session.exec(select(PolicyActivationRow))}
        rows = select(PolicyRow).order_by(PolicyRow.policy_id, col(PolicyRow.loaded_at), PolicyRow.version)
        return tuple(_policy(row, activations.get((row.policy_id, row.version))) for row in self._session.exec(rows))

    def keep(self, digest: str, content: bytes) -> None:
        if self.content(digest) is None:
            self._keep(sha256(content).hexdigest(), digest, content)

    def content(self, digest: str) -> bytes | None:
        found = sql_select(col(PolicyContentRow.content)).where(col(PolicyContentRow.digest) == digest)
        text = self._session.execute(found.order_by(col(PolicyContentRow.sha256)).limit(1)).scalar_one_or_none()
        return None if text is None else text.encode()

    def file(self, sha256: str) -> bytes | None:
        row = self._session.get(PolicyContentRow, sha256)
        return None if row is None else row.content.encode()

    def _keep(self, file_hash: str, digest: str, content: bytes) -> None:
        """Whoever keeps the same file at the same moment keeps the same: the second one is left out."""
        row = {"sha256": file_hash, "digest": digest, "content": content.decode()}
        engine = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        self._session.execute(engine.insert(table_of(PolicyContentRow)).values(row).on_conflict_do_nothing())


def _policy(row: PolicyRow, activation: PolicyActivationRow | None) -> RegisteredPolicy:
    scope = Scope(tuple(json.loads(row.owners)), tuple(json.loads(row.categories)))
    return RegisteredPolicy(
        name=PolicyName(
            id=row.policy_id,
            title=row.title,
            version=row.version,
            date=row.valid_from,
            owner=row.owner,
            digest=row.digest,
            until=row.valid_until,
            scope=scope,
        ),
        sha256=row.sha256,
        loaded_by=AccountId(row.loaded_by),
        loaded_for=_organisation(row.loaded_for),
        loaded_at=row.loaded_at,
        activated_by=None if activation is None else AccountId(activation.activated_by),
        activated_for=None if activation is None else _organisation(activation.activated_for),
        activated_at=None if activation is None else activation.activated_at,
    )


class SqlRoutingRuns:
    """`RoutingRunStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, run: RoutingRun) -> None:
        roles = " ".join(sorted(run.roles))
        put_row(self._session, _RUN, values_of(run, roles=roles, why=write_message(run.why)))

    def get(self, run: RoutingRunId) -> RoutingRun | None:
        row = self._session.execute(sql_select(_RUN).where(_RUN.c.run_id == run)).one_or_none()
        return None if row is None else _run(row)

    def hold(self, run: RoutingRunId) -> RoutingRun | None:
        found = sql_select(_RUN).where(_RUN.c.run_id == run).with_for_update()
        row = self._session.execute(found).one_or_none()
        return None if row is None else _run(row)

    def free(self, now: datetime) -> RoutingRunId | None:
        busy_until = _RUN.c.busy_until
        found = (
            sql_select(_RUN.c.run_id)
            .where(_RUN.c.state.in_([RunState.WAITING, RunState.RUNNING]), _RUN.c.on <= now.date())
            .where(busy_until.is_(None) | (busy_until <= now))
            .order_by(_RUN.c.asked_at, _RUN.c.run_id)
            .limit(1)
        )
        first = self._session.execute(found).scalar_one_or_none()
        return None if first is None else RoutingRunId(first)

    def forget_previews(self, before: datetime) -> int:
        ended = sql_select(_RUN.c.run_id).where(_RUN.c.kind == RunKind.PREVIEW, _RUN.c.ended_at < before)
        gone = self._session.execute(ended).scalars().all()
        for run in gone:
            self._session.execute(delete(_MOVE).where(_MOVE.c.run_id == run))
            self._session.execute(delete(_RUN).where(_RUN.c.run_id == run))
        return len(gone)

    def of_policy(self, policy: str, version: str) -> tuple[RoutingRun, ...]:
        found = sql_select(_RUN).where(_RUN.c.policy == policy, _RUN.c.version == version)
        ordered = found.order_by(_RUN.c.asked_at.desc(), _RUN.c.run_id)
        return tuple(map(_run, self._session.execute(ordered)))

    def add_moves(self, run: RoutingRunId, moves: Collection[Move]) -> None:
        if not moves:
            return
        rows = [
            {
                "device_key": move.device,
                "run_id": run,
                "category": move.category,
                "before": move.before.value,
                "after": move.after.value,
                "refusal": write_message(move.refusal),
            }
            for move in moves
        ]
        self._session.execute(insert(table_of(RoutingMoveRow)), rows)

    def transitions(self, run: RoutingRunId) -> tuple[Transition, ...]:
        row = RoutingMoveRow
        kinds = (col(row.category), col(row.before), col(row.after))
        found = sql_select(*kinds, func.count()).where(col(row.run_id) == run, col(row.refusal) == "").group_by(*kinds)
        counted = (
            Transition(category, Route(before), Route(after), devices)
            for category, before, after, devices in self._session.execute(found)
        )
        return tuple(sorted(counted, key=lambda each: (-each.devices, str(each.category), each.before, each.after)))

    def moves(self, run: RoutingRunId, wanted: MoveFilter) -> tuple[Move, ...]:
        row = RoutingMoveRow
        found = select(row).where(row.run_id == run, col(row.device_key) > wanted.beyond, *_fitting(wanted))
        return tuple(map(_move, self._session.exec(found.order_by(row.device_key).limit(wanted.limit))))


def _fitting(wanted: MoveFilter) -> list[ColumnElement[bool]]:
    row = RoutingMoveRow
    asked = ((row.category, wanted.category), (row.before, wanted.before), (row.after, wanted.after))
    conditions = [col(column) == value for column, value in asked if value is not None]
    if wanted.refused is not None:
        conditions.append((col(row.refusal) != "") if wanted.refused else (col(row.refusal) == ""))
    return conditions


def _move(row: RoutingMoveRow) -> Move:
    before, after = Route(row.before), Route(row.after)
    return Move(DeviceKey(row.device_key), row.category, before, after, read_message(row.refusal))


def _run(row: object) -> RoutingRun:
    run = stored_from(RoutingRun, row)
    return stored_from(
        RoutingRun,
        row,
        run_id=RoutingRunId(run.run_id),
        kind=RunKind(run.kind),
        account=AccountId(run.account),
        organisation=_organisation(run.organisation),
        roles=frozenset(map(Role, str(run.roles).split())),
        state=RunState(run.state),
        after=DeviceKey(run.after),
        why=read_message(str(run.why)),
    )


def _organisation(kept: str | None) -> OrganisationId | None:
    return None if kept is None else OrganisationId(kept)
