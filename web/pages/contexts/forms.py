"""Context of a page with one plain form: which fields it has is data, so that each act needs no template of its own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link

NAMED = "_named"
"""What the second field of an offer is sent as, after the name of its list."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen in a field: a list, and where there is more than it shows, a second field for any other."""

    choices: Annotated[tuple[Choice, ...], "What the list shows"] = ()
    more: Annotated[bool, "Whether there is more than it shows"] = False
    label: Annotated[Message | str, "What stands over the second field"] = ""
    help: Annotated[Message | None, "A line under that"] = None

    def __bool__(self) -> bool:
        return bool(self.choices)


NOTHING_OFFERED = Offered()


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    LONG = "long"
    SELECT = "select"
    RADIOS = "radios"
    CHECK = "check"


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    kind: Annotated[FieldKind, "How it is filled in"]
    name: Annotated[str, "What the form sends it as"]
    label: Annotated[Message | str, "What the person reads"]
    help: Annotated[Message | None, "A line under the label"] = None
    choices: Annotated[tuple[Choice, ...], "What can be chosen"] = ()
    required: Annotated[bool, "Whether the browser asks for it"] = True
    empty: Annotated[Message | None, "What a list shows while nothing is chosen"] = None


@dataclass(frozen=True)
class FormPage:
    """A page with one form."""

    template: ClassVar[str] = "form.html"
    title: Annotated[Message, "What is done here, as a verb"]
    back: Annotated[Link, "The page that it belongs to"]
    send_to: Annotated[str, "Where the form goes"]
    send: Annotated[Message, "The words on the button"]
    fields: Annotated[tuple[Field, ...], "The fields, in order"]
    intro: Annotated[Message | None, "What a person must know before"] = None
    hidden: Annotated[tuple[Choice, ...], "Values that the form sends along"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
