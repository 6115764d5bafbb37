"""Contexts of a receipt by scanning: device after device, by somebody with gloves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.consignment import Counts
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Tone


@dataclass(frozen=True)
class ReceiptVerdict:
    """What the last scan means, and the one thing to do next."""

    tone: Annotated[Tone, "Good, attention or stop"]
    sound: Annotated[str, "What is heard"]
    headline: Annotated[Message, "The verdict in a few words"]
    next_step: Annotated[Message, "The one next thing to do"]
    scanned: Annotated[str, "What was scanned, as the scanner gave it"]
    device: Annotated[str | None, "Brand and model, once known"] = None
    address: Annotated[str | None, "The device's page"] = None


@dataclass(frozen=True)
class ReceiptScanLine:
    """One of the last scans."""

    at: Annotated[datetime, "When it was scanned"]
    scanned: Annotated[str, "What was scanned"]
    tone: Annotated[Tone, "The verdict"]
    word: Annotated[Message, "The verdict in a word or two"]
    device: Annotated[str | None, "Brand and model, once known"] = None
    address: Annotated[str | None, "The device's page"] = None


@dataclass(frozen=True)
class ReceivingPage:
    """Scan, verdict, next one; what is still to come stays in sight."""

    template: ClassVar[str] = "receiving.html"
    name: Annotated[str, "The number of the consignment"]
    address: Annotated[str, "The page of the consignment"]
    sender: Annotated[str, "Who hands over"]
    counts: Annotated[Counts, "How many devices are how far"]
    scan: Annotated[str, "The id of the next scan, so that sending it twice is one scan"]
    seal: Annotated[str | None, "The seal number to compare"] = None
    verdict: Annotated[ReceiptVerdict | None, "What the last scan means; none before the first"] = None
    last: Annotated[tuple[ReceiptScanLine, ...], "The last scans, newest first"] = ()
    to_come: Annotated[tuple[DeviceHead, ...], "The first devices that are still expected"] = ()
    form: Annotated[FormState, "What was typed"] = NEW_FORM


@dataclass(frozen=True)
class DifferingPage:
    """A device that did not arrive as it was offered."""

    template: ClassVar[str] = "differing.html"
    name: Annotated[str, "The number of the consignment"]
    address: Annotated[str, "The page of the consignment"]
    scan: Annotated[str, "The id of the scan, so that sending it twice is one scan"]
    differences: Annotated[tuple[Choice, ...], "How it can differ"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
