"""Where the erasure bench keeps what it looks at: media by serial number and tray, reports, the register of tools."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.erasure.reports import ErasureReport, ReportedDisk
from lifecycle.domain.erasure.statement import Statement, StatementCode
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.erasure.trays import MediumLine, Tray
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped


@dataclass(frozen=True)
class Waiting:
    """How many wait in a tray, and since when the one that waits longest."""

    count: int
    oldest: datetime


class ReportReader(Protocol):
    """What of `lifecycle.service.evidence_ports.EvidenceReader` a report needs."""

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        """What may be stored of a file, and what it says; TooLarge or InvalidInput where it cannot be read."""
        ...


class MediumStore(Protocol):
    """The projection of storage media: made again from the devices at will."""

    def put(self, key: DeviceKey, lines: Sequence[MediumLine]) -> None:
        """All media of a device; one that stays in its tray keeps the moment since when it is there."""
        ...

    def of_device(self, key: DeviceKey) -> tuple[MediumLine, ...]:
        """By serial number."""
        ...

    def with_serials(self, serial_keys: Collection[str]) -> tuple[MediumLine, ...]:
        """The media with one of these serial numbers, in whatever device, by device."""
        ...

    def in_tray(self, custodian: OrganisationId, tray: Tray, limit: int) -> tuple[MediumLine, ...]:
        """Who waits longest comes first."""
        ...

    def waiting(self, custodian: OrganisationId) -> Mapping[Tray, Waiting]:
        """The trays of an organisation in which something waits."""
        ...


class ErasureReportStore(Protocol):
    """Reports of wiping tools, insert-only, and what became of each of their disks."""

    def add(self, report: ErasureReport, disks: Sequence[ReportedDisk]) -> None: ...
    def get(self, organisation: OrganisationId, sha256: str) -> ErasureReport | None: ...
    def disks_of(self, organisation: OrganisationId, sha256: str) -> tuple[ReportedDisk, ...]:
        """By their place in the report."""
        ...

    def settle(self, disk: ReportedDisk) -> None:
        """What became of a disk, as it is now."""
        ...

    def known(self, organisation: OrganisationId, serial_key: str, happened_at: datetime) -> ReportedDisk | None:
        """The first disk that was reported with this serial number and this moment."""
        ...

    def open_with(self, organisation: OrganisationId, serial_keys: Collection[str]) -> tuple[ReportedDisk, ...]:
        """The open ones of an organisation with one of these serial numbers, oldest erasure first."""
        ...

    def open_of(self, organisation: OrganisationId, limit: int) -> tuple[ReportedDisk, ...]:
        """The open ones of an organisation, oldest erasure first."""
        ...

    def waiting(self, organisation: OrganisationId) -> Waiting | None:
        """How many are open; None when none is."""
        ...


class ToolStore(Protocol):
    """The register of erasure tools, insert-only: every number of every entry."""

    def add(self, tool: Tool) -> None:
        """Conflict where somebody else made this number of the entry."""
        ...

    def all(self) -> tuple[Tool, ...]:
        """By entry and number."""
        ...


class StatementStore(Protocol):
    """Statements, insert-only."""

    def add(self, statement: Statement) -> None: ...
    def get(self, code: StatementCode) -> Statement | None: ...
    def of_device(self, key: DeviceKey) -> tuple[Statement, ...]:
        """Oldest first."""
        ...
