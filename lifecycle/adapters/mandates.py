"""Mandates in SQL: the store behind `lifecycle.service.mandate_ports`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.message import message
from lifecycle.adapters.rows.mandates import MandateRow, MandateStepRow
from lifecycle.domain.mandates import ApprovalAct, Deputy, Ending, Mandate, MandateId, Signed
from lifecycle.domain.vocabulary import Route
from lifecycle.service.mandate_ports import MandateStep, MandateTally

_AT_ONCE = 500


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
            self._session,
            row,
            message("Somebody else changed this mandate at the same moment."),
            message("Read it again, then decide."),
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
