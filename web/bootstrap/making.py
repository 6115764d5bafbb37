"""How each part of the service is made of its adapters."""

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr

from dpp.adapters import clock
from dpp.adapters.catalogue import load_rules
from dpp.adapters.database import Database
from dpp.adapters.held_copies import SqlHeldStorage
from dpp.adapters.imports.files import Files
from dpp.adapters.registers import load_register, reply_term
from dpp.adapters.validation import DocumentSchema, JsonSchemaValidator
from dpp.adapters.work import SqlStorage
from dpp.api.limits import Buckets
from dpp.domain.asset_tags import read_asset_tags
from dpp.domain.links import Links
from dpp.domain.registration.notices import Destination
from dpp.service.access_log import AccessLog
from dpp.service.checking import Checking
from dpp.service.claims.claims import Claims
from dpp.service.claims.contradictions import Contradictions
from dpp.service.claims.takeover import TakeOver
from dpp.service.claims.use_cases import ClaimUseCases
from dpp.service.foreign.passports import ForeignPassports
from dpp.service.foreign.ports import Answer, ForeignPages
from dpp.service.holding.keeping import Keeping
from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports
from dpp.service.imports.items import ItemTarget
from dpp.service.imports.models import ModelTarget
from dpp.service.imports.ports import Target
from dpp.service.imports.runner import Runner
from dpp.service.outbox.delivering import Delivery
from dpp.service.passports import Passports
from dpp.service.publishing import Publisher
from lifecycle.adapters.epcis_schema import CaptureSchema, happening_from
from lifecycle.adapters.evidence_files import EvidenceFolder
from lifecycle.adapters.papers.handovers import TypstHandovers
from lifecycle.adapters.papers.loads import TypstLoads, TypstTestRecords
from lifecycle.adapters.papers.reasoned import TypstReasons
from lifecycle.adapters.papers.statements import TypstStatements
from lifecycle.adapters.photo_files import PhotoFolder
from lifecycle.adapters.policies import RegisteredPolicies
from lifecycle.adapters.policy_files import read_policy
from lifecycle.adapters.report_files import ReportFiles
from lifecycle.adapters.transport import HighsSolver
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.erasure.pallet import ErasurePolicy
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
from lifecycle.service.decision_checks import DecisionChecks
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
from lifecycle.service.feed import Feed
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.goods import Goods
from lifecycle.service.hook_ports import HookReply
from lifecycle.service.hooks import HookDeliveries, WebHooks
from lifecycle.service.imports import DeviceTarget
from lifecycle.service.inbox import Inbox
from lifecycle.service.intake import Intake
from lifecycle.service.labelling import Labelling
from lifecycle.service.late_events import LateEvents
from lifecycle.service.load_use_cases import LoadUseCases
from lifecycle.service.market_use_cases import MarketUseCases
from lifecycle.service.monitoring import Monitoring
from lifecycle.service.parts import Parts as PartsOfDevices
from lifecycle.service.recording import Recorder
from lifecycle.service.requests import Requests
from lifecycle.service.routing import Routing
from lifecycle.service.routing_policies import RoutingPolicies
from lifecycle.service.routing_worker import RoutingWorker
from lifecycle.service.sales import Sales
from lifecycle.service.scanning import OwnCodes, Scans
from lifecycle.service.support import Support
from lifecycle.service.things import Things
from lifecycle.service.use_cases import UseCases
from lifecycle.service.windows_capability import WindowsCapability
from lifecycle.service.worklist import Worklist
from lifecycle.service.worklists import Worklists
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.adapters.standing import AccountStanding, OrganisationsByName
from web.deciding import Deciding
from web.importing import Bell, Importing
from web.settings import Settings

_KEY_BYTES = 32
_FEEDBACK_PER_MINUTE = 30
"""How often a link may say something of its delivery, in each process."""
_FOREIGN_PER_MINUTE = 20
"""How many passports of other providers an account may ask for, in each process."""


def turtle(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_turtle  # noqa: PLC0415 - a start need not wait for the libraries of RDF

    return to_turtle(document)


def nquads(document: Mapping[str, Any]) -> str:
    from dpp.adapters.jsonld import to_nquads  # noqa: PLC0415 - the same

    return to_nquads(document)


def address_key(path: Path) -> bytes:
    """A key of random bytes that all processes over this data folder share; the first one makes it, whole at once."""
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent) as fresh:  # for its owner's eyes only
            fresh.write(clock.random_bytes(_KEY_BYTES))
            fresh.flush()
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_bytes()


def publisher(settings: Settings) -> Publisher:
    rules = load_rules()
    links = Links(settings.public_url)
    schema = JsonSchemaValidator(rules.current)
    return Publisher(rules, schema, links, clock.random_bytes, settings.operator, settings.destinations)


