"""Contexts of worklists and of acts on many devices: what waits, who has it, what would be done and what not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import DataState, Lifecycle, Route
from lifecycle.domain.worklists import ListName
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.forms import Field
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class ListLine:
    """A list with how much waits on it."""

    name: Annotated[ListName, "Which list"]
    task: Annotated[Message, "What one does there"]
    address: Annotated[str, "The list"]
    count: Annotated[int, "How many devices wait"]
    days: Annotated[int | None, "For how many days the oldest waits; none where nothing does"] = None
    mine: Annotated[int, "How many of them this person has"] = 0


@dataclass(frozen=True)
class WorklistsPage:
    """The lists of a person."""

    template: ClassVar[str] = "worklists.html"
    lists: Annotated[tuple[ListLine, ...], "The lists, in the order of a device's way"]
    bulk: Annotated[bool, "Whether this person can act on many devices at once"] = False
    outlived: Annotated[bool, "Whether this person decides about what nobody reserved on the marketplace"] = False


@dataclass(frozen=True)
class TakenBy:
    """Who works on an item."""

    is_mine: Annotated[bool, "Whether that is the reader"]
    who: Annotated[str | None, "The name of a colleague; none for others"]
    organisation: Annotated[str | None, "For which organisation, where that is another one"]
    until: Annotated[datetime, "Until when"]


@dataclass(frozen=True)
class ItemLine:
    """A device on a list."""

    key: Annotated[str, "What the form sends for it"]
    head: Annotated[DeviceHead, "Which device"]
    lifecycle: Annotated[Lifecycle, "Where it is in its life"]
    data: Annotated[DataState, "State of the worst medium"]
    route: Annotated[Route | None, "The destination that is proposed or approved"]
    grades: Annotated[str, "Functional and cosmetic grade; empty while nobody gave them"]
    place: Annotated[str | None, "Where it is"]
    causes: Annotated[tuple[Message, ...], "What keeps it from going on"]
    days: Annotated[int, "For how many days it waits here"]
    taken: Annotated[TakenBy | None, "Who works on it"] = None


@dataclass(frozen=True)
class ModelLine:
    """How many items are of one model."""

    name: Annotated[str | None, "Brand and model; none while that is not known"]
    count: Annotated[int, "How many"]
    address: Annotated[str | None, "The list of these alone; none where the model has no passport"]


@dataclass(frozen=True)
class ItemsPage:
    """One list: filters in the address, the oldest first."""

    template: ClassVar[str] = "worklist_items.html"
    name: Annotated[ListName, "Which list"]
    task: Annotated[Message, "What one does here"]
    where: Annotated[Link | None, "Where that work is done, when it has a page of its own"]
    count: Annotated[int, "How many match"]
    items: Annotated[tuple[ItemLine, ...], "This page of them"]
    models: Annotated[tuple[ModelLine, ...], "What they are, the most first"]
    address: Annotated[str, "This page with its filters"]
    query: Annotated[str, "Its filters, as they follow the `?` of an address; empty for none"]
    filters: Annotated[FormState, "The filters as they stand in the address"] = NEW_FORM
    owners: Annotated[tuple[Choice, ...], "Owners to choose from"] = ()
    groups: Annotated[tuple[Choice, ...], "Kinds to choose from"] = ()
    model_choices: Annotated[tuple[Choice, ...], "Models to choose from"] = ()
    routes: Annotated[tuple[Choice, ...], "Destinations to choose from"] = ()
    causes: Annotated[tuple[Choice, ...], "Causes to choose from"] = ()
    acts: Annotated[tuple[Choice, ...], "What can be done with many at once, the work of this list first"] = ()
    more: Annotated[str | None, "Address of the next page"] = None
    may_take: Annotated[bool, "Whether this person works on the list"] = False
    most: Annotated[int, "How many can be taken at once"] = 0
    left: Annotated[tuple[Message, ...], "What was just not taken, and why"] = ()


@dataclass(frozen=True)
class Outcome:
    """Devices of which the same becomes."""

    outcome: Annotated[str, "`done`, `repeated` or `refused`"]
    what: Annotated[Message | None, "Why it is refused; none where it is not"]
    remedy: Annotated[Message | None, "What would help"]
    rule: Annotated[str | None, "The stable name of what refuses it"]
    devices: Annotated[
        tuple[tuple[DeviceHead, Message | None], ...], "Each device, with its own reason where these differ"
    ]


@dataclass(frozen=True)
class BulkPage:
    """An act on many devices: which, what it asks, and what would become of each."""

    template: ClassVar[str] = "bulk.html"
    title: Annotated[Message, "The act, as a verb; or that one is to be chosen"]
    count: Annotated[int, "How many devices are chosen"]
    devices: Annotated[tuple[str, ...], "Their keys, as the form sends them"] = ()
    action: Annotated[str, "The act; empty while none is chosen"] = ""
    acts: Annotated[tuple[Choice, ...], "The acts of this person"] = ()
    fields: Annotated[tuple[Field, ...], "What the act asks besides the devices"] = ()
    outcomes: Annotated[tuple[Outcome, ...], "What would become of them; nothing while the act is not chosen"] = ()
    ready: Annotated[tuple[str, ...], "Those with which it would be done, as the form sends them"] = ()
    unknown: Annotated[tuple[tuple[str, Message], ...], "Codes that mean no device, or several"] = ()
    batch: Annotated[str, "The id under which it is done: sent twice it is done once"] = ""
    back: Annotated[Link | None, "Where the devices were chosen"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class BulkResultPage:
    """What became of an act on many devices."""

    template: ClassVar[str] = "bulk_result.html"
    title: Annotated[Message, "The act, as a verb"]
    done: Annotated[int, "With how many devices it was done"]
    refused: Annotated[int, "With how many not"]
    outcomes: Annotated[tuple[Outcome, ...], "What became of them"]
    back: Annotated[Link, "Where the next ones are"]
