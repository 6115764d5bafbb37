"""Use cases of a single device: register it, record what happens to it, read its state and its life."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.eid import read_eid
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.digital_link import DigitalLink
from dpp.domain.identification_link import read_identification_link
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId, device_key
from dpp.domain.permission import Relation
from dpp.service.acts import Act
from dpp.service.ports import StoredModel
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EventId, Happening, PassportRegistered, Place, Refurbished
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.labels import labels_of
from lifecycle.domain.permissions import PERMISSIONS, USE_CASES
from lifecycle.domain.possible import what_is_possible
from lifecycle.domain.things import bears_data
from lifecycle.domain.vocabulary import Classification, CosmeticGrade, FunctionalGrade, Holding
from lifecycle.service.identity import claiming
from lifecycle.service.lines import readable
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    LineFilter,
    Organisations,
)
from lifecycle.service.recording import Draft, Recorded, Recorder, device_of, find_state, state_of
from lifecycle.service.views import DeviceView, TimelineEntry

STATED = 0.9
"""Confidence of what an owner's own administration states; a scan of the thing itself weighs more."""

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
        "transfer_offered": "the offer of a consignment",
        "transfer_withdrawn": "the withdrawal of a consignment",
        "transfer_received": "the receipt of a consignment",
        "transfer_disputed": "the receipt of a consignment",
        "custody_changed": "a scan at intake or the receipt of a consignment",
        "ownership_changed": "the receipt of a consignment",
    }
)
"""Kinds of event that only their own use case makes, because more than the event belongs to them."""


_OF_ONE_DEVICE = frozenset(
    {ClaimKind.SERIAL, ClaimKind.IMEI, ClaimKind.EID, ClaimKind.ASSET_TAG, ClaimKind.IDENTIFICATION_LINK}
)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A device to be registered with an item passport. For a placeholder that was scanned before, give its `device`.

    `eid` is the number of its embedded SIM; `identification_link` the address that its maker printed on this one thing.
    `owner` is the lessor of a leased device, which `lessee` uses. Without `custodian` the owner or lessee has it.
    """

    model: PassportId
    owner: OrganisationId
    place: Place
    serial: str | None = None
    imei: str | None = None
    eid: str | None = None
    asset_tag: str | None = None
    identification_link: str | None = None
    classification: Classification = Classification.UNKNOWN
    in_use_since: date | None = None
    holding: Holding = Holding.STATE
    lessee: OrganisationId | None = None
    custodian: OrganisationId | None = None
    device: DeviceKey | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


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
            return replace(view, warnings=tuple(self._warnings(work, wanted, view)))

    def register_in(self, work: LifecycleWork, actor: Actor, wanted: Registration) -> Recorded:
        """As `register`, inside a transaction that its caller commits."""
        owns = frozenset({Relation.OWNER} if actor.organisation in {wanted.owner, wanted.lessee} else set())
        PERMISSIONS.check("register_device", actor, owns)
        return self._register(work, actor, wanted)

    def record(self, actor: Actor, key: DeviceKey, drafts: Sequence[Draft]) -> DeviceView:
        """Record events of one device, in this order, all or none; each kind has its use case in the permissions."""
        with self.storage.writing() as work:
            relations = state_of(work, key).relations(actor.organisation)
            for draft in drafts:
                PERMISSIONS.check(use_case(draft.happening), actor, relations)
            recorded = self.recorder.record(work, actor, key, drafts)
            work.commit()
            return self._view(work, recorded)

    def read(self, actor: Actor, key: DeviceKey) -> DeviceView:
        """State and life."""
        with self.storage.reading() as reads:
            recorded = device_of(reads, key)
            PERMISSIONS.check("read_device", actor, recorded.device.relations(actor.organisation))
            return self._view(reads, recorded)

    def consider(self, actor: Actor, key: DeviceKey) -> DeviceView:
        """State and life, and what this actor could do next: every rule is asked about every act."""
        view = self.read(actor, key)
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
            may = PERMISSIONS.allows("read_device", actor, device.relations(actor.organisation))
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

    def _register(self, work: LifecycleWork, actor: Actor, wanted: Registration) -> Recorded:
        model = work.models.get(wanted.model)
        if model is None:
            raise NotFound(message("There is no model passport '{model}'.", model=wanted.model))
        claims = _claims(wanted, model)
        known = None if wanted.event_id is None else work.events.find(wanted.event_id)
        if known is not None and isinstance(known.happening, PassportRegistered):
            key, passport, code = known.device, known.happening.passport, known.happening.label
        else:
            work.devices.hold_numbers(claims)
            self._refuse_known(work, claims, wanted.device)
            key = wanted.device or device_key(self.recorder.chance(16))
            passport, code = self._new_passport(work, actor, key, wanted)
        registered = _registered(wanted, model.group, passport, code, claims)
        return self.recorder.record(work, actor, key, [Draft(registered, wanted.event_id, wanted.occurred_at)])

    def _new_passport(
        self, work: LifecycleWork, actor: Actor, key: DeviceKey, wanted: Registration
    ) -> tuple[PassportId, LabelCode]:
        own = {"modelPassport": self.recorder.publisher.links.passport(wanted.model)}
        act = Act(actor, self.recorder.clock())
        label = None if wanted.device is None else self._label_on(work, wanted.device)
        passport, code = self.recorder.publisher.new_item(work, act, key, wanted.model, own, label)
        self._name_by_gs1(work, wanted, passport.passport_id)
        return passport.passport_id, code

    @staticmethod
    def _label_on(work: LifecycleReads, key: DeviceKey) -> LabelCode | None:
        """The first of our labels that is on a device without a passport, so that it needs no other one."""
        for code in labels_of(find_state(work, key)):
            row = work.labels.get(code)
            if row is not None and row.state == LabelState.ACTIVE and row.passport_id is None:
                return code
        return None

    @staticmethod
    def _refuse_known(work: LifecycleReads, claims: Iterable[IdentityClaim], own: DeviceKey | None) -> None:
        """A serial is unique per maker: the same serial of another maker is no conflict."""
        brand = next(claim.value for claim in claims if claim.kind is ClaimKind.MAKER)
        for claim in claims:
            if claim.kind in _OF_ONE_DEVICE:
                for other in claiming(work, [claim]):
                    line = work.devices.get(other)
                    if other != own and line is not None and (line.brand or brand).lower() == brand.lower():
                        raise Conflict(
                            message("{kind} {value} belongs to a device already.", kind=claim.kind, value=claim.value),
                            remedy=message("Open device {device} instead, or correct the number.", device=other),
                        )

    def _name_by_gs1(self, work: LifecycleWork, wanted: Registration, passport: PassportId) -> None:
        """Where the model has a public GTIN, the maker's own code on the device leads to the passport too."""
        named = self._gs1_name(work, wanted)
        if named is not None and _gs1_fault(named) is None:
            work.gs1_keys.put(named.path, passport)

    def _gs1_name(self, work: LifecycleReads, wanted: Registration) -> DigitalLink | None:
        model = work.passports.get(wanted.model)
        gtin = self.recorder.publisher.own_elements(work, model).get("gtin") if model else None
        return DigitalLink("", "", "01", gtin, (("21", wanted.serial),)) if gtin and wanted.serial else None

    def _warnings(self, work: LifecycleReads, wanted: Registration, view: DeviceView) -> Iterator[Message]:
        """What keeps the maker's own code from leading here, or its address from being registered."""
        named, publisher = self._gs1_name(work, wanted), self.recorder.publisher
        if named is None or view.passport_url is None:
            return
        instead = publisher.links.label(view.labels[0]) if view.labels else view.passport_url
        if fault := _gs1_fault(named):
            yield message("No GS1 address can hold this serial number ({fault}): the label leads here.", fault=fault)
        elif warning := publisher.warning_about(publisher.links.gs1(named.path), instead):
            yield warning

    def _view(self, reads: LifecycleReads, now: Recorded) -> DeviceView:
        device, links = now.device, self.recorder.publisher.links
        line = reads.devices.get(device.key)
        assert line is not None
        passport = device.passports.current
        labels = reads.labels.of_passport(passport) if passport else ()
        names = self.organisations.names(_parties(device, now.events))
        return DeviceView(
            device=device,
            line=line,
            passport_id=passport,
            passport_url=links.passport(passport) if passport else None,
            labels=tuple(label.code for label in labels if label.state == "active"),
            timeline=tuple(_entry(event, names) for event in now.events),
            names=names,
        )


