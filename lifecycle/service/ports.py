"""What the use cases of devices need from outside.

The unit of work extends that of passports, so that an event, what the public sees of it, a passport version and the
leaf that proves it land in one transaction.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.service.labels.storage import RollStore
from dpp.service.ports import PassportReads, PassportWork
from dpp.service.repair_guide_ports import GuideStore
from lifecycle.domain.credentials import Held
from lifecycle.domain.device import Device
from lifecycle.domain.events import ConsignmentId, Event, EventId
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.routing.policy import Policy
from lifecycle.service.consignment_ports import ConsignmentStore
from lifecycle.service.correcting_ports import CaseStore, ProposalStore
from lifecycle.service.donation_ports import DonationStore
from lifecycle.service.epcis_ports import EpcisStore
from lifecycle.service.erasure_map_ports import ErasureMapStore
from lifecycle.service.erasure_ports import ErasureReportStore, MediumStore, StatementStore, ToolStore
from lifecycle.service.evidence_ports import EvidenceStore
from lifecycle.service.fault_ports import FaultStore
from lifecycle.service.feed_ports import FeedStore
from lifecycle.service.found_ports import FoundReportStore
from lifecycle.service.holding_ports import HoldingStore
from lifecycle.service.hook_ports import HookStore
from lifecycle.service.inbox_ports import InboxStore
from lifecycle.service.load_ports import LoadStore
from lifecycle.service.mandate_ports import ClassDecisionStore, MandateStore, OverrideStore
from lifecycle.service.marketplace_ports import OfferStore, PhotoStore, ReservationStore
from lifecycle.service.monitoring_ports import FlowStore
from lifecycle.service.repair_order_ports import RepairOrderStore
from lifecycle.service.repairer_ports import RepairerStore, RepairKeyStore
from lifecycle.service.request_ports import AllocationStore, AllotmentStore, RequestStore
from lifecycle.service.routing_ports import PolicyStore, RoutingRunStore, StockStore
from lifecycle.service.sale_ports import SaleStore
from lifecycle.service.spare_ports import SpareStockStore, SpareStore
from lifecycle.service.support_ports import SupportStore
from lifecycle.service.thing_ports import GoodsStore, PartStore
from lifecycle.service.today_ports import TodayStore
from lifecycle.service.worklist_ports import BulkBatchStore, WorkItemStore


@dataclass(frozen=True)
class StoredEvent:
    """An event as it is kept: `kept` for ever, `erasable` under its own salt, apart, so that it can go."""

    event: Event
    number: int
    kept: Mapping[str, Any]
    erasable: Mapping[str, Any]
    erasable_salt: bytes | None


@dataclass(frozen=True)
class DeviceLine:
    """A device as lists and filters see it: a projection of its events, made again from them at will.

    `blocked` names what stands in the way (`identity`, `hazard`, `hold`, `lock`, `media`), `sequence` is the last
    event's number.
    """

    device_key: DeviceKey
    sequence: int
    passport_id: PassportId | None
    model_id: PassportId | None
    group: str | None
    brand: str | None
    name: str | None
    serial: str | None
    asset_tag: str | None
    placeholder: bool
    lifecycle: str
    data_state: str
    owner: OrganisationId | None
    custodian: OrganisationId | None
    place: str | None
    functional_grade: str | None
    cosmetic_grade: str | None
    battery_health: float | None
    route: str | None
    route_state: str | None
    blocked: tuple[str, ...]
    consignment_id: ConsignmentId | None
    updated_at: datetime


@dataclass(frozen=True)
class KeptState:
    """A device as its events up to and including number `sequence` leave it."""

    device: Device
    sequence: int


@dataclass(frozen=True, kw_only=True)
class DeviceLife:
    """A device's line and kept state, its events in order, and the codes of the labels that it has now."""

    line: DeviceLine | None
    kept: KeptState | None
    events: tuple[Event, ...]
    labels: tuple[LabelCode, ...] = ()


@dataclass(frozen=True)
class LineFilter:
    """Which lines: empty fields ask for nothing. `party` is the owner or the custodian."""

    lifecycles: tuple[str, ...] = ()
    party: OrganisationId | None = None
    route_state: str | None = None
    text: str | None = None
    limit: int = 200
    after: DeviceKey | None = None


