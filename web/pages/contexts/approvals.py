"""Contexts of mandates, decisions about a class of devices, deviations, and the reasoned decision for the file."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.class_decisions import MOST, Closing, Why
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import OverrideGround, Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Refusal, Rows, Tone

Sayable = Message | StrEnum | str | date | datetime | int
"""What the filter `say` puts in the reader's words."""


@dataclass(frozen=True)
class MandateLine:
    """A mandate in a list."""

    address: Annotated[str, "Its page"]
    holder: Annotated[Sayable, "Who has it: a name or a role"]
    organisation: Annotated[str, "In which organisation"]
    acts: Annotated[tuple[ApprovalAct, ...], "What may be approved"]
    routes: Annotated[tuple[Route, ...], "For which destinations"]
    categories: Annotated[tuple[Sayable, ...], "For which kinds of device; none are all"]
    limits: Annotated[tuple[Message, ...], "The most of one act, where there is a limit"]
    first: Annotated[date, "Its first day"]
    last: Annotated[date | None, "Its last day"]
    tone: Annotated[Tone, "How it stands"]
    state: Annotated[Message, "How it stands, in words"]


@dataclass(frozen=True)
class MandatesPage:
    """All mandates that the reader may see."""

    template: ClassVar[str] = "mandates.html"
    lines: Annotated[Rows[MandateLine], "The first granted first"]
    add: Annotated[str | None, "Where a new one is granted, for who may"]


@dataclass(frozen=True)
class MandateStepLine:
    """Something that was done about a mandate."""

    what: Annotated[Message, "What was done"]
    by: Annotated[str | None, "Who did it"]
    at: Annotated[datetime, "When"]


@dataclass(frozen=True)
class MandatePage:
    """One mandate, and what can be done about it."""

    template: ClassVar[str] = "mandate.html"
    line: Annotated[MandateLine, "The mandate"]
    reference: Annotated[str, "The decision that grants it"]
    steps: Annotated[tuple[MandateStepLine, ...], "What was done, in order"]
    may_confirm: Annotated[bool, "Whether it waits for a second person, who may be the reader"]
    may_change: Annotated[bool, "Whether the reader names deputies and ends it"]
    colleagues: Annotated[Offered, "Who can be named as deputy"] = NOTHING_OFFERED
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class NewMandatePage:
    """The form in which a mandate is granted."""

    template: ClassVar[str] = "mandate_new.html"
    organisations: Annotated[Offered, "Organisations that route devices"]
    holders: Annotated[Offered, "People and roles who can get it"]
    acts: Annotated[tuple[Choice, ...], "What can be approved"]
    routes: Annotated[tuple[Choice, ...], "Destinations"]
    categories: Annotated[tuple[Choice, ...], "Kinds of device"]
    chosen: Annotated[frozenset[str], "The boxes that were ticked, as `name.value`"] = frozenset()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ClassLine:
    """A decision about a class in a list."""

    address: Annotated[str, "Its page"]
    name: Annotated[str, "How it is called"]
    route: Annotated[Route, "The destination"]
    members: Annotated[int, "How many devices are in it"]
    exceptions: Annotated[int, "How many of them a person decides about by itself"]
    at: Annotated[datetime, "When it was decided"]
    closed: Annotated[Closing | None, "How it ended; none while it is open"]


@dataclass(frozen=True)
class ClassesPage:
    """Decisions about classes, and the form for a new one."""

    template: ClassVar[str] = "class_decisions.html"
    lines: Annotated[tuple[ClassLine, ...], "Newest first"]
    may_decide: Annotated[bool, "Whether the reader may decide about a class"]
    routes: Annotated[tuple[Choice, ...], "Destinations"]
    categories: Annotated[tuple[Choice, ...], "Kinds of device"]
    models: Annotated[tuple[Choice, ...], "Models of which a device waits"]
    owners: Annotated[tuple[Choice, ...], "Owners of which a device waits"]
    functional: Annotated[tuple[Choice, ...], "Functional grades"]
    cosmetic: Annotated[tuple[Choice, ...], "Cosmetic grades"]
    most: Annotated[int, "How many devices a class has at most"] = MOST
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class Exceptionally:
    """A reason why a person decides about a device by itself."""

    why: Annotated[Why, "The reason"]
    about: Annotated[tuple[Sayable, ...], "What it is about: facts, a destination, a rule"]


