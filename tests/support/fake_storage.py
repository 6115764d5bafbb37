"""The storage of passports and devices in memory: dictionaries that a transaction copies, and puts back at commit.

`FakeStorage` is the fake of `PassportStorage`, of `OutboxStorage` and of `LifecycleStorage`. Every row is
frozen, so a copy of the dictionary is a copy of the store. `committed` is what a test may look into.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from dpp.adapters.mapping import stored_from
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.service.ports import Leaf, StoredChange, StoredLabel, StoredModel, StoredPassport, StoredVersion
from lifecycle.domain.claims import claim_key
from lifecycle.domain.events import Event, EventId
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.ports import DeviceLife, DeviceLine, KeptState, LineFilter, StoredDecision, StoredEvent
from tests.support.fake_access import FakeAccessRecords, FakeClosures
from tests.support.fake_cases import FakeCases, FakeProposals
from tests.support.fake_claims import FakeClaims, FakeContradictions, FakeOwnData
from tests.support.fake_consignments import FakeConsignments
from tests.support.fake_donations import FakeDonations
from tests.support.fake_epcis import FakeEpcis
from tests.support.fake_erasure import FakeErasureReports, FakeMedia, FakeStatements, FakeTools
from tests.support.fake_erasure_maps import FakeErasureMaps
from tests.support.fake_evidence import FakeEvidence
from tests.support.fake_faults import FakeFaults
from tests.support.fake_feed import FakeFeed
from tests.support.fake_found_reports import FakeFoundReports
from tests.support.fake_holdings import FakeHoldings
from tests.support.fake_hooks import FakeHooks
from tests.support.fake_imports import FakeColumnMaps, FakeImports
from tests.support.fake_inbox import FakeInbox
from tests.support.fake_loads import FakeLoads
from tests.support.fake_mandates import FakeClassDecisions, FakeMandates, FakeOverrides
from tests.support.fake_marketplace import FakeOffers, FakePhotos, FakeReservations
from tests.support.fake_monitoring import FakeFlow
from tests.support.fake_outbox import FakeOutbox, FakeRegistrations
from tests.support.fake_policies import FakePolicyRegister, FakeRoutingRuns
from tests.support.fake_repair_guides import FakeRepairGuides
from tests.support.fake_repair_orders import FakeRepairOrders
from tests.support.fake_repairers import FakeRepairers, FakeRepairKeys
from tests.support.fake_requests import FakeAllocations, FakeAllotments, FakeRequests
from tests.support.fake_rolls import FakeRolls
from tests.support.fake_sales import FakeSales
from tests.support.fake_search import FakeSearch
from tests.support.fake_search_index import FakeSearchIndex
from tests.support.fake_spares import FakeSpares, FakeSpareStock
from tests.support.fake_stock import FakeStock
from tests.support.fake_support import FakeSupport
from tests.support.fake_things import FakeGoods, FakeParts
from tests.support.fake_today import FakeToday
from tests.support.fake_worklists import FakeBulkBatches, FakeWorkItems


@dataclass
class FakePassports:
    rows: dict[PassportId, StoredPassport] = field(default_factory=dict)
    every_version: dict[tuple[PassportId, int], StoredVersion] = field(default_factory=dict)
    histories: dict[PassportId, bytes] = field(default_factory=dict)

    def get(self, passport_id: PassportId) -> StoredPassport | None:
        return self.rows.get(passport_id)

    def put(self, passport: StoredPassport) -> None:
        self.rows[passport.passport_id] = passport

    def add(self, passports: Sequence[StoredPassport]) -> None:
        taken = {each.passport_id for each in passports} & set(self.rows)
        if taken:
            raise Conflict(message("One of these passports is there already."))
        self.rows.update({each.passport_id: each for each in passports})

    def known(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredPassport]:
        return {each: self.rows[each] for each in passport_ids if each in self.rows}

    def digests(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, str]:
        newest = ((each, self.rows[each].version) for each in passport_ids if each in self.rows)
        return {each: self.every_version[each, number].sha256 for each, number in newest}

    def add_versions(self, versions: Sequence[StoredVersion]) -> None:
        for version in versions:
            self.add_version(version)

    def add_version(self, version: StoredVersion) -> None:
        key = (version.passport_id, version.version)
        if key in self.every_version:
            raise Conflict(message("Version {number} was made by somebody else.", number=version.version))
        self.every_version[key] = version

    def version(self, passport_id: PassportId, number: int) -> StoredVersion | None:
        return self.every_version.get((passport_id, number))

    def version_at(self, passport_id: PassportId, moment: datetime) -> StoredVersion | None:
        before = [version for version in self.versions(passport_id) if version.recorded_at <= moment]
        return before[-1] if before else None

    def versions(self, passport_id: PassportId) -> Sequence[StoredVersion]:
        mine = (version for version in self.every_version.values() if version.passport_id == passport_id)
        return sorted(mine, key=lambda version: version.version)

    def changes(self, passport_id: PassportId, *, until: int) -> Sequence[StoredChange]:
        return [stored_from(StoredChange, each) for each in self.versions(passport_id) if each.version <= until]

    def put_history(self, passport_id: PassportId, body: bytes) -> None:
        self.histories[passport_id] = body

    def history(self, passport_id: PassportId) -> bytes:
        return self.histories.get(passport_id, b"")


@dataclass
class FakeModels:
    rows: dict[PassportId, StoredModel] = field(default_factory=dict)

    def get(self, model_id: PassportId) -> StoredModel | None:
        return self.rows.get(model_id)

    def put(self, model: StoredModel) -> None:
        self.rows[model.model_id] = model

    def named(self, brand: str, name: str) -> StoredModel | None:
        wanted = f"{brand} {name}".lower().split()
        return next((row for row in self.rows.values() if f"{row.brand} {row.name}".lower().split() == wanted), None)

    def known(self, model_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredModel]:
        return {each: self.rows[each] for each in model_ids if each in self.rows}

    def holding(self, words: Sequence[str], limit: int) -> Sequence[StoredModel]:
        named = sorted(self.rows.values(), key=lambda row: (row.brand, row.name, row.model_id))
        return [row for row in named if all(word in f"{row.brand} {row.name}".lower() for word in words)][:limit]

    def newest(self, limit: int) -> Sequence[StoredModel]:
        by_id = sorted(self.rows.values(), key=lambda row: row.model_id)
        return sorted(by_id, key=lambda row: row.updated_at, reverse=True)[:limit]

    def all(self, *, group: str | None = None) -> Sequence[StoredModel]:
        found = (row for row in self.rows.values() if group in {None, row.group})
        return sorted(found, key=lambda row: (row.group, row.brand, row.name))


@dataclass
class FakeLabels:
    rows: dict[LabelCode, StoredLabel] = field(default_factory=dict)

    def add(self, label: StoredLabel) -> None:
        if label.code in self.rows:
            raise Conflict(message("Label code {code} is taken.", code=label.code))
        self.rows[label.code] = label

    def add_all(self, labels: Sequence[StoredLabel]) -> None:
        for label in labels:
            self.add(label)

    def get(self, code: LabelCode) -> StoredLabel | None:
        return self.rows.get(code)

    def hold(self, code: LabelCode) -> StoredLabel | None:
        """Nobody else is here."""
        return self.rows.get(code)

    def put(self, label: StoredLabel) -> None:
        self.rows[label.code] = label

    def of_passport(self, passport_id: PassportId) -> Sequence[StoredLabel]:
        mine = (label for label in self.rows.values() if label.passport_id == passport_id)
        return sorted(mine, key=lambda label: label.issued_at)


@dataclass
class FakeGs1Keys:
    rows: dict[str, PassportId] = field(default_factory=dict)

    def get(self, path: str) -> PassportId | None:
        return self.rows.get(path)

    def put(self, path: str, passport_id: PassportId) -> None:
        if self.rows.setdefault(path, passport_id) != passport_id:
            raise Conflict(message("{path} names another passport already.", path=path))

    def known(self, paths: Sequence[str]) -> Mapping[str, PassportId]:
        return {path: self.rows[path] for path in paths if path in self.rows}

    def add(self, paths: Mapping[str, PassportId]) -> None:
        if set(paths) & set(self.rows):
            raise Conflict(message("One of these paths names another passport already."))
        self.rows.update(paths)

    def of_passport(self, passport_id: PassportId) -> Sequence[str]:
        return sorted(path for path, passport in self.rows.items() if passport == passport_id)

    def move(self, before: PassportId, after: PassportId) -> None:
        self.rows.update({path: after for path, passport in self.rows.items() if passport == before})


@dataclass
class FakeLeaves:
    rows: dict[tuple[str, str, int], Leaf] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        self.rows[leaf.subject, leaf.kind, leaf.number] = leaf

    def of_subject(self, subject: str, kind: str) -> Sequence[Leaf]:
        mine = (leaf for leaf in self.rows.values() if (leaf.subject, leaf.kind) == (subject, kind))
        return sorted(mine, key=lambda leaf: leaf.number)

    def add_all(self, leaves: Sequence[Leaf]) -> None:
        for leaf in leaves:
            self.add(leaf)


@dataclass
class FakeEvents:
    rows: dict[tuple[DeviceKey, int], StoredEvent] = field(default_factory=dict)

    def of_device(self, key: DeviceKey) -> tuple[Event, ...]:
        mine = sorted((row for row in self.rows.values() if row.event.device == key), key=lambda row: row.number)
        return tuple(row.event for row in mine)

    def find(self, event: EventId) -> Event | None:
        return next((row.event for row in self.rows.values() if row.event.id == event), None)

    def devices(self, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        return tuple(sorted({key for key, _ in self.rows if key > after})[:limit])

    def append(self, stored: StoredEvent) -> None:
        place = (stored.event.device, stored.number)
        if place in self.rows or self.find(stored.event.id) is not None:
            raise Conflict(message("Somebody else recorded an event of this device at the same moment."))
        self.rows[place] = stored


@dataclass
class FakeDevices:
    rows: dict[DeviceKey, DeviceLine] = field(default_factory=dict)
    claims: dict[DeviceKey, tuple[IdentityClaim, ...]] = field(default_factory=dict)
    states: dict[DeviceKey, KeptState] = field(default_factory=dict)
    events: dict[tuple[DeviceKey, int], StoredEvent] = field(default_factory=dict)
    labels: dict[LabelCode, StoredLabel] = field(default_factory=dict)

    def hold(self, *keys: DeviceKey) -> None:
        """Nobody else is here."""

    def hold_numbers(self, claims: Collection[IdentityClaim]) -> None:
        """Nobody else is here."""

    def get(self, key: DeviceKey) -> DeviceLine | None:
        return self.rows.get(key)

    def several(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, DeviceLine]:
        return {key: self.rows[key] for key in keys if key in self.rows}

    def put(self, line: DeviceLine, claims: Sequence[IdentityClaim] | None = None) -> None:
        self.rows[line.device_key] = line
        if claims is not None:
            self.claims[line.device_key] = tuple(claims)

    def state(self, key: DeviceKey) -> KeptState | None:
        return self.states.get(key)

    def life(self, key: DeviceKey) -> DeviceLife | None:
        events, line = FakeEvents(self.events).of_device(key), self.rows.get(key)
        passport = None if line is None else line.passport_id
        labels = FakeLabels(self.labels).of_passport(passport) if passport else ()
        codes = tuple(label.code for label in labels if label.state == "active")
        return DeviceLife(line=line, kept=self.states.get(key), events=events, labels=codes) if events else None

    def keep(self, state: KeptState) -> None:
        self.states[state.device.key] = state

    def claims_of(self, key: DeviceKey) -> frozenset[IdentityClaim]:
        newest = {(claim.kind, claim_key(claim.value)): claim for claim in self.claims.get(key, ())}
        return frozenset(replace(claim, value=value) for (_, value), claim in newest.items())

    def claiming(self, kind: ClaimKind, value: str) -> tuple[DeviceKey, ...]:
        return tuple(key for key in sorted(self.rows) if (kind, claim_key(value)) in self._claimed(key))

    def claiming_any(self, kinds: Collection[ClaimKind], values: Collection[str]) -> tuple[tuple[DeviceKey, str], ...]:
        wanted = {claim_key(value) for value in values}
        found = {
            (key, value) for key in self.rows for kind, value in self._claimed(key) if kind in kinds and value in wanted
        }
        return tuple(sorted(found))

    def lines(self, wanted: LineFilter) -> tuple[DeviceLine, ...]:
        found = [self.rows[key] for key in sorted(self.rows) if self._fits(self.rows[key], wanted)]
        return tuple(found[: wanted.limit])

    def _fits(self, line: DeviceLine, wanted: LineFilter) -> bool:
        return (
            (not wanted.lifecycles or line.lifecycle in wanted.lifecycles)
            and wanted.party in {None, line.owner, line.custodian}
            and wanted.route_state in {None, line.route_state}
            and (wanted.after is None or line.device_key > wanted.after)
            and (not wanted.text or self._says(line, wanted.text))
        )

    def _says(self, line: DeviceLine, text: str) -> bool:
        named = any(text.lower() in (name or "").lower() for name in (line.brand, line.name))
        return named or claim_key(text) in {value for _, value in self._claimed(line.device_key)}

    def _claimed(self, key: DeviceKey) -> set[tuple[ClaimKind, str]]:
        return {(claim.kind, claim_key(claim.value)) for claim in self.claims[key]}


@dataclass
class FakeDecisions:
    rows: dict[tuple[DeviceKey, str], StoredDecision] = field(default_factory=dict)

    def add(self, decision: StoredDecision) -> None:
        self.rows[decision.device_key, decision.decision_id] = decision

    def get(self, key: DeviceKey, decision: str) -> StoredDecision | None:
        return self.rows.get((key, decision))

    def of_device(self, key: DeviceKey) -> tuple[StoredDecision, ...]:
        mine = (row for row in self.rows.values() if row.device_key == key)
        return tuple(sorted(mine, key=lambda row: (row.recorded_at, row.decision_id)))

    def newest(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, StoredDecision]:
        return {key: decisions[-1] for key in keys if (decisions := self.of_device(key))}


@dataclass
class FakeStores:
    """Every store, as it is at one moment."""

    passports: FakePassports = field(default_factory=FakePassports)
    models: FakeModels = field(default_factory=FakeModels)
    labels: FakeLabels = field(default_factory=FakeLabels)
    search_index: FakeSearchIndex = field(default_factory=FakeSearchIndex)
    gs1_keys: FakeGs1Keys = field(default_factory=FakeGs1Keys)
    leaves: FakeLeaves = field(default_factory=FakeLeaves)
    closures: FakeClosures = field(default_factory=FakeClosures)
    access_records: FakeAccessRecords = field(default_factory=FakeAccessRecords)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    registrations: FakeRegistrations = field(default_factory=FakeRegistrations)
    claims: FakeClaims = field(default_factory=FakeClaims)
    own_data: FakeOwnData = field(default_factory=FakeOwnData)
    contradictions: FakeContradictions = field(default_factory=FakeContradictions)
    rolls: FakeRolls = field(default_factory=FakeRolls)
    repair_guides: FakeRepairGuides = field(default_factory=FakeRepairGuides)
    imports: FakeImports = field(default_factory=FakeImports)
    column_maps: FakeColumnMaps = field(default_factory=FakeColumnMaps)
    events: FakeEvents = field(default_factory=FakeEvents)
    devices: FakeDevices = field(default_factory=FakeDevices)
    evidence: FakeEvidence = field(default_factory=FakeEvidence)
    decisions: FakeDecisions = field(default_factory=FakeDecisions)
    consignments: FakeConsignments = field(default_factory=FakeConsignments)
    loads: FakeLoads = field(default_factory=FakeLoads)
    found_reports: FakeFoundReports = field(default_factory=FakeFoundReports)
    cases: FakeCases = field(default_factory=FakeCases)
    proposals: FakeProposals = field(default_factory=FakeProposals)
    hooks: FakeHooks = field(default_factory=FakeHooks)
    media: FakeMedia = field(default_factory=FakeMedia)
    erasure_reports: FakeErasureReports = field(default_factory=FakeErasureReports)
    erasure_tools: FakeTools = field(default_factory=FakeTools)
    erasure_maps: FakeErasureMaps = field(default_factory=FakeErasureMaps)
    statements: FakeStatements = field(default_factory=FakeStatements)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    parts: FakeParts = field(default_factory=FakeParts)
    goods: FakeGoods = field(default_factory=FakeGoods)
    epcis: FakeEpcis = field(default_factory=FakeEpcis)
    support: FakeSupport = field(default_factory=FakeSupport)
    donations: FakeDonations = field(default_factory=FakeDonations)
    sales: FakeSales = field(default_factory=FakeSales)
    policies: FakePolicyRegister = field(default_factory=FakePolicyRegister)
    routing_runs: FakeRoutingRuns = field(default_factory=FakeRoutingRuns)
    mandates: FakeMandates = field(default_factory=FakeMandates)
    class_decisions: FakeClassDecisions = field(default_factory=FakeClassDecisions)
    work_items: FakeWorkItems = field(default_factory=FakeWorkItems)
    flow: FakeFlow = field(default_factory=FakeFlow)
    faults: FakeFaults = field(default_factory=FakeFaults)
    offers: FakeOffers = field(default_factory=FakeOffers)
    reservations: FakeReservations = field(default_factory=FakeReservations)
    photos: FakePhotos = field(default_factory=FakePhotos)
    bulk_batches: FakeBulkBatches = field(default_factory=FakeBulkBatches)
    requests: FakeRequests = field(default_factory=FakeRequests)
    allotments: FakeAllotments = field(default_factory=FakeAllotments)
    allocations: FakeAllocations = field(default_factory=FakeAllocations)
    spares: FakeSpares = field(default_factory=FakeSpares)
    spare_stock: FakeSpareStock = field(default_factory=FakeSpareStock)
    repair_orders: FakeRepairOrders = field(default_factory=FakeRepairOrders)
    repair_keys: FakeRepairKeys = field(default_factory=FakeRepairKeys)
    repairers: FakeRepairers = field(default_factory=FakeRepairers)

    def __post_init__(self) -> None:
        """Claims look among the models, rolls among labels, contradictions among the passports of the same moment."""
        self.claims.models = self.models.rows
        self.devices.events, self.devices.labels = self.events.rows, self.labels.rows
        self.rolls.labels_now = self.labels.rows
        self.contradictions.passports = self.passports.rows
        self.parts.devices = self.spare_stock.devices = self.devices.rows
        self.epcis.devices, self.epcis.events = self.devices.rows, self.events.rows
        self.offers.devices_of = self.reservations.devices_of = self.devices.rows
        self.photos.offers = self.offers.rows
        self.flow.lines, self.flow.items = self.devices.rows, self.work_items.rows
        self.cases.devices = self.proposals.devices = self.work_items.devices = self.devices.rows


def _copies(stores: FakeStores) -> dict[str, Any]:
    """A copy of every store, by its name in `FakeStores`."""
    return {each.name: _copy(getattr(stores, each.name)) for each in fields(FakeStores)}


def _copy(store: Any) -> Any:
    return type(store)(*(dict(rows) for rows in vars(store).values()))


class FakeWork(FakeStores):
    """One transaction over a copy of what was committed before it."""

    def __init__(self, storage: "FakeStorage") -> None:
        super().__init__(**_copies(storage.committed))
        self._storage = storage

    @property
    def holdings(self) -> FakeHoldings:
        return FakeHoldings(self.devices.rows, self.flow.rows)

    @property
    def today(self) -> FakeToday:
        return FakeToday(self)

    @property
    def overrides(self) -> FakeOverrides:
        """The deviations among the events of this moment."""
        return FakeOverrides(self.events.rows)

    @property
    def feed(self) -> FakeFeed:
        """The events in the order in which they were recorded: everything is numbered at once."""
        return FakeFeed(self.events.rows, self.devices.rows)

    @property
    def stock(self) -> FakeStock:
        """Devices as routing reads them, as they are at this moment."""
        return FakeStock(self.devices.rows, self.devices.states, self.events.rows)

    @property
    def search(self) -> FakeSearch:
        """What models are found by, as it is at this moment."""
        return FakeSearch(self.models.rows, self.passports.rows)

    @contextmanager
    def undoing(self) -> Iterator[Callable[[], None]]:
        """A part of the transaction that an error, or a call of what it gives, undoes."""
        before, asked = _copies(self), False

        def undo() -> None:
            nonlocal asked
            asked = True

        try:
            yield undo
        except BaseException:
            self._restore(before)
            raise
        if asked:
            self._restore(before)

    def _restore(self, before: dict[str, Any]) -> None:
        for name, store in before.items():
            for rows, content in vars(store).items():
                vars(getattr(self, name))[rows] = content
        self.__post_init__()

    def commit(self) -> None:
        self._storage.committed = FakeStores(**_copies(self))


class FakeStorage:
    """`PassportStorage` and `LifecycleStorage` in memory."""

    def __init__(self) -> None:
        self.committed = FakeStores()

    @contextmanager
    def reading(self) -> Iterator[FakeWork]:
        yield FakeWork(self)

    asking = reading

    @contextmanager
    def writing(self) -> Iterator[FakeWork]:
        yield FakeWork(self)
