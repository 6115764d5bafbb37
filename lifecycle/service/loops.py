"""Use cases of what comes back: recognised at intake, taken back with a reason, its history goes on.

Rules:
1. What came back is found as any scan finds a device: by label, serial number, IMEI, whenever that was.
2. DRZ takes back any device; a coordinator what it owned or had before. The reason names no person.
3. Who takes it back has custody by an event of its own. On a ground it becomes the owner too; without one it stays
   whose it is, as for a repair.
4. From then on its media contain data, and nobody has looked for locks (`lifecycle.domain.fold.back`).
5. A delivery that it was in is told that it came back.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.device import Device
from lifecycle.domain.donation import Entry, EntryId, Said, standing
from lifecycle.domain.donation.no_people import problems_of
from lifecycle.domain.events import CustodyChanged, Happening, OwnershipChanged, Place, TakenBack, TransactionId
from lifecycle.domain.loops import holders_of, lives_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Ground, Holding
from lifecycle.service.consignment_desk import already_in
from lifecycle.service.donation_desk import DonationDesk
from lifecycle.service.donation_views import DeviceLives
from lifecycle.service.identity import devices_of, lines_of
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleWork
from lifecycle.service.recording import Draft, Recorded, device_of
from lifecycle.service.scanning import OwnCodes

GROUNDS = (Ground.TRANSFER, Ground.GIFT, Ground.SALE)
"""On which grounds a device can become that of who takes it back."""


@dataclass(frozen=True, kw_only=True)
class Return:
    """A device that came back: why, to which place, and on which ground it is ours again, where it is."""

    device: DeviceKey
    reason: str
    place: Place
    ground: Ground | None = None


@dataclass(frozen=True)
class Loops:
    """Each method is one transaction and checks its actor first. `codes` say what is ours in a scan."""

    desk: DonationDesk
    codes: OwnCodes

    def recognise(self, actor: Actor, raw: str) -> tuple[DeviceLine, ...]:
        """The devices that a scan names and that this actor may take back."""
        PERMISSIONS.check("take_back", actor, frozenset({Relation.OWNER}))
        result = self.codes.classify(raw)
        with self.desk.storage.reading() as reads:
            found = (device_of(reads, key) for key in devices_of(reads, result))
            mine = [known.device.key for known in found if self._may(actor, known)]
            return lines_of(reads, mine)

    def take_back(self, actor: Actor, wanted: Return) -> DeviceLives:
        """Record that it came back. Refused where it never went away, or is in an open consignment."""
        with self.desk.storage.writing() as work:
            deliveries = work.donations.deliveries_with(wanted.device)
            for delivery in sorted(deliveries, key=lambda each: each.id):
                work.donations.hold_delivery(delivery.id)
            known = device_of(work, wanted.device)
            PERMISSIONS.check("take_back", actor, self._relations(actor, known), subject=wanted.device)
            organisation = _organisation(actor)
            _check(wanted, known.device, organisation)
            if (other := work.consignments.open_with(wanted.device)) is not None:
                raise already_in(wanted.device, other)
            act = TransactionId(self.desk.recorder.new_id())
            made = [Draft(each, transaction=act) for each in self._happenings(wanted, organisation)]
            self.desk.recorder.record(work, actor, wanted.device, made)
            self._tell(work, actor, wanted.device)
            work.commit()
            return self._lives(work, wanted.device)

    def lives(self, actor: Actor, key: DeviceKey) -> DeviceLives:
        """How many lives a device has had."""
        with self.desk.storage.reading() as reads:
            known = device_of(reads, key)
            PERMISSIONS.check("read_history", actor, known.device.relations(actor.organisation), subject=key)
            return self._lives(reads, key)

    def _happenings(self, wanted: Return, organisation: OrganisationId) -> list[Happening]:
        """Rule 3."""
        inside = self.desk.organisations.in_state(organisation)
        made: list[Happening] = [
            TakenBack(reason=wanted.reason, ground=wanted.ground),
            CustodyChanged(custodian=organisation, place=wanted.place, inside_state=inside),
        ]
        if wanted.ground is not None:
            holding = Holding.STATE if inside else Holding.COORDINATOR
            made.append(OwnershipChanged(owner=organisation, holding=holding, ground=wanted.ground))
        return made

    def _tell(self, work: LifecycleWork, actor: Actor, key: DeviceKey) -> None:
        """Rule 5."""
        for delivery in work.donations.deliveries_with(key):
            if standing(work.donations.entries(delivery.id)).is_there(key):
                entry = Entry(
                    id=EntryId(self.desk.recorder.new_id()),
                    said=Said.RETURNED,
                    at=self.desk.recorder.clock(),
                    by=actor.account,
                    device=key,
                )
                self.desk.say(work, delivery, [entry])

    def _may(self, actor: Actor, known: Recorded) -> bool:
        return PERMISSIONS.allows("take_back", actor, self._relations(actor, known), subject=known.device.key)

    @staticmethod
    def _relations(actor: Actor, known: Recorded) -> frozenset[Relation]:
        """Rule 2: who owned or had it before knows it when it comes back."""
        before: Collection[OrganisationId] = holders_of(known.events)
        own = frozenset({Relation.OWNER} if actor.organisation in before else ())
        return known.device.relations(actor.organisation) | own

    def _lives(self, reads: LifecycleReads, key: DeviceKey) -> DeviceLives:
        deliveries = self.desk.summaries(reads, reads.donations.deliveries_with(key))
        return DeviceLives(key, len(lives_of(device_of(reads, key).events)), deliveries)


def _check(wanted: Return, device: Device, organisation: OrganisationId) -> None:
    """InvalidInput for a reason that tells of a person, or a ground that cannot be."""
    faults = list(problems_of("$.reason", wanted.reason))
    owner = None if device.ownership is None else device.ownership.owner
    if wanted.ground is not None and (wanted.ground not in GROUNDS or owner == organisation):
        what = message("On this ground it does not become yours: leave it out, or choose another.")
        faults.append(Problem("$.ground", what))
    if faults:
        raise InvalidInput(faults[0].what, tuple(faults))


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise InvalidInput(message("A device comes back to an organisation, and this account has none."))
    return actor.organisation