@dataclass(frozen=True)
class StoredDecision:
    """A routing decision as it was made: `written` is the canonical JSON text of it with the whole trace."""

    decision_id: str
    device_key: DeviceKey
    route: str
    policy: str
    policy_version: str
    inputs_hash: str
    recorded_at: datetime
    written: str

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """Its plain form."""
        content: Mapping[str, Any] = json.loads(self.written)
        return content


class EventStore(Protocol):
    """Events, insert-only."""

    def of_device(self, key: DeviceKey) -> tuple[Event, ...]:
        """In the order of recording."""
        ...

    def find(self, event: EventId) -> Event | None: ...
    def devices(self, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        """The devices that have events, in the order of their keys."""
        ...

    def append(self, stored: StoredEvent) -> None:
        """Raises Conflict when the number or the id is taken: somebody else was first."""
        ...


class DeviceStore(Protocol):
    """The projection of devices, and the claims that find them."""

    def hold(self, *keys: DeviceKey) -> None:
        """Make others wait who want to change these devices, until this transaction ends. All at once, or once."""
        ...

    def hold_numbers(self, claims: Collection[IdentityClaim]) -> None:
        """Make others wait who would claim the same numbers, so that two at once do not both find nobody."""
        ...

    def get(self, key: DeviceKey) -> DeviceLine | None: ...
    def several(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, DeviceLine]:
        """Those of these devices that are there, asked at once."""
        ...

    def put(self, line: DeviceLine, claims: Sequence[IdentityClaim] | None = None) -> None:
        """The line, and the claims that find the device; None where these are as they were."""
        ...

    def state(self, key: DeviceKey) -> KeptState | None:
        """The state that was kept; None where there is none, or where other code made it than reads events today."""
        ...

    def life(self, key: DeviceKey) -> DeviceLife | None:
        """What is kept of a device in one look, which is one question; None where nothing happened to it."""
        ...

    def keep(self, state: KeptState) -> None:
        """Keep the state, so that nobody folds these events again."""
        ...

    def claims_of(self, key: DeviceKey) -> frozenset[IdentityClaim]:
        """The claims that find this device, their values as they are compared."""
        ...

    def claiming(self, kind: ClaimKind, value: str) -> tuple[DeviceKey, ...]: ...
    def claiming_any(self, kinds: Collection[ClaimKind], values: Collection[str]) -> tuple[tuple[DeviceKey, str], ...]:
        """Who claims one of these values as one of these kinds, with the value as it is compared."""
        ...

    def lines(self, wanted: LineFilter) -> tuple[DeviceLine, ...]: ...


class DecisionStore(Protocol):
    """Routing decisions, insert-only."""

    def add(self, decision: StoredDecision) -> None: ...
    def get(self, key: DeviceKey, decision: str) -> StoredDecision | None: ...
    def of_device(self, key: DeviceKey) -> tuple[StoredDecision, ...]:
        """Oldest first."""
        ...

    def newest(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, StoredDecision]:
        """The last decision about each of these devices; devices without one are left out."""
        ...


class LifecycleReads(PassportReads, Protocol):
    """A consistent look at devices and passports."""

    @property
    def devices(self) -> DeviceStore: ...
    @property
    def events(self) -> EventStore: ...
    @property
    def evidence(self) -> EvidenceStore: ...
    @property
    def decisions(self) -> DecisionStore: ...
    @property
    def consignments(self) -> ConsignmentStore: ...
    @property
    def loads(self) -> LoadStore: ...
    @property
    def rolls(self) -> RollStore: ...
    @property
    def found_reports(self) -> FoundReportStore: ...
    @property
    def cases(self) -> CaseStore: ...
    @property
    def proposals(self) -> ProposalStore: ...
    @property
    def feed(self) -> FeedStore: ...
    @property
    def hooks(self) -> HookStore: ...
    @property
    def media(self) -> MediumStore: ...
    @property
    def erasure_reports(self) -> ErasureReportStore: ...
    @property
    def erasure_tools(self) -> ToolStore: ...
    @property
    def erasure_maps(self) -> ErasureMapStore: ...
    @property
    def statements(self) -> StatementStore: ...
    @property
    def inbox(self) -> InboxStore: ...
    @property
    def offers(self) -> OfferStore: ...
    @property
    def reservations(self) -> ReservationStore: ...
    @property
    def photos(self) -> PhotoStore: ...
    @property
    def parts(self) -> PartStore: ...
    @property
    def goods(self) -> GoodsStore: ...
    @property
    def epcis(self) -> EpcisStore: ...
    @property
    def support(self) -> SupportStore: ...
    @property
    def donations(self) -> DonationStore: ...
    @property
    def sales(self) -> SaleStore: ...
    @property
    def mandates(self) -> MandateStore: ...
    @property
    def class_decisions(self) -> ClassDecisionStore: ...
    @property
    def overrides(self) -> OverrideStore: ...
    @property
    def work_items(self) -> WorkItemStore: ...
    @property
    def flow(self) -> FlowStore: ...
    @property
    def holdings(self) -> HoldingStore: ...
    @property
    def today(self) -> TodayStore: ...
    @property
    def faults(self) -> FaultStore: ...
    @property
    def bulk_batches(self) -> BulkBatchStore: ...
    @property
    def requests(self) -> RequestStore: ...
    @property
    def allotments(self) -> AllotmentStore: ...
    @property
    def allocations(self) -> AllocationStore: ...
    @property
    def stock(self) -> StockStore: ...
    @property
    def policies(self) -> PolicyStore: ...
    @property
    def routing_runs(self) -> RoutingRunStore: ...
    @property
    def repair_guides(self) -> GuideStore: ...
    @property
    def spares(self) -> SpareStore: ...
    @property
    def spare_stock(self) -> SpareStockStore: ...
    @property
    def repair_keys(self) -> RepairKeyStore: ...
    @property
    def repair_orders(self) -> RepairOrderStore: ...
    @property
    def repairers(self) -> RepairerStore: ...


class LifecycleWork(LifecycleReads, PassportWork, Protocol):
    """One transaction over devices and passports."""

    def undoing(self) -> AbstractContextManager[Callable[[], None]]:
        """A part of the transaction that an error undoes, without undoing the rest."""
        ...


class LifecycleStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[LifecycleReads]: ...
    def asking(self) -> AbstractContextManager[LifecycleReads]:
        """As `reading()`, where one question answers all: several need not see the same moment."""
        ...

    def writing(self) -> AbstractContextManager[LifecycleWork]: ...


class Organisations(Protocol):
    """What devices need to know of organisations; accounts keep them."""

    def names(self, organisations: Collection[OrganisationId]) -> Mapping[OrganisationId, str]: ...
    def people(self, accounts: Collection[AccountId]) -> Mapping[AccountId, str]:
        """The names of people, to be told to their colleagues alone; who is unknown is left out."""
        ...

    def in_state(self, organisation: OrganisationId) -> bool:
        """Whether it belongs to the State of the Netherlands."""
        ...

    def holds(self, organisation: OrganisationId, credential_kind: str, on: date) -> bool:
        """Whether it has a credential of this kind that is valid on this day."""
        ...

    def credentials(self, organisation: OrganisationId) -> tuple[Held, ...]:
        """Every credential that it has or had."""
        ...

    def holders(self, kinds: Collection[str]) -> Mapping[str, tuple[tuple[str, date, date | None], ...]]:
        """Every credential of each of these kinds: the holder's name, its first day, and its last where it has one."""
        ...


class Policies(Protocol):
    """The routing policies."""

    def in_force(self, reads: "LifecycleReads", on: date) -> PoliciesInForce:
        """Those of this day; `of(device)` of the answer is the one for a device."""
        ...

    def by_digest(self, reads: "LifecycleReads", digest: str) -> Policy | None:
        """A policy by what it says (`PolicyName.digest`), in force or not; None where it was never kept."""
        ...

    def file_of(self, reads: "LifecycleReads", policy: Policy) -> bytes:
        """The file of a policy that is in force."""
        ...
