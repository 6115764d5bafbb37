"""Contexts of the repair bench of a device: what it is, what was done to it, and what is being done now."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import Hazard, Lock
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState, Tone
from web.pages.contexts.model_repair import RepairSection
from web.pages.contexts.repair_orders import BenchForms, OrderBlock


@dataclass(frozen=True)
class Glance:
    """How the device stands, as far as it matters to whoever opens it."""

    tone: Annotated[Tone, "How it stands, as one sign"]
    summary: Annotated[Message, "How it stands, in a sentence"]
    stage: Annotated[StrEnum, "Place in the circular life"]
    locks: Annotated[tuple[Lock, ...], "Locks that keep the next user out"] = ()
    hazards: Annotated[tuple[Hazard, ...], "Why it must be handled with care"] = ()
    battery_health: Annotated[float | None, "Battery health in percent of new"] = None
    warranty_until: Annotated[date | None, "Last day of the warranty on an earlier repair, while it lasts"] = None


@dataclass(frozen=True)
class EarlierRepair:
    """A repair that ended, by whomever."""

    on: Annotated[date, "When it ended"]
    outcome: Annotated[Message, "How it ended"]
    by: Annotated[str | None, "Name of the organisation that did it"]
    details: Annotated[tuple[Message, ...], "What was wrong, which parts, in short lines"] = ()


@dataclass(frozen=True)
class BenchPage:
    """The bench of one device, in the order of the work."""

    template: ClassVar[str] = "repair_bench.html"
    head: Annotated[DeviceHead, "Which device"]
    glance: Annotated[Glance, "How it stands"]
    model: Annotated[str | None, "Address of the repair page of its model"] = None
    advice: Annotated[tuple[RepairSection, ...], "What is worth doing, before anything is opened"] = ()
    earlier: Annotated[tuple[EarlierRepair, ...], "Earlier repairs, newest first"] = ()
    orders: Annotated[tuple[OrderBlock, ...], "Other repair orders of it, newest first"] = ()
    order: Annotated[OrderBlock | None, "The order that this person works on"] = None
    may_open: Annotated[bool, "Whether this person may open an order"] = False
    forms: Annotated[BenchForms | None, "What the forms of the order offer"] = None
    parts: Annotated[tuple[RepairSection, ...], "Which parts there are for it"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
