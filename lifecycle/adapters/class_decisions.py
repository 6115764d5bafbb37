"""Decisions about classes in SQL: the store behind `lifecycle.service.mandate_ports`."""

import json
from collections.abc import Sequence
from typing import TypeVar

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.mandates import (
    ClassClosingRow,
    ClassDecisionRow,
    ClassLeftOutRow,
    ClassLookRow,
    ClassMemberRow,
)
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
from lifecycle.domain.events import TransactionId
from lifecycle.domain.mandates import MandateId, Signed
from lifecycle.domain.routing.plain import plain

_SELECTION: TypeAdapter[Selection] = TypeAdapter(Selection)
_EXCEPTIONS: TypeAdapter[tuple[Exceptional, ...]] = TypeAdapter(tuple[Exceptional, ...])
_EXCEPTION: TypeAdapter[Exceptional] = TypeAdapter(Exceptional)
_OF_CLASS = TypeVar("_OF_CLASS", ClassMemberRow, ClassLookRow, ClassLeftOutRow)
_READ_AGAIN = message("Read it again, then decide.")


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
