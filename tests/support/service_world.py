"""The use cases of passports and devices over storage in memory: a small country with one actor for each role.

world = World()
key = world.received_laptop()
world.record(ICT, key, GRADED)
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, cast

from dpp.adapters.catalogue import load_catalogue, load_rules
from dpp.adapters.labels.sizes import PackagedSizes
from dpp.adapters.validation import JsonSchemaValidator
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.asset_tags import read_asset_tags
from dpp.domain.audience import AccessRules
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.service.access.closing import Closing
from dpp.service.access.ports import AccessStorage
from dpp.service.access.reclassifying import Reclassifying
from dpp.service.access.reviewing import Reviewing
from dpp.service.access_log import READINGS_PER_DAY, AccessLog
from dpp.service.labels.printing import Printing
from dpp.service.passports import Passports
from dpp.service.ports import Chance
from dpp.service.publishing import Publisher
from dpp.service.reading import PublicParts
from lifecycle.adapters.after_support import packaged_ways
from lifecycle.adapters.epcis_schema import CaptureSchema, happening_from
from lifecycle.adapters.open_repair_csv import write_rows
from lifecycle.adapters.papers.handovers import TypstHandovers
from lifecycle.adapters.papers.loads import TypstLoads, TypstTestRecords
from lifecycle.adapters.papers.quotes import TypstQuotes
from lifecycle.adapters.papers.reasoned import TypstReasons
from lifecycle.adapters.papers.statements import TypstStatements
from lifecycle.adapters.policies import RegisteredPolicies
from lifecycle.adapters.policy_files import read_policy
from lifecycle.adapters.report_files import ReportFiles
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.pallet import DEFAULT_POLICY, ErasurePolicy
from lifecycle.domain.events import (
    DeclaredSurplus,
    Event,
    Happening,
    Inspected,
    Place,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.mandates import ApprovalAct, Mandate
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, Route, SanitisationCategory
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
from lifecycle.service.donation_use_cases import DonationUseCases
from lifecycle.service.epcis_use_cases import EpcisUseCases
from lifecycle.service.erasure_bench import ErasureBench
from lifecycle.service.erasure_maps import ErasureMaps
from lifecycle.service.erasure_pallet import Pallets
from lifecycle.service.erasure_reports import ErasureReports
from lifecycle.service.erasure_statements import ErasureStatements
from lifecycle.service.erasure_tools import ToolRegister
from lifecycle.service.erasure_use_cases import ErasureUseCases
from lifecycle.service.event_batches import EventBatches
from lifecycle.service.evidence import Evidence, File
from lifecycle.service.fault_use_cases import FaultUseCases
from lifecycle.service.feed import Feed
from lifecycle.service.found_reports import FoundReports
from lifecycle.service.goods import Goods
from lifecycle.service.holdings import Holdings
from lifecycle.service.hooks import WebHooks
from lifecycle.service.inbox import Inbox
from lifecycle.service.intake import Intake, Scan
from lifecycle.service.key_desk import KeyDesk
from lifecycle.service.labelling import Labelling
from lifecycle.service.labels import DeviceLabels
from lifecycle.service.late_events import LateEvents
from lifecycle.service.load_use_cases import LoadUseCases
from lifecycle.service.mandates import NewMandate
from lifecycle.service.market_use_cases import MarketUseCases
from lifecycle.service.monitoring import Monitoring
from lifecycle.service.parts import Parts
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.professionals import Professionals
from lifecycle.service.recording import Draft, Recorder, find_state
from lifecycle.service.registering import Registration
from lifecycle.service.repair_keys import RepairKeys
from lifecycle.service.repair_use_cases import RepairMeans, RepairUseCases
from lifecycle.service.repairer_lists import RepairerLists
from lifecycle.service.repairers import Repairers
from lifecycle.service.requests import Requests
from lifecycle.service.routing import Routing
from lifecycle.service.routing_policies import RoutingPolicies
from lifecycle.service.sales import Sales
from lifecycle.service.scanning import OwnCodes, Scans
from lifecycle.service.spares import SpareUseCases
from lifecycle.service.support import Support
from lifecycle.service.things import Things
from lifecycle.service.today import Today
from lifecycle.service.use_cases import UseCases
from lifecycle.service.views import DeviceView, EvidenceView, ScanView
from lifecycle.service.windows_capability import WindowsCapability
from lifecycle.service.worklist import Worklist
from lifecycle.service.worklists import Worklists
from tests.support.accounts_world import CountedChance, SetClock
from tests.support.fake_erasure import HereReader
from tests.support.fake_erasure_maps import MappedHere
from tests.support.fake_evidence import FakeEvidenceFiles, ReaderHere
from tests.support.fake_marketplace import FakePhotoFiles
from tests.support.fake_organisations import FakeCredential, FakeOrganisation, FakeOrganisations
from tests.support.fake_solver import PathSolver
from tests.support.fake_storage import FakeStorage
from web.demo import files

URL = "https://id.kringpas.nl"
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
STORE, BENCH = Place("Store 2"), Place("Intake 1")

MINISTRY, PROVIDER, DRZ, COORDINATOR, RECYCLER, CARRIER, OTHER_MINISTRY, MAKER = (
    OrganisationId(name)
    for name in ("ministry", "provider", "drz", "coordinator", "recycler", "carrier", "other-ministry", "maker")
)


def _actor(name: str, organisation: OrganisationId, *roles: Role) -> Actor:
    return Actor(AccountId(name), organisation, frozenset(roles))


OWNER = _actor("owner", MINISTRY, Role.OWNER)
OTHER_OWNER = _actor("other-owner", OTHER_MINISTRY, Role.OWNER)
ICT = _actor("ict", PROVIDER, Role.ICT_PROVIDER)
CHECKER = _actor("checker", PROVIDER, Role.ICT_PROVIDER)
ROUTER = _actor("router", DRZ, Role.DRZ)
SECOND_ROUTER = _actor("second-router", DRZ, Role.DRZ)
THIRD_ROUTER = _actor("third-router", DRZ, Role.DRZ)
RECEIVER = _actor("receiver", COORDINATOR, Role.COORDINATOR)
RECYCLING = _actor("recycling", RECYCLER, Role.RECYCLER)
DRIVER = _actor("driver", CARRIER, Role.CARRIER)
AUDITOR = _actor("auditor", DRZ, Role.AUDITOR)
REPAIRER = _actor("repairer", PROVIDER, Role.REPAIRER)
AUTHORITY = _actor("authority", DRZ, Role.AUTHORITY)
ADMINISTRATOR = _actor("administrator", DRZ, Role.ADMINISTRATOR)
MANUFACTURER = _actor("manufacturer", MAKER, Role.MANUFACTURER)
ADVISER = _actor("adviser", MINISTRY, Role.POLICY_ADVISER)

SERIAL, DISK, TAG = "DEMO7420A1", "DEMOSSD0001", "DEMO-000123"
"""Those of the packaged evidence."""
INVENTORY = files.packaged("glpi.json")

SURPLUS = DeclaredSurplus(
    decision="2026-117", decided_on=date(2026, 5, 1), authority=MINISTRY, intake_by=PROVIDER, remark="Asked by Anna"
)
GRADED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5, charger=True)
WIPED = SanitisationPerformed(
    medium=DISK,
    category=SanitisationCategory.PURGE,
    technique="block erase",
    tool="nwipe",
    tool_version="0.38",
    succeeded=True,
)
VERIFIED = SanitisationVerified(medium=DISK)


def laptop(**more: Any) -> bytes:
    """The elements of a model passport as bytes; a value None leaves an element out."""
    elements = {"productGroup": "laptop", "brand": "Dell", "modelName": "Latitude 7420"} | more
    return json.dumps({name: value for name, value in elements.items() if value is not None}).encode()


def figure(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": {"title": "Data sheet"}}


@dataclass
class DrawnCodes:
    """A `QrDrawer` that remembers the text instead of drawing it."""

    def svg(self, text: str) -> bytes:
        return text.encode()

    def png(self, text: str, *, module_pixels: int) -> bytes:
        return f"{text} {module_pixels}".encode()


@dataclass
class PrintedLabels:
    """A `LabelPrinter` that remembers what it was given, and prints how many it was."""

    printed: list[LabelContent] = field(default_factory=list)

    def pdf(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return self._said("PDF", labels, size, options)

    def zpl(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return self._said("ZPL", labels, size, options)

    def svg(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return self._said("SVG", [label], size, options)

    def png(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return self._said("PNG", [label], size, options)

    def calibration(self, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return self._said("calibration", [], size, options)

    def _said(self, form: str, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions) -> bytes:
        options.check(size)
        self.printed.extend(labels)
        return f"{form} of {len(labels)} on {size.name}".encode()


@dataclass
class World:
    """Everything that can be asked, with a clock that a test sets and chance that it can repeat.

    With `keeps_register` a repairer is a professional while it is registered, else by its role alone.
    With a `database` the use cases work over that, and `storage` stays empty; its laptops are of the `known_model`.
    """

    clock: SetClock = field(default_factory=lambda: SetClock(START))
    chance: Chance = field(default_factory=CountedChance)
    storage: FakeStorage = field(default_factory=FakeStorage)
    database: LifecycleStorage | None = None
    rules: AccessRules = field(default_factory=load_rules)
    readings_per_day: int = READINGS_PER_DAY
    erasure_policy: ErasurePolicy = DEFAULT_POLICY
    photo_files: FakePhotoFiles = field(default_factory=FakePhotoFiles)
    known_model: PassportId | None = None
    keeps_register: bool = False
    printer: PrintedLabels = field(default_factory=PrintedLabels)
    reader: ReaderHere = field(default_factory=ReaderHere)
    evidence_files: FakeEvidenceFiles = field(default_factory=FakeEvidenceFiles)
    load_files: FakeEvidenceFiles = field(default_factory=FakeEvidenceFiles)
    organisations: FakeOrganisations = field(
        default_factory=lambda: FakeOrganisations(
            {
                MINISTRY: FakeOrganisation("The ministry"),
                OTHER_MINISTRY: FakeOrganisation("Another ministry"),
                PROVIDER: FakeOrganisation("The ICT provider"),
                DRZ: FakeOrganisation("DRZ"),
                CARRIER: FakeOrganisation("The carrier", in_state=False),
                COORDINATOR: FakeOrganisation(
                    "The coordinator",
                    in_state=False,
                    credentials=(FakeCredential("aanwijzingsbesluit", date(2026, 1, 1), date(2026, 12, 31)),),
                ),
                MAKER: FakeOrganisation(
                    "The maker",
                    in_state=False,
                    credentials=(
                        FakeCredential("economic-operator", date(2026, 1, 1), number="https://maker.example/operator"),
                    ),
                ),
                RECYCLER: FakeOrganisation(
                    "The recycler", in_state=False, credentials=(FakeCredential("en-50625", date(2026, 1, 1)),)
                ),
            }
        )
    )

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.rules, _validator(), Links(URL), self.chance, "https://example.nl/operator")

    @property
    def passports(self) -> Passports:
        storage = self.database or self.storage
        return Passports(
            storage,
            self.publisher,
            self.clock,
            DrawnCodes(),
            self.organisations,
            self.readings_per_day,
            Professionals(self.database or self.storage) if self.keeps_register else None,
        )

    @property
    def _access(self) -> AccessStorage:
        return cast("AccessStorage", self.database or self.storage)

    @property
    def closing(self) -> Closing:
        return Closing(self._access, self.passports)

    @property
    def reviewing(self) -> Reviewing:
        return Reviewing(self._access, self.passports)

    @property
    def reclassifying(self) -> Reclassifying:
        return Reclassifying(self._access, self.passports)

    @property
    def printing(self) -> Printing:
        return Printing(self.database or self.storage, Links(URL), PackagedSizes(), self.printer)

    @property
    def device_labels(self) -> DeviceLabels:
        return DeviceLabels(self.database or self.storage, self.printing)

    @property
    def recorder(self) -> Recorder:
        return Recorder(self.publisher, self.clock, self.chance, self.erasure_policy)

    @property
    def use(self) -> UseCases:
        storage = self.database or self.storage
        recorder, organisations = self.recorder, self.organisations
        intake = Intake(storage, recorder, organisations, self.codes)
        late = LateEvents(recorder, intake)
        reports = ErasureReports(storage, recorder, HereReader())
        routing = Routing(storage, recorder, organisations, RegisteredPolicies())
        printers = (TypstLoads(), TypstTestRecords())
        loads = LoadUseCases.of(storage, recorder, organisations, self.load_files, Links(URL), printers)
        consignments = Consignments(storage, recorder, organisations, loads.records, RegisteredPolicies())
        pallets = Pallets(storage, recorder, self.codes)
        acts = all_acts(storage, recorder, routing, pallets, consignments)
        return UseCases(
            devices=Devices(storage, recorder, organisations),
            intake=intake,
            scans=Scans(storage, self.codes, self.clock),
            evidence=Evidence(storage, recorder, self.reader, self.evidence_files),
            routing=routing,
            approvals=ApprovalUseCases.of(routing, TypstReasons()),
            consignments=consignments,
            receipts=Receipts(storage, recorder, organisations, self.codes),
            differences=Differences(storage, recorder, organisations),
            loads=loads,
            papers=Papers(ConsignmentDesk(storage, recorder, organisations), Links(URL), TypstHandovers()),
            worklist=Worklist(storage),
            worklists=Worklists(storage, organisations, self.clock),
            bulk_actions=BulkActions(storage, acts, self.codes, self.clock),
            found_reports=FoundReports(storage, self.clock, self.chance, AccessLog(self.chance, self.readings_per_day)),
            labelling=Labelling(storage, recorder, self.codes),
            epcis=EpcisUseCases.of(storage, recorder, Links(URL), CaptureSchema(), happening_from),
            things=Things(storage, recorder),
            parts=Parts(storage, self.clock),
            goods=Goods(storage, recorder, organisations),
            erasure=ErasureUseCases(
                ErasureBench(storage),
                reports,
                pallets,
                ToolRegister(storage, self.clock, recorder.new_id, self.erasure_policy),
                ErasureStatements(storage, recorder, organisations, TypstStatements()),
            ),
            erasure_maps=ErasureMaps(storage, MappedHere(), self.clock, reports),
            event_batches=EventBatches(storage, late, self.clock, self.chance),
            inbox=Inbox(storage, late, organisations, self.clock),
            corrections=Corrections(storage, recorder, organisations),
            cases=Cases(storage, recorder),
            feed=Feed(storage),
            sales=Sales(storage, recorder, organisations, RegisteredPolicies(), loads.records),
            web_hooks=WebHooks(storage, self.clock, self.chance),
            market=MarketUseCases.of(
                storage, recorder, organisations, RegisteredPolicies(), self.codes, self.photo_files
            ),
            donations=DonationUseCases.of(storage, recorder, organisations, RegisteredPolicies(), self.codes),
            support=Support(storage, self.publisher, self.clock),
            windows=WindowsCapability(storage, recorder, organisations, RegisteredPolicies(), self.clock),
            policies=RoutingPolicies(
                storage, RegisteredPolicies(), read_policy, organisations, self.clock, self.chance
            ),
            requests=Requests(storage, recorder),
            monitoring=Monitoring(storage, organisations, self.publisher, self.clock, ReportFiles()),
            holdings=Holdings(storage, organisations, self.clock),
            today=Today(storage),
            spares=SpareUseCases.of(storage, self.publisher, organisations, self.clock, self.chance),
            allocations=Allocations(storage, recorder, organisations, RegisteredPolicies(), PathSolver()),
            faults=FaultUseCases.of(storage, write_rows, f"Kringpas ({URL})"),
            advice=RepairAdvice(
                storage, recorder, organisations, RegisteredPolicies(), self.clock, packaged_ways(), PartsOfModels(180)
            ),
            repairers=Repairers(storage, organisations, self.clock, self.chance),
            repairer_lists=RepairerLists(storage, self.clock, self.chance),
            repair_keys=RepairKeys(storage, KeyDesk(recorder, organisations), AccessLog(self.chance, 0)),
            delivery_keys=DeliveryKeys(storage, KeyDesk(recorder, organisations)),
            repairs=RepairUseCases.of(
                storage,
                recorder,
                organisations,
                RepairMeans(links=Links(URL), printer=TypstQuotes(), files=self.load_files),
            ),
        )

    @property
    def http_hooks(self) -> WebHooks:
        """Web hooks that may go to a server of this machine."""
        return WebHooks(self.database or self.storage, self.clock, self.chance, http=True)

    @property
    def codes(self) -> OwnCodes:
        return OwnCodes(frozenset({"id.kringpas.nl"}), read_asset_tags("SSC-ICT=SSC-######"))

    def copied(self) -> "World":
        """Another world that begins as this one is now, and goes its own way: nothing that is committed is changed."""
        storage = FakeStorage()
        storage.committed = self.storage.committed
        return replace(self, clock=SetClock(self.clock()), storage=storage)

    def model(self, **more: Any) -> PassportId:
        """The passport of a laptop model; the same one when it was registered before."""
        if self.known_model is not None and not more:
            return self.known_model
        elements = json.loads(laptop(**more))
        known = self.storage.committed.models.named(elements["brand"], elements["modelName"])
        return known.model_id if known else self.passports.register_model(ROUTER, laptop(**more)).passport_id

    def register(self, actor: Actor = OWNER, **wanted: Any) -> DeviceView:
        """A Latitude of the ministry, with the serial number of the packaged evidence."""
        usual: dict[str, Any] = {
            "model": wanted.get("model") or self.model(),
            "owner": MINISTRY,
            "place": STORE,
            "serial": SERIAL,
            "asset_tag": TAG,
            "classification": Classification.NONE,
            "in_use_since": date(2022, 3, 15),
        }
        return self.use.devices.register(actor, Registration(**(usual | wanted)))

    def record(self, actor: Actor, key: DeviceKey, *happenings: Happening) -> DeviceView:
        """A minute later than what was before."""
        self.clock.forward(minutes=1)
        return self.use.devices.record(actor, key, [Draft(happening) for happening in happenings])

    def scan(self, raw: str = SERIAL, actor: Actor = ICT, **more: Any) -> ScanView:
        self.clock.forward(minutes=1)
        return self.use.intake.scan(actor, Scan(raw=raw, place=BENCH, **more))

    def attach(self, key: DeviceKey, content: bytes = INVENTORY, actor: Actor = ICT) -> EvidenceView:
        self.clock.forward(minutes=1)
        return self.use.evidence.attach(actor, key, File(content=content))

    def collected_laptop(self, **wanted: Any) -> DeviceKey:
        """Surplus, and in the hands of the ICT provider."""
        view = self.register(**wanted)
        self.record(OWNER, view.device.key, SURPLUS)
        self.scan(view.line.serial or SERIAL)
        return view.device.key

    def graded_laptop(self) -> DeviceKey:
        """Its inventory is known, and it is graded; its disk is not erased."""
        key = self.collected_laptop()
        self.attach(key)
        self.record(ICT, key, GRADED)
        return key

    def alike_laptop(self, number: int, *, graded: bool = True) -> DeviceKey:
        """One of several that have the same facts and numbers of their own; `number` has one figure."""
        own = {
            SERIAL: f"ALIKE7420A{number}",
            DISK: f"ALIKESSD000{number}",
            TAG: f"DEMO-00020{number}",
            "DEMOBOARD0001": f"DEMOBOARD100{number}",
            "4c4c4544-0044-4510": f"4c4c4544-0044-451{number}",
        }
        inventory = INVENTORY
        for shared, its in own.items():
            inventory = inventory.replace(shared.encode(), its.encode())
        key = self.collected_laptop(serial=own[SERIAL], asset_tag=own[TAG], in_use_since=date(2021, 3, 15))
        self.attach(key, inventory)
        if graded:
            self.record(ICT, key, GRADED)
        return key

    def clean_laptop(self) -> DeviceKey:
        """Erased by one person and verified by another."""
        key = self.graded_laptop()
        self.record(ICT, key, WIPED)
        self.record(CHECKER, key, VERIFIED)
        return key

    def mandate(self, actor: Actor = SECOND_ROUTER, *acts: ApprovalAct, **more: Any) -> Mandate:
        """A confirmed mandate of DRZ for everything, or for these acts."""
        usual: dict[str, Any] = {
            "organisation": DRZ,
            "account": actor.account,
            "acts": frozenset(acts or ApprovalAct),
            "routes": frozenset(Route),
            "from_day": self.clock().date(),
            "reference": "MB-2026-7",
        }
        mandates = self.use.approvals.mandates
        granted = mandates.grant(ADMINISTRATOR, NewMandate(**(usual | more))).mandate
        return mandates.confirm(THIRD_ROUTER, granted.id).mandate

    def approved_laptop(self) -> DeviceKey:
        """Ready to be given away."""
        key = self.clean_laptop()
        self.use.routing.propose(ICT, key)
        self.use.routing.approve(ROUTER, [key])
        return key

    def device(self, key: DeviceKey) -> Device:
        """As it is now, from what was committed."""
        device = find_state(cast("LifecycleReads", self.storage.committed), key)
        assert device is not None
        return device

    def events(self, key: DeviceKey) -> tuple[Event, ...]:
        return self.storage.committed.events.of_device(key)

    def kinds(self, key: DeviceKey) -> list[str]:
        return [event.kind for event in self.events(key)]

    def public_parts(self, passport_id: PassportId) -> PublicParts:
        """What a scan reads of a passport, put together from what is stored."""
        stores = self.storage.committed
        passport = stores.passports.rows[passport_id]
        model = stores.models.rows[passport.model_id]
        batch = stores.passports.rows[passport.batch_id] if passport.batch_id else None
        return PublicParts(
            passport_id=passport.passport_id,
            model_id=passport.model_id,
            granularity=passport.granularity,
            status=passport.status,
            version=passport.version,
            updated_at=_text(passport.updated_at),
            schema=passport.schema_version,
            overrides=" ".join(passport.overrides),
            head=passport.head,
            elements=passport.elements,
            batch_version=batch.version if batch else 0,
            batch_updated_at=_text(batch.updated_at) if batch else "",
            batch_schema=batch.schema_version if batch else "",
            batch_overrides=" ".join(batch.overrides) if batch else "",
            batch_elements=batch.elements if batch else b"",
            history_version=1,
            history=stores.passports.history(passport_id),
            model_version=model.version,
            model_updated_at=_text(model.updated_at),
            model_schema=model.schema_version,
            model_elements=model.elements,
            prepared=passport.prepared + model.prepared + (batch.prepared if batch else 0),
            closed=" ".join(sorted(self.closed)),
        )

    @property
    def closed(self) -> set[str]:
        """What no scan shows of any passport."""
        return {each.element_id for each in self.storage.committed.closures.in_force(())} | self.rules.closed_since()


@cache
def _validator() -> JsonSchemaValidator:
    """Building one takes longer than any test over it."""
    return JsonSchemaValidator(load_catalogue())


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
