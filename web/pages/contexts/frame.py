"""What surrounds every page: who reads it, in which language, and what must be said first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, TypeVar

from dpp.domain.actor import Role
from dpp.domain.message import Message
from dpp.domain.stretch import Stretch

T = TypeVar("T")
Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Tone(StrEnum):
    """How a status is meant; each has an icon and a word, so that colour is never the only sign."""

    GOOD = "good"
    ATTENTION = "attention"
    STOP = "stop"
    INFO = "info"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Person:
    """Who is signed in."""

    name: Annotated[str, "The person's name, from the accounts"]
    organisation: Annotated[str, "The name of the organisation for which the person works here"]
    roles: Annotated[frozenset[Role], "The roles, which decide the navigation"]


@dataclass(frozen=True)
class Notice:
    """Something to say above the page, such as 'Saved'."""

    tone: Annotated[Tone, "How it is meant"]
    text: Annotated[Message, "One sentence"]


@dataclass(frozen=True)
class Frame:
    """What the frame of a page needs."""

    language: Annotated[Language, "The language of this answer"]
    address: Annotated[str, "Path and query of this page, to come back to after a change of language or sign-in"]
    csrf: Annotated[str, "The token that every form sends back; empty for a visitor without a session"] = ""
    person: Annotated[Person | None, "Who is signed in; none for a visitor"] = None
    notices: Annotated[tuple[Notice, ...], "What to say first, in order"] = ()
    waiting: Annotated[Mapping[str, int], "How much waits for this person, by the address of its place"] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class Refusal:
    """A rule that forbids it now, told beside the form."""

    what: Annotated[Message, "What forbids it, in a sentence"]
    remedy: Annotated[Message | None, "What would help"] = None
    rule: Annotated[str | None, "The rule's stable name"] = None


@dataclass(frozen=True)
class FormState:
    """What was typed, and what is wrong with it: a form that comes back keeps both."""

    values: Annotated[Mapping[str, str], "What was typed, by field name"] = field(default_factory=dict)
    problems: Annotated[Mapping[str, Message], "What is wrong, by field name; '' is the whole form"] = field(
        default_factory=dict
    )
    refusal: Annotated[Refusal | None, "The rule that forbids it now"] = None
    lists: Annotated[Mapping[str, tuple[str, ...]], "Every value of each field: the boxes that were ticked"] = field(
        default_factory=dict
    )


NEW_FORM = FormState()


@dataclass(frozen=True)
class Choice:
    """One option of a list in a form."""

    value: Annotated[str, "What the form sends"]
    text: Annotated[Message | StrEnum | str, "What the person reads"]


@dataclass(frozen=True)
class Figure:
    """A number with its unit, range and source; `value` is None where no source gives it."""

    value: Annotated[float | None, "The best estimate, or None: not published"]
    unit: Annotated[str, "Unit as printed, such as kWh, kg CO2e, EUR, %"]
    low: Annotated[float | None, "Lower end of the range, in the same unit"] = None
    high: Annotated[float | None, "Upper end of the range, in the same unit"] = None
    source: Annotated[Message | str | None, "Who says so"] = None
    source_address: Annotated[str | None, "Where that can be read"] = None


@dataclass(frozen=True)
class Month:
    """A month without a day."""

    value: Annotated[str, "Year and month, `2026-05`"]


@dataclass(frozen=True)
class Link:
    """Somewhere to go."""

    text: Annotated[Message | str, "What the person reads"]
    address: Annotated[str, "A path of ours, or an absolute URL"]


Rows: TypeAlias = Sequence[T] | Stretch[T]
"""A list that a page shows in parts: whole, or what the database gave of it."""


@dataclass(frozen=True)
class Turner:
    """Where the reader is in a long list."""

    page: Annotated[int, "This page, from 1"]
    pages: Annotated[int, "How many there are"]
    previous: Annotated[str | None, "Address of the page before"] = None
    next: Annotated[str | None, "Address of the page after"] = None
