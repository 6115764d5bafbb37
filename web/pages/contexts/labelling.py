"""Contexts of pre-printed labels: the bench where they are stuck on, their rolls, and one that goes out of use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Tone


@dataclass(frozen=True)
class BenchVerdict:
    """What the last scan at the bench did, and the one thing to do next."""

    tone: Annotated[Tone, "Good, attention or stop; info while one half of a pair waits"]
    headline: Annotated[Message, "What happened, in a sentence"]
    next_step: Annotated[Message, "What to scan next"]
    device: Annotated[str | None, "The device of the pair, as people call it"] = None
    address: Annotated[str | None, "Its page"] = None
    code: Annotated[str | None, "The label of the pair, as it is printed"] = None

    @property
    def sound(self) -> str:
        """What is heard; nothing for half a pair, which the scanner itself beeps for."""
        return "" if self.tone is Tone.INFO else self.tone.value


@dataclass(frozen=True)
class Waiting:
    """The half of a pair that was scanned."""

    what: Annotated[Message, "A label, or a device"]
    name: Annotated[str | None, "The label's code, or how the device is called; none where this person may not know"]


@dataclass(frozen=True)
class Linked:
    """A pair that was linked at this bench."""

    at: Annotated[datetime, "When"]
    code: Annotated[str, "The label, as it is printed"]
    device: Annotated[str | None, "How the device is called"]
    address: Annotated[str, "Its page"]


@dataclass(frozen=True)
class BenchPage:
    """Label and device, scanned in turn; the last pairs stay in sight."""

    template: ClassVar[str] = "bench.html"
    verdict: Annotated[BenchVerdict | None, "What the last scan did; none before the first"] = None
    waiting: Annotated[Waiting | None, "What waits for its other half"] = None
    last: Annotated[tuple[Linked, ...], "The last pairs, newest first"] = ()
    today: Annotated[int, "Pairs at this bench today"] = 0
    event: Annotated[str, "The id of the next pair, so that sending it twice is one link"] = ""
    form: Annotated[FormState, "What was typed, if it was refused"] = NEW_FORM


@dataclass(frozen=True)
class RollLine:
    """A roll in the list, or at the head of its own page."""

    address: Annotated[str, "The page of the roll"]
    name: Annotated[str, "How people call it: its id"]
    ordered: Annotated[datetime, "When it was ordered"]
    size: Annotated[str, "The size of its labels, in words"]
    labels: Annotated[int, "How many labels it has"]
    active: Annotated[int, "How many of them are on a device"]
    retired: Annotated[int, "How many of them are out of use"]
    left: Annotated[int, "How many of them are left"]
    organisation: Annotated[str | None, "Whose it is, for who sees those of others"] = None
    lost: Annotated[Message | None, "Why the roll was retired, where it was"] = None


@dataclass(frozen=True)
class RollsPage:
    """The rolls that this person may see, and the form to order one."""

    template: ClassVar[str] = "label_rolls.html"
    rolls: Annotated[tuple[RollLine, ...], "Newest first"] = ()
    sizes: Annotated[tuple[Choice, ...], "What can be ordered; empty for who only reads"] = ()
    most: Annotated[int, "The largest roll"] = 0
    form: Annotated[FormState, "What was chosen, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class RollPage:
    """One roll: print it, or retire what is left of it."""

    template: ClassVar[str] = "label_roll.html"
    roll: Annotated[RollLine, "The roll"]
    parts: Annotated[tuple[Choice, ...], "The pieces in which it is printed; empty for who may not"] = ()
    forms: Annotated[tuple[Choice, ...], "What a printer takes"] = ()
    faults: Annotated[tuple[Choice, ...], "Why it may be retired; empty for who may not"] = ()
    form: Annotated[FormState, "What was chosen, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class WithdrawalPage:
    """A label that is lost, or cannot be read: out of use, and a new one in its place where it is on a device."""

    template: ClassVar[str] = "label_withdrawal.html"
    faults: Annotated[tuple[Choice, ...], "Why it goes out of use"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
