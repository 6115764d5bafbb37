"""Contexts of the inbox: what scanners sent late and nobody could record, and numbers that two devices claim."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.inbox import Outcome
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState, Refusal


@dataclass(frozen=True)
class InboxLine:
    """What was set aside, in a list."""

    address: Annotated[str, "Its page"]
    kind: Annotated[Message, "What is said to have happened, in a word or two"]
    occurred: Annotated[datetime, "When, by the scanner's clock"]
    received: Annotated[datetime, "When it came"]
    why: Annotated[Message, "What keeps it from being recorded"]
    sender: Annotated[str | None, "Name of the organisation that sent it"]
    scanner: Annotated[str, "What the sender calls the scanner"]
    head: Annotated[DeviceHead | None, "The device, for who may read it"] = None
    outcome: Annotated[Outcome | None, "How it ended; none while it is open"] = None


@dataclass(frozen=True)
class Claimed:
    """A number that another device claims too."""

    kind: Annotated[ClaimKind, "What the number is"]
    value: Annotated[str, "The number"]


@dataclass(frozen=True)
class ConflictLine:
    """A device of which another one claims a number."""

    head: Annotated[DeviceHead, "The device"]
    claims: Annotated[tuple[Claimed, ...], "The numbers"]
    others: Annotated[tuple[DeviceHead | str, ...], "The other devices; the key of one that the reader may not read"]
    settle: Annotated[str, "Where a person settles it"]


@dataclass(frozen=True)
class InboxPage:
    """What waits for a person, or was settled."""

    template: ClassVar[str] = "inbox.html"
    lines: Annotated[tuple[InboxLine, ...], "Newest first"]
    conflicts: Annotated[tuple[ConflictLine, ...], "Numbers that two devices claim; none beside what was settled"]
    waiting: Annotated[int, "How many wait in all"]
    settled: Annotated[int, "How many were settled in all"]
    is_open: Annotated[bool, "Whether these are the ones that wait"] = True


@dataclass(frozen=True)
class LifeLine:
    """An event of the device around that time; or, without an event, the moment that the scanner gave."""

    at: Annotated[datetime, "When it happened"]
    kind: Annotated[Message, "What happened"]
    details: Annotated[tuple[Message, ...], "What it says"] = ()
    is_it: Annotated[bool, "Whether this is what was set aside, at the place where it would stand"] = False


@dataclass(frozen=True)
class AttemptLine:
    """Somebody tried again, or dismissed it."""

    at: Annotated[datetime, "When"]
    by: Annotated[str | None, "Who, for those who may know the name"]
    outcome: Annotated[Outcome, "What came of it"]
    said: Annotated[Message | str | None, "Why it was refused, or dismissed"]


@dataclass(frozen=True)
class InboxItemPage:
    """One item: what came, why it waits, what the device's life says, and what can be done."""

    template: ClassVar[str] = "inbox_item.html"
    line: Annotated[InboxLine, "The item as lists show it"]
    details: Annotated[tuple[Message, ...], "What the event says"]
    event_id: Annotated[str, "The id that the scanner made"]
    batch: Annotated[str, "What the sender calls the batch"]
    sent: Annotated[datetime, "When it was sent, by the scanner's clock"]
    skew: Annotated[Message, "How the scanner's clock stood to ours"]
    refusal: Annotated[Refusal, "The rule, the fact that broke it, and what would help"]
    life: Annotated[tuple[LifeLine, ...], "The device's events around that time; none for who may not read it"]
    attempts: Annotated[tuple[AttemptLine, ...], "What was tried, oldest first"]
    may_resolve: Annotated[bool, "Whether this person may settle it"]
    text_erased: Annotated[bool, "Whether a person's words were erased from it"] = False
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
