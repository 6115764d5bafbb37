"""Hand-overs: devices leave one custodian and reach another in a consignment, with two sides and a frozen manifest.

Rules:
1. Every device of a consignment is offered, or none is: one refusal, told with its device, refuses the offer.
2. The receiver shows what the route asks (a donation coordinator its aanwijzingsbesluit, a recycler EN 50625), valid on
   the day, at the offer and again at the receipt.
3. A receipt is one transaction over all devices: custody and ownership change each by an event of their own.
4. The holder of a link (`confirm_handover`) may confirm one consignment on behalf of its receiver, and nothing else.
5. Before the offer anyone who may offer can see which devices would be refused, and why: nothing is recorded by that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    Arrival,
    Consignment,
    Terms,
    frozen,
    offer_happenings,
    offered,
    receipt_happenings,
    received,
    with_devices,
    withdrawal_happenings,
    withdrawn,
    without_devices,
)
from lifecycle.domain.events import ConsignmentId, Difference, Happening, Place, TransactionId
from lifecycle.domain.guards import refusals
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.possible import OFFERS
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.routing_facts import CREDENTIAL_ROUTES
from lifecycle.service.views import ConsignmentView

CONFIRM = "confirm_handover"


@dataclass(frozen=True, kw_only=True)
class NewConsignment:
    """What is to be handed over to whom. With a `route` ownership passes, on that route's usual ground."""

    receiver: OrganisationId
    devices: tuple[DeviceKey, ...] = ()
    route: Route | None = None
    carrier: OrganisationId | None = None
    seal: str | None = None
    processor_agreement: str | None = None
    contract: str | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """What is known only when the cage is closed: the number of the seal, and the agreement with who carries it."""

    seal: str | None = None
    processor_agreement: str | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the receiver found. Without `devices` everything on the manifest arrived."""

    place: Place
    devices: tuple[DeviceKey, ...] | None = None
    seal: str | None = None
    differences: Mapping[DeviceKey, Difference] = field(default_factory=dict)


@dataclass(frozen=True)
class Consignments:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def create(self, actor: Actor, wanted: NewConsignment) -> ConsignmentView:
        """A draft from the actor's organisation, holding devices that are in its custody."""
        sender = _organisation(actor)
        draft = Consignment(ConsignmentId(self.recorder.new_id()), sender, wanted.receiver, self._terms(wanted))
        PERMISSIONS.check("create_consignment", actor, draft.relations(sender))
        with self.storage.writing() as work:
            for key in sorted(set(wanted.devices)):
                self._check_free(work, actor, key)
            draft = with_devices(draft, *wanted.devices)
            work.consignments.put(draft, self.recorder.clock())
            work.commit()
            return self._view(work, draft)

    def add(self, actor: Actor, consignment: ConsignmentId, *keys: DeviceKey) -> ConsignmentView:
        """Put more devices into a draft."""
        with self.storage.writing() as work:
            draft = self._found(work, actor, "offer_consignment", consignment)
            for key in sorted(set(keys).difference(draft.devices)):
                self._check_free(work, actor, key)
            return self._kept(work, with_devices(draft, *keys))

    def remove(self, actor: Actor, consignment: ConsignmentId, *keys: DeviceKey) -> ConsignmentView:
        """Take devices out of a draft."""
        with self.storage.writing() as work:
            draft = self._found(work, actor, "offer_consignment", consignment)
            return self._kept(work, without_devices(draft, *keys))

    def preview(self, actor: Actor, consignment: ConsignmentId) -> Mapping[DeviceKey, Refused]:
        """What an offer of this draft would be refused for, by device."""
        with self.storage.reading() as reads:
            draft = self._found(reads, actor, "offer_consignment", consignment)
            offer = offer_happenings(frozen(draft)) if draft.devices else {}
            answers = {key: self._refusal(reads, actor, key, happenings) for key, happenings in offer.items()}
            return {key: refusal for key, refusal in answers.items() if refusal is not None}

    def offer(self, actor: Actor, consignment: ConsignmentId, closed: Sealing | None = None) -> ConsignmentView:
        """Freeze the manifest and offer every device to the receiver."""
        with self.storage.writing() as work:
            draft = self._found(work, actor, "offer_consignment", consignment)
            draft = draft if closed is None else replace(draft, terms=_sealed(draft.terms, closed))
            self._check_receiver(draft)
            offer = offered(draft)
            work.consignments.put(offer, self.recorder.clock())
            self._record(work, actor, offer_happenings(offer))
            work.commit()
            return self._view(work, offer)

    def withdraw(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        """Take an offer back: every device is where it was."""
        with self.storage.writing() as work:
            over = withdrawn(self._found(work, actor, "withdraw_consignment", consignment))
            work.consignments.put(over, self.recorder.clock())
            self._record(work, actor, withdrawal_happenings(over))
            work.commit()
            return self._view(work, over)

    def receive(self, actor: Actor, consignment: ConsignmentId, receipt: Receipt) -> ConsignmentView:
        """What arrived passes to the receiver; each difference becomes an item for someone to resolve."""
        with self.storage.writing() as work:
            use_case = CONFIRM if actor.capability is not None else "receive_consignment"
            offer = self._found(work, actor, use_case, consignment)
            self._check_receiver(offer)
            devices = frozenset(offer.devices if receipt.devices is None else receipt.devices)
            _refuse_extra(actor, offer, devices)
            seal = offer.terms.seal if receipt.seal is None else receipt.seal
            arrival = Arrival(devices=devices, place=receipt.place, seal=seal, differences=receipt.differences)
            over = received(offer, arrival)
            work.consignments.put(over, self.recorder.clock())
            self._record(work, replace(actor, organisation=offer.receiver), receipt_happenings(offer, arrival))
            work.commit()
            return self._view(work, over)

    def read(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        """One consignment, for its two sides and for those who read all."""
        with self.storage.reading() as reads:
            use_case = CONFIRM if actor.capability is not None else "read_consignment"
            return self._view(reads, self._found(reads, actor, use_case, consignment))

    def find(self, actor: Actor) -> tuple[ConsignmentView, ...]:
        """The consignments that this actor may read, newest first."""
        with self.storage.reading() as reads:
            everything = PERMISSIONS.allows("read_consignment", actor)
            if not everything and actor.organisation is None:
                PERMISSIONS.check("read_consignment", actor)
            found = reads.consignments.of_party(None if everything else actor.organisation)
            return tuple(
                self._view(reads, each)
                for each in found
                if PERMISSIONS.allows("read_consignment", actor, each.relations(actor.organisation))
            )

    def _kept(self, work: LifecycleWork, draft: Consignment) -> ConsignmentView:
        work.consignments.put(draft, self.recorder.clock())
        work.commit()
        return self._view(work, draft)

    def _refusal(
        self, reads: LifecycleReads, actor: Actor, key: DeviceKey, happenings: Iterable[Happening]
    ) -> Refused | None:
        device = state_of(reads, key)
        events = (self.recorder.supposed(actor, key, happening) for happening in happenings)
        return next((refusal for event in events for refusal in refusals(device, event)), None)

    def _terms(self, wanted: NewConsignment) -> Terms:
        ground, holding = (None, None) if wanted.route is None else self._ground(wanted.route)
        return Terms(
            inside_state=self.organisations.in_state(wanted.receiver),
            carrier=wanted.carrier,
            ground=ground,
            holding=holding,
            route=wanted.route,
            seal=wanted.seal,
            processor_agreement=wanted.processor_agreement,
            contract=wanted.contract,
            unit=wanted.unit,
        )

    @staticmethod
    def _ground(route: Route) -> tuple[Ground, Holding]:
        if route in OFFERS:
            return OFFERS[route]
        what = message("Ownership does not pass on the route '{route}'.", route=route)
        raise InvalidInput(what, (Problem("$.route", what),), remedy=message("Leave the route out to pass custody."))

    def _check_receiver(self, consignment: Consignment) -> None:
        """Rule 2."""
        kind = CREDENTIAL_ROUTES.get(consignment.terms.route) if consignment.terms.route else None
        today = self.recorder.clock().date()
        if kind is None or self.organisations.holds(consignment.receiver, kind, today):
            return
        raise Refused(
            "receiver-credential",
            message(
                "{receiver} has no valid {kind} on {day}.",
                receiver=self.organisations.names([consignment.receiver])[consignment.receiver],
                kind=kind,
                day=today.isoformat(),
            ),
            remedy=message("Enter the credential with its ground and dates, or choose another receiver."),
        )

    @staticmethod
    def _check_free(work: LifecycleWork, actor: Actor, key: DeviceKey) -> None:
        """Return when the device is in the actor's custody and in no open consignment."""
        work.devices.hold(key)  # else two drafts at the same moment could both find it free
        PERMISSIONS.check("create_consignment", actor, state_of(work, key).relations(actor.organisation))
        other = work.consignments.open_with(key)
        if other is not None:
            raise Refused(
                "one-offer-at-a-time",
                message("Device {device} is in consignment {consignment} already.", device=key, consignment=other.id),
                remedy=message("Take it out of that consignment first."),
            )

    def _record(self, work: LifecycleWork, actor: Actor, made: Mapping[DeviceKey, Iterable[Happening]]) -> None:
        """Every event of one act has one transaction id; a refusal names its device."""
        transaction = TransactionId(self.recorder.new_id())
        for key in sorted(made):
            drafts = [Draft(happening, transaction=transaction) for happening in made[key]]
            try:
                self.recorder.record(work, actor, key, drafts)
            except Refused as refusal:
                raise Refused(
                    refusal.rule,
                    message("Device {device}: {why}", device=key, why=refusal.what),
                    remedy=refusal.remedy,
                ) from refusal

    @staticmethod
    def _found(reads: LifecycleReads, actor: Actor, use_case: str, consignment: ConsignmentId) -> Consignment:
        found = reads.consignments.get(consignment)
        if found is None:
            raise NotFound(message("There is no consignment '{consignment}'.", consignment=consignment[:40]))
        PERMISSIONS.check(use_case, actor, found.relations(actor.organisation), subject=consignment)
        return found

    def _view(self, reads: LifecycleReads, consignment: Consignment) -> ConsignmentView:
        lines = tuple(line for key in consignment.devices if (line := reads.devices.get(key)) is not None)
        sender, receiver, carrier = consignment.sender, consignment.receiver, consignment.terms.carrier
        names = self.organisations.names([each for each in (sender, receiver, carrier) if each is not None])
        return ConsignmentView(
            consignment=consignment,
            sender=names[sender],
            receiver=names[receiver],
            carrier=None if carrier is None else names[carrier],
            lines=lines,
            changed_at=reads.consignments.changed_at(consignment.id),
        )


def _sealed(terms: Terms, closed: Sealing) -> Terms:
    """The terms with what the sealing says, where it says something."""
    return replace(
        terms,
        seal=closed.seal or terms.seal,
        processor_agreement=closed.processor_agreement or terms.processor_agreement,
    )


def _refuse_extra(actor: Actor, offer: Consignment, devices: frozenset[DeviceKey]) -> None:
    """Who came by a link speaks of this consignment and of nothing else."""
    if actor.capability is not None and not devices <= frozenset(offer.devices):
        what = message("A device that is not on the list can only be reported by somebody with an account.")
        raise InvalidInput(what, (Problem("$.devices", what),), remedy=message("Tell the sender what else arrived."))


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise InvalidInput(message("A consignment leaves from an organisation, and this account has none."))
    return actor.organisation
