"""Contexts of consignments: a hand-over has two sides, and a list that is frozen when it leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import Ground
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Turner


class ConsignmentState(StrEnum):
    """How far a consignment is."""

    DRAFT = "draft"
    OFFERED = "offered"
    RECEIVED = "received"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Item:
    """A device in a consignment."""

    head: Annotated[DeviceHead, "Which device"]
    id: Annotated[str, "What the form sends for this device"]
    refusal: Annotated[Message | None, "Why it cannot leave; none when it can"] = None
    received: Annotated[bool | None, "Whether it arrived; none before the check"] = None


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


@dataclass(frozen=True)
class ConsignmentsPage:
    """All consignments of this organisation, and a new one."""

    template: ClassVar[str] = "consignments.html"
    lines: Annotated[tuple[ConsignmentLine, ...], "Newest first"]
    receivers: Annotated[tuple[Choice, ...], "To whom a new one can go; empty when this person makes none"] = ()
    turner: Annotated[Turner | None, "Where we are, when there are more pages"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


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
    ground: Annotated[Ground | None, "Legal ground when ownership passes; none for custody alone"] = None
    seal: Annotated[str | None, "Seal number"] = None
    manifest: Annotated[str | None, "Hash of the frozen list; none while it is a draft"] = None
    offered: Annotated[datetime | None, "When it was handed over"] = None
    received: Annotated[datetime | None, "When it was received"] = None
    extra: Annotated[tuple[str, ...], "What arrived without being on the list"] = ()
    can_add: Annotated[bool, "Whether this person may add devices"] = False
    can_offer: Annotated[bool, "Whether this person may hand over"] = False
    can_receive: Annotated[bool, "Whether this person may receive"] = False
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM

    @property
    def refused(self) -> tuple[Item, ...]:
        """Devices that cannot leave."""
        return tuple(item for item in self.items if item.refusal)
