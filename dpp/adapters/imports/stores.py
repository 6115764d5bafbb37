"""Imports in SQL: the stores behind `dpp.service.imports.ports`."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, select

from dpp.adapters.imports.said import read_message, read_report, write_message, write_report
from dpp.adapters.rows.imports import (
    ColumnMapRow,
    ImportFileRow,
    ImportReferenceRow,
    ImportRowRow,
    ImportRunRow,
    ImportSaidRow,
)
from dpp.adapters.stores import insert_all, some_of
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.imports.columns import read_map, write_map
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import Outcome, RowReport, Totals
from dpp.domain.imports.run import MapVersion, Run, RunId, RunState
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.imports.ports import SavedMap

_OPEN = (RunState.DRAFT, RunState.WAITING, RunState.RUNNING)


class SqlImports:
    """`ImportStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, run_id: RunId) -> Run | None:
        row = self._session.get(ImportRunRow, run_id)
        return None if row is None else _run(row)

    def hold(self, run_id: RunId) -> Run | None:
        row = self._session.get(ImportRunRow, run_id, with_for_update=True, populate_existing=True)
        return None if row is None else _run(row)

    def put(self, run: Run) -> None:
        self._session.merge(_run_row(run))
        self._session.flush()

    def newest(self, organisation: OrganisationId | None, limit: int) -> Sequence[Run]:
        found = select(ImportRunRow).order_by(col(ImportRunRow.submitted_at).desc(), ImportRunRow.run_id).limit(limit)
        if organisation is not None:
            found = found.where(ImportRunRow.organisation == organisation)
        return [_run(row) for row in self._session.exec(found)]

    def free(self, now: datetime) -> RunId | None:
        run, busy_until = ImportRunRow, col(ImportRunRow.busy_until)
        found = (
            select(run.run_id)
            .where(col(run.state).in_([RunState.WAITING, RunState.RUNNING]), run.format != Format.REGISTER)
            .where(busy_until.is_(None) | (busy_until <= now))
            .order_by(col(run.submitted_at))
        )
        first = self._session.exec(found).first()
        return None if first is None else RunId(first)

    def unfinished(self, fingerprint: str, organisation: OrganisationId | None, kind: str) -> Run | None:
        run = ImportRunRow
        row = self._session.exec(
            select(run)
            .where(run.fingerprint == fingerprint, run.kind == kind, col(run.dry_run).is_(False))
            .where(col(run.organisation) == organisation, col(run.state).in_([RunState.WAITING, RunState.RUNNING]))
            .order_by(col(run.submitted_at))
        ).first()
        return None if row is None else _run(row)

    def add_reports(self, run_id: RunId, reports: Sequence[RowReport]) -> None:
        rows = [
            {
                "run_id": run_id,
                "line": report.line,
                "outcome": report.outcome.value,
                "subject": report.subject,
                "said": write_report(report),
            }
            for report in reports
        ]
        insert_all(self._session, ImportRowRow, rows, message("These rows were reported already."))

    def reports(
        self, run_id: RunId, *, outcome: Outcome | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[RowReport]:
        row = ImportRowRow
        found = select(row).where(row.run_id == run_id, row.line > after).order_by(col(row.line)).limit(limit)
        if outcome is not None:
            found = found.where(row.outcome == outcome)
        return [
            RowReport(line=each.line, outcome=Outcome(each.outcome), subject=each.subject, **read_report(each.said))
            for each in self._session.exec(found)
        ]

    def said(self, run_id: RunId, things: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        row = ImportSaidRow
        return {
            each.thing: (each.line, each.digest)
            for some in some_of(things)
            for each in self._session.exec(select(row).where(row.run_id == run_id, col(row.thing).in_(some)))
        }

    def add_said(self, run_id: RunId, said: Mapping[str, tuple[int, str]]) -> None:
        rows = [
            {"run_id": run_id, "thing": thing, "line": line, "digest": digest} for thing, (line, digest) in said.items()
        ]
        insert_all(self._session, ImportSaidRow, rows, message("One of these rows was judged already."))

    def forget_said(self, run_id: RunId) -> None:
        self._session.execute(delete(ImportSaidRow).where(col(ImportSaidRow.run_id) == run_id))

    def referred(self, organisation: OrganisationId | None, references: Sequence[str]) -> Mapping[str, PassportId]:
        row = ImportReferenceRow
        return {
            reference: PassportId(passport)
            for some in some_of(references)
            for reference, passport in self._session.exec(
                select(row.reference, row.passport_id).where(
                    row.organisation == (organisation or ""), col(row.reference).in_(some)
                )
            )
        }

    def refer(self, organisation: OrganisationId | None, references: Mapping[str, PassportId]) -> None:
        rows = [
            {"organisation": organisation or "", "reference": reference, "passport_id": passport}
            for reference, passport in references.items()
        ]
        insert_all(
            self._session, ImportReferenceRow, rows, message("One of these references names a passport already.")
        )

    def keep_file(self, fingerprint: str, parts: Iterator[bytes], now: datetime) -> None:
        if self._session.get(ImportFileRow, (fingerprint, 0)) is not None:
            return
        for number, part in enumerate(parts):
            row = {"fingerprint": fingerprint, "part": number, "received_at": now, "content": part}
            insert_all(self._session, ImportFileRow, [row], message("Somebody else sent this file at the same moment."))

    @contextmanager
    def file(self, fingerprint: str) -> Iterator[BinaryIO]:
        number = 0
        with tempfile.TemporaryFile() as file:
            while part := self._part(fingerprint, number):
                file.write(part)
                number += 1
            if number == 0:
                raise NotFound(
                    message("The file of this import was forgotten."), remedy=message("Send the file again.")
                )
            file.seek(0)
            yield file

    def _part(self, fingerprint: str, number: int) -> bytes | None:
        row = ImportFileRow
        return self._session.exec(select(row.content).where(row.fingerprint == fingerprint, row.part == number)).first()

    def forget_file(self, fingerprint: str) -> None:
        self._forget(col(ImportFileRow.fingerprint) == fingerprint)

    def forget_files(self, before: datetime) -> int:
        return self._forget(col(ImportFileRow.received_at) < before)

    def _forget(self, which: ColumnElement[bool]) -> int:
        needed = select(ImportRunRow.fingerprint).where(col(ImportRunRow.state).in_(_OPEN))
        going = which & col(ImportFileRow.fingerprint).not_in(needed)
        number = self._session.exec(select(func.count(func.distinct(ImportFileRow.fingerprint))).where(going)).one()
        self._session.execute(delete(ImportFileRow).where(going))
        return number


class SqlColumnMaps:
    """`ColumnMapStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedMap | None:
        row = ColumnMapRow
        found = self._session.exec(
            select(row)
            .where(row.organisation == (organisation or ""), row.name == name)
            .order_by(col(row.version).desc())
        ).first()
        return None if found is None else _saved(found)

    def all(self, organisation: OrganisationId | None, kind: str | None = None) -> Sequence[SavedMap]:
        row = ColumnMapRow
        found = select(row).where(row.organisation == (organisation or "")).order_by(row.name, col(row.version))
        newest = {each.name: each for each in self._session.exec(found)}
        return [_saved(each) for each in newest.values() if kind in {None, each.kind}]

    def add(self, saved: SavedMap) -> None:
        if self._session.get(ColumnMapRow, (saved.organisation or "", saved.name, saved.version)) is not None:
            raise Conflict(message("Somebody else saved this map at the same moment."))
        self._session.add(
            ColumnMapRow(
                organisation=saved.organisation or "",
                name=saved.name,
                version=saved.version,
                kind=saved.kind,
                actor=saved.actor,
                recorded_at=saved.recorded_at,
                content=json.dumps(write_map(saved.column_map), ensure_ascii=False),
            )
        )
        self._session.flush()


