"""Use cases of deliveries: the coordinator hands devices to an intermediary, gives out a link, answers defects.

Rules:
1. A delivery is of an open programme on a day on which its decision holds; the coordinator shows the aanwijzingsbesluit
   and the intermediary its donation agreement, valid on that day.
2. Every device of it is offered, or none is. What the guards refuse of giving it refuses it here, lent or given; so
   do what the programme's minimum asks, and the days on which it is for government alone.
3. The hand-over is a consignment of its own: given, ownership passes to the intermediary; lent, custody alone.
4. A link lets its holder say how the delivery arrived, and nothing else. It ends by itself, or when the coordinator
   ends it.
5. A defect that is answered loses its free text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dpp.domain.actor import Actor, Capability, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import listed, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import Condition, Consignment, Terms, offer_happenings, offered, with_devices
from lifecycle.domain.consignment.offering import frozen
from lifecycle.domain.donation import (
    Delivery,
    DeliveryId,
    Entry,
    EntryId,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Remedy,
    Said,
    admitted,
)
from lifecycle.domain.donation.delivery import check_delivery
from lifecycle.domain.events import ConsignmentId, Donated, Happening
from lifecycle.domain.guards import refusals
from lifecycle.domain.labels import labels_of
from lifecycle.domain.loops import lives_of
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.service.consignment_desk import ConsignmentDesk, check_free, of_device
from lifecycle.service.donation_desk import GIVE_FEEDBACK, DonationDesk
from lifecycle.service.donation_ports import LinkDesk
from lifecycle.service.donation_views import DeliverySummary, DeliveryView, NewFeedbackLink
from lifecycle.service.identity import lines_of
from lifecycle.service.ports import LifecycleReads, LifecycleWork
from lifecycle.service.recording import device_of, state_of

LINK_LASTS = timedelta(days=28)
SIDES = frozenset({Relation.OWNER, Relation.RECEIVER})


@dataclass(frozen=True, kw_only=True)
class NewDelivery:
    """Which devices go to whom; `due` is the day on which lent ones are back."""

    programme: ProgrammeId
    intermediary: OrganisationId
    devices: tuple[DeviceKey, ...]
    passing: Passing = Passing.GIFT
    due: date | None = None


@dataclass(frozen=True)
class Deliveries:
    """Each method but `link` is one transaction; all check their actor first. Without `links` none are handed out."""

    desk: DonationDesk
    links: LinkDesk | None = None

    def preview(self, actor: Actor, wanted: NewDelivery) -> Mapping[DeviceKey, Refused]:
        """Which devices would be refused, and for what; nothing is recorded."""
        with self.desk.storage.reading() as reads:
            programme = self.desk.programme(reads, actor, "deliver_donation", wanted.programme).programme
            _, offer = self._made(actor, programme, wanted)
            found = {key: self._refusal(reads, actor, programme, offer, key) for key in wanted.devices}
            return {key: refusal for key, refusal in found.items() if refusal is not None}

    def make(self, actor: Actor, wanted: NewDelivery) -> DeliveryView:
        """Offer these devices to the intermediary. Refused, InvalidInput or NotFound with nothing done."""
        with self.desk.storage.writing() as work:
            programme = self.desk.programme(work, actor, "deliver_donation", wanted.programme).programme
            self._check_open(programme)
            delivery, draft = self._made(actor, programme, wanted)
            check_delivery(programme, delivery)
            self._check_credentials(delivery)
            for key in sorted(delivery.devices):
                check_free(work, actor, key)
                if refusal := self._refusal(work, actor, programme, draft, key):
                    raise refusal
            now = self.desk.recorder.clock()
            offer = offered(draft, now, {key: _condition(work, key) for key in delivery.devices})
            work.consignments.put(offer, now)
            self._consignments().record(work, actor, offer_happenings(offer))
            work.donations.add_delivery(delivery)
            work.commit()
            return self._view(work, actor, delivery)

    def read(self, actor: Actor, delivery: DeliveryId) -> DeliveryView:
        """One delivery, for its two sides and for those who read all."""
        with self.desk.storage.reading() as reads:
            return self._view(reads, actor, self.desk.delivery(reads, actor, "read_donation", delivery))

    def find(self, actor: Actor, programme: ProgrammeId | None = None) -> tuple[DeliverySummary, ...]:
        """The deliveries that this actor may read, newest first."""
        with self.desk.storage.reading() as reads:
            all_of_them = PERMISSIONS.allows("read_donation", actor)
            whose = None if all_of_them else actor.organisation
            found = () if whose is None and not all_of_them else reads.donations.deliveries(party=whose)
            mine = [
                each
                for each in found
                if programme in {None, each.programme}
                and PERMISSIONS.allows("read_donation", actor, each.relations(actor.organisation), subject=each.id)
            ]
            if not mine and not all_of_them:
                PERMISSIONS.check("read_donation", actor, SIDES)
            return self.desk.summaries(reads, mine)

    def answer(self, actor: Actor, delivery: DeliveryId, about: EntryId, remedy: Remedy) -> DeliveryView:
        """What the coordinator does about a defect; its item is closed, and its text goes (rule 5)."""
        with self.desk.storage.writing() as work:
            found = self.desk.held(work, actor, "answer_feedback", delivery)
            known = work.donations.entries(delivery)
            device = next((each.device for each in known if each.id == about), None)
            entry = self._entry(actor, Said.ANSWERED, about=about, remedy=remedy, device=device)
            admitted(found, known, entry)
            self.desk.say(work, found, [entry])
            work.donations.forget_note(delivery, about)
            work.commit()
            return self._view(work, actor, found)

    def link(self, actor: Actor, delivery: DeliveryId) -> NewFeedbackLink:
        """A link for the intermediary; its token is shown once and kept nowhere."""
        with self.desk.storage.reading() as reads:
            found = self.desk.delivery(reads, actor, "deliver_donation", delivery)
        until = self.desk.recorder.clock() + LINK_LASTS
        capability = Capability(GIVE_FEEDBACK, delivery)
        relations = found.relations(actor.organisation)
        made = self._links().issue(actor, capability, found.intermediary, until, relations)
        with self.desk.storage.writing() as work:
            held = self.desk.held(work, actor, "deliver_donation", delivery)
            self.desk.say(work, held, [self._entry(actor, Said.LINK_ISSUED, link=made.id, until=until)])
            work.commit()
        return NewFeedbackLink(made.id, made.token, until)

    def end_link(self, actor: Actor, delivery: DeliveryId, link: str) -> None:
        """The link opens nothing any more."""
        with self.desk.storage.reading() as reads:
            found = self.desk.delivery(reads, actor, "deliver_donation", delivery)
            (summary,) = self.desk.summaries(reads, [found])
        if all(each.id != link for each in summary.standing.links):
            raise Conflict(message("There is no such link of this delivery, or it was ended."))
        self._links().end(actor, link)
        with self.desk.storage.writing() as work:
            held = self.desk.held(work, actor, "deliver_donation", delivery)
            self.desk.say(work, held, [self._entry(actor, Said.LINK_ENDED, link=link)])
            work.commit()

    def _made(self, actor: Actor, programme: Programme, wanted: NewDelivery) -> tuple[Delivery, Consignment]:
        """The delivery, and the draft of its consignment."""
        new_id, now = self.desk.recorder.new_id, self.desk.recorder.clock()
        terms = Terms(inside_state=self.desk.organisations.in_state(wanted.intermediary))
        if wanted.passing is Passing.GIFT:
            terms = replace(terms, ground=Ground.GIFT, holding=Holding.RECIPIENT, route=Route.DONATE)
        consignment = ConsignmentId(new_id())
        draft = Consignment(consignment, programme.coordinator, wanted.intermediary, terms)
        delivery = Delivery(
            id=DeliveryId(new_id()),
            programme=programme.id,
            coordinator=programme.coordinator,
            intermediary=wanted.intermediary,
            consignment=consignment,
            passing=wanted.passing,
            devices=tuple(dict.fromkeys(wanted.devices)),
            made_at=now,
            made_by=actor.account,
            due=wanted.due,
        )
        return delivery, with_devices(draft, *delivery.devices)

    def _check_open(self, programme: Programme) -> None:
        """Rule 1, of the programme."""
        if programme.state is ProgrammeState.OPEN and programme.holds(self.desk.today()):
            return
        raise Refused(
            "open-programme",
            message("Programme {name} is not open today.", name=programme.name),
            remedy=message("Open it, or look at the dates of its decision."),
        )

    def _check_credentials(self, delivery: Delivery) -> None:
        """Rule 1, of the parties."""
        today = self.desk.today()
        self.desk.check_credential(delivery.coordinator, Holding.COORDINATOR, today)
        self.desk.check_credential(delivery.intermediary, Holding.RECIPIENT, today)

    def _refusal(
        self, reads: LifecycleReads, actor: Actor, programme: Programme, draft: Consignment, key: DeviceKey
    ) -> Refused | None:
        """Rule 2."""
        device = state_of(reads, key)
        if unmet := programme.minimum.unmet(device):
            return Refused(
                "programme-minimum",
                message("It is less than the programme asks: {what}.", what=listed(unmet)),
                remedy=message("Inspect it, or refurbish it first."),
            )
        if refusal := self.desk.windows(reads).internal_first(device):
            return of_device(key, refusal)
        happenings: Iterable[Happening] = offer_happenings(frozen(draft))[key]
        if draft.terms.ground is None:  # lent: nothing of the offer says that it gets a next user
            happenings = (*happenings, Donated(receiver=draft.receiver))
        events = (self.desk.recorder.supposed(actor, key, happening) for happening in happenings)
        return next((of_device(key, refusal) for event in events for refusal in refusals(device, event)), None)

    def _view(self, reads: LifecycleReads, actor: Actor, delivery: Delivery) -> DeliveryView:
        (summary,) = self.desk.summaries(reads, [delivery])
        consignment = reads.consignments.get(delivery.consignment)
        assert consignment is not None  # both were written in one transaction
        conditions = ((line.device, line.condition) for line in consignment.lines)
        may_change = PERMISSIONS.allows("deliver_donation", actor, delivery.relations(actor.organisation))
        return DeliveryView(
            summary=summary,
            coordinator=self.desk.name(delivery.coordinator),
            state=consignment.state,
            lines=lines_of(reads, delivery.devices),
            labels={key: known.label for key, known in conditions if known is not None and known.label is not None},
            entries=reads.donations.entries(delivery.id) if may_change else (),
            lives={key: len(lives_of(device_of(reads, key).events)) for key in delivery.devices},
            may_change=may_change,
        )

    def _entry(self, actor: Actor, said: Said, **more: object) -> Entry:
        entry = Entry(
            id=EntryId(self.desk.recorder.new_id()), said=said, at=self.desk.recorder.clock(), by=actor.account
        )
        return replace(entry, **more)  # type: ignore[arg-type]  # the fields of an entry, by name

    def _consignments(self) -> ConsignmentDesk:
        return ConsignmentDesk(self.desk.storage, self.desk.recorder, self.desk.organisations)

    def _links(self) -> LinkDesk:
        if self.links is None:
            what = message("No links are handed out here.")
            raise InvalidInput(what, (Problem("$", what),))
        return self.links


def _condition(work: LifecycleWork, key: DeviceKey) -> Condition:
    """What both sides see of a device: no serial number, for the intermediary needs none."""
    line, labels = work.devices.get(key), labels_of(state_of(work, key))
    label = next((code for code, state in labels.items() if state is LabelState.ACTIVE), None)
    if line is None:
        return Condition(label=label)
    return Condition(
        label=label,
        model=" ".join(filter(None, (line.brand, line.name))) or None,
        functional=line.functional_grade,
        cosmetic=line.cosmetic_grade,
        data=line.data_state,
    )
