"""Rolls of labels in SQL: `RollStore` over a session."""

from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.labels import LabelRetirementRow, LabelRollRow, RollLabelRow
from dpp.adapters.rows.passports import LabelRow
from dpp.adapters.stores import insert_all
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.labels.rolls import LabelFault, LabelState, Retirement, Roll, RollId, RollUse
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode
from dpp.service.labels.storage import PlacedLabel


class SqlRolls:
    """Rolls, the places of labels on them, and why labels on no device were retired."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, roll: Roll, codes: Sequence[LabelCode]) -> None:
        values = values_of(roll)
        del values["retired"]
        insert_all(self._session, LabelRollRow, [values], message("This order of labels was made already."))
        places = [{"code": code, "roll_id": roll.roll_id, "place": at} for at, code in enumerate(codes, 1)]
        insert_all(self._session, RollLabelRow, places, message("One of these labels is on a roll already."))

    def get(self, roll_id: RollId) -> Roll | None:
        row = self._session.get(LabelRollRow, roll_id)
        return None if row is None else _roll(row)

    def ordered(self, organisation: OrganisationId, order_id: str) -> Roll | None:
        row = LabelRollRow
        found = select(row).where(col(row.organisation) == organisation, col(row.order_id) == order_id)
        return next(map(_roll, self._session.scalars(found)), None)

    def of_label(self, code: LabelCode) -> Roll | None:
        place = self._session.get(RollLabelRow, code)
        return None if place is None else self.get(RollId(place.roll_id))

    def of_organisation(self, organisation: OrganisationId | None) -> Sequence[Roll]:
        row = LabelRollRow
        found = select(row).order_by(col(row.issued_at).desc(), col(row.roll_id))
        if organisation is not None:
            found = found.where(col(row.organisation) == organisation)
        return [_roll(each) for each in self._session.scalars(found)]

    def use(self, roll_ids: Sequence[RollId]) -> dict[RollId, RollUse]:
        place, label = RollLabelRow, LabelRow
        found = (
            select(col(place.roll_id), col(label.state), func.count())
            .join(label, col(label.code) == col(place.code))
            .where(col(place.roll_id).in_(roll_ids))
            .group_by(col(place.roll_id), col(label.state))
        )
        counted: dict[RollId, dict[str, int]] = {roll_id: {} for roll_id in roll_ids}
        for roll_id, state, count in self._session.execute(found):
            counted[RollId(roll_id)][state] = count
        return {roll_id: RollUse(**counts) for roll_id, counts in counted.items()}

    def labels(self, roll_id: RollId, first: int, last: int) -> Sequence[PlacedLabel]:
        place, label = RollLabelRow, LabelRow
        found = (
            select(col(place.place), col(place.code), col(label.state))
            .join(label, col(label.code) == col(place.code))
            .where(col(place.roll_id) == roll_id, col(place.place).between(first, last))
            .order_by(col(place.place))
        )
        return [PlacedLabel(at, LabelCode(code), state) for at, code, state in self._session.execute(found)]

    def retire(self, roll_id: RollId, retirement: Retirement) -> None:
        self._session.flush()
        values = {"retired_at": retirement.at, "retired_by": retirement.by, "retired_fault": retirement.fault}
        self._session.execute(update(LabelRollRow).where(col(LabelRollRow.roll_id) == roll_id).values(**values))
        of_roll = select(col(RollLabelRow.code)).where(col(RollLabelRow.roll_id) == roll_id)
        self._session.execute(
            update(LabelRow)
            .where(col(LabelRow.code).in_(of_roll), col(LabelRow.state) == LabelState.UNCLAIMED)
            .values(state=LabelState.RETIRED)
        )

    def retire_label(self, code: LabelCode, retirement: Retirement) -> None:
        row = self._session.get_one(LabelRow, code)
        row.state = LabelState.RETIRED
        self._session.add(LabelRetirementRow(code=code, fault=retirement.fault, at=retirement.at, by=retirement.by))
        self._session.flush()


def _roll(row: LabelRollRow) -> Roll:
    retired = None
    if row.retired_at is not None and row.retired_by is not None and row.retired_fault is not None:
        by, at = AccountId(row.retired_by), row.retired_at.astimezone(UTC)
        retired = Retirement(LabelFault(row.retired_fault), at, by)
    return stored_from(Roll, row, issued_at=row.issued_at.astimezone(UTC), retired=retired)
