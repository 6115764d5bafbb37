"""Hand-overs: devices leave one custodian and reach another in a consignment, with two sides and a frozen manifest.

Rules:
1. Every device of a consignment is offered, or none is: one refusal, told with its device, refuses the offer.
2. Receiver and carrier show what the terms ask (`lifecycle.domain.credentials`), valid on the day, at the offer, at the
   collection and again at the receipt.
3. The offer freezes in which condition each device leaves, as far as that is known.
4. The holder of a link (`confirm_handover`) may confirm one consignment on behalf of its receiver, and nothing else.
5. Before the offer anyone who may offer can see which devices would be refused, and why: nothing is recorded by that.
6. An offer is taken back as far as nothing was received.
7. What is exported leaves with a record of its tests (WEEE Directive, Annex VI), made and kept before the offer.
8. The goods of a consignment are offered and taken back in the ledger, in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.domain.stretch import Onward, Part, Stretch, Wanted
from lifecycle.domain.consignment import (
    UNDER_WAY,
    Answer,
    Condition,
    Consignment,
    ConsignmentState,
    Resolution,
    Side,
    Terms,
    frozen,
    offer_happenings,
    offered,
    with_devices,
    withdrawal_happenings,
    withdrawn,
    without_devices,
)
from lifecycle.domain.credentials import Ending, Party, ends_soon
from lifecycle.domain.events import ConsignmentId, Happening
from lifecycle.domain.guards import refusals
from lifecycle.domain.labels import labels_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.possible import OFFERS
from lifecycle.domain.test_records import TestRecord
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.service.consignment_desk import CONFIRM, ConsignmentDesk, already_in, check_free, check_side, of_device
from lifecycle.service.consignment_goods import offer_goods, withdraw_goods
from lifecycle.service.consignment_ports import Box, Seen, Tally
from lifecycle.service.consignment_receipts import Receipt, receive_at_once
from lifecycle.service.consignment_views import ConsignmentSummary, ConsignmentView
from lifecycle.service.load_views import ModelMasses
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.ports import LifecycleReads, LifecycleWork, Policies
from lifecycle.service.recording import state_of
from lifecycle.service.test_records import TestRecords

__all__ = ["CONFIRM", "Consignments", "NewConsignment", "Receipt", "Sealing", "already_in"]

_NEWEST = Onward(0, 1000)
"""Consignments in one answer."""


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
    export: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """What is known only when the cage is closed: the number of the seal, and the agreement with who carries it.

    `goods_decision` is the reference of the decision that goods of the State are surplus, where they leave it.
    """

    seal: str | None = None
    processor_agreement: str | None = None
    goods_decision: str | None = None


@dataclass(frozen=True)
class Consignments(ConsignmentDesk):
    """Each method is one transaction and checks its actor first.

    Without `records` nothing is exported; without `policies` no device is for government first.
    """

    records: TestRecords | None = None
    policies: Policies | None = None

    def create(self, actor: Actor, wanted: NewConsignment) -> ConsignmentView:
        """A draft from the actor's organisation, holding devices that are in its custody."""
        sender = _organisation(actor)
        draft = Consignment(ConsignmentId(self.recorder.new_id()), sender, wanted.receiver, self._terms(wanted))
        PERMISSIONS.check("create_consignment", actor, draft.relations(sender))
        with self.storage.writing() as work:
            for key in sorted(set(wanted.devices)):
                check_free(work, actor, key)
            draft = with_devices(draft, *wanted.devices)
            work.consignments.put(draft, self.recorder.clock())
            work.commit()
            return self.view(work, draft)

    def add(self, actor: Actor, consignment: ConsignmentId, *keys: DeviceKey) -> ConsignmentView:
        """Put more devices into a draft."""
        with self.storage.writing() as work:
            draft = self.held(work, actor, "offer_consignment", consignment)
            for key in sorted(set(keys).difference(draft.devices)):
                check_free(work, actor, key)
            return self.kept(work, with_devices(draft, *keys))

    def remove(self, actor: Actor, consignment: ConsignmentId, *keys: DeviceKey) -> ConsignmentView:
        """Take devices out of a draft."""
        with self.storage.writing() as work:
            draft = self.held(work, actor, "offer_consignment", consignment)
            return self.kept(work, without_devices(draft, *keys))

    def preview(self, actor: Actor, consignment: ConsignmentId) -> Mapping[DeviceKey, Refused]:
        """What an offer of this draft would be refused for, by device."""
        with self.storage.reading() as reads:
            draft = self.found(reads, actor, "offer_consignment", consignment)
            offer = offer_happenings(frozen(draft)) if draft.devices else {}
            first = self._internal_first(reads, draft)
            answers = {
                key: first.get(key) or self._refusal(reads, actor, key, happenings) for key, happenings in offer.items()
            }
            return {key: refusal for key, refusal in answers.items() if refusal is not None}

    def offer(self, actor: Actor, consignment: ConsignmentId, closed: Sealing | None = None) -> ConsignmentView:
        """Freeze the manifest and offer every device to the receiver."""
        prepared = self._prepared(actor, consignment)
        with self.storage.writing() as work:
            draft = self.held(work, actor, "offer_consignment", consignment)
            draft = draft if closed is None else replace(draft, terms=_sealed(draft.terms, closed))
            for key, refusal in self._internal_first(work, draft).items():
                raise of_device(key, refusal)
            now = self.recorder.clock()
            self.check_credential(draft, now.date(), Party.RECEIVER, Party.CARRIER)
            offer = offered(draft, now, self._conditions(work, draft, prepared))
            offer = offer_goods(self, work, actor, offer, None if closed is None else closed.goods_decision)
            work.consignments.put(offer, now)
            self.record(work, actor, offer_happenings(offer))
            work.commit()
            return self.view(work, offer)

    def withdraw(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        """Take the offer back for what was not received: each of these devices is where it was."""
        with self.storage.writing() as work:
            offer = self.held(work, actor, "withdraw_consignment", consignment)
            check_side(actor, offer, Side.SENDER)
            now = self.recorder.clock()
            over = withdrawn(offer, Answer(Resolution.STAYS_WITH_SENDER, actor.account, actor.organisation, now))
            withdraw_goods(self, work, actor, offer)
            work.consignments.put(over, now)
            self.record(work, actor, withdrawal_happenings(offer))
            work.commit()
            return self.view(work, over)

    def receive(self, actor: Actor, consignment: ConsignmentId, receipt: Receipt) -> ConsignmentView:
        """The whole receipt in one act; in parts it is `Receipts.scan` and `Receipts.close`."""
        with self.storage.writing() as work:
            use_case = CONFIRM if actor.capability is not None else "receive_consignment"
            over = receive_at_once(self, work, actor, self.held(work, actor, use_case, consignment), receipt)
            work.commit()
            return self.view(work, over)

    def read(self, actor: Actor, consignment: ConsignmentId) -> ConsignmentView:
        """One consignment, for its two sides and for those who read all."""
        with self.storage.reading() as reads:
            return self.view(reads, self.seen(reads, actor, consignment))

    def find(self, actor: Actor, wanted: Part = _NEWEST, *, is_open: bool = False) -> Stretch[ConsignmentSummary]:
        """The consignments that this actor may read, newest first; `is_open`: without those that are over."""
        seen = replace(_seen_by(actor), is_open=is_open)
        with self.storage.reading() as reads:
            count = sum(reads.consignments.counts(seen).values())
            start = wanted.start(count)
            tallies = reads.consignments.found(seen, wanted.most, offset=start)
            return Stretch(self._summaries(reads, tallies), start, count)

    def boxes(self, actor: Actor, pages: Mapping[Box, Wanted]) -> Mapping[Box, Stretch[ConsignmentSummary]]:
        """The same, as the boxes of the actor's organisation: of each the page that is asked for."""
        seen, found = _seen_by(actor), {}
        with self.storage.reading() as reads:
            counts = reads.consignments.counts(seen)
            for box, wanted in pages.items():
                count = counts.get(box, 0)
                start = wanted.start(count)
                tallies = reads.consignments.found(seen, wanted.most, box, start) if count else ()
                found[box] = Stretch(self._summaries(reads, tallies), start, count)
        return found

    def _summaries(self, reads: LifecycleReads, tallies: Sequence[Tally]) -> tuple[ConsignmentSummary, ...]:
        names = self.organisations.names({side for each in tallies for side in (each.sender, each.receiver)})
        soon = self._with_ending(reads, tallies)
        return tuple(
            ConsignmentSummary(each, names[each.sender], names[each.receiver], soon.get(each.id, ()))
            for each in tallies
        )

    def _with_ending(
        self, reads: LifecycleReads, tallies: Iterable[Tally]
    ) -> Mapping[ConsignmentId, tuple[Ending, ...]]:
        """Of those that are not over; only one with a party of which something ends soon is read."""
        today = self.recorder.clock().date()
        open_ones = [each for each in tallies if each.state in (ConsignmentState.DRAFT, *UNDER_WAY)]
        parties = {side for each in open_ones for side in (each.receiver, each.carrier) if side is not None}
        soon = {party for party in parties if ends_soon(self.organisations.credentials(party), today)}
        asked = (each.id for each in open_ones if not soon.isdisjoint((each.receiver, each.carrier)))
        read = (reads.consignments.get(each) for each in asked)
        return {each.id: self.ending(each) for each in read if each is not None}

    def waiting(self, actor: Actor) -> int:
        """How many consignments wait for the actor's organisation; 0 for who has nothing to do with them."""
        relations = frozenset({Relation.RECEIVER, Relation.CUSTODIAN})
        if actor.organisation is None or not PERMISSIONS.allows("read_consignment", actor, relations):
            return 0
        with self.storage.reading() as reads:
            return reads.consignments.waiting_for(actor.organisation)

    def _prepared(self, actor: Actor, consignment: ConsignmentId) -> Mapping[TestRecord, str]:
        """Rule 7: before the transaction, for setting hundreds of papers takes seconds in which nobody could write."""
        with self.storage.reading() as reads:
            draft = self.found(reads, actor, "offer_consignment", consignment)
            if not draft.terms.export:
                return {}
            if self.records is None:
                raise Refused(
                    "export-test-record",
                    message("An export needs a test record (WEEE Directive 2012/19/EU, Annex VI)."),
                    remedy=message("Attach the record of the functional test."),
                )
            found = [self.records.exportable(reads, key) for key in draft.devices]
        return {record: self.records.kept(record) for record in found}

    def _conditions(
        self, work: LifecycleWork, draft: Consignment, prepared: Mapping[TestRecord, str]
    ) -> dict[DeviceKey, Condition]:
        """Rules 3 and 7. Conflict where a device was tested again after its record was made."""
        masses, found = ModelMasses(work, self.recorder.publisher), dict[DeviceKey, Condition]()
        for key in draft.devices:
            found[key] = _condition(work, key, masses)
            if draft.terms.export and self.records is not None:
                record = prepared.get(self.records.exportable(work, key))
                if record is None:
                    raise Conflict(
                        message("Device {device} changed while its papers were made.", device=key),
                        remedy=message("Offer it again."),
                    )
                found[key] = replace(found[key], test_record=record)
        return found

    def _internal_first(self, reads: LifecycleReads, draft: Consignment) -> Mapping[DeviceKey, Refused]:
        """Which devices of a donation are for government today; in the order of their keys."""
        if self.policies is None or draft.terms.route is not Route.DONATE:
            return {}
        windows = MarketWindows.of_day(self.policies, reads, self.recorder.clock().date())
        found = ((key, windows.internal_first(state_of(reads, key))) for key in sorted(draft.devices))
        return {key: refusal for key, refusal in found if refusal is not None}

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
            export=wanted.export or None,
        )

    @staticmethod
    def _ground(route: Route) -> tuple[Ground, Holding]:
        if route in OFFERS:
            return OFFERS[route]
        what = message("Ownership does not pass on the route '{route}'.", route=route)
        raise InvalidInput(what, (Problem("$.route", what),), remedy=message("Leave the route out to pass custody."))


