"""`StatementStore` in SQL."""

import json

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.erasure import ErasureStatementRow
from lifecycle.domain.erasure.statement import Statement, StatementCode
from lifecycle.domain.events import plain

_STATEMENT: TypeAdapter[Statement] = TypeAdapter(Statement)


class SqlStatements:
    """`StatementStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, statement: Statement) -> None:
        self._session.add(
            ErasureStatementRow(
                device_key=statement.device,
                code=statement.code,
                issued_at=statement.issued_at,
                content=canonical(plain(statement)).decode(),
            )
        )
        self._session.flush()

    def get(self, code: StatementCode) -> Statement | None:
        row = self._session.exec(select(ErasureStatementRow).where(ErasureStatementRow.code == code)).one_or_none()
        return None if row is None else _statement(row)

    def of_device(self, key: DeviceKey) -> tuple[Statement, ...]:
        row = ErasureStatementRow
        found = select(row).where(row.device_key == key).order_by(col(row.issued_at), col(row.code))
        return tuple(map(_statement, self._session.exec(found)))


def _statement(row: ErasureStatementRow) -> Statement:
    return _STATEMENT.validate_python(json.loads(row.content))
