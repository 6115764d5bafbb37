"""What is known of evidence, in SQL; the bytes are in files (`lifecycle.adapters.evidence_files`).

Evidence that came before revision 0015 has its bytes in its row, and stays there: a migration of the schema cannot see
the folder of a service, and the bytes read the same from either place.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.evidence import EvidenceRow
from lifecycle.service.evidence_ports import StoredEvidence

BATCH = 500


class SqlEvidence:
    """`EvidenceStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, evidence: StoredEvidence) -> None:
        if self._session.get(EvidenceRow, (evidence.device_key, evidence.sha256)) is None:
            self._session.add(EvidenceRow(**_values(evidence)))
            self._session.flush()

    def get(self, key: DeviceKey, sha256: str) -> StoredEvidence | None:
        row = self._session.get(EvidenceRow, (key, sha256))
        return None if row is None else _stored(row, content=row.content)

    def of_device(self, key: DeviceKey) -> tuple[StoredEvidence, ...]:
        found = select(EvidenceRow).where(EvidenceRow.device_key == key).options(_without_content())
        ordered = found.order_by(col(EvidenceRow.recorded_at), col(EvidenceRow.sha256))
        return tuple(_stored(row, content=None) for row in self._session.exec(ordered))

    def with_content(self, sha256: str) -> tuple[StoredEvidence, ...]:
        """On SQLite there is one writer; on PostgreSQL a lock for the content, taken where one may write."""
        if self._session.get_bind().dialect.name == "postgresql" and not self._reads_only():
            self._session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(f"evidence {sha256}", 0))))
        found = select(EvidenceRow).where(EvidenceRow.sha256 == sha256)
        rows = self._session.exec(found.order_by(col(EvidenceRow.device_key)))
        return tuple(_stored(row, content=row.content) for row in rows)

    def change(self, evidence: StoredEvidence) -> None:
        self._session.merge(EvidenceRow(**_values(evidence)))
        self._session.flush()

    def read_by_others(self, versions: Mapping[str, str]) -> Iterator[tuple[DeviceKey, str]]:
        row = EvidenceRow
        differs = [and_(col(row.format) == name, col(row.parser_version) != versions[name]) for name in versions]
        after: tuple[str, str] | None = None
        while differs:
            found = select(row.device_key, row.sha256).where(or_(*differs), col(row.erased_at).is_(None))
            if after is not None:
                key, sha256 = after
                found = found.where(
                    or_(
                        col(row.device_key) > key,
                        and_(col(row.device_key) == key, col(row.sha256) > sha256),
                    )
                )
            some = self._session.exec(found.order_by(col(row.device_key), col(row.sha256)).limit(BATCH)).all()
            yield from ((DeviceKey(key), sha256) for key, sha256 in some)
            if len(some) < BATCH:
                return
            after = some[-1]

    def addresses(self) -> Iterator[tuple[str, bool, bool]]:
        row = EvidenceRow
        found = select(row.sha256, func.count(col(row.content)), func.count(col(row.erased_at))).group_by(
            col(row.sha256)
        )
        for sha256, in_rows, erased in self._session.exec(found.order_by(col(row.sha256))):
            yield sha256, in_rows > 0, erased > 0

    def _reads_only(self) -> bool:
        return bool(self._session.connection().get_execution_options().get("postgresql_readonly"))


def _without_content() -> Any:
    return defer(EvidenceRow.content)  # type: ignore[arg-type]  # SQLModel's attributes are columns, mypy sees bytes


def _values(evidence: StoredEvidence) -> dict[str, Any]:
    removed = None if evidence.removed is None else " ".join(evidence.removed)
    return values_of(evidence, reading=canonical(evidence.reading).decode(), removed=removed)


def _stored(row: EvidenceRow, *, content: bytes | None) -> StoredEvidence:
    removed = None if row.removed is None else tuple(row.removed.split())
    stored = stored_from(StoredEvidence, row, reading=json.loads(row.reading), removed=removed, content=None)
    return replace(stored, content=content)
