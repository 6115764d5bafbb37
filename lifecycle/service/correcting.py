"""Use cases of corrections: see what one would change, confirm it, and have a second person confirm it.

Rules:
1. Whoever corrects a device may declare any of its events in error; what tells it right is of the same kind, or of a
   kind that this actor may record.
2. A correction is confirmed with the digest of its preview. When something was recorded meanwhile it is a Conflict, and
   nothing changes.
3. Of a device that has left the State confirming makes a proposal; somebody else approves it, with a fresh digest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.correcting import Correction, Judged, does_not_fit, judged
from lifecycle.domain.device import Device
from lifecycle.domain.differences import Difference, Side, differences
from lifecycle.domain.events import Corrected, Event, EventId
from lifecycle.domain.item_elements import item_elements
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.proposals import Proposal, ProposalId, ProposalState, WantedCorrection, decided
from lifecycle.domain.public import public_history
from lifecycle.domain.replaying import Broken
from lifecycle.service.devices import use_case
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

LARGEST_LIST = 200


@dataclass(frozen=True)
class Preview:
    """What a correction would change, before it is made. With something `broken` it cannot be made.

    `digest` is what confirms it; `by_two` says that a second person has to.
    """

    device: DeviceKey
    wrong: Event
    right: tuple[Event, ...]
    before: Device
    after: Device | None
    differences: tuple[Difference, ...]
    broken: tuple[Broken, ...]
    digest: str
    by_two: bool

    @property
    def is_possible(self) -> bool:
        return self.after is not None


@dataclass(frozen=True)
class ProposalView:
    """A proposal, with what it would change now; no preview once it was decided."""

    proposal: Proposal
    line: DeviceLine
    preview: Preview | None = None


@dataclass(frozen=True)
class Confirmed:
    """What became of a confirmed correction: it is recorded, or waits for a second person as this proposal."""

    device: DeviceKey
    recorded: tuple[EventId, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Corrections:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def preview(self, actor: Actor, key: DeviceKey, wanted: WantedCorrection) -> Preview:
        """What this correction would change. NotFound, InvalidInput or Refused where it is none at all."""
        with self.storage.reading() as reads:
            known = self._allowed(reads, actor, key, wanted)
            return self._preview(reads, actor, known, wanted)

    def confirm(
        self, actor: Actor, key: DeviceKey, wanted: WantedCorrection, digest: str, *, event_id: EventId | None = None
    ) -> Confirmed:
        """Record the correction, or propose it to a second person; `event_id` makes a retry safe. Rules 2 and 3."""
        with self.storage.writing() as work:
            work.devices.hold(key)
            known = self._allowed(work, actor, key, wanted)
            if event_id is not None and any(each.id == event_id for each in known.events):
                return Confirmed(key, (event_id,))
            preview = self._checked(work, actor, known, wanted, digest)
            if preview.by_two:
                confirmed = Confirmed(key, proposal=self._propose(work, actor, key, wanted))
            else:
                confirmed = self._record(work, actor, preview, wanted, event_id=event_id)
            work.commit()
            return confirmed

    def approve(self, actor: Actor, key: DeviceKey, proposal: ProposalId, digest: str) -> Confirmed:
        """A second person confirms what was proposed: it is recorded, with both of them."""
        with self.storage.writing() as work:
            work.devices.hold(key)
            known, found = self._proposed(work, actor, key, proposal)
            done = decided(found, ProposalState.CONFIRMED, actor.account, self.recorder.clock())
            wanted = _open(found)
            self._allowed(work, actor, key, wanted)
            preview = self._checked(work, actor, known, wanted, digest)
            confirmed = self._record(work, actor, preview, wanted, proposed_by=found.proposed_by)
            work.proposals.put(done)
            work.commit()
            return replace(confirmed, proposal=done)

    def decline(self, actor: Actor, key: DeviceKey, proposal: ProposalId) -> Proposal:
        """The proposal is not followed; who proposed it takes it back in the same way."""
        with self.storage.writing() as work:
            _, found = self._proposed(work, actor, key, proposal)
            done = decided(found, ProposalState.DECLINED, actor.account, self.recorder.clock())
            work.proposals.put(done)
            work.commit()
            return done

    def proposal(self, actor: Actor, key: DeviceKey, proposal: ProposalId) -> ProposalView:
        """A proposal and what it would change now, for somebody who could confirm it."""
        with self.storage.reading() as reads:
            known, found = self._proposed(reads, actor, key, proposal)
            line = reads.devices.get(key)
            assert line is not None
            if found.wanted is None:
                return ProposalView(found, line)
            return ProposalView(found, line, self._preview(reads, actor, known, found.wanted))

    def waiting(self, actor: Actor) -> tuple[ProposalView, ...]:
        """The proposals that wait for somebody like this actor, who may look into them."""
        party = readable(actor, LineFilter()).party
        with self.storage.reading() as reads:
            known = reads.proposals.open_for(party, limit=LARGEST_LIST)
            found = [each for each in known if self._may_correct(reads, actor, each.device)]
            lines = ((each, reads.devices.get(each.device)) for each in found)
            return tuple(ProposalView(each, line) for each, line in lines if line is not None)

    @staticmethod
    def _may_correct(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> bool:
        return PERMISSIONS.allows("correct", actor, state_of(reads, key).relations(actor.organisation))

    def _allowed(self, reads: LifecycleReads, actor: Actor, key: DeviceKey, wanted: WantedCorrection) -> Recorded:
        """Rule 1."""
        known = device_of(reads, key)
        relations = known.device.relations(actor.organisation)
        PERMISSIONS.check("correct", actor, relations)
        wrong = next((each for each in known.events if each.id == wanted.event), None)
        for right in wanted.right:
            if wrong is None or right.happening.kind != wrong.kind:
                PERMISSIONS.check(use_case(right.happening), actor, relations)
        return known

    def _proposed(
        self, reads: LifecycleReads, actor: Actor, key: DeviceKey, proposal: ProposalId
    ) -> tuple[Recorded, Proposal]:
        known = device_of(reads, key)
        PERMISSIONS.check("correct", actor, known.device.relations(actor.organisation))
        found = reads.proposals.get(key, proposal)
        if found is None:
            raise NotFound(message("There is no proposal '{proposal}' for this device.", proposal=proposal[:40]))
        return known, found

    def _checked(
        self, work: LifecycleWork, actor: Actor, known: Recorded, wanted: WantedCorrection, digest: str
    ) -> Preview:
        """Rule 2; Refused with the first event that would no longer hold."""
        preview = self._preview(work, actor, known, wanted)
        for broken in preview.broken:
            raise does_not_fit(broken)
        if preview.digest != digest:
            raise Conflict(
                message("Something was recorded since you saw what this correction changes."),
                remedy=message("Look at what it changes now, and confirm that."),
            )
        return preview

    def _preview(self, reads: LifecycleReads, actor: Actor, known: Recorded, wanted: WantedCorrection) -> Preview:
        correction = self._correction(reads, actor, known, wanted)
        found = judged(known.events, correction)
        return Preview(
            device=known.device.key,
            wrong=next(each for each in known.events if each.id == wanted.event),
            right=correction.corrective,
            before=found.before,
            after=found.after,
            differences=self._differences(known, correction, found),
            broken=found.broken,
            digest=found.digest,
            by_two=found.needs_second_person,
        )

    def _differences(self, known: Recorded, correction: Correction, found: Judged) -> tuple[Difference, ...]:
        if found.after is None:
            return ()
        events = (*known.events, *correction.events)
        before, after = self._side(found.before, known.events), self._side(found.after, events)
        return differences(before, after, self.organisations.names(_parties(found.before, found.after)))

    def _side(self, device: Device, events: Sequence[Event]) -> Side:
        return Side(device, item_elements(device, events, self.recorder.publisher.links), public_history(events))

    def _correction(self, reads: LifecycleReads, actor: Actor, known: Recorded, wanted: WantedCorrection) -> Correction:
        return self.recorder.correction(reads, actor, known.device.key, self._drafts(known, wanted))

    def _drafts(
        self,
        known: Recorded,
        wanted: WantedCorrection,
        event_id: EventId | None = None,
        proposed_by: AccountId | None = None,
    ) -> tuple[Draft, ...]:
        """The declaration, and what tells it right at its own time."""
        then = _time_of(known.events, wanted.event)
        rights = tuple((EventId(self.recorder.new_id()), right) for right in wanted.right)
        declared = Corrected(
            event=wanted.event,
            reason=wanted.reason,
            corrective=tuple(new for new, _ in rights),
            proposed_by=proposed_by,
            remark=wanted.remark,
        )
        corrective = (Draft(right.happening, new, right.occurred_at or then) for new, right in rights)
        return (Draft(declared, event_id or EventId(self.recorder.new_id())), *corrective)

    def _record(
        self,
        work: LifecycleWork,
        actor: Actor,
        preview: Preview,
        wanted: WantedCorrection,
        *,
        event_id: EventId | None = None,
        proposed_by: AccountId | None = None,
    ) -> Confirmed:
        known = device_of(work, preview.device)
        drafts = self._drafts(known, wanted, event_id, proposed_by)
        self.recorder.correct(work, actor, preview.device, drafts)
        return Confirmed(preview.device, tuple(each.event_id for each in drafts if each.event_id is not None))

    def _propose(self, work: LifecycleWork, actor: Actor, key: DeviceKey, wanted: WantedCorrection) -> Proposal:
        """The same person sending the same again gets the proposal that is there."""
        for each in work.proposals.open_of(key):
            if (each.wanted, each.proposed_by) == (wanted, actor.account):
                return each
        new, now = ProposalId(self.recorder.new_id()), self.recorder.clock()
        proposal = Proposal(new, key, wanted.event, wanted, now, actor.account, actor.organisation)
        work.proposals.put(proposal)
        return proposal


def _open(proposal: Proposal) -> WantedCorrection:
    if proposal.wanted is None:
        raise ValueError(f"proposal {proposal.id} is decided and says nothing any more")
    return proposal.wanted


def _time_of(events: Sequence[Event], wanted: EventId) -> datetime | None:
    return next((each.occurred_at for each in events if each.id == wanted), None)


def _parties(*devices: Device) -> frozenset[OrganisationId]:
    parties: set[OrganisationId | None] = set()
    for device in devices:
        parties.add(device.custody.custodian)
        if device.ownership is not None:
            parties |= {device.ownership.owner, device.ownership.lessee}
    return frozenset(each for each in parties if each is not None)
