"""Contexts of the public validator."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, FormState, Tone


@dataclass(frozen=True)
class DeviationLine:
    """One deviation."""

    path: Annotated[str, "Where in the document, such as `$.mass.value`"]
    code: Annotated[str, "Its stable name, for programs and for search"]
    what: Annotated[Message, "What is found there, in a sentence"]
    fix: Annotated[Message | None, "What mends it"] = None


@dataclass(frozen=True)
class DeviationGroup:
    """All deviations of one severity, in the order of the document."""

    name: Annotated[str, "The severity: error, warning or note"]
    tone: Annotated[Tone, "How it is meant"]
    title: Annotated[Message, "What such deviations are called"]
    means: Annotated[Message, "What such a deviation means for who reads the passport"]
    lines: Annotated[tuple[DeviationLine, ...], "The deviations"]


@dataclass(frozen=True)
class ElementLine:
    """An element of the document or of the catalogue."""

    element_id: Annotated[str, "Its elementId"]
    label: Annotated[str | None, "Its label in the reader's language; none for one that the catalogue does not know"]


@dataclass(frozen=True)
class CheckedDocument:
    """The report on one document: the verdict first."""

    name: Annotated[str | None, "The name of the file; none for pasted text"]
    tone: Annotated[Tone, "How the verdict is meant"]
    verdict: Annotated[Message, "The verdict in a few words"]
    summary: Annotated[Message, "What that means, in a sentence"]
    form: Annotated[Message | None, "What kind of document it was read as"]
    groups: Annotated[tuple[DeviationGroup, ...], "Errors, then warnings, then notes; empty ones left out"]
    untold: Annotated[int, "How many deviations more there are"]
    known: Annotated[tuple[ElementLine, ...], "Elements that our catalogue knows"]
    unknown: Annotated[tuple[ElementLine, ...], "Elements that it does not know"]
    missing: Annotated[tuple[ElementLine, ...], "Elements that it has besides for a product of this group"]


@dataclass(frozen=True)
class CheckingPage:
    """The public validator: a form, and the report on what was sent."""

    template: ClassVar[str] = "checking.html"
    limit_bytes: Annotated[int, "The largest document that is checked"]
    form: Annotated[FormState, "What was pasted, and why it was not checked"] = NEW_FORM
    report: Annotated[CheckedDocument | None, "The report; none before anything was sent"] = None
