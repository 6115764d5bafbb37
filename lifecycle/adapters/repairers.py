"""Registrations of repairers in SQL: `RepairerStore` of `lifecycle.service.repairer_ports`."""

import json

from sqlmodel import Session, col, func, select

from dpp.adapters.mapping import stored_from
from dpp.domain.actor import OrganisationId
from dpp.domain.catalogue import ProductGroup
from lifecycle.adapters.rows.repairers import RegisterListRow, RegistrationRow, RegistrationStepRow
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import (
    Act,
    Entry,
    Registration,
    RegistrationId,
    RegistrationState,
    RegistrationStep,
    RepairerKind,
)
from lifecycle.service.repairer_ports import TakenList

_ROW, _STEP = RegistrationRow, RegistrationStepRow


class SqlRepairers:
    """`RepairerStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, registration: Registration, *steps: RegistrationStep) -> None:
        entry = registration.entry
        self._session.merge(
            RegistrationRow(
                registration_id=registration.id,
                organisation=registration.organisation,
                kind=entry.kind,
                name=entry.name,
                town=entry.town,
                product_groups=" ".join(entry.groups),
                valid_from=entry.valid_from,
                valid_until=entry.valid_until,
                number=entry.number,
                kvk=entry.kvk,
                state=registration.state,
                asked_at=registration.asked_at,
                accepted_at=registration.accepted_at,
                ended_from=registration.ended_from,
            )
        )
        self._session.flush()
        if steps:
            counted = select(func.count()).where(_STEP.registration_id == registration.id)
            first = self._session.exec(counted).one() + 1
            for position, step in enumerate(steps, start=first):
                self._session.add(_STEP(registration_id=registration.id, position=position, **vars(step)))
            self._session.flush()

    def get(self, registration: RegistrationId) -> Registration | None:
        return next(iter(self._found(_ROW.registration_id == registration)), None)

    def of(self, organisation: OrganisationId) -> tuple[Registration, ...]:
        mine = self._found(_ROW.organisation == organisation)
        return tuple(sorted(mine, key=lambda each: (each.asked_at, each.id), reverse=True))

    def all(self) -> tuple[Registration, ...]:
        return self._found()

    def waiting(self) -> int:
        return self._session.exec(select(func.count()).where(_ROW.state == RegistrationState.ASKED)).one()

    def steps(self, registration: RegistrationId) -> tuple[RegistrationStep, ...]:
        rows = self._session.exec(
            select(_STEP).where(_STEP.registration_id == registration).order_by(col(_STEP.position))
        )
        return tuple(stored_from(RegistrationStep, row, act=Act(row.act)) for row in rows)

    def hold_register(self) -> None:
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended("repairer register", 0))))

    def add_list(self, taken: TakenList) -> None:
        values = {**vars(taken), "list_id": taken.id, "counts": json.dumps(taken.counts)}
        self._session.add(RegisterListRow(**{name: values[name] for name in RegisterListRow.model_fields}))
        self._session.flush()

    def lists(self) -> tuple[TakenList, ...]:
        newest = (col(RegisterListRow.dated).desc(), col(RegisterListRow.imported_at).desc())
        rows = self._session.exec(select(RegisterListRow).order_by(*newest))
        return tuple(stored_from(TakenList, row, id=row.list_id, counts=_counts(row.counts)) for row in rows)

    def _found(self, *where: bool) -> tuple[Registration, ...]:
        rows = self._session.exec(
            select(_ROW)
            .where(*where)
            .order_by(col(_ROW.name), col(_ROW.number), col(_ROW.registration_id))
            .execution_options(populate_existing=True)
        )
        return tuple(map(_registration, rows))


def _registration(row: RegistrationRow) -> Registration:
    groups = tuple(map(ProductGroup, row.product_groups.split()))
    entry = stored_from(Entry, row, kind=RepairerKind(row.kind), groups=groups)
    return stored_from(Registration, row, id=row.registration_id, entry=entry, state=RegistrationState(row.state))


def _counts(kept: str) -> dict[Outcome, int]:
    return {Outcome(name): count for name, count in json.loads(kept).items()}