def keeping(settings: Settings, database: Database, passports: Passports) -> Keeping:
    schema, rules = DocumentSchema("passport-package", "1.0"), passports.publisher.rules
    return Keeping(SqlHeldStorage(database), schema, rules, Links(settings.public_url), clock.utc_now)


def deliveries(
    settings: Settings, database: Database, publisher: Publisher, closing: ExitStack
) -> dict[Destination, Delivery]:
    """A worker for each configured destination; none is the default."""
    if not settings.destinations:
        return {}
    from dpp.adapters import destinations  # noqa: PLC0415 - a start need not wait for the libraries of HTTP

    means = destinations.Means(SqlStorage(database), Links(settings.public_url), clock.utc_now, clock.random_bytes)
    deliveries = {}
    if settings.registry_url is not None:
        registry = destinations.Provider(settings.registry_url, secret(settings.registry_key))
        delivery = destinations.registry(means, registry, settings.backup_operator_id, closing)
        deliveries[Destination.REGISTRY] = delivery
    if settings.backup_url is not None:
        provider = destinations.Provider(settings.backup_url, secret(settings.backup_key))
        deliveries[Destination.BACKUP] = destinations.backup(means, provider, publisher.rules, closing)
    return deliveries


def secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def claiming(database: Database, directory: Directory, passports: Passports) -> ClaimUseCases:
    storage, now, chance = SqlStorage(database), clock.utc_now, clock.random_bytes
    return ClaimUseCases(
        claims=Claims(storage, directory, now, chance),
        takeover=TakeOver(storage, passports.publisher, directory, load_register(), now),
        contradictions=Contradictions(storage, passports, directory, now, chance, reply_term()),
    )


def use_cases(
    settings: Settings,
    database: Database,
    directory: Directory,
    publisher: Publisher,
    readers: tuple[EvidenceReader, ErasureReportReader],
    wake_deciding: Callable[[], None],
    links: LinkDesk,
) -> UseCases:
    """`readers` are closed by whoever made them; `wake_deciding` calls who works on routing runs."""
    storage, (reader, mapped) = SqlLifecycleStorage(database), readers
    policy = ErasurePolicy(settings.erasure_tools, settings.erasure_sample_share)
    recorder = Recorder(publisher, clock.utc_now, clock.random_bytes, policy)
    codes = OwnCodes(settings.hosts, read_asset_tags(settings.asset_tags))
    intake = Intake(storage, recorder, directory, codes)
    late, skew = LateEvents(recorder, intake), timedelta(minutes=settings.scanner_skew_minutes)
    erasure = _erasure(Buckets(settings.erasure_reports_per_minute), storage, recorder, codes, reader, directory)
    policies = RegisteredPolicies()
    routing = Routing(storage, recorder, directory, policies)
    kept = EvidenceFolder(settings.evidence_folder / "loads")
    printers = (TypstLoads(), TypstTestRecords())
    loads = LoadUseCases.of(storage, recorder, directory, kept, publisher.links, printers)
    consignments = Consignments(storage, recorder, directory, loads.records, policies)
    acts = all_acts(storage, recorder, routing, erasure.pallets, consignments)
    return UseCases(
        devices=Devices(storage, recorder, directory),
        intake=intake,
        scans=Scans(storage, codes, clock.utc_now),
        evidence=Evidence(storage, recorder, reader, EvidenceFolder(settings.evidence_folder)),
        routing=routing,
        approvals=ApprovalUseCases.of(routing, TypstReasons()),
        consignments=consignments,
        receipts=Receipts(storage, recorder, directory, codes),
        differences=Differences(storage, recorder, directory),
        loads=loads,
        papers=Papers(ConsignmentDesk(storage, recorder, directory), Links(settings.public_url), TypstHandovers()),
        worklist=Worklist(storage),
        worklists=Worklists(storage, directory, clock.utc_now, timedelta(minutes=settings.taking_minutes)),
        bulk_actions=BulkActions(storage, acts, codes, clock.utc_now),
        found_reports=_found_reports(settings, storage),
        labelling=Labelling(storage, recorder, codes),
        epcis=EpcisUseCases.of(storage, recorder, publisher.links, CaptureSchema(), happening_from),
        things=Things(storage, recorder),
        parts=PartsOfDevices(storage, clock.utc_now),
        goods=Goods(storage, recorder, directory),
        erasure=erasure,
        erasure_maps=ErasureMaps(storage, mapped, clock.utc_now, erasure.reports),
        event_batches=EventBatches(storage, late, clock.utc_now, clock.random_bytes, skew),
        inbox=Inbox(storage, late, directory, clock.utc_now),
        corrections=Corrections(storage, recorder, directory),
        cases=Cases(storage, recorder),
        feed=Feed(storage),
        web_hooks=WebHooks(storage, clock.utc_now, clock.random_bytes),
        market=MarketUseCases.of(storage, recorder, directory, policies, codes, PhotoFolder(settings.photo_folder)),
        sales=Sales(storage, recorder, directory, policies, loads.records),
        donations=DonationUseCases.of(
            storage, recorder, directory, policies, codes, links, Buckets(_FEEDBACK_PER_MINUTE).take
        ),
        policies=RoutingPolicies(
            storage, policies, read_policy, directory, clock.utc_now, clock.random_bytes, wake_deciding
        ),
        support=Support(storage, publisher, clock.utc_now),
        windows=WindowsCapability(storage, recorder, directory, policies, clock.utc_now),
        requests=Requests(storage, recorder),
        monitoring=Monitoring(storage, directory, publisher, clock.utc_now, ReportFiles()),
        allocations=Allocations(storage, recorder, directory, RegisteredPolicies(), HighsSolver()),
    )


