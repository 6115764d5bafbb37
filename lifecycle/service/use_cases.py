"""All use cases of devices together: what routes and pages ask."""

from dataclasses import dataclass

from lifecycle.service.consignments import Consignments
from lifecycle.service.devices import Devices
from lifecycle.service.event_batches import EventBatches
from lifecycle.service.evidence import Evidence
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.inbox import Inbox
from lifecycle.service.intake import Intake
from lifecycle.service.labelling import Labelling
from lifecycle.service.routing import Routing
from lifecycle.service.scanning import Scans
from lifecycle.service.worklist import Worklist


@dataclass(frozen=True)
class UseCases:
    """Everything that can be asked of the life of devices."""

    devices: Devices
    intake: Intake
    scans: Scans
    evidence: Evidence
    routing: Routing
    consignments: Consignments
    worklist: Worklist
    found_reports: FoundReports
    labelling: Labelling
    event_batches: EventBatches
    inbox: Inbox
