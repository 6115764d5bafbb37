"""The stores of the erasure bench in memory, and a reader of evidence that reads here and now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.reports import ErasureReport, Outcome, ReportedDisk
from lifecycle.domain.erasure.statement import Statement, StatementCode
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import MediumLine, Tray
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.service.erasure_ports import Waiting


class HereReader:
    """`ReportReader` without a process of its own."""

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        return read_evidence(content, file_name=file_name)


@dataclass
class FakeMedia:
    rows: dict[tuple[DeviceKey, str], MediumLine] = field(default_factory=dict)

    def put(self, key: DeviceKey, lines: Sequence[MediumLine]) -> None:
        before = {(line.serial_key, line.tray): line.since for line in self.of_device(key)}
        for line in self.of_device(key):
            del self.rows[key, line.serial_key]
        for line in lines:
            since = before.get((line.serial_key, line.tray), line.since)
            self.rows[key, line.serial_key] = replace(line, since=since)

    def of_device(self, key: DeviceKey) -> tuple[MediumLine, ...]:
        return tuple(self.rows[place] for place in sorted(self.rows) if place[0] == key)

    def with_serials(self, serial_keys: Collection[str]) -> tuple[MediumLine, ...]:
        return tuple(self.rows[place] for place in sorted(self.rows) if place[1] and place[1] in serial_keys)

    def in_tray(self, custodian: OrganisationId, tray: Tray, limit: int) -> tuple[MediumLine, ...]:
        mine = [line for line in self.rows.values() if line.custodian == custodian and line.tray is tray]
        return tuple(sorted(mine, key=lambda line: (line.since, line.device, line.serial_key))[:limit])

    def waiting(self, custodian: OrganisationId) -> Mapping[Tray, Waiting]:
        trays = {tray: self.in_tray(custodian, tray, len(self.rows)) for tray in Tray}
        return {tray: Waiting(len(lines), lines[0].since) for tray, lines in trays.items() if lines}


@dataclass
class FakeErasureReports:
    reports: dict[tuple[OrganisationId, str], ErasureReport] = field(default_factory=dict)
    disks: dict[tuple[OrganisationId, str, int], ReportedDisk] = field(default_factory=dict)

    def add(self, report: ErasureReport, disks: Sequence[ReportedDisk]) -> None:
        self.reports[report.organisation, report.sha256] = report
        for disk in disks:
            self.settle(disk)

    def get(self, organisation: OrganisationId, sha256: str) -> ErasureReport | None:
        return self.reports.get((organisation, sha256))

    def disks_of(self, organisation: OrganisationId, sha256: str) -> tuple[ReportedDisk, ...]:
        return tuple(self.disks[place] for place in sorted(self.disks) if place[:2] == (organisation, sha256))

    def settle(self, disk: ReportedDisk) -> None:
        self.disks[disk.report.organisation, disk.report.sha256, disk.number] = disk

    def known(self, organisation: OrganisationId, serial_key: str, happened_at: datetime) -> ReportedDisk | None:
        found = (
            disk
            for disk in self._of(organisation)
            if (disk.serial_key, disk.happened_at) == (serial_key, happened_at) and disk.outcome is not Outcome.REPEATED
        )
        return next(iter(sorted(found, key=_place)), None)

    def open_with(self, organisation: OrganisationId, serial_keys: Collection[str]) -> tuple[ReportedDisk, ...]:
        return _oldest_first(disk for disk in self._of(organisation) if disk.is_open and disk.serial_key in serial_keys)

    def open_of(self, organisation: OrganisationId, limit: int) -> tuple[ReportedDisk, ...]:
        return _oldest_first(disk for disk in self._of(organisation) if disk.is_open)[:limit]

    def waiting(self, organisation: OrganisationId) -> Waiting | None:
        mine = self.open_of(organisation, len(self.disks))
        return Waiting(len(mine), mine[0].happened_at) if mine else None

    def _of(self, organisation: OrganisationId) -> Iterable[ReportedDisk]:
        return (disk for disk in self.disks.values() if disk.report.organisation == organisation)


@dataclass
class FakeTools:
    rows: dict[tuple[str, int], Tool] = field(default_factory=dict)

    def add(self, tool: Tool) -> None:
        if (tool.id, tool.number) in self.rows:
            raise Conflict(message("Somebody else changed this entry of the register at the same moment."))
        self.rows[tool.id, tool.number] = tool

    def all(self) -> tuple[Tool, ...]:
        return tuple(self.rows[place] for place in sorted(self.rows))


def _place(disk: ReportedDisk) -> tuple[str, int]:
    return disk.report.sha256, disk.number


def _oldest_first(disks: Iterable[ReportedDisk]) -> tuple[ReportedDisk, ...]:
    return tuple(sorted(disks, key=lambda disk: (disk.happened_at, *_place(disk))))


@dataclass
class FakeStatements:
    rows: dict[StatementCode, Statement] = field(default_factory=dict)

    def add(self, statement: Statement) -> None:
        self.rows[statement.code] = statement

    def get(self, code: StatementCode) -> Statement | None:
        return self.rows.get(code)

    def of_device(self, key: DeviceKey) -> tuple[Statement, ...]:
        mine = (each for each in self.rows.values() if each.device == key)
        return tuple(sorted(mine, key=lambda each: (each.issued_at, each.code)))
