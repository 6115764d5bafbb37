"""Contexts of consignments: a hand-over has two sides, and a list that is frozen when it leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.consignment import LineState, Resolution, Side
from lifecycle.domain.events import Difference
from lifecycle.domain.vocabulary import Ground, Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Rows, Turner
from web.pages.contexts.load import CredentialEnding, LoadShown

ITEMS_A_PAGE = 100
"""How many devices a page shows: a pallet, and few enough to be read on a phone."""


class ConsignmentState(StrEnum):
    """How far a consignment is."""

    DRAFT = "draft"
    OFFERED = "offered"
    PARTLY_RECEIVED = "partly-received"
    RECEIVED = "received"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Item:
    """A device in a consignment."""

    head: Annotated[DeviceHead, "Which device"]
    id: Annotated[str, "What the form sends for this device"]
    refusal: Annotated[Message | None, "Why it cannot leave; none when it can"] = None
    state: Annotated[LineState | None, "How far it is; none in a draft"] = None
    received: Annotated[datetime | None, "When it was received"] = None
    extra: Annotated[bool, "Whether it was offered after all, and is not on the manifest"] = False
    test_record: Annotated[str | None, "Address of the record of its test, where it goes abroad"] = None


@dataclass(frozen=True)
class Counts:
    """How many devices are how far, at a glance."""

    expected: Annotated[int, "How many were offered in all"]
    received: Annotated[int, "How many were received"]
    to_come: Annotated[int, "How many are still expected"]
    missing: Annotated[int, "How many did not come, or are lost"]
    set_apart: Annotated[int, "How many wait because of their condition"]
    extra: Annotated[int, "How many arrived besides, and wait for an answer"]


@dataclass(frozen=True)
class DifferenceLine:
    """A difference, what was found, and what became of it."""

    id: Annotated[str, "What the address of its answer names"]
    what: Annotated[Difference, "How it differs"]
    head: Annotated[DeviceHead, "Which device"]
    found: Annotated[datetime, "When it was found"]
    remark: Annotated[str | None, "What the receiver wrote; none when nothing, or when it was erased"] = None
    evidence: Annotated[tuple[str, ...], "Hashes of photos and files"] = ()
    side: Annotated[Side | None, "Who must answer; none when it was answered"] = None
    answer: Annotated[Resolution | None, "What became of it"] = None
    answered: Annotated[datetime | None, "When it was answered"] = None
    choices: Annotated[tuple[Choice, ...], "What this person can answer; empty when that is for the other side"] = ()


@dataclass(frozen=True)
class ConsignmentLine:
    """A consignment in a list."""

    name: Annotated[str, "Its number"]
    address: Annotated[str, "Its page"]
    state: Annotated[ConsignmentState, "How far it is"]
    sender: Annotated[str, "Who hands over"]
    receiver: Annotated[str, "Who receives"]
    count: Annotated[int, "How many devices"]
    changed: Annotated[date, "When it last changed"]
    received: Annotated[int, "How many of them were received"] = 0
    differences: Annotated[int, "How many differences wait for this organisation"] = 0
    ending: Annotated[tuple[CredentialEnding, ...], "Credentials that end soon, and are asked at this hand-over"] = ()


@dataclass(frozen=True)
class ConsignmentsPage:
    """The inbox and the outbox of this organisation, what is over, and a new one."""

    template: ClassVar[str] = "consignments.html"
    inbox: Annotated[Rows[ConsignmentLine], "To receive, or with a difference to answer; newest first"]
    outbox: Annotated[Rows[ConsignmentLine], "Drafts, what is on its way, and what must be answered"]
    rest: Annotated[Rows[ConsignmentLine], "What is over, and what is between others"]
    receivers: Annotated[Offered, "To whom a new one can go; empty when this person makes none"] = NOTHING_OFFERED
    carriers: Annotated[Offered, "Who can carry it there"] = NOTHING_OFFERED
    devices: Annotated[tuple[DeviceHead, ...], "What goes into the new one at once"] = ()
    keys: Annotated[tuple[str, ...], "The same devices, as the form sends them"] = ()
    routes: Annotated[tuple[Choice, ...], "The routes on which ownership passes"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class NewLink:
    """A link with which somebody without an account confirms receipt."""

    address: Annotated[str, "The whole address, to be sent to whom it is for"]
    until: Annotated[datetime, "When it ends"]


@dataclass(frozen=True)
class Content:
    """Devices of one model in a consignment, for who must count them and no more."""

    name: Annotated[str | None, "Brand and model, where known"]
    count: Annotated[int, "How many"]


@dataclass(frozen=True)
class HandoverPage:
    """What the holder of a link sees: what comes, and the one thing to confirm."""

    template: ClassVar[str] = "handover.html"
    address: Annotated[str, "This page; the receipt is sent below it"]
    sender: Annotated[str, "Who hands over"]
    receiver: Annotated[str, "Who receives"]
    contents: Annotated[tuple[Content, ...], "What it holds"]
    state: Annotated[ConsignmentState, "How far it is"]
    seal: Annotated[str | None, "Seal number to compare"] = None
    changed: Annotated[datetime | None, "When it came into this state"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM

    @property
    def count(self) -> int:
        """How many devices in all."""
        return sum(content.count for content in self.contents)


@dataclass(frozen=True)
class EndedLinkPage:
    """A link that is not valid (any more)."""

    template: ClassVar[str] = "link_ended.html"


@dataclass(frozen=True)
class ConsignmentPage:
    """One consignment: contents, hand-over, receipt."""

    template: ClassVar[str] = "consignment.html"
    name: Annotated[str, "Its number"]
    address: Annotated[str, "Its page; the acts live below it"]
    state: Annotated[ConsignmentState, "How far it is"]
    sender: Annotated[str, "Who hands over"]
    receiver: Annotated[str, "Who receives"]
    items: Annotated[tuple[Item, ...], "The devices"]
    carrier: Annotated[str | None, "Who carries it"] = None
    route: Annotated[Route | None, "The route that it follows; none for custody alone"] = None
    ground: Annotated[Ground | None, "Legal ground when ownership passes; none for custody alone"] = None
    seal: Annotated[str | None, "Seal number"] = None
    manifest: Annotated[str | None, "Hash of the frozen list; none while it is a draft"] = None
    offered: Annotated[datetime | None, "When it was handed over"] = None
    closed: Annotated[datetime | None, "When the receipt was closed, or the offer taken back"] = None
    counts: Annotated[Counts | None, "How many devices are how far; none in a draft"] = None
    differences: Annotated[tuple[DifferenceLine, ...], "How the arrival differs from the manifest"] = ()
    to_come: Annotated[tuple[str, ...], "The devices that are missing if the receipt is closed now"] = ()
    can_add: Annotated[bool, "Whether this person may add devices"] = False
    can_offer: Annotated[bool, "Whether this person may hand over"] = False
    can_receive: Annotated[bool, "Whether this person may receive"] = False
    can_scan: Annotated[bool, "Whether this person may scan what comes, also after the receipt was closed"] = False
    can_withdraw: Annotated[bool, "Whether this person may take the offer back"] = False
    can_link: Annotated[bool, "Whether this person may hand out a link to confirm receipt"] = False
    can_print: Annotated[bool, "Whether this person prints labels of devices that it has"] = False
    link: Annotated[NewLink | None, "A link that was just made, shown once"] = None
    turner: Annotated[Turner | None, "Where the reader is in a long list of devices"] = None
    load: Annotated[LoadShown | None, "How it is packed, what it weighs, and its papers"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM

    @property
    def shown(self) -> tuple[Item, ...]:
        """The devices on this page of the list."""
        first = 0 if self.turner is None else (self.turner.page - 1) * ITEMS_A_PAGE
        return self.items[first : first + ITEMS_A_PAGE]

    @property
    def refused(self) -> tuple[Item, ...]:
        """Devices that cannot leave."""
        return tuple(item for item in self.items if item.refusal)