def _saved(row: ColumnMapRow) -> SavedMap:
    return SavedMap(
        organisation=OrganisationId(row.organisation) if row.organisation else None,
        name=row.name,
        version=row.version,
        kind=row.kind,
        column_map=read_map(json.loads(row.content)),
        actor=AccountId(row.actor),
        recorded_at=row.recorded_at,
    )


def _run_row(run: Run) -> ImportRunRow:
    return ImportRunRow(
        run_id=run.run_id,
        kind=run.kind,
        format=run.format.value,
        name=run.name,
        fingerprint=run.fingerprint,
        actor=run.actor,
        organisation=run.organisation,
        roles=" ".join(sorted(run.roles)),
        dry_run=run.dry_run,
        submitted_at=run.submitted_at,
        state=run.state.value,
        column_map=json.dumps(write_map(run.column_map), ensure_ascii=False) if run.column_map else "",
        map_name=run.map_version.name if run.map_version else None,
        map_version=run.map_version.version if run.map_version else None,
        total=run.total,
        **vars(run.totals),
        last_line=run.last_line,
        busy_until=run.busy_until,
        began_at=run.began_at,
        ended_at=run.ended_at,
        why=write_message(run.why),
        remedy=write_message(run.remedy),
        checked_by=run.checked_by,
    )


def _run(row: ImportRunRow) -> Run:
    return Run(
        run_id=RunId(row.run_id),
        kind=row.kind,
        format=Format(row.format),
        name=row.name,
        fingerprint=row.fingerprint,
        actor=AccountId(row.actor),
        organisation=None if row.organisation is None else OrganisationId(row.organisation),
        roles=frozenset(map(Role, row.roles.split())),
        dry_run=row.dry_run,
        submitted_at=row.submitted_at,
        state=RunState(row.state),
        column_map=read_map(json.loads(row.column_map)) if row.column_map else None,
        map_version=None if row.map_name is None else MapVersion(row.map_name, row.map_version or 0),
        total=row.total,
        totals=Totals(row.created, row.revised, row.unchanged, row.refused),
        last_line=row.last_line,
        busy_until=row.busy_until,
        began_at=row.began_at,
        ended_at=row.ended_at,
        why=read_message(row.why),
        remedy=read_message(row.remedy),
        checked_by=None if row.checked_by is None else RunId(row.checked_by),
    )
