"""Storage media, reports of erasure and the register of tools in SQL: behind `lifecycle.service.erasure_ports`."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from dpp.adapters.contested import add_contested
from dpp.adapters.mapping import stored_from, values_of
from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.rows.erasure import ErasureReportRow, ErasureToolRow, ReportedDiskRow, StorageMediumRow
from lifecycle.domain.erasure.reports import ErasureReport, Outcome, ReportedDisk
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import MediumLine, Tray
from lifecycle.domain.events import plain
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import DataState, MediumKind
from lifecycle.service.erasure_ports import Waiting

_READING: TypeAdapter[Reading] = TypeAdapter(Reading)


class SqlMedia:
    """`MediumStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, key: DeviceKey, lines: Sequence[MediumLine]) -> None:
        before = {(line.serial_key, line.tray): line.since for line in self.of_device(key)}
        self._session.exec(delete(StorageMediumRow).where(col(StorageMediumRow.device_key) == key))
        newest = {line.serial_key: line for line in lines}
        self._session.add_all(
            StorageMediumRow(
                device_key=key,
                serial_key=serial_key,
                serial=line.serial,
                kind=line.kind,
                data=line.data,
                whereabouts=line.whereabouts,
                custodian=line.custodian,
                tray=line.tray,
                since=before.get((serial_key, line.tray), line.since),
            )
            for serial_key, line in newest.items()
        )
        self._session.flush()

    def of_device(self, key: DeviceKey) -> tuple[MediumLine, ...]:
        row = StorageMediumRow
        return _lines(self._session.exec(select(row).where(row.device_key == key).order_by(col(row.serial_key))))

    def with_serials(self, serial_keys: Collection[str]) -> tuple[MediumLine, ...]:
        row = StorageMediumRow
        found = select(row).where(col(row.serial_key).in_({*serial_keys} - {""}))
        return _lines(self._session.exec(found.order_by(col(row.device_key), col(row.serial_key))))

    def in_tray(self, custodian: OrganisationId, tray: Tray, limit: int) -> tuple[MediumLine, ...]:
        row = StorageMediumRow
        found = select(row).where(row.custodian == custodian, row.tray == tray)
        ordered = found.order_by(col(row.since), col(row.device_key), col(row.serial_key))
        return _lines(self._session.exec(ordered.limit(limit)))

    def waiting(self, custodian: OrganisationId) -> Mapping[Tray, Waiting]:
        row = StorageMediumRow
        tray = col(row.tray)
        counted = select(tray, func.count(), func.min(row.since)).where(row.custodian == custodian, tray.is_not(None))
        return {
            Tray(str(name)): Waiting(count, since) for name, count, since in self._session.exec(counted.group_by(tray))
        }


class SqlErasureReports:
    """`ErasureReportStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, report: ErasureReport, disks: Sequence[ReportedDisk]) -> None:
        self._session.add(ErasureReportRow(**values_of(report, reading=json.dumps(plain(report.reading)))))
        self._session.flush()
        self._session.add_all(_disk_row(disk) for disk in disks)
        self._session.flush()

    def get(self, organisation: OrganisationId, sha256: str) -> ErasureReport | None:
        row = self._session.get(ErasureReportRow, (organisation, sha256))
        return None if row is None else _report(row)

    def disks_of(self, organisation: OrganisationId, sha256: str) -> tuple[ReportedDisk, ...]:
        row = ReportedDiskRow
        found = select(row).where(row.organisation == organisation, row.sha256 == sha256)
        return self._disks(self._session.exec(found.order_by(col(row.number))).all())

    def settle(self, disk: ReportedDisk) -> None:
        self._session.merge(_disk_row(disk))
        self._session.flush()

    def known(self, organisation: OrganisationId, serial_key: str, happened_at: datetime) -> ReportedDisk | None:
        row = ReportedDiskRow
        found = select(row).where(
            row.organisation == organisation,
            row.serial_key == serial_key,
            row.happened_at == happened_at,
            row.outcome != Outcome.REPEATED,
        )
        rows = self._session.exec(found.order_by(col(row.sha256), col(row.number)).limit(1)).all()
        return next(iter(self._disks(rows)), None)

    def open_with(self, organisation: OrganisationId, serial_keys: Collection[str]) -> tuple[ReportedDisk, ...]:
        row = ReportedDiskRow
        found = self._open(organisation).where(col(row.serial_key).in_(serial_keys))
        return self._disks(self._session.exec(found).all())

    def open_of(self, organisation: OrganisationId, limit: int) -> tuple[ReportedDisk, ...]:
        return self._disks(self._session.exec(self._open(organisation).limit(limit)).all())

    def waiting(self, organisation: OrganisationId) -> Waiting | None:
        row = ReportedDiskRow
        counted = select(func.count(), func.min(row.happened_at)).where(
            row.organisation == organisation, col(row.is_open).is_(True)
        )
        count, oldest = self._session.exec(counted).one()
        return Waiting(count, oldest) if count else None

    @staticmethod
    def _open(organisation: OrganisationId) -> SelectOfScalar[ReportedDiskRow]:
        row = ReportedDiskRow
        found = select(row).where(row.organisation == organisation, col(row.is_open).is_(True))
        return found.order_by(col(row.happened_at), col(row.sha256), col(row.number))

    def _disks(self, rows: Sequence[ReportedDiskRow]) -> tuple[ReportedDisk, ...]:
        reports = {
            place: self.get(*place) for place in {(OrganisationId(row.organisation), row.sha256) for row in rows}
        }
        return tuple(_disk(row, reports[OrganisationId(row.organisation), row.sha256]) for row in rows)


