"""Records events: the one way in which anything about a device changes.

Rules:
1. An event is admitted by the guards or refused; a refusal changes nothing.
2. The event, its leaf, the device's projection, its claims, the public history and, where an element of the item itself
   changed, a passport version are written in the transaction of the caller.
3. A retry (the same id, the same content) is answered with what was recorded, and writes nothing.
4. What may have to be erased is split off under a salt of its own before the event is hashed.
5. When it belongs to another, the open reports of its finders pass to them; outside the State they are closed and what
   the finders wrote is erased: here, where every change of a device passes, so that nobody can forget it.
6. The rows of its labels follow (`lifecycle.service.label_rows`); those of a placeholder go to the device that it turns
   out to be, by events of that device.
7. The state is kept with its events: only a late event, a correction or newer code folds all events again.
8. Its media are put where the erasure bench finds them; a report of a wiping tool that waited for one of them is
   recorded as soon as the device is seen to have it (`lifecycle.service.erasure_placing`). It is put on the worklists
   on which it waits (`lifecycle.service.work_items`), and follows what is reserved and on offer
   (`lifecycle.service.market_items`). The steps that it reached are noted for figures (`lifecycle.service.flow_steps`),
   and its repairs (`lifecycle.service.repair_rows`). By what it is found follows (`lifecycle.service.search_rows`).
9. A declaration of error and what tells it right are judged together (`lifecycle.domain.correcting`).
10. What is kept for a request and goes, or is taken away, is so told to the request (`lifecycle.service.allotments`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dpp.domain.actor import Actor
from dpp.domain.document import Elements, PassportStatus
from dpp.domain.errors import NotFound
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, LabelCode, encode
from dpp.domain.proof import SALT_BYTES, canonical, commitment
from dpp.service.acts import Act
from dpp.service.ports import Chance, Clock, Leaf
from dpp.service.publishing import Publisher
from lifecycle.domain.correcting import Correction, admit_correction
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.pallet import DEFAULT_POLICY, ErasurePolicy
from lifecycle.domain.events import (
    CaseOpened,
    Event,
    EventId,
    Happening,
    LabelLinked,
    TransactionId,
    same_event,
    split_erasable,
    with_commitment,
)
from lifecycle.domain.events.record import committed
from lifecycle.domain.fold import fold
from lifecycle.domain.found_reports import handed_on, whom_to_tell
from lifecycle.domain.item_elements import item_elements
from lifecycle.domain.labels import labels_of
from lifecycle.domain.late import admit_among
from lifecycle.domain.mandates import Authority
from lifecycle.domain.public import may_tell_more, public_history
from lifecycle.service.allotments import follow_allotment
from lifecycle.service.erasure_gate import refuse_unadvised
from lifecycle.service.erasure_placing import note_media, place_waiting
from lifecycle.service.flow_steps import note_flow
from lifecycle.service.label_rows import concerns_labels, settle
from lifecycle.service.lines import line_of
from lifecycle.service.mandate_gate import refuse_unmandated
from lifecycle.service.market_items import note_market
from lifecycle.service.part_places import follow_parts, refuse_misplaced
from lifecycle.service.ports import DeviceLine, KeptState, LifecycleReads, LifecycleWork, StoredEvent
from lifecycle.service.repair_rows import note_repairs
from lifecycle.service.search_rows import note_search
from lifecycle.service.work_items import note_work


@dataclass(frozen=True)
class Draft:
    """An event that somebody wants to record. What is left out, the recorder fills in.

    `authority` is that under which a service approves, which has looked at the whole act; nobody outside can give it.
    """

    happening: Happening
    event_id: EventId | None = None
    occurred_at: datetime | None = None
    transaction: TransactionId | None = None
    authority: Authority | None = None


@dataclass(frozen=True)
class Recorded:
    """The device after recording, and its whole life; `line` is the row that lists show of it.

    `labels` are the codes that it had before; None where this recording may have changed them.
    """

    device: Device
    events: tuple[Event, ...]
    line: DeviceLine | None = None
    labels: tuple[LabelCode, ...] | None = None


@dataclass(frozen=True)
class Recorder:
    """Used by the services inside their transactions."""

    publisher: Publisher
    clock: Clock
    chance: Chance
    erasure: ErasurePolicy = DEFAULT_POLICY

    def new_id(self) -> str:
        """An opaque id for an event, a decision, a transaction or a consignment."""
        return encode(self.chance(16), 20)

    def record(self, work: LifecycleWork, actor: Actor, key: DeviceKey, drafts: Sequence[Draft]) -> Recorded:
        """Record these events of one device, in this order; all or, when one is refused, none."""
        work.devices.hold(key)
        return self._record(work, actor, key, _known(work, key), drafts)

    def record_held(self, work: LifecycleWork, actor: Actor, held: Recorded, drafts: Sequence[Draft]) -> Recorded:
        """The same for a device that this transaction holds already, and whose life it read since."""
        return self._record(work, actor, held.device.key, held, drafts)

    def _record(
        self, work: LifecycleWork, actor: Actor, key: DeviceKey, known: Recorded | None, drafts: Sequence[Draft]
    ) -> Recorded:
        device, events = (None, ()) if known is None else (known.device, known.events)
        for draft in drafts:
            event = self._event(work, actor, key, draft)
            if event not in events:
                refuse_unadvised(work, device, event, self.erasure)
                refuse_misplaced(work, event)
                refuse_unmandated(work, actor, device, event, draft.authority)
                device = admit_among(events, event, device)
                self._store(work, event, len(events) + 1)
                events = (*events, event)
        if device is None:
            raise nowhere(key)
        return self._settle(work, actor, known, Recorded(device, events, None if known is None else known.line))

    def record_as(self, work: LifecycleWork, actor: Actor, event: Event) -> None:
        """Record an event that was made to be looked at first."""
        draft = Draft(event.happening, event.id, event.occurred_at, event.transaction)
        self.record(work, actor, event.device, [draft])

    def correct(self, work: LifecycleWork, actor: Actor, key: DeviceKey, drafts: Sequence[Draft]) -> Recorded:
        """Record a declaration of error, the first of these, and what tells it right: all or none (rule 9)."""
        work.devices.hold(key)
        known = device_of(work, key)
        correction = self.correction(work, actor, key, drafts)
        if correction.declared in known.events:
            return known
        device, events = admit_correction(known.events, correction), known.events
        for event in correction.events:
            refuse_unadvised(work, known.device, event, self.erasure)
            refuse_misplaced(work, event)
            self._store(work, event, len(events) + 1)
            events = (*events, event)
        return self._settle(work, actor, known, Recorded(device, events, known.line))

    def correction(self, reads: LifecycleReads, actor: Actor, key: DeviceKey, drafts: Sequence[Draft]) -> Correction:
        """These drafts as the correction that they would be, now and by this actor."""
        declared, *corrective = (self._event(reads, actor, key, draft) for draft in drafts)
        return Correction(declared, tuple(corrective))

    def supposed(self, actor: Actor, key: DeviceKey, happening: Happening) -> Event:
        """The event that would be recorded now, to ask whether it would be refused."""
        now = self.clock()
        new, act = EventId(self.new_id()), TransactionId(self.new_id())
        return Event(new, key, now, now, actor.account, actor.organisation, act, happening)

    def _event(self, work: LifecycleReads, actor: Actor, key: DeviceKey, draft: Draft) -> Event:
        now = self.clock()
        known = None if draft.event_id is None else work.events.find(draft.event_id)
        event = Event(
            id=draft.event_id or EventId(self.new_id()),
            device=key,
            occurred_at=(draft.occurred_at or (known.occurred_at if known else now)).astimezone(UTC),
            recorded_at=now,
            actor=actor.account,
            organisation=actor.organisation,
            transaction=draft.transaction or (known.transaction if known else TransactionId(self.new_id())),
            happening=draft.happening,
        )
        return event if known is None else same_event(known, event)

    def _store(self, work: LifecycleWork, event: Event, number: int) -> None:
        kept, erasable = split_erasable(event.happening)
        salt = self.chance(SALT_BYTES) if erasable else None
        if salt is not None:
            kept = with_commitment(kept, commitment(salt, canonical(erasable)))
        work.events.append(StoredEvent(event, number, kept, erasable, salt))
        leaf_salt = self.chance(SALT_BYTES)
        leaf = commitment(leaf_salt, canonical(committed(event, number, kept)))
        work.leaves.add(Leaf(event.device, "event", number, leaf, leaf_salt, event.recorded_at))

    def _settle(self, work: LifecycleWork, actor: Actor, before: Recorded | None, now: Recorded) -> Recorded:
        """What follows from the events that came after what was known of the device."""
        device, events = now.device, now.events
        known = () if before is None else before.events
        if len(events) > len(known):
            now = self._project(work, before, now)
            if device.passports.current is not None:
                self._publish(work, actor, before, now)
                if before is None or may_tell_more(before.device, device, events[len(known) :]):
                    self.publisher.push_history(work, device.passports.current, public_history(events, device))
            follow_parts(work, None if before is None else before.device, device, events, len(known))
            self._follow_labels(work, actor, before, now)
            if before is not None:
                follow_allotment(work, before.device, device, self.clock())
        if before is not None and whom_to_tell(before.device) != whom_to_tell(device):
            self._hand_on_reports(work, device)
        if place_waiting(work, self, device, events[len(known) :]):
            return device_of(work, device.key)
        return now

    @staticmethod
    def _project(work: LifecycleWork, before: Recorded | None, now: Recorded) -> Recorded:
        device, events = now.device, now.events
        model = None if device.passports.model is None else work.models.get(device.passports.model)
        consignment = work.consignments.open_with(device.key)
        line = line_of(device, len(events), model, consignment)
        same_claims = before is not None and before.device.claims == device.claims
        work.devices.put(line, None if same_claims else device.claims)
        then = None if before is None else before.device
        note_media(work, then, device, line.group)
        note_work(work, then, device, line.group)
        note_market(work, then, device, model)
        note_flow(work, device, events, 0 if before is None else len(before.events), line.group)
        note_repairs(work, device, events, line)
        note_search(work, None if before is None else (before.device, before.line), device, line)
        work.devices.keep(KeptState(device, len(events)))
        if any(isinstance(event.happening, CaseOpened) for event in events):
            work.cases.follow(device.key, device.cases)
        return replace(now, line=line)

    def _hand_on_reports(self, work: LifecycleWork, device: Device) -> None:
        """Rule 5. A device that was not here before has no reports."""
        now = self.clock()
        for report in work.found_reports.open_of(device.key):
            work.found_reports.put(handed_on(report, whom_to_tell(device), now))

    def _follow_labels(self, work: LifecycleWork, actor: Actor, then: Recorded | None, now: Recorded) -> None:
        """Rule 6."""
        before, known = (None, ()) if then is None else (then.device, then.events)
        new = now.events[len(known) :]
        if not concerns_labels(known, new):
            return
        settle(work, before, now.device)
        if now.device.same_as is not None and (before is None or before.same_as is None):
            self._pass_labels_on(work, actor, now.device, now.device.same_as, new[-1])

    def _pass_labels_on(
        self, work: LifecycleWork, actor: Actor, placeholder: Device, key: DeviceKey, match: Event
    ) -> None:
        """A label that nobody printed here, or that was retired, stays a claim of the placeholder."""
        there = labels_of(state_of(work, key))
        for code in labels_of(placeholder):
            row = work.labels.get(code)
            if row is not None and row.state == LabelState.ACTIVE and code not in there:
                linked = Draft(LabelLinked(label=code), occurred_at=match.occurred_at, transaction=match.transaction)
                self.record(work, actor, key, [linked])

    def _publish(self, work: LifecycleWork, actor: Actor, before: Recorded | None, now: Recorded) -> None:
        """A version, where what the passport says of the item itself changed; an archived passport stays as it was."""
        current, own = now.device.passports.current, self._own_elements(now)
        told = None if before is None else (before.device.passports.current, self._own_elements(before))
        if current is None or told == (current, own):
            return
        passport = work.passports.get(current)
        assert passport is not None
        if passport.status == PassportStatus.ARCHIVED:
            return
        self.publisher.revise(work, Act(actor, self.clock(), evidence=(now.events[-1].id,)), passport, own)

    def _own_elements(self, recorded: Recorded) -> Elements:
        return item_elements(recorded.device, recorded.events, self.publisher.links)


def state_of(reads: LifecycleReads, key: DeviceKey) -> Device:
    """The device with this key as it is now, without its life; NotFound where there is none."""
    device = find_state(reads, key)
    if device is None:
        raise nowhere(key)
    return device


def find_state(reads: LifecycleReads, key: DeviceKey) -> Device | None:
    """The device with this key as it is now; None where there is none."""
    kept = reads.devices.state(key)
    return fold(reads.events.of_device(key)) if kept is None else kept.device


def device_of(reads: LifecycleReads, key: DeviceKey) -> Recorded:
    """The device with this key and its whole life; NotFound where there is none."""
    known = _known(reads, key)
    if known is None:
        raise nowhere(key)
    return known


def nowhere(key: DeviceKey) -> NotFound:
    """What is told of a key that no device has."""
    return NotFound(
        message("There is no device '{key}'.", key=key[:40]), remedy=message("Scan it, or look it up by serial.")
    )


def _known(reads: LifecycleReads, key: DeviceKey) -> Recorded | None:
    """Rule 7."""
    life = reads.devices.life(key)
    if life is None:
        return None
    is_kept = life.kept is not None and life.kept.sequence == len(life.events)
    device = life.kept.device if life.kept is not None and is_kept else fold(life.events)
    return None if device is None else Recorded(device, life.events, life.line, life.labels)