def _erasure(
    turns: Buckets,
    storage: SqlLifecycleStorage,
    recorder: Recorder,
    codes: OwnCodes,
    reader: EvidenceReader,
    directory: Directory,
) -> ErasureUseCases:
    return ErasureUseCases(
        bench=ErasureBench(storage),
        reports=ErasureReports(storage, recorder, reader, turns.take),
        pallets=Pallets(storage, recorder, codes),
        tools=ToolRegister(storage, clock.utc_now, recorder.new_id, recorder.erasure),
        statements=ErasureStatements(storage, recorder, directory, TypstStatements()),
    )


def hook_deliveries(database: Database) -> HookDeliveries:
    storage, chance = SqlLifecycleStorage(database), clock.random_bytes
    return HookDeliveries(storage, _LateCourier(), clock.utc_now, chance)


def _found_reports(settings: Settings, storage: SqlLifecycleStorage) -> FoundReports:
    log = AccessLog(clock.random_bytes, settings.controlled_reads_per_day)
    kept = timedelta(days=settings.found_reports_kept_days)
    return FoundReports(storage, clock.utc_now, clock.random_bytes, log, kept)


@cache
def document_checking() -> Checking:
    """The public validator; it needs no database."""
    catalogue = load_rules().current
    return Checking(catalogue, JsonSchemaValidator(catalogue), DocumentSchema("untp-passport", "0.7"))


class _LateCourier:
    """`HookCourier` made when there is something to send: a start need not wait for the libraries of HTTP."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> HookReply:
        from lifecycle.adapters.hook_courier import HttpHookCourier  # noqa: PLC0415 - as said above

        return HttpHookCourier().send(url, body, headers)


class _Abroad:
    """`ForeignPages` made when somebody asks for the first: a start need not wait for the libraries of HTTP."""

    @cached_property
    def _pages(self) -> ForeignPages:
        from dpp.adapters.foreign import HttpForeignPages  # noqa: PLC0415 - see above

        return HttpForeignPages()

    def fetch(self, address: str) -> Answer:
        return self._pages.fetch(address)


def foreign(settings: Settings) -> ForeignPassports:
    turns = Buckets(_FOREIGN_PER_MINUTE)
    return ForeignPassports(_Abroad(), document_checking(), settings.hosts, clock.utc_now, turns.take)


def deciding(database: Database, beside: Database, use: UseCases, bell: Bell) -> Deciding:
    storage, standing = SqlLifecycleStorage(database), AccountStanding(SqlAccountUnits(beside))
    worker = RoutingWorker(storage, use.routing, standing, clock.utc_now, bell.stopping.is_set)
    return Deciding(worker, DecisionChecks(storage, use.routing.policies), bell, Lock())


def importing(database: Database, beside: Database, passports: Passports, use: UseCases) -> Importing:
    storage, files, bell = SqlLifecycleStorage(database), Files(), Bell.new()
    people = SqlAccountUnits(beside)
    targets: Mapping[str, Target[Any]] = MappingProxyType(
        {
            "model": ModelTarget(passports),
            "item": ItemTarget(passports),
            "device": DeviceTarget(use.devices, OrganisationsByName(people)),
        }
    )
    standing, now = AccountStanding(people), clock.utc_now
    return Importing(
        imports=Imports(storage, targets, files, now, clock.random_bytes, bell.rung.set),
        column_maps=ColumnMaps(storage, targets, now),
        runner=Runner(storage, targets, files, standing, now, stopping=bell.stopping.is_set),
        clock=now,
        bell=bell,
        lock=Lock(),
    )
