"""Use cases of a single device: register it, record what happens to it, read its state and its life."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.domain.permission import Relation
from dpp.service.acts import Act
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EventId, Happening, Refurbished
from lifecycle.domain.permissions import PERMISSIONS, USE_CASES
from lifecycle.domain.possible import what_is_possible
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.lines import readable
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    LineFilter,
    Organisations,
)
from lifecycle.service.recording import Draft, Recorded, Recorder, device_of, state_of
from lifecycle.service.registering import Registrar, Registration
from lifecycle.service.relations import relations_to
from lifecycle.service.repairer_view import as_repairer
from lifecycle.service.views import DeviceView, TimelineEntry

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "passport_registered": "the registration of a device",
        "thing_registered": "the registration of a thing",
        "intake_scanned": "a scan",
        "label_linked": "the linking of a label and a device",
        "label_retired": "the retirement of a label",
        "evidence_attached": "a file of evidence",
        "evidence_read_again": "a newer parser over evidence that is kept",
        "evidence_erased": "the erasing of evidence",
        "identity_conflict": "evidence or a registration that claims what another device claims",
        "refurbished": "a refurbishment",
        "route_proposed": "a proposal of the routing policy",
        "route_approved": "the approval of a proposal",
        "route_overridden": "an override of a proposal",
        "reserved": "a reservation on the marketplace, or the allocation of what a request asks",
        "released": "the giving back of a reservation, or the withdrawal of a request",
        "transfer_offered": "the offer of a consignment",
        "transfer_withdrawn": "the withdrawal of a consignment",
        "transfer_received": "the receipt of a consignment",
        "transfer_disputed": "the receipt of a consignment",
        "custody_changed": "a scan at intake or the receipt of a consignment",
        "ownership_changed": "the receipt of a consignment",
    }
)
"""Kinds of event that only their own use case makes, because more than the event belongs to them."""


@dataclass(frozen=True, kw_only=True)
class Refurbishment:
    """What refurbishing reached: final grades, whether all tests pass, and the software that is on it now."""

    functional: FunctionalGrade
    cosmetic: CosmeticGrade
    all_tests_pass: bool
    operating_system: str | None = None
    licence: str | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Devices:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def register(self, actor: Actor, wanted: Registration) -> DeviceView:
        """A device with its item passport, first label and claims.

        A retry with the same event id changes nothing; Conflict where that id was used for anything else.
        """
        with self.storage.writing() as work:
            recorded = self.register_in(work, actor, wanted)
            work.commit()
            view = self._view(work, recorded)
            return replace(view, warnings=tuple(self._registrar.warnings(work, wanted, view)))

    def register_in(self, work: LifecycleWork, actor: Actor, wanted: Registration) -> Recorded:
        """As `register`, inside a transaction that its caller commits."""
        owns = frozenset({Relation.OWNER} if actor.organisation in {wanted.owner, wanted.lessee} else set())
        PERMISSIONS.check("register_device", actor, owns)
        return self._registrar.register(work, actor, wanted)

    def record(self, actor: Actor, key: DeviceKey, drafts: Sequence[Draft]) -> DeviceView:
        """Record events of one device, in this order, all or none; each kind has its use case in the permissions."""
        with self.storage.writing() as work:
            relations = self._relations(work, actor, state_of(work, key))
            for draft in drafts:
                PERMISSIONS.check(use_case(draft.happening), actor, relations)
            recorded = self.recorder.record(work, actor, key, drafts)
            work.commit()
            return self._seen(work, actor, recorded)

    def read(self, actor: Actor, key: DeviceKey) -> DeviceView:
        """State and life."""
        with self.storage.asking() as reads:
            recorded = device_of(reads, key)
            PERMISSIONS.check("read_device", actor, self._relations(reads, actor, recorded.device))
            return self._seen(reads, actor, recorded)

    def consider(self, actor: Actor, key: DeviceKey) -> DeviceView:
        """State and life, and what this actor could do next: every rule is asked about every act.

        Who reads it by a repair key works at the repair bench, which says what can be done.
        """
        view = self.read(actor, key)
        if view.by_key_until is not None:
            return view
        return replace(view, possible=what_is_possible(view.device, actor, self.recorder.clock()))

    def find(self, actor: Actor, wanted: LineFilter) -> tuple[DeviceLine, ...]:
        """The devices that match, among those of the actor's organisation unless its role reads all."""
        PERMISSIONS.check("read_worklist", actor)
        with self.storage.reading() as reads:
            return reads.devices.lines(readable(actor, wanted))

    def of_passport(self, actor: Actor, passport: PassportId) -> DeviceKey | None:
        """The device of a passport, when this actor may read that device; else nothing, as if there were none."""
        with self.storage.reading() as reads:
            stored = reads.passports.get(passport)
            if stored is None or stored.device_key is None:
                return None
            device = state_of(reads, stored.device_key)
            may = PERMISSIONS.allows("read_device", actor, self._relations(reads, actor, device))
            return device.key if may else None

    def refurbish(self, actor: Actor, key: DeviceKey, done: Refurbishment) -> DeviceView:
        """The device is refurbished: final grades, and a successor passport under the same label."""
        with self.storage.writing() as work:
            device = state_of(work, key)
            PERMISSIONS.check("refurbish", actor, device.relations(actor.organisation))
            known = None if done.event_id is None else work.events.find(done.event_id)
            if known is not None and isinstance(known.happening, Refurbished):
                successor = known.happening.successor
            else:
                successor = self._successor(work, actor, device)
            recorded = self.recorder.record(work, actor, key, [_refurbished(done, successor)])
            work.commit()
            return self._view(work, recorded)

    def _successor(self, work: LifecycleWork, actor: Actor, device: Device) -> PassportId:
        publisher, current = self.recorder.publisher, device.passports.current
        passport = None if current is None else work.passports.get(current)
        if passport is None:
            raise NotFound(message("This device has no passport yet, so none can follow it."))
        own = {
            **publisher.own_elements(work, passport),
            "previousPassport": publisher.links.passport(passport.passport_id),
        }
        return publisher.successor(work, Act(actor, self.recorder.clock()), passport, own).passport_id

    @property
    def _registrar(self) -> Registrar:
        return Registrar(self.recorder)

    def _relations(self, reads: LifecycleReads, actor: Actor, device: Device) -> frozenset[Relation]:
        return relations_to(reads, actor, device, self.recorder.clock())

    def _seen(self, reads: LifecycleReads, actor: Actor, now: Recorded) -> DeviceView:
        """The view as this actor may have it: by a repair key alone it is that of a repairer."""
        return as_repairer(reads, actor, self._view(reads, now), self.recorder.clock())

    def _view(self, reads: LifecycleReads, now: Recorded) -> DeviceView:
        device, links = now.device, self.recorder.publisher.links
        line = now.line
        assert line is not None  # every device has one
        passport = device.passports.current
        names = self.organisations.names(_parties(device, now.events))
        return DeviceView(
            device=device,
            line=line,
            passport_id=passport,
            passport_url=links.passport(passport) if passport else None,
            labels=_codes(reads, passport) if now.labels is None else now.labels,
            timeline=tuple(_entry(event, names) for event in now.events),
            names=names,
        )


