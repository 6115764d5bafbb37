"""Use cases of donation programmes, and the board of a coordinator.

Rules:
1. A programme belongs to one coordinator, who may change it; so may DRZ.
2. A coordinator sees its own programmes; DRZ and the auditor see all.
3. A programme opens only while its coordinator shows the aanwijzingsbesluit.
4. What a coordinator wants, it asks for as others do (requests); a programme says what it is for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.permission import Relation
from lifecycle.domain.consignment.content import UNDER_WAY
from lifecycle.domain.donation import (
    Programme,
    ProgrammeId,
    ProgrammeState,
    Said,
    changed,
    checked,
    moved,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Holding, Lifecycle
from lifecycle.service.consignment_views import ConsignmentSummary
from lifecycle.service.donation_desk import DonationDesk
from lifecycle.service.donation_ports import ProgrammeVersion
from lifecycle.service.donation_views import DeliverySummary, DonationBoard, Numbers, ProgrammeView
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleWork, LineFilter

OWNING = frozenset({Relation.OWNER})
MOST_STOCK = 200
AT_HAND = tuple(stage.value for stage in Lifecycle if stage not in {Lifecycle.RECYCLING, Lifecycle.RECYCLED})


@dataclass(frozen=True)
class Programmes:
    """Each method is one transaction and checks its actor first."""

    desk: DonationDesk

    def create(self, actor: Actor, wanted: Programme) -> ProgrammeView:
        """A draft; its id is made here. InvalidInput lists everything that is wrong with it."""
        PERMISSIONS.check("edit_donation_programme", actor, wanted.relations(actor.organisation))
        self.desk.name(wanted.coordinator)
        fresh = replace(wanted, id=ProgrammeId(self.desk.recorder.new_id()), state=ProgrammeState.DRAFT)
        with self.desk.storage.writing() as work:
            version = self._version(actor, checked(fresh), 1)
            return self._kept(work, actor, version)

    def change(self, actor: Actor, programme: ProgrammeId, wanted: Programme) -> ProgrammeView:
        """Another version; nothing is kept where nothing changed. Conflict for a closed programme."""
        with self.desk.storage.writing() as work:
            before = self._held(work, actor, programme)
            after = changed(before.programme, wanted)
            if after == before.programme:
                return self._view(work, actor, before)
            return self._kept(work, actor, self._version(actor, after, before.number + 1))

    def move(self, actor: Actor, programme: ProgrammeId, to: ProgrammeState) -> ProgrammeView:
        """Open, pause or close it. Refused where it opens without the credential of its coordinator (rule 3)."""
        with self.desk.storage.writing() as work:
            before = self._held(work, actor, programme)
            after = moved(before.programme, to)
            if to is ProgrammeState.OPEN:
                self.desk.check_credential(after.coordinator, Holding.COORDINATOR, self.desk.today())
            return self._kept(work, actor, self._version(actor, after, before.number + 1))

    def read(self, actor: Actor, programme: ProgrammeId) -> ProgrammeView:
        """One programme with its versions and deliveries."""
        with self.desk.storage.reading() as reads:
            version = self.desk.programme(reads, actor, "read_donation", programme)
            view = self._view(reads, actor, version)
            return replace(view, history=reads.donations.history(programme))

    def find(self, actor: Actor) -> tuple[ProgrammeView, ...]:
        """The programmes that this actor may read, by name."""
        whose = _whose(actor)
        with self.desk.storage.reading() as reads:
            return tuple(self._view(reads, actor, each) for each in reads.donations.programmes(whose))

    def board(self, actor: Actor, consignments: Iterable[ConsignmentSummary]) -> DonationBoard:
        """The desk of the actor's organisation; `consignments` are those that the actor may read."""
        whose = _whose(actor)
        with self.desk.storage.reading() as reads:
            programmes = tuple(self._view(reads, actor, each) for each in reads.donations.programmes(whose))
            deliveries = self.desk.summaries(reads, reads.donations.deliveries(party=whose))
            stock = _stock(reads, whose)
        coordinators = {each.version.programme.coordinator for each in programmes} | {whose}
        coming = tuple(
            each for each in consignments if each.tally.receiver in coordinators and each.tally.state in UNDER_WAY
        )
        may_deliver = PERMISSIONS.allows("deliver_donation", actor, OWNING)
        return DonationBoard(programmes, coming, stock, deliveries, may_deliver)

    def _held(self, work: LifecycleWork, actor: Actor, programme: ProgrammeId) -> ProgrammeVersion:
        work.donations.hold_programme(programme)
        return self.desk.programme(work, actor, "edit_donation_programme", programme)

    def _version(self, actor: Actor, programme: Programme, number: int) -> ProgrammeVersion:
        return ProgrammeVersion(programme, number, self.desk.recorder.clock(), actor.account)

    def _kept(self, work: LifecycleWork, actor: Actor, version: ProgrammeVersion) -> ProgrammeView:
        work.donations.add_programme(version)
        work.commit()
        return self._view(work, actor, version)

    def _view(self, reads: LifecycleReads, actor: Actor, version: ProgrammeVersion) -> ProgrammeView:
        programme = version.programme
        deliveries = self.desk.summaries(reads, reads.donations.deliveries(programme=programme.id))
        return ProgrammeView(
            version=version,
            coordinator=self.desk.name(programme.coordinator),
            numbers=numbers_of(deliveries),
            may_change=PERMISSIONS.allows(
                "edit_donation_programme", actor, programme.relations(actor.organisation), subject=programme.id
            ),
            deliveries=deliveries,
        )


def numbers_of(deliveries: Iterable[DeliverySummary]) -> Numbers:
    """What deliveries add up to. A device of which nothing was said is on its way."""
    now = Numbers()
    for each in deliveries:
        stands = each.standing
        now = Numbers(
            on_the_way=now.on_the_way + sum(key not in stands.devices for key in each.delivery.devices),
            there=now.there + stands.there,
            returned=now.returned + sum(said is Said.RETURNED for said in stands.devices.values()),
            defects=now.defects + len(stands.defects),
            recipients=now.recipients + (stands.recipients or 0),
        )
    return now


def _whose(actor: Actor) -> OrganisationId | None:
    """Whose programmes this actor reads: everybody's, or those of its organisation."""
    if PERMISSIONS.allows("read_donation", actor):
        return None
    PERMISSIONS.check("read_donation", actor, OWNING)
    if actor.organisation is None:
        what = message("A programme belongs to an organisation, and this account has none.")
        raise InvalidInput(what, (Problem("$.coordinator", what),))
    return actor.organisation


def _stock(reads: LifecycleReads, whose: OrganisationId | None) -> tuple[DeviceLine, ...]:
    """What a coordinator has in its hands; of everybody nothing is listed here."""
    if whose is None:
        return ()
    lines = reads.devices.lines(LineFilter(lifecycles=AT_HAND, party=whose, limit=MOST_STOCK))
    return tuple(line for line in lines if line.custodian == whose and line.consignment_id is None)
