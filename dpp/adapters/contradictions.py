"""Contradictions in SQL: the store behind `dpp.service.claims.ports`."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.claims import ContradictionRow, ContradictionStepRow
from dpp.adapters.rows.passports import PassportRow
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.claims.contradiction import (
    Contradiction,
    ContradictionId,
    ContradictionStep,
    Method,
    StepKind,
    ThirdParty,
)
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical
from dpp.service.claims.ports import Concerned

_AT_ONCE = 500


class SqlContradictions:
    """`ContradictionStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, contradiction: Contradiction) -> None:
        self._session.add(
            ContradictionRow(
                contradiction_id=contradiction.contradiction_id,
                passport_id=contradiction.passport_id,
                version=contradiction.version,
                element_id=contradiction.element_id,
                declared=canonical(contradiction.declared).decode(),
                value=canonical(contradiction.value).decode(),
                method=contradiction.method,
                evidence=contradiction.evidence,
                party=contradiction.party,
                account=contradiction.account,
                organisation=contradiction.organisation,
                filed_at=contradiction.filed_at,
                term_days=contradiction.term.days,
            )
        )
        self._session.flush()

    def add_step(self, contradiction: Contradiction) -> None:
        step, number = contradiction.steps[-1], len(contradiction.steps)
        row = ContradictionStepRow(contradiction_id=contradiction.contradiction_id, number=number, **values_of(step))
        add_contested(self._session, row)

    def get(self, contradiction_id: ContradictionId) -> Contradiction | None:
        row = self._session.get(ContradictionRow, contradiction_id)
        return None if row is None else self._contradictions([row])[0]

    def of_passport(self, passport_id: PassportId) -> Sequence[Contradiction]:
        row = ContradictionRow
        found = select(row).where(row.passport_id == passport_id).order_by(col(row.filed_at), col(row.contradiction_id))
        return self._contradictions(self._session.exec(found).all())

    def contradicted(self, models: Collection[PassportId]) -> frozenset[PassportId]:
        wanted, found = sorted(models), set[str]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = col(ContradictionRow.passport_id).in_(wanted[start : start + _AT_ONCE])
            found |= set(self._session.exec(select(ContradictionRow.passport_id).where(some).distinct()))
        return frozenset(map(PassportId, found))

    def some(self, concerned: Concerned, limit: int, offset: int = 0) -> Sequence[Contradiction]:
        row = ContradictionRow
        order = (case((_own(concerned), 0), else_=1), col(row.filed_at).desc(), col(row.contradiction_id).desc())
        found = select(row).where(_concerning(concerned)).order_by(*order).limit(limit).offset(offset)
        return self._contradictions(self._session.exec(found).all())

    def count(self, concerned: Concerned) -> int:
        return self._session.exec(
            select(func.count()).select_from(ContradictionRow).where(_concerning(concerned))
        ).one()

    def unanswered(self, concerned: Concerned, now: datetime) -> int:
        """Each term has its own last moment: there are few of them, and the database adds no days to a moment."""
        row, step = ContradictionRow, ContradictionStepRow
        terms = self._session.exec(select(row.term_days).distinct()).all()
        within = [and_(col(row.term_days) == days, col(row.filed_at) > now - timedelta(days=days)) for days in terms]
        followed = exists().where(col(step.contradiction_id) == col(row.contradiction_id))
        asked = select(func.count()).select_from(row).where(_own(concerned), ~followed, or_(false(), *within))
        return self._session.exec(asked).one()

    def _contradictions(self, rows: Sequence[ContradictionRow]) -> list[Contradiction]:
        steps: dict[str, list[ContradictionStep]] = {}
        ids = [row.contradiction_id for row in rows]
        for start in range(0, len(ids), _AT_ONCE):
            some = col(ContradictionStepRow.contradiction_id).in_(ids[start : start + _AT_ONCE])
            found = select(ContradictionStepRow).where(some).order_by(col(ContradictionStepRow.number))
            for row in self._session.exec(found):
                step = ContradictionStep(StepKind(row.kind), row.at, AccountId(row.account), _of(row), row.text)
                steps.setdefault(row.contradiction_id, []).append(step)
        return [_contradiction(row, steps.get(row.contradiction_id, [])) for row in rows]


def _of(row: ContradictionStepRow) -> OrganisationId | None:
    return None if row.organisation is None else OrganisationId(row.organisation)


def _own(concerned: Concerned) -> ColumnElement[bool]:
    """Of a passport for which the organisation answers, or of one of its models."""
    model, passport = col(ContradictionRow.passport_id), PassportRow
    owned = select(passport.passport_id).where(
        passport.organisation == concerned.organisation, passport.granularity == "model"
    )
    return or_(model.in_(owned), model.in_(sorted(concerned.models)))


def _concerning(concerned: Concerned) -> ColumnElement[bool]:
    return or_(_own(concerned), col(ContradictionRow.organisation) == concerned.organisation)


def _contradiction(row: ContradictionRow, steps: list[ContradictionStep]) -> Contradiction:
    return stored_from(
        Contradiction,
        row,
        declared=json.loads(row.declared),
        value=json.loads(row.value),
        method=Method(row.method),
        party=ThirdParty(row.party),
        term=timedelta(days=row.term_days),
        steps=tuple(steps),
    )
