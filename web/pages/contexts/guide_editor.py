"""Contexts of the editor of a repair guide: the list of its steps, and the form of one step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from dpp.domain.repair_guide.vocabulary import DocumentKind
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.repair_guide import GuidePicture, Spoken


@dataclass(frozen=True)
class EditedStep:
    """A step in the list."""

    number: Annotated[int, "Its place, from 1"]
    address: Annotated[str, "Where it is edited"]
    does: Annotated[Spoken, "What to do"]
    depth: Annotated[int, "How many steps it takes, itself with them"]
    for_whom: Annotated[str | None, "Who may see it, if not everybody"] = None
    frees: Annotated[tuple[str, ...], "The parts that are out after it"] = ()
    pictures: Annotated[int, "How many pictures it has"] = 0


@dataclass(frozen=True)
class EditedDocument:
    """A document in the list."""

    id: Annotated[str, "Its id in the guide"]
    kind: Annotated[DocumentKind, "What it is for"]
    title: Annotated[Spoken, "Its title"]
    for_whom: Annotated[str | None, "Who may see it, if not everybody"] = None


@dataclass(frozen=True)
class GuideVersionLine:
    """A version of the guide."""

    number: Annotated[int, "From 1"]
    made: Annotated[datetime, "When"]
    address: Annotated[str, "Where it can be read, as data"]


@dataclass(frozen=True)
class GuideEditorPage:
    """The guide of a model, for who writes it."""

    template: ClassVar[str] = "guide_editor.html"
    name: Annotated[str, "Brand and model"]
    repair_page: Annotated[str, "Address of the repair page of the model"]
    address: Annotated[str, "Address of this page; its forms are below it"]
    version: Annotated[int, "The version that is shown; 0 for none"]
    steps: Annotated[tuple[EditedStep, ...], "In the order of the guide"]
    documents: Annotated[tuple[EditedDocument, ...], "In the order of the guide"]
    versions: Annotated[tuple[GuideVersionLine, ...], "Newest first"]
    kinds: Annotated[tuple[Choice, ...], "Kinds of document"]
    accesses: Annotated[tuple[Choice, ...], "Who may see something"]
    form: Annotated[FormState, "What was typed, and what is wrong with it"] = NEW_FORM


@dataclass(frozen=True)
class EditedPicture:
    """A picture of a step."""

    sha256: Annotated[str, "SHA-256 of what is kept"]
    picture: Annotated[GuidePicture, "The picture"]


@dataclass(frozen=True)
class GuideStepPage:
    """The form of one step."""

    template: ClassVar[str] = "guide_step.html"
    name: Annotated[str, "Brand and model"]
    guide: Annotated[str, "Address of the editor of the guide"]
    send_to: Annotated[str, "Where the form goes"]
    version: Annotated[int, "The version that the editing started from"]
    form: Annotated[FormState, "What is in the form, and what is wrong with it"]
    before: Annotated[tuple[Choice, ...], "The steps above it"]
    parts: Annotated[tuple[Choice, ...], "The parts that it may take out"]
    tool_kinds: Annotated[tuple[Choice, ...], "Kinds of tool"]
    fastener_kinds: Annotated[tuple[Choice, ...], "Kinds of fastener"]
    reuses: Annotated[tuple[Choice, ...], "What becomes of a fastener"]
    warning_kinds: Annotated[tuple[Choice, ...], "Kinds of warning"]
    accesses: Annotated[tuple[Choice, ...], "Who may see it"]
    rows: Annotated["StepRows", "How many entries of each sort the form has"]
    pictures: Annotated[tuple[EditedPicture, ...], "Its pictures"] = ()
    is_new: Annotated[bool, "Whether it is no step yet"] = False


@dataclass(frozen=True)
class StepRows:
    """How many entries of each sort the form of a step has: one more than there are, for a new one."""

    frees: Annotated[int, "Parts that are out"] = 1
    tools: Annotated[int, "Tools"] = 1
    fasteners: Annotated[int, "Fasteners"] = 1
    warnings: Annotated[int, "Warnings"] = 1
