"""Contexts of imports: the runs, one run, and what its columns mean."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Tone


@dataclass(frozen=True)
class RunLine:
    """One import in a list, or at the head of its own page."""

    address: Annotated[str, "The page of the import"]
    name: Annotated[str, "The name of the file or register"]
    kind: Annotated[Message, "What its rows are"]
    submitted: Annotated[datetime, "When it was handed in"]
    tone: Annotated[Tone, "How its state is meant"]
    state: Annotated[Message, "Its state in a word or two"]
    dry_run: Annotated[bool, "Whether it only tries"]
    total: Annotated[int | None, "How many rows there are, where that is known"]
    done: Annotated[int, "How many rows were judged"]
    created: Annotated[int, "Rows that made something new"]
    revised: Annotated[int, "Rows that changed something"]
    unchanged: Annotated[int, "Rows that were there already"]
    refused: Annotated[int, "Rows that were refused"]


@dataclass(frozen=True)
class ImportsPage:
    """All imports that this person may read, and the form to hand a file in."""

    template: ClassVar[str] = "imports.html"
    runs: Annotated[tuple[RunLine, ...], "Newest first"]
    kinds: Annotated[tuple[Choice, ...], "What this person may import; empty for who only reads"]
    limit_bytes: Annotated[int, "The largest file that the page takes"]
    form: Annotated[FormState, "What was chosen, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together."""

    title: Annotated[Message | str, "What they are about"]
    choices: Annotated[tuple[Choice, ...], "The fields"]


@dataclass(frozen=True)
class ColumnLine:
    """One column of a table."""

    number: Annotated[int, "Its place, from 0; the form's fields carry it"]
    heading: Annotated[str, "What stands above it"]
    samples: Annotated[tuple[str, ...], "Its first cells"]
    field: Annotated[str, "The field that it fills; empty where it is ignored"]
    unit: Annotated[str, "The unit of its bare numbers, where that is not the field's own"]


@dataclass(frozen=True)
class ConstantLine:
    """A value that holds for every row."""

    number: Annotated[int, "Its place, from 0"]
    field: Annotated[str, "The field that it fills; empty where there is none"]
    value: Annotated[str, "The value"]


@dataclass(frozen=True)
class MapForm:
    """What the columns of a table mean."""

    columns: Annotated[tuple[ColumnLine, ...], "Every column, in the order of the file"]
    constants: Annotated[tuple[ConstantLine, ...], "Values for every row"]
    groups: Annotated[tuple[FieldGroup, ...], "All fields"]
    saved: Annotated[tuple[Choice, ...], "Maps that the organisation keeps"]
    form: Annotated[FormState, "The kept map that is shown, the decimal sign, the source of the figures"]


@dataclass(frozen=True)
class ReportLine:
    """What became of one row."""

    line: Annotated[int, "Where it is in the file"]
    tone: Annotated[Tone, "How the outcome is meant"]
    outcome: Annotated[Message, "What became of it"]
    subject: Annotated[str | None, "The passport or device"]
    address: Annotated[str | None, "Its page"]
    problems: Annotated[tuple[tuple[str, Message], ...], "Each fault with its place"]
    what: Annotated[Message | None, "The reason in a sentence"]
    remedy: Annotated[Message | None, "What to do"]


@dataclass(frozen=True)
class ImportPage:
    """One import: first what its columns mean, then how far it is, then what became of its rows."""

    template: ClassVar[str] = "import.html"
    run: Annotated[RunLine, "The import"]
    draft: Annotated[bool, "Whether it waits for a person to begin"]
    working: Annotated[bool, "Whether it waits for its turn, or is under way"]
    may_import: Annotated[int, "How many rows could be imported now; 0 where that is not to be done"]
    why: Annotated[Message | None, "Why it failed"] = None
    remedy: Annotated[Message | None, "What to do about that"] = None
    map_form: Annotated[MapForm | None, "For a table that waits: what its columns mean"] = None
    form: Annotated[FormState, "What is wrong with the map"] = NEW_FORM
    reports: Annotated[tuple[ReportLine, ...], "Some rows, by line"] = ()
    filters: Annotated[FormState, "Which outcome is shown; empty for all"] = NEW_FORM
    more: Annotated[str | None, "Where the next rows are"] = None
    sha256: Annotated[str, "The hash of the file"] = ""
    map_used: Annotated[str, "The kept map that was used, with its version"] = ""
    checked_by: Annotated[str | None, "The dry run that went before"] = None
