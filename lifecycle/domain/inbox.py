"""Events that came from a scanner that was offline, and those of them that wait for a person.

Rules:
1. The times of a scanner are kept as it gave them. Its clock is compared with ours when it sends; the difference (the
   skew) is shown with all that came in that sending, and corrects nothing.
2. Beyond the tolerated skew nobody knows when anything happened: no event of the sending is recorded, all are set
   aside. So is an event that is said to have happened after it was sent.
3. An event that a rule refuses at its own time, that its sender was not to record, or whose id has other content, is
   set aside with that refusal. Nothing is merged, and nothing is put at another time.
4. What was set aside is open until it is recorded after all, or dismissed with a reason. Each attempt, by whom and
   when, stays beside it; what came stays readable. A remark may have to be erased, and is kept apart.
5. The same event sent again is the one that was set aside before; the same id with other content is another one.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import InvalidInput, KringpasError, Problem, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId, Happening

SendingId = NewType("SendingId", str)
BatchId = NewType("BatchId", str)
ItemId = NewType("ItemId", str)

LONGEST_REASON = 500


@dataclass(frozen=True)
class Refusal:
    """Why an event was not recorded: the rule, the fact that broke it, what would make it possible."""

    rule: str
    what: Message
    remedy: Message | None = None


@dataclass(frozen=True, kw_only=True)
class SentEvent:
    """One event as a scanner sent it, with the id that it made. `occurred_at` is by its clock, in UTC.

    The device is named by its key, or by the scan that found it where the scanner does not know the key. A scan at
    intake needs neither; a `device` with it is the one that a person pointed at.
    """

    event_id: EventId
    occurred_at: datetime
    happening: Happening
    device: DeviceKey | None = None
    scan: EventId | None = None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What came at once. `batch` and `scanner` are the sender's own names; `sent_at` is by the scanner's clock."""

    id: SendingId
    batch: BatchId
    scanner: str
    sent_at: datetime
    received_at: datetime
    account: AccountId
    organisation: OrganisationId | None
    roles: frozenset[Role]

    @property
    def skew(self) -> timedelta:
        """By how much the scanner's clock is behind ours; negative where it runs ahead. It holds the time under way."""
        return self.received_at - self.sent_at

    @property
    def sender(self) -> Actor:
        """On whose authority these events are recorded, whoever presses the button later."""
        return Actor(self.account, self.organisation, self.roles)


class Outcome(StrEnum):
    """What became of an attempt to settle what was set aside."""

    RECORDED = "recorded"
    REFUSED = "refused"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Somebody tried again, or dismissed it. `reason` names no person."""

    at: datetime
    account: AccountId
    organisation: OrganisationId | None
    outcome: Outcome
    refusal: Refusal | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """An event that waits for a person, or did. `number` counts what came under the same event id, from 1."""

    id: ItemId
    number: int
    sending: Sending
    sent: SentEvent
    refusal: Refusal
    attempts: tuple[Attempt, ...] = ()
    text_erased: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it is open."""
        last = self.attempts[-1].outcome if self.attempts else Outcome.REFUSED
        return None if last is Outcome.REFUSED else last

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    def is_of(self, sending: Sending, sent: SentEvent) -> bool:
        """Whether this is the same event, by the same sender (rule 5); an erased text is not compared."""
        if (self.sending.account, self.sending.organisation) != (sending.account, sending.organisation):
            return False
        return self.sent == (without_text(sent) if self.text_erased else sent)


def without_text(sent: SentEvent) -> SentEvent:
    """The event without what may have to be erased."""
    happening: Any = sent.happening
    marked = (each.name for each in fields(happening) if each.metadata.get("erasable"))
    return replace(sent, happening=replace(happening, **dict.fromkeys(marked)))


def refusal_of(error: KringpasError) -> Refusal:
    """What an error says; one that is no rule's is named by its code."""
    return Refusal(error.rule if isinstance(error, Refused) else error.code, error.what, error.remedy)


def clock_fault(sending: Sending, tolerated: timedelta) -> Refusal | None:
    """Rule 2: why no time of this sending can be trusted; None where they can."""
    if abs(sending.skew) <= tolerated:
        return None
    minutes = round(abs(sending.skew) / timedelta(minutes=1))
    most = round(tolerated / timedelta(minutes=1))
    behind = message(
        "The clock of the scanner is {minutes} minutes behind ours; {most} are tolerated.", minutes=minutes, most=most
    )
    ahead = message(
        "The clock of the scanner is {minutes} minutes ahead of ours; {most} are tolerated.", minutes=minutes, most=most
    )
    return Refusal(
        "clock-skew",
        behind if sending.skew > timedelta() else ahead,
        message("Set the clock of the scanner. A person decides whether the times of these events hold."),
    )


def time_fault(sending: Sending, sent: SentEvent) -> Refusal | None:
    """Rule 2, for one event: by the same clock it cannot have happened after it was sent."""
    if sent.occurred_at <= sending.sent_at:
        return None
    return Refusal(
        "happened-before-sending",
        message(
            "By the scanner's own clock it happened at {occurred}, after it was sent at {sent}.",
            occurred=sent.occurred_at.isoformat(),
            sent=sending.sent_at.isoformat(),
        ),
        message("The clock of the scanner was changed in between: a person decides when it happened."),
    )


def settled(item: SetAside, attempt: Attempt) -> SetAside:
    """The item after one more attempt; Refused where it was settled before."""
    if not item.is_open:
        raise Refused(
            "waits-for-a-person",
            message("This was settled before: {outcome}.", outcome=item.outcome),
            remedy=message("Look at what was done with it. A device is corrected by events of its own."),
        )
    return replace(item, attempts=(*item.attempts, attempt))


def reason_of(text: str) -> str:
    """The reason of a dismissal, without white space around it; InvalidInput where there is none, or a long one."""
    reason = text.strip()
    if 0 < len(reason) <= LONGEST_REASON:
        return reason
    what = message("Say why, in 1 to {most} characters.", most=LONGEST_REASON)
    raise InvalidInput(message("Something is not filled in, or not right."), (Problem("$.reason", what),))
