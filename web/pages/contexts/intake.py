"""Context of the intake station: hundreds of devices a day, by somebody with gloves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, FormState, Tone


@dataclass(frozen=True)
class Need:
    """Something that this device still lacks."""

    what: Annotated[Message, "In a word or two"]
    done: Annotated[bool, "Whether it is there"]
    address: Annotated[str, "Where it is given"]


@dataclass(frozen=True)
class Candidate:
    """One of several devices that a scan may mean."""

    head: Annotated[DeviceHead, "Which device"]
    key: Annotated[str, "What the form sends to mean this one"]
    where: Annotated[str | None, "Where it is"] = None


@dataclass(frozen=True)
class Verdict:
    """What the last scan means, and the one thing to do next."""

    tone: Annotated[Tone, "Good, attention or stop"]
    headline: Annotated[Message, "The verdict in a few words"]
    next_step: Annotated[Message, "The one next thing to do"]
    device: Annotated[str | None, "Brand and model, once known"]
    address: Annotated[str | None, "The device's page"]
    scanned: Annotated[str, "What was scanned, as the scanner gave it"]
    needs: Annotated[tuple[Need, ...], "What is still needed, in the order of the number keys"] = ()
    candidates: Annotated[tuple[Candidate, ...], "The devices to choose from, where several carry the number"] = ()
    warnings: Annotated[tuple[Message, ...], "What one misread character could explain"] = ()
    near: Annotated[tuple[Candidate, ...], "Devices whose code is easily misread as this one"] = ()
    foreign: Annotated[str | None, "Somebody else's address in the code; it was not opened"] = None
    again: Annotated[datetime | None, "When it was scanned before in this stack; this scan was not recorded"] = None

    @property
    def sound(self) -> str:
        """What is heard: a stop is a stop, also for the second time."""
        return self.tone.value if self.again is None or self.tone is Tone.STOP else "again"


@dataclass(frozen=True)
class Scan:
    """One of the last scans."""

    at: Annotated[datetime, "When"]
    scanned: Annotated[str, "What was scanned"]
    device: Annotated[str | None, "Brand and model, once known"]
    address: Annotated[str | None, "The device's page"]
    tone: Annotated[Tone, "The verdict"]
    word: Annotated[Message, "The verdict in a word or two"]


@dataclass(frozen=True)
class Pallet:
    """The consignment that is being taken in."""

    name: Annotated[str, "How people call it"]
    address: Annotated[str, "Its page"]
    expected: Annotated[int, "How many devices the manifest names"]
    scanned: Annotated[int, "How many of those were scanned"]
    extra: Annotated[int, "How many were scanned that it does not name"]

    @property
    def missing(self) -> int:
        """Named, and not scanned yet."""
        return self.expected - self.scanned


@dataclass(frozen=True)
class IntakePage:
    """Scan, verdict, next thing; the last scans stay visible."""

    template: ClassVar[str] = "intake.html"
    pallet: Annotated[Pallet | None, "The consignment at hand, if one was chosen"] = None
    verdict: Annotated[Verdict | None, "What the last scan means; none before the first"] = None
    last: Annotated[tuple[Scan, ...], "The last scans, newest first"] = ()
    today: Annotated[int, "Scans at this station today"] = 0
    event: Annotated[str, "The id of the next scan, so that sending it twice is one scan"] = ""
    form: Annotated[FormState, "What was typed, if it could not be read"] = NEW_FORM
    owners: Annotated[Offered, "Whose the stack may be: the organisations of the State"] = NOTHING_OFFERED