def _codes(reads: LifecycleReads, passport: PassportId | None) -> tuple[LabelCode, ...]:
    labels = reads.labels.of_passport(passport) if passport else ()
    return tuple(label.code for label in labels if label.state == "active")


def use_case(happening: Happening) -> str:
    """The use case in the permission table of a kind of event that is recorded by itself."""
    if happening.kind in ELSEWHERE:
        what = message("{kind} is not recorded by itself.", kind=happening.kind)
        remedy = message("It comes with {where}.", where=ELSEWHERE[happening.kind])
        raise InvalidInput(what, (Problem("$.happening.kind", what),), remedy=remedy)
    if getattr(happening, "order", None) is not None:
        what = message("What belongs to a repair order is recorded in that order.")
        raise InvalidInput(
            what, (Problem("$.happening.order", what),), remedy=message("Leave the order out, or use it.")
        )
    return USE_CASES[happening.kind]


def _parties(device: Device, events: Iterable[Event]) -> frozenset[OrganisationId]:
    """Every organisation that the view of a device names."""
    parties = {device.custody.custodian, *(event.organisation for event in events)}
    parties |= {device.ownership.owner, device.ownership.lessee} if device.ownership else set()
    parties |= {device.handover.receiver} if device.handover else set()
    return frozenset(party for party in parties if party is not None)


def _entry(event: Event, names: Mapping[OrganisationId, str]) -> TimelineEntry:
    return TimelineEntry(event, None if event.organisation is None else names[event.organisation])


def _refurbished(done: Refurbishment, successor: PassportId) -> Draft:
    happening = Refurbished(
        functional=done.functional,
        cosmetic=done.cosmetic,
        all_tests_pass=done.all_tests_pass,
        operating_system=done.operating_system,
        licence=done.licence,
        successor=successor,
    )
    return Draft(happening, done.event_id, done.occurred_at)
