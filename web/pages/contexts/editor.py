"""Contexts of the editor of a passport, generated from the catalogue."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.forms import FieldKind
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link
from web.pages.contexts.versions import ChangeLine


@dataclass(frozen=True)
class Input:
    """One thing to fill in."""

    name: Annotated[str, "What the form sends it as, such as `spareParts.0.price`"]
    label: Annotated[str, "What the person reads"]
    kind: Annotated[FieldKind, "How it is filled in"]
    choices: Annotated[tuple[Choice, ...], "What can be chosen"] = ()


@dataclass(frozen=True)
class InputRow:
    """One entry: what is asked first, and what is folded away."""

    inputs: Annotated[tuple[Input, ...], "What is asked first"]
    details: Annotated[tuple[Input, ...], "Source, quality and what else few fill in"] = ()
    hidden: Annotated[tuple[str, ...], "Names of fields that the form only carries along"] = ()
    drop: Annotated[str | None, "What the button says that takes the entry away"] = None


@dataclass(frozen=True)
class ElementField:
    """One element of the catalogue in the form."""

    id: Annotated[str, "The elementId"]
    label: Annotated[str, "Its label, in the reader's language"]
    help: Annotated[str, "What it means"]
    legal: Annotated[Link | None, "Where the law asks it, or where the idea comes from"]
    for_whom: Annotated[str, "Who will see it"]
    rows: Annotated[tuple[InputRow, ...], "Its entries; one for an element with one value"]
    add: Annotated[str | None, "What the button says that adds an entry"] = None
    asked: Annotated[bool, "Whether the law asks it of every such product"] = False

    @property
    def is_plain(self) -> bool:
        """Whether it is a single input, which bears the label itself."""
        return self.add is None and len(self.rows[0].inputs) == 1 and not self.rows[0].details


@dataclass(frozen=True)
class GroupLink:
    """One form of the editor, with how much of it is filled."""

    text: Annotated[str, "What it is about"]
    address: Annotated[str, "Where the form is"]
    filled: Annotated[int, "How many of its elements are filled in"]
    of: Annotated[int, "How many there are"]
    here: Annotated[bool, "Whether it is this form"] = False


@dataclass(frozen=True)
class EditorPage:
    """One form: the elements of one subject, what is asked first."""

    template: ClassVar[str] = "editor.html"
    title: Annotated[Message, "What is done here"]
    back: Annotated[Link, "Where the editor came from"]
    send_to: Annotated[str, "Where the form goes"]
    subject: Annotated[str, "What the form is about"]
    groups: Annotated[tuple[GroupLink, ...], "The other forms"]
    first: Annotated[tuple[ElementField, ...], "Required, asked by law, or filled in"]
    more: Annotated[tuple[ElementField, ...], "What can be said besides"]
    kept: Annotated[tuple[str, ...], "Elements that stay as they are: unknown ones, and those that others set"] = ()
    version: Annotated[int, "The version from which the editing starts; 0 for a new passport"] = 0
    form: Annotated[FormState, "What was typed, and what is wrong with it"] = NEW_FORM
    mine: Annotated[tuple[ChangeLine, ...], "After somebody else was first: what this person changed"] = ()
    theirs: Annotated[tuple[ChangeLine, ...], "After somebody else was first: what the other one changed"] = ()


@dataclass(frozen=True)
class PreviewPage:
    """What saving would change, before it is done."""

    template: ClassVar[str] = "editor_preview.html"
    title: Annotated[Message, "What is done here"]
    back: Annotated[Link, "The passport"]
    send_to: Annotated[str, "Where the form goes"]
    lines: Annotated[tuple[ChangeLine, ...], "What changes"]
    typed: Annotated[tuple[tuple[str, str], ...], "Everything that was typed, to be sent again"]


@dataclass(frozen=True)
class ChooseGroupPage:
    """For which kind of product a new model is registered."""

    template: ClassVar[str] = "editor_new.html"
    groups: Annotated[tuple[Link, ...], "One for each kind of product"]
