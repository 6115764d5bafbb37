"""How the use cases of devices are made of their adapters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.adapters.photo_files import PhotoFolder
from dpp.api.limits import Buckets
from dpp.domain.asset_tags import read_asset_tags
from dpp.service.access_log import AccessLog
from dpp.service.publishing import Publisher
from lifecycle.adapters.after_support import packaged_ways
from lifecycle.adapters.epcis_schema import CaptureSchema, happening_from
from lifecycle.adapters.evidence_files import EvidenceFolder
from lifecycle.adapters.open_repair_csv import write_rows
from lifecycle.adapters.papers.handovers import TypstHandovers
from lifecycle.adapters.papers.loads import TypstLoads, TypstTestRecords
from lifecycle.adapters.papers.quotes import TypstQuotes
from lifecycle.adapters.papers.reasoned import TypstReasons
from lifecycle.adapters.papers.statements import TypstStatements
from lifecycle.adapters.policies import RegisteredPolicies
from lifecycle.adapters.policy_files import read_policy
from lifecycle.adapters.report_files import ReportFiles
from lifecycle.adapters.transport import HighsSolver
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.erasure.pallet import ErasurePolicy
from lifecycle.domain.spares.stock import Terms
from lifecycle.service.advice import RepairAdvice
from lifecycle.service.advice_parts import PartsOfModels
from lifecycle.service.allocating import Allocations
from lifecycle.service.approval_use_cases import ApprovalUseCases
from lifecycle.service.bulk_actions import BulkActions
from lifecycle.service.bulk_acts import all_acts
from lifecycle.service.cases import Cases
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_differences import Differences
from lifecycle.service.consignment_papers import Papers
from lifecycle.service.consignment_receipts import Receipts
from lifecycle.service.consignments import Consignments
from lifecycle.service.correcting import Corrections
from lifecycle.service.delivery_keys import DeliveryKeys
from lifecycle.service.devices import Devices
from lifecycle.service.donation_ports import LinkDesk
from lifecycle.service.donation_use_cases import DonationUseCases
from lifecycle.service.epcis_use_cases import EpcisUseCases
from lifecycle.service.erasure_bench import ErasureBench
from lifecycle.service.erasure_map_ports import ErasureReportReader
from lifecycle.service.erasure_maps import ErasureMaps
from lifecycle.service.erasure_pallet import Pallets
from lifecycle.service.erasure_reports import ErasureReports
from lifecycle.service.erasure_statements import ErasureStatements
from lifecycle.service.erasure_tools import ToolRegister
from lifecycle.service.erasure_use_cases import ErasureUseCases
from lifecycle.service.event_batches import EventBatches
from lifecycle.service.evidence import Evidence
from lifecycle.service.evidence_ports import EvidenceReader
from lifecycle.service.fault_use_cases import FaultUseCases
from lifecycle.service.feed import Feed
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.goods import Goods
from lifecycle.service.holdings import Holdings
from lifecycle.service.hooks import WebHooks
from lifecycle.service.inbox import Inbox
from lifecycle.service.intake import Intake
from lifecycle.service.key_desk import KeyDesk
from lifecycle.service.labelling import Labelling
from lifecycle.service.late_events import LateEvents
from lifecycle.service.load_use_cases import LoadUseCases
from lifecycle.service.market_use_cases import MarketUseCases
from lifecycle.service.monitoring import Monitoring
from lifecycle.service.parts import Parts as PartsOfDevices
from lifecycle.service.professionals import Professionals
from lifecycle.service.recording import Recorder
from lifecycle.service.repair_keys import RepairKeys
from lifecycle.service.repair_use_cases import RepairMeans, RepairUseCases
from lifecycle.service.repairer_lists import RepairerLists
from lifecycle.service.repairers import Repairers
from lifecycle.service.requests import Requests
from lifecycle.service.routing import Routing
from lifecycle.service.routing_policies import RoutingPolicies
from lifecycle.service.sales import Sales
from lifecycle.service.scanning import OwnCodes, Scans
from lifecycle.service.spare_stock import SpareStock
from lifecycle.service.spares import SpareUseCases
from lifecycle.service.support import Support
from lifecycle.service.things import Things
from lifecycle.service.today import Today
from lifecycle.service.use_cases import UseCases
from lifecycle.service.windows_capability import WindowsCapability
from lifecycle.service.worklist import Worklist
from lifecycle.service.worklists import Worklists
from web.accounts.adapters.directory import Directory
from web.settings import Settings

_FEEDBACK_PER_MINUTE = 30
"""How often a link may say something of its delivery, in each process."""


@dataclass(frozen=True)
class Outside:
    """What devices ask of the rest of the service.

    `evidence` and `reports` read files in processes of their own, which whoever made them closes. `wake_deciding` calls
    who works on routing runs.
    """

    directory: Directory
    publisher: Publisher
    evidence: EvidenceReader
    reports: ErasureReportReader
    links: LinkDesk
    wake_deciding: Callable[[], None]


@dataclass(frozen=True)
class Means:
    """What the use cases of devices have in common."""

    settings: Settings
    outside: Outside
    storage: SqlLifecycleStorage
    recorder: Recorder
    policies: RegisteredPolicies
    codes: OwnCodes

    @classmethod
    def of(cls, settings: Settings, database: Database, outside: Outside) -> Self:
        erasing = ErasurePolicy(settings.erasure_tools, settings.erasure_sample_share)
        return cls(
            settings,
            outside,
            SqlLifecycleStorage(database),
            Recorder(outside.publisher, clock.utc_now, clock.random_bytes, erasing),
            RegisteredPolicies(),
            OwnCodes(settings.hosts, read_asset_tags(settings.asset_tags)),
        )


def use_cases(settings: Settings, database: Database, outside: Outside) -> UseCases:
    """Every use case of devices: one line each."""
    means = Means.of(settings, database, outside)
    storage, recorder, policies, codes = means.storage, means.recorder, means.policies, means.codes
    directory, publisher, now, chance = outside.directory, outside.publisher, clock.utc_now, clock.random_bytes
    intake, routing = Intake(storage, recorder, directory, codes), Routing(storage, recorder, directory, policies)
    late, erasure, loads = LateEvents(recorder, intake), _erasure(means), _loads(means)
    consignments = Consignments(storage, recorder, directory, loads.records, policies)
    acts = all_acts(storage, recorder, routing, erasure.pallets, consignments)
    return UseCases(
        devices=Devices(storage, recorder, directory),
        intake=intake,
        scans=Scans(storage, codes, now),
        evidence=Evidence(storage, recorder, outside.evidence, EvidenceFolder(settings.evidence_folder)),
        routing=routing,
        approvals=ApprovalUseCases.of(routing, TypstReasons()),
        consignments=consignments,
        receipts=Receipts(storage, recorder, directory, codes),
        differences=Differences(storage, recorder, directory),
        loads=loads,
        papers=Papers(ConsignmentDesk(storage, recorder, directory), publisher.links, TypstHandovers()),
        worklist=Worklist(storage),
        worklists=Worklists(storage, directory, now, timedelta(minutes=settings.taking_minutes)),
        bulk_actions=BulkActions(storage, acts, codes, now),
        found_reports=_found_reports(means),
        labelling=Labelling(storage, recorder, codes),
        epcis=EpcisUseCases.of(storage, recorder, publisher.links, CaptureSchema(), happening_from),
        things=Things(storage, recorder),
        parts=PartsOfDevices(storage, now),
        goods=Goods(storage, recorder, directory),
        erasure=erasure,
        erasure_maps=ErasureMaps(storage, outside.reports, now, erasure.reports),
        event_batches=EventBatches(storage, late, now, chance, timedelta(minutes=settings.scanner_skew_minutes)),
        inbox=Inbox(storage, late, directory, now),
        corrections=Corrections(storage, recorder, directory),
        cases=Cases(storage, recorder),
        feed=Feed(storage),
        web_hooks=WebHooks(storage, now, chance),
        market=_market(means),
        sales=Sales(storage, recorder, directory, policies, loads.records),
        donations=_donations(means),
        policies=RoutingPolicies(storage, policies, read_policy, directory, now, chance, outside.wake_deciding),
        support=Support(storage, publisher, now),
        windows=WindowsCapability(storage, recorder, directory, policies, now),
        requests=Requests(storage, recorder),
        faults=FaultUseCases.of(storage, write_rows, f"Kringpas ({settings.public_url})"),
        monitoring=Monitoring(storage, directory, publisher, now, ReportFiles()),
        holdings=Holdings(storage, directory, now),
        today=Today(storage),
        advice=_advice(means),
        spares=SpareUseCases.of(storage, publisher, directory, now, chance, _spare_terms(settings)),
        allocations=Allocations(storage, recorder, directory, policies, HighsSolver()),
        repairers=Repairers(storage, directory, now, chance),
        repairer_lists=RepairerLists(storage, now, chance),
        repair_keys=_repair_keys(means),
        delivery_keys=DeliveryKeys(storage, _key_desk(means)),
        repairs=_repairs(means),
    )


def _spare_terms(settings: Settings) -> Terms:
    return Terms(settings.spare_part_days, settings.spare_parts_at_most, settings.spare_price_days)


def _advice(means: Means) -> RepairAdvice:
    parts = PartsOfModels(means.settings.spare_price_days)
    return RepairAdvice(
        means.storage, means.recorder, means.outside.directory, means.policies, clock.utc_now, packaged_ways(), parts
    )


def professionals(beside: Database) -> Professionals:
    """The register of repairers, by connections of its own: passports ask it in the middle of a reading."""
    return Professionals(SqlLifecycleStorage(beside))


def _repair_keys(means: Means) -> RepairKeys:
    log = AccessLog(clock.random_bytes, means.settings.controlled_reads_per_day)
    return RepairKeys(means.storage, _key_desk(means), log)


def _key_desk(means: Means) -> KeyDesk:
    return KeyDesk(means.recorder, means.outside.directory)


def _repairs(means: Means) -> RepairUseCases:
    settings, outside, directory = means.settings, means.outside, means.outside.directory
    stock = SpareStock(means.storage, directory, clock.utc_now, clock.random_bytes, _spare_terms(settings))
    return RepairUseCases.of(
        means.storage,
        means.recorder,
        directory,
        RepairMeans(
            links=outside.publisher.links,
            printer=TypstQuotes(),
            files=EvidenceFolder(settings.repair_folder),
            link_desk=outside.links,
            stock=stock,
            limit_eur=settings.repair_limit_eur,
        ),
    )


def _erasure(means: Means) -> ErasureUseCases:
    storage, recorder, outside = means.storage, means.recorder, means.outside
    turns = Buckets(means.settings.erasure_reports_per_minute)
    return ErasureUseCases(
        bench=ErasureBench(storage),
        reports=ErasureReports(storage, recorder, outside.evidence, turns.take),
        pallets=Pallets(storage, recorder, means.codes),
        tools=ToolRegister(storage, clock.utc_now, recorder.new_id, recorder.erasure),
        statements=ErasureStatements(storage, recorder, outside.directory, TypstStatements()),
    )


def _loads(means: Means) -> LoadUseCases:
    kept = EvidenceFolder(means.settings.load_folder)
    printers, links = (TypstLoads(), TypstTestRecords()), means.outside.publisher.links
    return LoadUseCases.of(means.storage, means.recorder, means.outside.directory, kept, links, printers)


def _market(means: Means) -> MarketUseCases:
    directory, photos = means.outside.directory, PhotoFolder(means.settings.photo_folder)
    return MarketUseCases.of(means.storage, means.recorder, directory, means.policies, means.codes, photos)


def _donations(means: Means) -> DonationUseCases:
    directory, links, turns = means.outside.directory, means.outside.links, Buckets(_FEEDBACK_PER_MINUTE)
    return DonationUseCases.of(means.storage, means.recorder, directory, means.policies, means.codes, links, turns.take)


def _found_reports(means: Means) -> FoundReports:
    log = AccessLog(clock.random_bytes, means.settings.controlled_reads_per_day)
    kept = timedelta(days=means.settings.found_reports_kept_days)
    return FoundReports(means.storage, clock.utc_now, clock.random_bytes, log, kept)
