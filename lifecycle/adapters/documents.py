"""Evidence, decisions and consignments in SQL: stores behind `lifecycle.service.ports`."""

import json
from collections.abc import Collection
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.consignments import ConsignmentDeviceRow, ConsignmentRow
from lifecycle.adapters.rows.decisions import DecisionRow
from lifecycle.adapters.rows.evidence import EvidenceRow
from lifecycle.domain.consignment import Consignment
from lifecycle.domain.events import ConsignmentId, plain
from lifecycle.service.ports import StoredDecision, StoredEvidence

_CONSIGNMENT = TypeAdapter(Consignment)
_OPEN = ("draft", "offered")


class SqlEvidence:
    """`EvidenceStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, evidence: StoredEvidence) -> None:
        if self._session.get(EvidenceRow, (evidence.device_key, evidence.sha256)) is None:
            reading = canonical(evidence.reading).decode()
            self._session.add(EvidenceRow(**values_of(evidence, reading=reading)))
            self._session.flush()

    def get(self, key: DeviceKey, sha256: str) -> StoredEvidence | None:
        row = self._session.get(EvidenceRow, (key, sha256))
        return None if row is None else stored_from(StoredEvidence, row, reading=json.loads(row.reading))


class SqlDecisions:
    """`DecisionStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: StoredDecision) -> None:
        self._session.add(DecisionRow(**values_of(decision, content=canonical(decision.content).decode())))
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


class SqlConsignments:
    """`ConsignmentStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, consignment: ConsignmentId) -> Consignment | None:
        row = self._session.get(ConsignmentRow, consignment)
        return None if row is None else _consignment(row)

    def put(self, consignment: Consignment, at: datetime) -> None:
        self._session.merge(
            ConsignmentRow(
                consignment_id=consignment.id,
                state=consignment.state,
                sender=consignment.sender,
                receiver=consignment.receiver,
                carrier=consignment.terms.carrier,
                updated_at=at,
                content=canonical(plain(consignment)).decode(),
            )
        )
        self._session.flush()
        self._session.exec(
            delete(ConsignmentDeviceRow).where(col(ConsignmentDeviceRow.consignment_id) == consignment.id)
        )
        self._session.add_all(
            ConsignmentDeviceRow(device_key=device, consignment_id=consignment.id) for device in consignment.devices
        )
        self._session.flush()

    def changed_at(self, consignment: ConsignmentId) -> datetime:
        return self._session.get_one(ConsignmentRow, consignment).updated_at

    def of_party(self, organisation: OrganisationId | None) -> tuple[Consignment, ...]:
        found = select(ConsignmentRow).order_by(col(ConsignmentRow.updated_at).desc())
        if organisation is not None:
            sides = (ConsignmentRow.sender, ConsignmentRow.receiver, ConsignmentRow.carrier)
            found = found.where(or_(*(col(side) == organisation for side in sides)))
        return tuple(_consignment(row) for row in self._session.exec(found))

    def open_with(self, key: DeviceKey) -> Consignment | None:
        found = (
            select(ConsignmentRow)
            .join(ConsignmentDeviceRow, col(ConsignmentDeviceRow.consignment_id) == col(ConsignmentRow.consignment_id))
            .where(ConsignmentDeviceRow.device_key == key, col(ConsignmentRow.state).in_(_OPEN))
        )
        row = self._session.exec(found).first()
        return None if row is None else _consignment(row)


def _decision(row: DecisionRow) -> StoredDecision:
    return stored_from(StoredDecision, row, content=json.loads(row.content))


def _consignment(row: ConsignmentRow) -> Consignment:
    return _CONSIGNMENT.validate_python(json.loads(row.content))
