"""What is kept of a load beside its consignment: its collection, weights that were reported back, differences."""

from typing import Protocol

from lifecycle.domain.consignment import Collection, LoadDifference, WeightReport, WeightReportId
from lifecycle.domain.events import ConsignmentId


class LoadStore(Protocol):
    """Collections and reports are insert-only; a difference is changed once, by its answer."""

    def add_collection(self, collection: Collection) -> None:
        """Raises Conflict where the consignment was collected at the same moment."""
        ...

    def collection(self, consignment: ConsignmentId) -> Collection | None: ...
    def add_report(self, report: WeightReport) -> None: ...
    def report(self, report: WeightReportId) -> WeightReport | None: ...
    def reports(self, consignment: ConsignmentId) -> tuple[WeightReport, ...]:
        """Oldest first."""
        ...

    def put_difference(self, difference: LoadDifference) -> None:
        """New, or in the place of the one with its id."""
        ...

    def differences(self, consignment: ConsignmentId) -> tuple[LoadDifference, ...]:
        """Oldest first."""
        ...


class KeptFiles(Protocol):
    """Bytes under their own SHA-256: photos without metadata, and records of tests."""

    def put(self, content: bytes) -> None: ...
    def get(self, sha256: str) -> bytes: ...
