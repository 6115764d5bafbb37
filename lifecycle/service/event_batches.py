"""What a scanner sends that was offline: events of many devices, with ids and times of its own.

Rules, besides those of `lifecycle.domain.inbox`:
1. Each event is a transaction of its own: one that is refused leaves no trace, and the others are recorded. A sending
   that was cut off is sent again; what was recorded before is then repeated.
2. Events are tried as they happened, by the scanner's clock; the answers have the order in which they came.
3. An event that nobody could ever record (without a device) makes the whole sending invalid, before anything is kept.
4. Where one sends what another made, its caller says on whose authority, and what of it does not count (`take`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, encode
from dpp.service.ports import Chance, Clock
from lifecycle.domain.events import EventId, IntakeScanned
from lifecycle.domain.guards.existence import TOLERATED_SKEW
from lifecycle.domain.inbox import (
    BatchId,
    ItemId,
    Outcome,
    Refusal,
    Sending,
    SendingId,
    SentEvent,
    SetAside,
    clock_fault,
    refusal_of,
    time_fault,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.late_events import LateEvents, Taken
from lifecycle.service.ports import LifecycleReads, LifecycleStorage

MOST_EVENTS = 500


@dataclass(frozen=True, kw_only=True)
class EventBatch:
    """What came in one request; times have their zone. `sent_at` is the scanner's clock at the moment of sending."""

    batch: BatchId
    scanner: str
    sent_at: datetime
    events: tuple[SentEvent, ...]


@dataclass(frozen=True)
class EventAnswer:
    """What became of one event: `recorded`, `repeated`, `set-aside` or `dismissed`. `item` is where it waits.

    `already` is the scan of the same stack that this one repeats: this one was not recorded.
    """

    event_id: EventId
    outcome: str
    device: DeviceKey | None = None
    item: ItemId | None = None
    refusal: Refusal | None = None
    already: EventId | None = None


@dataclass(frozen=True)
class BatchAnswer:
    """`skew_seconds` says by how much the scanner's clock is behind ours; `whole` that all was set aside for it."""

    batch: BatchId
    scanner: str
    sent_at: datetime
    received_at: datetime
    skew_seconds: int
    tolerated_seconds: int
    whole: bool
    events: tuple[EventAnswer, ...]


Fault = Callable[[SentEvent], Refusal | None]
"""Why an event is set aside before anybody tries to record it; None where it may be tried."""


@dataclass(frozen=True)
class _Received:
    """A sending as it is kept, and what of it is set aside: all of it where its clock was wrong."""

    sending: Sending
    clock: Refusal | None
    fault: Fault

    def fault_of(self, sent: SentEvent) -> Refusal | None:
        return self.clock or self.fault(sent) or time_fault(self.sending, sent)


