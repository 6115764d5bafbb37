"""Mandates, decisions about classes and deviations in SQL: the stores behind `lifecycle.service.mandate_ports`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.devices import EventRow
from lifecycle.adapters.rows.mandates import (
    ClassClosingRow,
    ClassDecisionRow,
    ClassLeftOutRow,
    ClassLookRow,
    ClassMemberRow,
    MandateRow,
    MandateStepRow,
)
from lifecycle.adapters.stores import event_of
from lifecycle.domain.class_decisions import (
    ClassDecision,
    ClassId,
    Closed,
    Closing,
    Exceptional,
    Look,
    Member,
    Selection,
)
from lifecycle.domain.events import Event, TransactionId
from lifecycle.domain.mandates import ApprovalAct, Deputy, Ending, Mandate, MandateId, Signed
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.vocabulary import Route
from lifecycle.service.mandate_ports import MandateStep, MandateTally

_SELECTION: TypeAdapter[Selection] = TypeAdapter(Selection)
_EXCEPTIONS: TypeAdapter[tuple[Exceptional, ...]] = TypeAdapter(tuple[Exceptional, ...])
_EXCEPTION: TypeAdapter[Exceptional] = TypeAdapter(Exceptional)
_OF_CLASS = TypeVar("_OF_CLASS", ClassMemberRow, ClassLookRow, ClassLeftOutRow)
_AT_ONCE = 500
_READ_AGAIN = message("Read it again, then decide.")


class SqlMandates:
    """`MandateStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, mandate: Mandate) -> None:
        self._session.add(
            MandateRow(
                mandate_id=mandate.id,
                organisation=mandate.organisation,
                account=mandate.account,
                role=mandate.role,
                acts=" ".join(sorted(mandate.acts)),
                routes=" ".join(sorted(mandate.routes)),
                categories=" ".join(sorted(mandate.categories)),
                devices_at_most=mandate.devices_at_most,
                value_eur_at_most=mandate.value_eur_at_most,
                from_day=mandate.from_day,
                until=mandate.until,
                reference=mandate.reference,
                granted_by=mandate.granted.by,
                granted_at=mandate.granted.at,
            )
        )
        self._session.flush()

    def add_step(self, mandate: MandateId, number: int, step: MandateStep) -> None:
        row = MandateStepRow(mandate_id=mandate, number=number, **_step_values(step))
        add_contested(
            self._session, row, message("Somebody else changed this mandate at the same moment."), _READ_AGAIN
        )

    def get(self, mandate: MandateId) -> Mandate | None:
        row = self._session.get(MandateRow, mandate)
        return None if row is None else next(self._with_steps([row]))

    def of(self, organisation: OrganisationId | None) -> tuple[Mandate, ...]:
        return tuple(self._with_steps(self._session.exec(_granted(organisation)).all()))

    def some(self, organisation: OrganisationId | None, limit: int, offset: int) -> tuple[Mandate, ...]:
        return tuple(self._with_steps(self._session.exec(_granted(organisation).limit(limit).offset(offset)).all()))

    def count(self, organisation: OrganisationId | None) -> int:
        return self._session.exec(select(func.count()).select_from(MandateRow).where(*_whose(organisation))).one()

    def tally(self, organisation: OrganisationId | None, today: date, soon: date) -> MandateTally:
        confirmed, ended, until = aliased(MandateStepRow), aliased(MandateStepRow), col(MandateRow.until)
        last, signed, left = col(ended.last_day), col(confirmed.number), col(ended.number)
        counts = and_(
            signed.is_not(None),
            col(MandateRow.from_day) <= today,
            or_(until.is_(None), until >= today),
            or_(last.is_(None), last >= today),
        )
        counting, ending, waiting = (
            func.count().filter(each)
            for each in (counts, and_(counts, or_(until <= soon, last <= soon)), and_(signed.is_(None), left.is_(None)))
        )
        found = select(counting, ending, waiting).select_from(MandateRow)
        for step, kind in ((confirmed, "confirmed"), (ended, "ended")):
            same = and_(col(step.mandate_id) == col(MandateRow.mandate_id), col(step.kind) == kind)
            found = found.outerjoin(step, same)
        return MandateTally(*self._session.exec(found.where(*_whose(organisation))).one())

    def _with_steps(self, rows: Sequence[MandateRow]) -> Iterator[Mandate]:
        step, steps = MandateStepRow, dict[str, list[MandateStepRow]]()
        for start in range(0, len(rows), _AT_ONCE):
            named = [row.mandate_id for row in rows[start : start + _AT_ONCE]]
            found = select(step).where(col(step.mandate_id).in_(named)).order_by(col(step.mandate_id), col(step.number))
            for each in self._session.exec(found):
                steps.setdefault(each.mandate_id, []).append(each)
        return (_mandate(row, steps.get(row.mandate_id, [])) for row in rows)


def _whose(organisation: OrganisationId | None) -> list[bool]:
    return [] if organisation is None else [MandateRow.organisation == organisation]


def _granted(organisation: OrganisationId | None) -> SelectOfScalar[MandateRow]:
    row = MandateRow
    return select(row).where(*_whose(organisation)).order_by(col(row.granted_at), col(row.mandate_id))


def _step_values(step: MandateStep) -> Mapping[str, Any]:
    if isinstance(step, Signed):
        return {"kind": "confirmed", "signed_by": step.by, "signed_at": step.at}
    if isinstance(step, Ending):
        return {"kind": "ended", "last_day": step.last_day, "signed_by": step.by, "signed_at": step.at}
    days = {"account": step.account, "first_day": step.first_day, "last_day": step.last_day}
    return {"kind": "deputy", **days, "signed_by": step.named_by, "signed_at": step.named_at}


def _mandate(row: MandateRow, steps: Sequence[Any]) -> Mandate:
    signed = {each.kind: Signed(AccountId(each.signed_by), each.signed_at) for each in steps}
    endings = (
        Ending(each.last_day, AccountId(each.signed_by), each.signed_at) for each in steps if each.kind == "ended"
    )
    return stored_from(
        Mandate,
        row,
        id=MandateId(row.mandate_id),
        role=None if row.role is None else Role(row.role),
        acts=frozenset(map(ApprovalAct, row.acts.split())),
        routes=frozenset(map(Route, row.routes.split())),
        categories=frozenset(row.categories.split()),
        granted=Signed(AccountId(row.granted_by), row.granted_at),
        confirmed=signed.get("confirmed"),
        deputies=tuple(
            Deputy(AccountId(each.account), each.first_day, each.last_day, AccountId(each.signed_by), each.signed_at)
            for each in steps
            if each.kind == "deputy"
        ),
        ending=next(endings, None),
    )


class SqlClassDecisions:
    """`ClassDecisionStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: ClassDecision) -> None:
        content = {"selection": plain(decision.selection), "policies": dict(decision.policies)}
        self._session.add(
            ClassDecisionRow(
                class_id=decision.id,
                name=decision.name,
                transaction_id=decision.transaction,
                organisation=decision.organisation,
                proposed_by=decision.proposed.by,
                proposed_at=decision.proposed.at,
                sampling=decision.sampling,
                seed=decision.seed,
                content=canonical(content).decode(),
            )
        )
        self._session.flush()
        self._session.add_all(
            ClassMemberRow(
                device_key=each.device,
                class_id=decision.id,
                decision_id=each.decision,
                inputs_hash=each.inputs_hash,
                exceptions=canonical(plain(each.exceptions)).decode(),
                drawn=each.drawn,
            )
            for each in decision.members
        )
        self._session.flush()

    def hold(self, decision: ClassId) -> None:
        """On SQLite there is one writer."""
        if self._session.get_bind().dialect.name == "postgresql":
            row = select(ClassDecisionRow.class_id).where(ClassDecisionRow.class_id == decision)
            self._session.exec(row.with_for_update()).all()

    def get(self, decision: ClassId) -> ClassDecision | None:
        row = self._session.get(ClassDecisionRow, decision)
        return None if row is None else self._decision(row)

    def newest(self, limit: int) -> tuple[ClassDecision, ...]:
        row = ClassDecisionRow
        found = select(row).order_by(col(row.proposed_at).desc(), col(row.class_id)).limit(limit)
        return tuple(map(self._decision, self._session.exec(found).all()))

    def add_look(self, decision: ClassId, look: Look) -> None:
        row = ClassLookRow(
            device_key=look.device,
            class_id=decision,
            is_right=look.right,
            signed_by=look.signed.by,
            signed_at=look.signed.at,
        )
        add_contested(self._session, row, message("Somebody looked at this device already."), _READ_AGAIN)

    def close(self, decision: ClassId, closed: Closed) -> None:
        row = ClassClosingRow(
            class_id=decision,
            how=closed.how,
            signed_by=closed.signed.by,
            signed_at=closed.signed.at,
            organisation=closed.organisation,
            mandate_id=closed.mandate,
            deputy=closed.deputy,
        )
        add_contested(self._session, row, message("Somebody else closed this class at the same moment."), _READ_AGAIN)
        self._session.add_all(
            ClassLeftOutRow(device_key=key, class_id=decision, why=canonical(plain(why)).decode())
            for key, why in closed.left_out.items()
        )
        self._session.flush()

    def _of_class(self, kind: type[_OF_CLASS], decision: str) -> Sequence[_OF_CLASS]:
        return self._session.exec(select(kind).where(kind.class_id == decision).order_by(col(kind.device_key))).all()

    def _decision(self, row: ClassDecisionRow) -> ClassDecision:
        content = json.loads(row.content)
        members = [_member(each) for each in self._of_class(ClassMemberRow, row.class_id)]
        looks = sorted(self._of_class(ClassLookRow, row.class_id), key=lambda each: each.signed_at)
        return ClassDecision(
            id=ClassId(row.class_id),
            name=row.name,
            selection=_SELECTION.validate_python(content["selection"]),
            transaction=TransactionId(row.transaction_id),
            organisation=None if row.organisation is None else OrganisationId(row.organisation),
            proposed=Signed(AccountId(row.proposed_by), row.proposed_at),
            policies=content["policies"],
            seed=row.seed,
            members=tuple(sorted(members, key=lambda it: (not it.exceptions, it.device))),
            sampling=row.sampling,
            looks=tuple(
                Look(DeviceKey(each.device_key), each.is_right, Signed(AccountId(each.signed_by), each.signed_at))
                for each in looks
            ),
            closed=self._closed(row.class_id),
        )

    def _closed(self, decision: str) -> Closed | None:
        row = self._session.get(ClassClosingRow, decision)
        if row is None:
            return None
        left_out = self._of_class(ClassLeftOutRow, decision)
        return Closed(
            how=Closing(row.how),
            signed=Signed(AccountId(row.signed_by), row.signed_at),
            organisation=None if row.organisation is None else OrganisationId(row.organisation),
            mandate=None if row.mandate_id is None else MandateId(row.mandate_id),
            deputy=row.deputy,
            left_out={DeviceKey(each.device_key): _EXCEPTION.validate_json(each.why) for each in left_out},
        )


def _member(row: ClassMemberRow) -> Member:
    exceptions = _EXCEPTIONS.validate_json(row.exceptions)
    return Member(DeviceKey(row.device_key), row.decision_id, row.inputs_hash, exceptions, row.drawn)


class SqlOverrides:
    """`OverrideStore` over a session; the index holds these events alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, first: datetime, end: datetime) -> tuple[Event, ...]:
        row = EventRow
        found = select(row).where(row.kind == "route_overridden", row.recorded_at >= first, row.recorded_at < end)
        ordered = found.order_by(col(row.recorded_at), col(row.event_id))
        return tuple(event_of(each, None) for each in self._session.exec(ordered))
