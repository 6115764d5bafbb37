"""Contexts of corrections: what one would change, side by side, and who confirms it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.differences import Axis
from lifecycle.domain.events import ErrorReason
from lifecycle.domain.proposals import ProposalState
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Choice


@dataclass(frozen=True)
class EventLine:
    """An event in a line."""

    kind: Annotated[Message, "What happened"]
    at: Annotated[datetime, "When it is said to have happened"]
    details: Annotated[tuple[Message, ...], "What it says"] = ()
    address: Annotated[str | None, "Where it stands in the timeline"] = None


@dataclass(frozen=True)
class Change:
    """Something that is another before and after."""

    axis: Annotated[Axis, "What of the device"]
    of: Annotated[str, "Which one of them, where there are several"]
    before: Annotated[Message | None, "How it stands now"]
    after: Annotated[Message | None, "How it would stand"]


@dataclass(frozen=True)
class NoLonger:
    """An event that would no longer hold, and why."""

    event: Annotated[EventLine, "The event"]
    why: Annotated[Message, "What forbids it then"]
    rule: Annotated[str, "The rule's stable name"]


@dataclass(frozen=True)
class ProposedBy:
    """A correction that waits for a second person, or that was decided."""

    name: Annotated[str | None, "Who proposed it, for those who may know the name"]
    at: Annotated[datetime, "When"]
    state: Annotated[ProposalState, "How it stands"]
    own: Annotated[bool, "Whether the reader proposed it"] = False


@dataclass(frozen=True)
class CorrectionPage:
    """What a correction would change, before somebody confirms it."""

    template: ClassVar[str] = "correction.html"
    head: Annotated[DeviceHead, "Which device"]
    wrong: Annotated[EventLine | None, "The event that is declared to be in error"]
    reason: Annotated[ErrorReason | None, "Why"]
    right: Annotated[tuple[EventLine, ...], "What takes its place"] = ()
    changes: Annotated[tuple[Change, ...], "What would be another"] = ()
    broken: Annotated[tuple[NoLonger, ...], "What would no longer hold: with any of these it cannot be made"] = ()
    send_to: Annotated[str | None, "Where it is confirmed; none where it cannot be, or not by this person"] = None
    hidden: Annotated[tuple[Choice, ...], "What the confirmation sends along"] = ()
    by_two: Annotated[bool, "Whether a second person has to confirm it"] = False
    stale: Annotated[bool, "Whether something was recorded since the reader last saw this"] = False
    open_case: Annotated[str | None, "Where a case is opened instead"] = None
    proposed: Annotated[ProposedBy | None, "Who proposed it, where it waits for a second person"] = None
    decline: Annotated[str | None, "Where the proposal is declined or taken back"] = None


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list."""

    head: Annotated[DeviceHead, "Which device"]
    address: Annotated[str, "Its page"]
    at: Annotated[datetime, "When it was proposed"]
