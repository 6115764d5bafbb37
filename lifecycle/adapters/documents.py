"""Evidence and decisions in SQL: stores behind `lifecycle.service.ports`."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.decisions import DecisionRow
from lifecycle.service.ports import StoredDecision


class SqlDecisions:
    """`DecisionStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: StoredDecision) -> None:
        values = values_of(decision, content=decision.written)
        del values["written"]
        self._session.add(DecisionRow(**values))
        self._session.flush()

    def get(self, key: DeviceKey, decision: str) -> StoredDecision | None:
        row = self._session.get(DecisionRow, (key, decision))
        return None if row is None else _decision(row)

    def of_device(self, key: DeviceKey) -> tuple[StoredDecision, ...]:
        found = select(DecisionRow).where(DecisionRow.device_key == key)
        ordered = found.order_by(col(DecisionRow.recorded_at), col(DecisionRow.decision_id))
        return tuple(_decision(row) for row in self._session.exec(ordered))

    def newest(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, StoredDecision]:
        found = select(DecisionRow).where(col(DecisionRow.device_key).in_(keys))
        ordered = found.order_by(col(DecisionRow.recorded_at), col(DecisionRow.decision_id))
        last = {row.device_key: row for row in self._session.exec(ordered)}
        return {DeviceKey(key): _decision(row) for key, row in last.items()}


def _decision(row: DecisionRow) -> StoredDecision:
    return stored_from(StoredDecision, row, written=row.content)
