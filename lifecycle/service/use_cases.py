"""All use cases of devices together: what routes and pages ask."""

from dataclasses import dataclass

from lifecycle.service.advice import RepairAdvice
from lifecycle.service.allocating import Allocations
from lifecycle.service.approval_use_cases import ApprovalUseCases
from lifecycle.service.bulk_actions import BulkActions
from lifecycle.service.cases import Cases
from lifecycle.service.consignment_differences import Differences
from lifecycle.service.consignment_papers import Papers
from lifecycle.service.consignment_receipts import Receipts
from lifecycle.service.consignments import Consignments
from lifecycle.service.correcting import Corrections
from lifecycle.service.delivery_keys import DeliveryKeys
from lifecycle.service.devices import Devices
from lifecycle.service.donation_use_cases import DonationUseCases
from lifecycle.service.epcis_use_cases import EpcisUseCases
from lifecycle.service.erasure_maps import ErasureMaps
from lifecycle.service.erasure_use_cases import ErasureUseCases
from lifecycle.service.event_batches import EventBatches
from lifecycle.service.evidence import Evidence
from lifecycle.service.fault_use_cases import FaultUseCases
from lifecycle.service.feed import Feed
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.goods import Goods
from lifecycle.service.holdings import Holdings
from lifecycle.service.hooks import WebHooks
from lifecycle.service.inbox import Inbox
from lifecycle.service.intake import Intake
from lifecycle.service.labelling import Labelling
from lifecycle.service.load_use_cases import LoadUseCases
from lifecycle.service.market_use_cases import MarketUseCases
from lifecycle.service.monitoring import Monitoring
from lifecycle.service.parts import Parts
from lifecycle.service.repair_keys import RepairKeys
from lifecycle.service.repair_use_cases import RepairUseCases
from lifecycle.service.repairer_lists import RepairerLists
from lifecycle.service.repairers import Repairers
from lifecycle.service.requests import Requests
from lifecycle.service.routing import Routing
from lifecycle.service.routing_policies import RoutingPolicies
from lifecycle.service.sales import Sales
from lifecycle.service.scanning import Scans
from lifecycle.service.spares import SpareUseCases
from lifecycle.service.support import Support
from lifecycle.service.things import Things
from lifecycle.service.today import Today
from lifecycle.service.windows_capability import WindowsCapability
from lifecycle.service.worklist import Worklist
from lifecycle.service.worklists import Worklists


@dataclass(frozen=True)
class UseCases:
    """Everything that can be asked of the life of devices."""

    devices: Devices
    intake: Intake
    scans: Scans
    evidence: Evidence
    routing: Routing
    approvals: ApprovalUseCases
    consignments: Consignments
    receipts: Receipts
    differences: Differences
    papers: Papers
    loads: LoadUseCases
    worklist: Worklist
    worklists: Worklists
    bulk_actions: BulkActions
    found_reports: FoundReports
    labelling: Labelling
    epcis: EpcisUseCases
    things: Things
    parts: Parts
    goods: Goods
    erasure: ErasureUseCases
    erasure_maps: ErasureMaps
    event_batches: EventBatches
    inbox: Inbox
    corrections: Corrections
    cases: Cases
    feed: Feed
    web_hooks: WebHooks
    donations: DonationUseCases
    sales: Sales
    market: MarketUseCases
    policies: RoutingPolicies
    requests: Requests
    allocations: Allocations
    support: Support
    windows: WindowsCapability
    monitoring: Monitoring
    holdings: Holdings
    today: Today
    repairers: Repairers
    repairer_lists: RepairerLists
    repair_keys: RepairKeys
    delivery_keys: DeliveryKeys
    repairs: RepairUseCases
    advice: RepairAdvice
    faults: FaultUseCases
    spares: SpareUseCases
