"""A device becomes known: its item passport, its first label, its claims, and the maker's own code as a way to it.

Used inside the transactions of others (`lifecycle.service.devices`, and imports of device lists).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.eid import read_eid
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.digital_link import DigitalLink
from dpp.domain.identification_link import read_identification_link
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId, device_key
from dpp.service.acts import Act
from dpp.service.ports import StoredModel
from lifecycle.domain.events import EventId, PassportRegistered, Place
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.labels import labels_of
from lifecycle.domain.things import bears_data
from lifecycle.domain.vocabulary import Classification, Holding
from lifecycle.service.identity import claiming
from lifecycle.service.ports import LifecycleReads, LifecycleWork
from lifecycle.service.recording import Draft, Recorded, Recorder, find_state
from lifecycle.service.views import DeviceView

STATED = 0.9
"""Confidence of what an owner's own administration states; a scan of the thing itself weighs more."""

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


@dataclass(frozen=True)
class Registrar:
    """Registers a device in the transaction of its caller, who checked that the actor may."""

    recorder: Recorder

    def register(self, work: LifecycleWork, actor: Actor, wanted: Registration) -> Recorded:
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

    def warnings(self, work: LifecycleReads, wanted: Registration, view: DeviceView) -> Iterator[Message]:
        """What keeps the maker's own code from leading here, or its address from being registered."""
        named, publisher = self._gs1_name(work, wanted), self.recorder.publisher
        if named is None or view.passport_url is None:
            return
        instead = publisher.links.label(view.labels[0]) if view.labels else view.passport_url
        if fault := _gs1_fault(named):
            yield message("No GS1 address can hold this serial number ({fault}): the label leads here.", fault=fault)
        elif warning := publisher.warning_about(publisher.links.gs1(named.path), instead):
            yield warning


def _gs1_fault(named: DigitalLink) -> Message | None:
    """Why GS1 cannot carry the serial number: more than 20 characters, or one outside its set of 82."""
    return IDENTIFIERS["21"].fault(dict(named.qualifiers)["21"])


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
