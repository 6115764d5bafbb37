"""Where reports of finders are kept."""

from datetime import datetime
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.found_reports import FoundReport, ReportReference


class FoundReportStore(Protocol):
    """Reports of finders; what they wrote is kept apart, so that it can go."""

    def put(self, report: FoundReport) -> None:
        """A new report, or one as it is now: without its words these are erased."""
        ...

    def get(self, reference: ReportReference) -> FoundReport | None: ...

    def open_of(self, key: DeviceKey) -> tuple[FoundReport, ...]:
        """The open ones of a device, oldest first."""
        ...

    def found(self, told: OrganisationId | None, *, is_open: bool, limit: int) -> tuple[FoundReport, ...]:
        """The open or the closed ones for one organisation (all when None), newest first and without their words."""
        ...

    def open_before(self, before: datetime) -> tuple[FoundReport, ...]:
        """The open ones that came before a moment, oldest first."""
        ...
