"""Repair guides in SQL (`GuideStore` over a session), and their documents as files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from dpp.adapters.log.files import write_whole
from dpp.adapters.mapping import stored_from, values_of
from dpp.adapters.rows.repair_guides import RepairGuideFileRow, RepairGuideRow
from dpp.adapters.stores import insert_all
from dpp.domain.errors import NotFound, Unavailable
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import sha256 as hash_of
from dpp.domain.repair_guide.vocabulary import FileUse
from dpp.service.repair_guide_ports import GuideFile, StoredGuide

_ADDRESS = re.compile(r"[0-9a-f]{64}")


class SqlRepairGuides:
    """Versions of guides, and the files of a model."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, model_id: PassportId) -> StoredGuide | None:
        row = RepairGuideRow
        found = select(row).where(col(row.model_id) == model_id).order_by(col(row.version).desc()).limit(1)
        return next(map(_guide, self._session.scalars(found)), None)

    def version(self, model_id: PassportId, number: int) -> StoredGuide | None:
        row = self._session.get(RepairGuideRow, (model_id, number))
        return None if row is None else _guide(row)

    def versions(self, model_id: PassportId) -> Sequence[StoredGuide]:
        row = RepairGuideRow
        found = select(row).where(col(row.model_id) == model_id).order_by(col(row.version))
        return [_guide(each) for each in self._session.scalars(found)]

    def add(self, guide: StoredGuide) -> None:
        insert_all(
            self._session, RepairGuideRow, [values_of(guide)], message("Somebody else changed this guide first.")
        )

    def file(self, model_id: PassportId, sha256: str) -> GuideFile | None:
        row = self._session.get(RepairGuideFileRow, (model_id, sha256))
        return None if row is None else _file(row)

    def files(self, model_id: PassportId) -> Sequence[GuideFile]:
        row = RepairGuideFileRow
        found = select(row).where(col(row.model_id) == model_id).order_by(col(row.added_at), col(row.sha256))
        return [_file(each) for each in self._session.scalars(found)]

    def add_file(self, file: GuideFile) -> None:
        insert_all(self._session, RepairGuideFileRow, [values_of(file)], message("The model has this file already."))


def _guide(row: RepairGuideRow) -> StoredGuide:
    return stored_from(StoredGuide, row, recorded_at=row.recorded_at.astimezone(UTC))


def _file(row: RepairGuideFileRow) -> GuideFile:
    return stored_from(GuideFile, row, use=FileUse(row.use), added_at=row.added_at.astimezone(UTC))


@dataclass(frozen=True)
class DocumentFolder:
    """`GuideDocuments` in a folder: `aa/bb/aabb...`; what is read back is hashed again."""

    folder: Path

    def put(self, content: bytes) -> str:
        sha256 = hash_of(content)
        path = self._path(sha256)
        if not path.exists():
            write_whole(path, content, mode=0o600)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise _unknown(sha256) from error
        if hash_of(content) != sha256:
            raise Unavailable(
                message("The file {sha256} was changed.", sha256=sha256),
                remedy=message("Whoever runs this service restores it from a backup."),
            )
        return content

    def _path(self, sha256: str) -> Path:
        """NotFound for what is no address: it could lead out of the folder."""
        if not _ADDRESS.fullmatch(sha256):
            raise _unknown(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def _unknown(sha256: str) -> NotFound:
    return NotFound(message("There is no file {sha256}.", sha256=sha256[:64]))
