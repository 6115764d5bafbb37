"""Contexts of things: the checklist for locks, what is in a device, the stock of parts, counted goods."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.goods import GoodsAct, GoodsCondition
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import ComponentKind, Lock, PartOrigin
from web.pages.contexts.device import ActPage, DeviceHead
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class LockCheck:
    """One lock to look for."""

    lock: Annotated[Lock, "Which"]
    look: Annotated[Message, "How to look"]
    release: Annotated[Message, "Who takes it off"]
    proof: Annotated[Message, "What shows that it is off"]
    required: Annotated[bool, "Whether it must be answered before the device leaves"]
    answered: Annotated[bool, "Whether somebody looked since the last use"] = False
    locked: Annotated[bool, "Whether it was found"] = False


@dataclass(frozen=True)
class LocksPage(ActPage):
    """Look for locks by a checklist."""

    template: ClassVar[str] = "device_locks.html"
    checklist: Annotated[str, "The list that is shown"] = ""
    title: Annotated[Message | None, "What the list is for"] = None
    checks: Annotated[tuple[LockCheck, ...], "What to look for"] = ()
    lists: Annotated[tuple[Link, ...], "The other lists of this kind of device"] = ()


@dataclass(frozen=True)
class BomPart:
    """A part in a device."""

    component: Annotated[ComponentKind, "Kind of part"]
    since: Annotated[datetime, "Since when it is in it, as far as known"]
    confidence: Annotated[float, "How sure, 0 to 1"]
    said_by: Annotated[Message | str, "Who or what says so"]
    source: Annotated[str, "Address of the event that says so"]
    serial: Annotated[str | None, "Serial number"] = None
    made: Annotated[str | None, "Maker and model"] = None
    capacity: Annotated[Message | None, "How much it holds, with its unit"] = None
    origin: Annotated[PartOrigin | None, "Where it came from, where an act put it in"] = None
    donor: Annotated[str | None, "Address of the device that it came out of"] = None
    also_in: Annotated[tuple[str, ...], "Addresses of other devices that have a part with this number"] = ()


@dataclass(frozen=True)
class BomPage:
    """Which parts were in a device on a day."""

    template: ClassVar[str] = "device_parts.html"
    head: Annotated[DeviceHead, "Which device"]
    day: Annotated[date, "The day that is shown, at its end"]
    parts: Annotated[tuple[BomPart, ...], "What was in it"]
    form: Annotated[FormState, "The day as it was typed"] = NEW_FORM


@dataclass(frozen=True)
class StockLine:
    """A harvested part that no device took yet."""

    id: Annotated[str, "What the form sends to mean this part"]
    component: Annotated[ComponentKind, "Kind of part"]
    donor: Annotated[DeviceHead, "The device that it came out of"]
    serial: Annotated[str | None, "Serial number"] = None
    made: Annotated[str | None, "Maker and model"] = None
    place: Annotated[str | None, "Where its donor is"] = None


@dataclass(frozen=True)
class StockPage:
    """Parts that can be put into another device."""

    template: ClassVar[str] = "parts.html"
    lines: Annotated[tuple[StockLine, ...], "What there is"]
    event: Annotated[str, "The id of the next event, so that sending it twice records one"] = ""
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class GoodsLine:
    """A lot, and how much there is of it."""

    id: Annotated[str, "What the form sends to mean this lot"]
    kind: Annotated[Message, "What it is"]
    quantity: Annotated[Decimal, "How much there is"]
    unit: Annotated[Unit, "Counted in what"]
    condition: Annotated[GoodsCondition, "How it is"]
    owner: Annotated[str, "Name of the owner"]
    custodian: Annotated[str, "Name of who has it"]
    place: Annotated[str, "Where it is"]
    act: Annotated[str | None, "Address where something is done with it, for who has it"] = None
    receiver: Annotated[str | None, "Name of who will receive it, while it is on its way"] = None
    receipt: Annotated[str | None, "Address where its receiver counts it"] = None
    withdrawal: Annotated[str | None, "Address where its sender takes the offer back"] = None


@dataclass(frozen=True)
class GoodsMovement:
    """Something that happened to goods."""

    act: Annotated[GoodsAct, "What"]
    at: Annotated[datetime, "When"]
    organisation: Annotated[str, "Name of who did it"]
    lines: Annotated[tuple[Message, ...], "How much of what"]


@dataclass(frozen=True)
class GoodsPage:
    """Counted goods: take them in, and see what there is."""

    template: ClassVar[str] = "goods.html"
    lines: Annotated[tuple[GoodsLine, ...], "What there is"]
    movements: Annotated[tuple[GoodsMovement, ...], "What last happened, newest first"]
    kinds: Annotated[tuple[Choice, ...], "What can be counted"] = ()
    owners: Annotated[Offered, "Whose it may be"] = NOTHING_OFFERED
    may_take_in: Annotated[bool, "Whether this person takes goods in"] = False
    event: Annotated[str, "The id of the next movement, so that sending it twice is one"] = ""
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