@dataclass(frozen=True)
class EventBatches:
    """`tolerated` is the skew within which the times of a scanner are believed (policy)."""

    storage: LifecycleStorage
    late: LateEvents
    clock: Clock
    chance: Chance
    tolerated: timedelta = TOLERATED_SKEW

    def send(self, actor: Actor, batch: EventBatch) -> BatchAnswer:
        """Record what can be recorded, and set the rest aside; safe to repeat."""
        PERMISSIONS.check("send_events", actor)
        return self.take(actor, batch)

    def take(self, sender: Actor, batch: EventBatch, fault: Fault = lambda _: None) -> BatchAnswer:
        """As `send`, on the authority of somebody else than who sends it, whom the caller checked."""
        check_batch(batch)
        sending = self._received(sender, batch)
        received = _Received(sending, clock_fault(sending, self.tolerated), fault)
        in_time = sorted(enumerate(batch.events), key=lambda each: each[1].occurred_at)
        answers = {place: self._one(received, sent) for place, sent in in_time}
        return BatchAnswer(
            batch=sending.batch,
            scanner=sending.scanner,
            sent_at=sending.sent_at,
            received_at=sending.received_at,
            skew_seconds=round(sending.skew.total_seconds()),
            tolerated_seconds=round(self.tolerated.total_seconds()),
            whole=received.clock is not None,
            events=tuple(answers[place] for place in sorted(answers)),
        )

    def _received(self, actor: Actor, batch: EventBatch) -> Sending:
        new = Sending(
            id=SendingId(encode(self.chance(16), 20)),
            batch=batch.batch,
            scanner=batch.scanner,
            sent_at=batch.sent_at.astimezone(UTC),
            received_at=self.clock(),
            account=actor.account,
            organisation=actor.organisation,
            roles=actor.roles,
        )
        with self.storage.writing() as work:
            kept = work.inbox.receive(new)
            work.commit()
        return kept

    def _one(self, received: _Received, sent: SentEvent) -> EventAnswer:
        sending = received.sending
        with self.storage.reading() as reads:
            known = reads.events.find(sent.event_id) is not None
            before = _set_aside(reads, sending, sent)
            others = reads.inbox.of_event(sent.event_id)
        if before is not None:
            return _answer_of(before)
        if others and not known:
            return self._aside(sending, sent, _other_content(sent), len(others))
        fault = None if known else received.fault_of(sent)
        if fault is not None:
            return self._aside(sending, sent, fault, len(others))
        try:
            taken = self._take(sending, sent)
        except KringpasError as error:
            return self._aside(sending, sent, refusal_of(error), len(others))
        outcome = "repeated" if taken.repeated else "recorded"
        return EventAnswer(sent.event_id, outcome, taken.device, already=taken.already)

    def _take(self, sending: Sending, sent: SentEvent) -> Taken:
        with self.storage.writing() as work:
            taken = self.late.take(work, sending.sender, sent)
            work.commit()
        return taken

    def _aside(self, sending: Sending, sent: SentEvent, refusal: Refusal, before: int) -> EventAnswer:
        item = SetAside(
            id=ItemId(encode(self.chance(16), 20)), number=before + 1, sending=sending, sent=sent, refusal=refusal
        )
        try:
            with self.storage.writing() as work:
                work.inbox.add(item)
                work.commit()
        except Conflict:
            with self.storage.reading() as reads:  # the same request, at the same moment, by another connection
                same = _set_aside(reads, sending, sent)
            if same is None:
                raise
            item = same
        return _answer_of(item)


def _set_aside(reads: LifecycleReads, sending: Sending, sent: SentEvent) -> SetAside | None:
    """The same event where it was set aside before."""
    return next((each for each in reads.inbox.of_event(sent.event_id) if each.is_of(sending, sent)), None)


_ANSWERS: Mapping[Outcome | None, str] = {
    None: "set-aside",
    Outcome.RECORDED: "repeated",
    Outcome.DISMISSED: "dismissed",
}


def _answer_of(item: SetAside) -> EventAnswer:
    return EventAnswer(item.sent.event_id, _ANSWERS[item.outcome], item.sent.device, item.id, item.refusal)


def _other_content(sent: SentEvent) -> Refusal:
    return Refusal(
        "conflict",
        message("Event id {id} was sent before with other content, which waits for a person.", id=sent.event_id),
        message("Give a new event an id of its own; send a retry unchanged."),
    )


def check_batch(batch: EventBatch) -> None:
    """Rule 3; InvalidInput with every fault."""
    problems = [
        Problem(f"$.events[{place}].device", message("Name the device, or the scan that found it."))
        for place, sent in enumerate(batch.events)
        if sent.device is None and sent.scan is None and not isinstance(sent.happening, IntakeScanned)
    ]
    problems += [
        Problem(f"$.events[{place}].happening.claims", message("Leave this out: it is read from the scan here."))
        for place, sent in enumerate(batch.events)
        if isinstance(sent.happening, IntakeScanned) and sent.happening.claims
    ]
    if not 0 < len(batch.events) <= MOST_EVENTS:
        problems.append(Problem("$.events", message("Send 1 to {most} events at once.", most=MOST_EVENTS)))
    if problems:
        raise InvalidInput(message("The batch is not valid; nothing of it was kept."), tuple(problems))
