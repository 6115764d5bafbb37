"""The store of loads in memory."""

from dataclasses import dataclass, field

from dpp.domain.errors import Conflict
from dpp.domain.message import message
from lifecycle.domain.consignment import Collection, LoadDifference, LoadDifferenceId, WeightReport, WeightReportId
from lifecycle.domain.events import ConsignmentId


@dataclass
class FakeLoads:
    collections: dict[ConsignmentId, Collection] = field(default_factory=dict)
    weighings: dict[WeightReportId, WeightReport] = field(default_factory=dict)
    items: dict[LoadDifferenceId, LoadDifference] = field(default_factory=dict)

    def add_collection(self, collection: Collection) -> None:
        if collection.consignment in self.collections:
            raise Conflict(message("Consignment {id} was collected already.", id=collection.consignment))
        self.collections[collection.consignment] = collection

    def collection(self, consignment: ConsignmentId) -> Collection | None:
        return self.collections.get(consignment)

    def add_report(self, report: WeightReport) -> None:
        self.weighings[report.id] = report

    def report(self, report: WeightReportId) -> WeightReport | None:
        return self.weighings.get(report)

    def reports(self, consignment: ConsignmentId) -> tuple[WeightReport, ...]:
        mine = (each for each in self.weighings.values() if each.consignment == consignment)
        return tuple(sorted(mine, key=lambda each: (each.recorded_at, each.id)))

    def put_difference(self, difference: LoadDifference) -> None:
        self.items[difference.id] = difference

    def differences(self, consignment: ConsignmentId) -> tuple[LoadDifference, ...]:
        mine = (each for each in self.items.values() if each.consignment == consignment)
        return tuple(sorted(mine, key=lambda each: (each.found_at, each.id)))