def _sealed(terms: Terms, closed: Sealing) -> Terms:
    """The terms with what the sealing says, where it says something."""
    return replace(
        terms,
        seal=closed.seal or terms.seal,
        processor_agreement=closed.processor_agreement or terms.processor_agreement,
    )


def _condition(reads: LifecycleReads, key: DeviceKey, masses: ModelMasses) -> Condition:
    """Rule 3."""
    line, labels = reads.devices.get(key), labels_of(state_of(reads, key))
    in_use = (code for code, state in labels.items() if state is LabelState.ACTIVE)
    if line is None:
        return Condition(label=next(in_use, None))
    return Condition(
        label=next(in_use, None),
        model=" ".join(filter(None, (line.brand, line.name))) or None,
        serial=line.serial,
        functional=line.functional_grade,
        cosmetic=line.cosmetic_grade,
        data=line.data_state,
        group=line.group,
        mass=masses.of(line),
    )


def _organisation(actor: Actor) -> OrganisationId:
    if actor.organisation is None:
        raise InvalidInput(message("A consignment leaves from an organisation, and this account has none."))
    return actor.organisation


def _seen_by(actor: Actor) -> Seen:
    """What the permission table lets this actor read; NotPermitted where that is nothing, whoever's it is."""
    everything = PERMISSIONS.allows("read_consignment", actor)
    if not everything and actor.organisation is None:
        PERMISSIONS.check("read_consignment", actor)
    of_sender, of_receiver = (frozenset({each}) for each in (Relation.CUSTODIAN, Relation.RECEIVER))
    return Seen(
        organisation=actor.organisation,
        everything=everything,
        sent=PERMISSIONS.allows("read_consignment", actor, of_sender),
        coming=PERMISSIONS.allows("read_consignment", actor, of_receiver),
    )