@dataclass(frozen=True)
class MemberLine:
    """A device of a class."""

    head: Annotated[DeviceHead, "Which device"]
    decision: Annotated[str | None, "Address of the decision about it"]
    exceptions: Annotated[tuple[Exceptionally, ...], "Why a person decides about it by itself"] = ()
    look_at: Annotated[str, "What the form of the sample sends for it"] = ""
    seen: Annotated[bool | None, "Whether somebody found it right; none: nobody looked"] = None
    seen_by: Annotated[str | None, "Who looked"] = None


@dataclass(frozen=True)
class ClassPage:
    """One decision about a class."""

    template: ClassVar[str] = "class_decision.html"
    at: Annotated[str, "Its address"]
    name: Annotated[str, "How it is called"]
    route: Annotated[Route, "The destination"]
    described: Annotated[tuple[Message, ...], "The facts by which it is described"]
    agreeing: Annotated[tuple[MemberLine, ...], "The devices that agree and are not left out"]
    exceptions: Annotated[tuple[MemberLine, ...], "The devices that are opened one by one"]
    sample: Annotated[tuple[MemberLine, ...], "The devices that were drawn to be looked at"]
    left_out: Annotated[
        tuple[MemberLine, ...], "Those that agreed, and were not approved after all, or would not be now"
    ]
    proposed_by: Annotated[str | None, "Who decided it"]
    proposed_at: Annotated[datetime, "When"]
    closed: Annotated[Closing | None, "How it ended"]
    closed_by: Annotated[str | None, "Who closed it"]
    closed_at: Annotated[datetime | None, "When it was closed"]
    mandate: Annotated[str | None, "The decision that grants the mandate under which it was approved"]
    seed: Annotated[str, "The seed of the draw"]
    digest: Annotated[str, "The hash of what was decided"]
    may_look: Annotated[bool, "Whether the reader may say what they found, and withdraw it"]
    obstacle: Annotated[Refusal | None, "Why the reader cannot approve it now"] = None
    form: Annotated[FormState, "What is wrong"] = NEW_FORM


@dataclass(frozen=True)
class OverrideLine:
    """A deviation from the rules in a list."""

    head: Annotated[DeviceHead | None, "Which device"]
    decision: Annotated[str, "Address of the decision"]
    at: Annotated[datetime, "When it was recorded"]
    owner: Annotated[str | None, "Who owned it then"]
    before: Annotated[Route | None, "What the rules proposed"]
    after: Annotated[Route, "What was chosen instead"]
    ground: Annotated[OverrideGround | None, "The ground, as a word of the list"]
    reason: Annotated[str, "The reason, in words"]
    by: Annotated[str | None, "Who proposed it"]
    approved_by: Annotated[str | None, "Who approved it"]
    is_approved: Annotated[bool, "Whether somebody did"]


@dataclass(frozen=True)
class OverridesPage:
    """The deviations of a period."""

    template: ClassVar[str] = "overrides.html"
    lines: Annotated[tuple[OverrideLine, ...], "Newest first"]
    grounds: Annotated[tuple[tuple[Sayable, int], ...], "How many there are of each ground, most first"]
    first: Annotated[date, "The first day"]
    last: Annotated[date, "The last day"]
    form: Annotated[FormState, "The days as they were asked"] = NEW_FORM


@dataclass(frozen=True)
class PaperTable:
    """A table of the paper."""

    heads: Annotated[tuple[Message, ...], "What stands over each column"]
    rows: Annotated[tuple[tuple[Sayable, ...], ...], "The cells of each row"]


@dataclass(frozen=True)
class PaperSection:
    """A part of the paper: a heading, and under it what there is."""

    heading: Annotated[Message, "The heading"]
    paragraphs: Annotated[tuple[Sayable, ...], "Sentences"] = ()
    points: Annotated[tuple[Sayable, ...], "A list"] = ()
    facts: Annotated[tuple[tuple[Message, Sayable], ...], "Names with what they are"] = ()
    table: Annotated[PaperTable | None, "A table"] = None


@dataclass(frozen=True)
class ReasonedPage:
    """The reasoned decision for the file: the page and the paper are made of the same sections."""

    template: ClassVar[str] = "reasoned.html"
    title: Annotated[Message, "What it is"]
    lead: Annotated[Message, "The decision in one sentence"]
    sections: Annotated[tuple[PaperSection, ...], "The parts, in order"]
    back: Annotated[str, "Address of the decision"]
    paper: Annotated[str, "Address of the PDF"]
    name: Annotated[str, "What the file is called, without its ending"]
