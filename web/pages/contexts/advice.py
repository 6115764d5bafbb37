"""Contexts of the advice to repair a device or not, and of what can run on it after its last security update."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dpp.domain.message import Message, message
from web.pages.contexts.frame import Figure, Link, Tone
from web.pages.contexts.model_repair import RepairSection
from web.pages.contexts.routing import Fact
from web.pages.contexts.support import UpdatesLine


@dataclass(frozen=True)
class AfterLine:
    """A way to go on after the last update."""

    name: Annotated[str, "How it is called"]
    tone: Annotated[Tone, "Whether what is known meets what it asks, as a sign"]
    sign: Annotated[Message, "The same in words"]
    notes: Annotated[tuple[Message, ...], "What it asks, and until when it goes on"]
    source: Annotated[Link, "Who says so"]
    read: Annotated[date, "On which day somebody looked"]
    how: Annotated[Message, "Whether that was read there, or is told by others"]
    models: Annotated[Link | None, "Where its publisher lists models"] = None


@dataclass(frozen=True)
class NamedFigure:
    """A figure behind a reason, with what it is of."""

    name: Annotated[Message, "What it is of"]
    figure: Annotated[Figure, "The figure, with its range"]
    source: Annotated[Message | str, "Who says so, and of which day"]
    address: Annotated[str | None, "Where that can be read"] = None


@dataclass(frozen=True)
class RepairLine:
    """One repair that is needed."""

    what: Annotated[Message, "Which part"]
    why: Annotated[tuple[Message, ...], "Why it is needed"]
    cost: Annotated[Figure | None, "With the work; None where nobody knows it"]
    basis: Annotated[Message, "Where the price comes from"]
    minutes: Annotated[Figure | None, "How long the work takes"] = None


@dataclass(frozen=True)
class ReasonLine:
    """One reason for the advice."""

    tone: Annotated[Tone, "What it does to the advice, as a sign"]
    sign: Annotated[Message, "The same in words"]
    why: Annotated[Message, "The reason"]
    figures: Annotated[tuple[NamedFigure, ...], "What it reckons with"] = ()
    place: Annotated[str | None, "The line of the policy"] = None


@dataclass(frozen=True)
class AdviceSection(RepairSection):
    """Repair a device or not."""

    template: ClassVar[str] = "advice_section.html"
    name: ClassVar[str] = "advice"
    title: ClassVar[Message] = message("Repair it, or not?")
    tone: Annotated[Tone, "The advice as a sign"]
    why: Annotated[Message, "The advice in a sentence"]
    repairs: Annotated[tuple[RepairLine, ...], "What is needed"]
    reasons: Annotated[tuple[ReasonLine, ...], "Why, in order"]
    policy: Annotated[str, "Whose numbers were used"]
    missing: Annotated[tuple[Message, ...], "What is not known, and would change it"] = ()
    depends: Annotated[tuple[Message, ...], "Where an uncertain amount would give another advice"] = ()
    opens: Annotated[tuple[Message, ...], "What becomes possible by it, and what is needed besides"] = ()
    left_out: Annotated[tuple[Message, ...], "What the figures leave out"] = ()
    facts: Annotated[tuple[Fact, ...], "Everything that was looked at"] = ()


@dataclass(frozen=True)
class SoftwareSection(RepairSection):
    """Security updates of a device or model in one line, and what is possible after the last one."""

    template: ClassVar[str] = "software_section.html"
    name: ClassVar[str] = "software"
    title: ClassVar[Message] = message("Software, and what after the last update")
    updates: Annotated[UpdatesLine | None, "Until when, who says so, of which day"]
    named: Annotated[tuple[str, ...], "Other systems that the passport of the model names"]
    after: Annotated[tuple[AfterLine, ...], "Ways to go on, what fits first"]


@dataclass(frozen=True)
class CostLine:
    """What a repair costs as a rule."""

    part: Annotated[Message, "Which part"]
    cost: Annotated[Figure, "Part and work, as a range"]
    minutes: Annotated[Figure, "The work"]
    basis: Annotated[Message, "Where the price comes from"]


@dataclass(frozen=True)
class CostSection(RepairSection):
    """What the repairs of a model cost as a rule."""

    template: ClassVar[str] = "costs_section.html"
    name: ClassVar[str] = "costs"
    title: ClassVar[Message] = message("What a repair costs as a rule")
    lines: Annotated[tuple[CostLine, ...], "By part"]
    policy: Annotated[str, "Whose numbers were used"]
    basis: Annotated[Message, "Where most prices come from: said once, and by the lines that differ"]