def _gs1_fault(named: DigitalLink) -> Message | None:
    """Why GS1 cannot carry the serial number: more than 20 characters, or one outside its set of 82."""
    return IDENTIFIERS["21"].fault(dict(named.qualifiers)["21"])


def use_case(happening: Happening) -> str:
    """The use case in the permission table of a kind of event that is recorded by itself."""
    if happening.kind in ELSEWHERE:
        what = message("{kind} is not recorded by itself.", kind=happening.kind)
        remedy = message("It comes with {where}.", where=ELSEWHERE[happening.kind])
        raise InvalidInput(what, (Problem("$.happening.kind", what),), remedy=remedy)
    return USE_CASES[happening.kind]


def _parties(device: Device, events: Iterable[Event]) -> frozenset[OrganisationId]:
    """Every organisation that the view of a device names."""
    parties = {device.custody.custodian, *(event.organisation for event in events)}
    parties |= {device.ownership.owner, device.ownership.lessee} if device.ownership else set()
    parties |= {device.handover.receiver} if device.handover else set()
    return frozenset(party for party in parties if party is not None)


def _entry(event: Event, names: Mapping[OrganisationId, str]) -> TimelineEntry:
    return TimelineEntry(event, None if event.organisation is None else names[event.organisation])


def _link(wanted: Registration) -> str | None:
    return read_identification_link(wanted.identification_link) if wanted.identification_link else None


def _claims(wanted: Registration, model: StoredModel) -> tuple[IdentityClaim, ...]:
    stated = (
        (ClaimKind.MAKER, model.brand),
        (ClaimKind.MODEL, model.name),
        (ClaimKind.SERIAL, wanted.serial),
        (ClaimKind.IMEI, wanted.imei),
        (ClaimKind.EID, read_eid(wanted.eid) if wanted.eid else None),
        (ClaimKind.ASSET_TAG, wanted.asset_tag),
        (ClaimKind.IDENTIFICATION_LINK, _link(wanted)),
    )
    return tuple(IdentityClaim(kind, value, "registration", STATED) for kind, value in stated if value)


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


def _registered(
    wanted: Registration, group: str, passport: PassportId, label: LabelCode | None, claims: tuple[IdentityClaim, ...]
) -> PassportRegistered:
    return PassportRegistered(
        passport=passport,
        model=wanted.model,
        owner=wanted.owner,
        place=wanted.place,
        category=group,
        label=label,
        holding=wanted.holding,
        lessee=wanted.lessee,
        custodian=wanted.custodian,
        data_bearing=bears_data(group),
        classification=wanted.classification,
        in_use_since=wanted.in_use_since,
        claims=claims,
    )
