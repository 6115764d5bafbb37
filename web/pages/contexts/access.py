"""Contexts about rights: who sees an element and why, what is closed, and who read what is not public."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.catalogue import AccessClass
from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link
from web.pages.contexts.people import JournalLine


@dataclass(frozen=True)
class ElementLine:
    """An element, and which audience sees it."""

    element: Annotated[Link, "What it is, and the page that explains it"]
    said: Annotated[bool, "Whether this reader sees that the passport says it"]
    seen: Annotated[tuple[bool, ...], "For each audience of the table's head, in its order"]


@dataclass(frozen=True)
class ClosureLine:
    """An element that was closed."""

    id: Annotated[str, "What the form sends"]
    element: Annotated[str, "What it is, in the reader's language"]
    passport: Annotated[Link | None, "In which passport; none for every one"]
    access: Annotated[str, "For whom it stays open"]
    reason: Annotated[str, "Why"]
    legal: Annotated[str, "On which legal ground"]
    since: Annotated[datetime, "From when"]
    lifted: Annotated[datetime | None, "When it was lifted, if it was"] = None
    may_lift: Annotated[bool, "Whether this reader may lift it"] = False


@dataclass(frozen=True)
class PinnedLine:
    """An element whose class is that of an older catalogue."""

    id: Annotated[str, "What the form sends"]
    label: Annotated[str, "What it is, in the reader's language"]
    then: Annotated[str, "For whom it is, by the version that it keeps"]
    now: Annotated[str, "For whom it would be today"]
    schema: Annotated[str, "The catalogue version that it keeps"]


@dataclass(frozen=True)
class AccessPage:
    """Who sees what of one passport."""

    template: ClassVar[str] = "access.html"
    name: Annotated[str, "What the passport is about"]
    address: Annotated[str, "The passport's page"]
    audiences: Annotated[tuple[Message | str, ...], "The head of the table"]
    lines: Annotated[tuple[ElementLine, ...], "What this reader sees, then what the catalogue keeps for some"]
    closures: Annotated[tuple[ClosureLine, ...], "What is or was closed here; for those whom it concerns"] = ()
    pinned: Annotated[tuple[PinnedLine, ...], "What could take today's class; for those who may decide it"] = ()
    elements: Annotated[tuple[Choice, ...], "What can be closed; empty for who may not"] = ()
    classes: Annotated[tuple[Choice, ...], "For whom it can stay open"] = ()
    records: Annotated[str | None, "Address of who read it, for those who may see that"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ReadingLine:
    """One class that an element has."""

    access: Annotated[str, "For whom"]
    by: Annotated[Message, "What says so"]
    legal: Annotated[str, "The legal ground"]
    allowed: Annotated[bool, "Whether it lets this audience read"]


@dataclass(frozen=True)
class ExplanationLine:
    """Whether one audience sees the element, and why."""

    audience: Annotated[Message | str, "Who"]
    visible: Annotated[bool, "Whether it sees the element"]
    why: Annotated[Message, "Why, in a sentence"]
    readings: Annotated[tuple[ReadingLine, ...], "Each must allow it"] = ()


@dataclass(frozen=True)
class ElementAccessPage:
    """Who sees one element, and why."""

    template: ClassVar[str] = "access_element.html"
    element: Annotated[str, "What it is, in the reader's language"]
    help: Annotated[str, "What it means"]
    id: Annotated[str, "As the catalogue names it"]
    passport: Annotated[Link, "The table of the whole passport"]
    said: Annotated[bool, "Whether this reader sees that the passport says it"]
    catalogue: Annotated[str, "Today's catalogue version"]
    set_in: Annotated[str | None, "The catalogue version whose class it keeps"]
    lines: Annotated[tuple[ExplanationLine, ...], "For each audience"]


@dataclass(frozen=True)
class RecordLine:
    """A controlled reading or a change of rights."""

    at: Annotated[datetime, "When"]
    kind: Annotated[AccessKind, "What was done"]
    who: Annotated[str | None, "Who; none where that was forgotten or is not for this reader"]
    organisation: Annotated[str | None, "For which organisation"]
    path: Annotated[AccessPath, "By which way"]
    passport: Annotated[Link | None, "Which passport, and its version"]
    classes: Annotated[tuple[str, ...], "For whom what was read is kept"]
    elements: Annotated[tuple[str, ...], "What was read or changed"]
    reason: Annotated[str, "Why, for a change of rights"] = ""


@dataclass(frozen=True)
class RecordsPage:
    """Who read what is not public, and who changed rights."""

    template: ClassVar[str] = "access_records.html"
    title: Annotated[Message, "Whose records"]
    intro: Annotated[Message, "What stands here and what does not"]
    lines: Annotated[tuple[RecordLine, ...], "Newest first"]
    kept_days: Annotated[int, "How many days is remembered who it was"]
    more: Annotated[str | None, "Address of older records"] = None
    journal: Annotated[tuple[JournalLine, ...], "Changes of roles, keys and accounts, for those who oversee"] = ()


@dataclass(frozen=True)
class ClosuresPage:
    """What is closed, in every passport or in one."""

    template: ClassVar[str] = "access_closures.html"
    closures: Annotated[tuple[ClosureLine, ...], "Newest first"]
    elements: Annotated[tuple[Choice, ...], "What can be closed; empty for who may only look"] = ()
    classes: Annotated[tuple[Choice, ...], "For whom it can stay open"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


CLASSES = tuple(access for access in AccessClass if access is not AccessClass.PUBLIC)
"""To which classes an element can be closed."""
