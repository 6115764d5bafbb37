"""Contexts for what was typed into a form that was not taken."""

from dataclasses import dataclass
from typing import Annotated, ClassVar


@dataclass(frozen=True)
class Typed:
    """What somebody typed, carried by the page that says why it was not taken."""

    sealed: Annotated[str | None, "The form, sealed; None when it is too long to be kept"]
    files: Annotated[tuple[str, ...], "Names of the files that must be chosen again"] = ()


@dataclass(frozen=True)
class TypedValue:
    """One field as it was sent."""

    name: Annotated[str, "The field's name in the form"]
    text: Annotated[str, "What was typed or chosen"]


@dataclass(frozen=True)
class TypedPage:
    """What was typed, where the form itself cannot be shown any more: it can be sent as it is."""

    template: ClassVar[str] = "typed.html"
    send_to: Annotated[str, "Where the form goes"]
    back_to: Annotated[str, "The page on which it stood"]
    values: Annotated[tuple[TypedValue, ...], "Every field, in the order of the form"]
    files: Annotated[tuple[str, ...], "Names of the files that cannot be sent again"] = ()


@dataclass(frozen=True)
class ForeignFormPage:
    """A form that was filled in by somebody else, or before anybody signed in; nothing of it is shown."""

    template: ClassVar[str] = "foreign_form.html"
    sealed: Annotated[str, "The form, which stays sealed"]
    back_to: Annotated[str, "The page on which it stood"]
    may_be_mine: Annotated[bool, "Whether nobody was signed in when it was filled in"]