class SqlTools:
    """`ToolStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, tool: Tool) -> None:
        values = values_of(tool, versions=json.dumps(tool.versions), methods=json.dumps(tool.methods))
        values["tool_id"] = values.pop("id")
        add_contested(
            self._session,
            ErasureToolRow(**values),
            message("Somebody else changed this entry of the register at the same moment."),
            message("Read it again, then repeat what you did if it is still needed."),
        )

    def all(self) -> tuple[Tool, ...]:
        rows = self._session.exec(
            select(ErasureToolRow).order_by(col(ErasureToolRow.tool_id), col(ErasureToolRow.number))
        )
        return tuple(
            stored_from(
                Tool,
                row,
                id=row.tool_id,
                versions=tuple(json.loads(row.versions)),
                methods=tuple(json.loads(row.methods)),
            )
            for row in rows
        )


def _lines(rows: Iterable[StorageMediumRow]) -> tuple[MediumLine, ...]:
    return tuple(
        MediumLine(
            device=DeviceKey(row.device_key),
            serial=row.serial,
            kind=MediumKind(row.kind),
            data=DataState(row.data),
            whereabouts=Whereabouts(row.whereabouts),
            custodian=OrganisationId(row.custodian),
            tray=None if row.tray is None else Tray(row.tray),
            since=row.since,
        )
        for row in rows
    )


def _report(row: ErasureReportRow) -> ErasureReport:
    return stored_from(ErasureReport, row, reading=_READING.validate_python(json.loads(row.reading)))


def _disk_row(disk: ReportedDisk) -> ReportedDiskRow:
    return ReportedDiskRow(
        organisation=disk.report.organisation,
        sha256=disk.report.sha256,
        number=disk.number,
        serial_key=disk.serial_key,
        happened_at=disk.happened_at,
        is_open=disk.is_open,
        outcome=disk.outcome,
        device_key=disk.device,
        event_id=disk.event,
        rule=disk.rule,
        settled_at=disk.settled_at,
        settled_by=disk.settled_by,
    )


def _disk(row: ReportedDiskRow, report: ErasureReport | None) -> ReportedDisk:
    assert report is not None  # a foreign key holds it
    return stored_from(
        ReportedDisk, row, report=report, outcome=Outcome(row.outcome), device=row.device_key, event=row.event_id
    )
