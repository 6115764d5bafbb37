"""Things without a passport: whatever stands on a pallet gets a kind and an owner, and a life of its own.

Rules:
1. A placeholder that was scanned becomes known by this registration: the claims that it has, and those that are given,
   say which thing it is.
2. A number of the same maker that another device claims already is a conflict, as it is for a passport.
3. Whether it bears data follows from its kind; a thing that may have storage media cannot leave before they are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, device_key
from dpp.domain.permission import Relation
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.events import EventId, IdentityMatched, Place, ThingRegistered, TransactionId
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.things import bears_data
from lifecycle.domain.vocabulary import Classification, Holding
from lifecycle.service.identity import claiming
from lifecycle.service.lines import claimed
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.recording import Draft, Recorder, find_state, state_of

STATED = 0.9
OF_ONE_THING = frozenset({ClaimKind.SERIAL, ClaimKind.IMEI, ClaimKind.ASSET_TAG})


@dataclass(frozen=True, kw_only=True)
class NewThing:
    """A thing to be registered. For a placeholder that was scanned before, give its `device`."""

    thing: str
    owner: OrganisationId
    place: Place
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    imei: str | None = None
    asset_tag: str | None = None
    classification: Classification = Classification.UNKNOWN
    in_use_since: date | None = None
    holding: Holding = Holding.STATE
    lessee: OrganisationId | None = None
    custodian: OrganisationId | None = None
    device: DeviceKey | None = None
    event_id: EventId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class Things:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder

    def register(self, actor: Actor, wanted: NewThing) -> DeviceKey:
        """The key of the thing. A retry with the same event id changes nothing.

        Refused where the kind is not known or it is registered already; Conflict where another device has its number.
        """
        owns = frozenset({Relation.OWNER} if actor.organisation in {wanted.owner, wanted.lessee} else set())
        PERMISSIONS.check("register_device", actor, owns)
        claims = _claims(wanted)
        with self.storage.writing() as work:
            known = None if wanted.event_id is None else work.events.find(wanted.event_id)
            key = known.device if known else wanted.device or device_key(self.recorder.chance(16))
            if known is None:
                work.devices.hold_numbers(claims)
                _refuse_known(work, claims, key)
            before = find_state(work, key) if known is None and wanted.device else None
            self.recorder.record(work, actor, key, [*self._match(before, wanted), self._draft(wanted, claims)])
            work.commit()
            return key

    def _draft(self, wanted: NewThing, claims: tuple[IdentityClaim, ...]) -> Draft:
        registered = ThingRegistered(
            thing=wanted.thing,
            owner=wanted.owner,
            place=wanted.place,
            holding=wanted.holding,
            lessee=wanted.lessee,
            custodian=wanted.custodian,
            data_bearing=bears_data(wanted.thing),
            classification=wanted.classification,
            in_use_since=wanted.in_use_since,
            claims=claims,
        )
        act = None if wanted.event_id is None else TransactionId(wanted.event_id)
        return Draft(registered, wanted.event_id, wanted.occurred_at, act)

    def _match(self, placeholder: Device | None, wanted: NewThing) -> Iterable[Draft]:
        """Rule 1."""
        if placeholder is None or placeholder.known:
            return ()
        claims = placeholder.claims or _claims(wanted)
        if not claims:
            what = message("Give at least one number that is on the thing.")
            raise InvalidInput(what, (Problem("$.serial", what),))
        return (Draft(IdentityMatched(claims=claims), occurred_at=wanted.occurred_at),)


def _claims(wanted: NewThing) -> tuple[IdentityClaim, ...]:
    stated = (
        (ClaimKind.MAKER, wanted.maker),
        (ClaimKind.MODEL, wanted.model),
        (ClaimKind.SERIAL, wanted.serial),
        (ClaimKind.IMEI, wanted.imei),
        (ClaimKind.ASSET_TAG, wanted.asset_tag),
    )
    return tuple(IdentityClaim(kind, value, "registration", STATED) for kind, value in stated if value)


def _refuse_known(reads: LifecycleReads, claims: Iterable[IdentityClaim], own: DeviceKey) -> None:
    """Rule 2."""
    said = tuple(claims)
    maker = next((claim.value for claim in said if claim.kind is ClaimKind.MAKER), None)
    for claim in said:
        others = claiming(reads, [claim]) if claim.kind in OF_ONE_THING else ()
        for other in others:
            if other != own and _can_be_one(maker, claimed(state_of(reads, other), ClaimKind.MAKER)):
                raise Conflict(
                    message("{kind} {value} belongs to a device already.", kind=claim.kind, value=claim.value),
                    remedy=message("Open device {device} instead, or correct the number.", device=other),
                )


def _can_be_one(maker: str | None, other: str | None) -> bool:
    """Whether the makers can be the same: where one is unknown they can."""
    return maker is None or other is None or claim_key(maker) == claim_key(other)
