"""Contexts of repair guides: what the repair page of a model tells of it, and the steps to one part."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message, message
from dpp.domain.repair_guide.vocabulary import Authority, DocumentKind, ProcedureKind, WarningKind
from web.pages.contexts.frame import Link
from web.pages.contexts.model_repair import RepairSection


@dataclass(frozen=True)
class Spoken:
    """What a guide says, in the reader's language where it says it there."""

    text: Annotated[str, "The words"]
    language: Annotated[str | None, "Code of the language, where it is not the reader's"] = None
    called: Annotated[str | None, "Name of that language, in the reader's"] = None


@dataclass(frozen=True)
class Beware:
    """A warning."""

    kind: Annotated[WarningKind, "What can go wrong"]
    text: Annotated[Spoken | None, "What to do about it"] = None


@dataclass(frozen=True)
class GuidePicture:
    """A picture of a step or a view."""

    large: Annotated[str, "Its address"]
    small: Annotated[str, "Address of a small one"]
    shows: Annotated[Spoken, "What it shows, for whoever does not see it"]


@dataclass(frozen=True)
class PartLine:
    """A part that the guide leads to."""

    name: Annotated[str, "Which part, in the reader's language"]
    address: Annotated[str, "The page with its steps"]
    depth: Annotated[int | None, "How many steps until it is out; none where not all are shown"] = None
    minutes: Annotated[Message | None, "How long that takes, where every step says so"] = None


@dataclass(frozen=True)
class ViewShown:
    """An exploded view."""

    title: Annotated[Spoken, "What it is of"]
    picture: Annotated[GuidePicture, "The drawing"]
    callouts: Annotated[tuple[tuple[int, str], ...], "Each number in it, and the part that it points at"] = ()


@dataclass(frozen=True)
class CodeLine:
    """A fault code."""

    code: Annotated[str, "As the product shows it"]
    meaning: Annotated[Spoken, "What it means"]
    remedy: Annotated[Spoken | None, "What to do then"] = None


@dataclass(frozen=True)
class ProcedureShown:
    """What is done without a screwdriver."""

    kind: Annotated[ProcedureKind, "What sort of act"]
    title: Annotated[Spoken, "What it does"]
    how: Annotated[Spoken, "How it is done"]
    authority: Annotated[Authority, "Whose act it needs"]
    proof: Annotated[Spoken | None, "What the maker asks to see first"] = None
    address: Annotated[str | None, "Where it is asked for"] = None
    warnings: Annotated[tuple[Beware, ...], "What to beware of"] = ()


@dataclass(frozen=True)
class DocumentLine:
    """A document."""

    kind: Annotated[DocumentKind, "What it is for"]
    title: Annotated[Spoken, "Its title"]
    address: Annotated[str, "Where it can be read"]
    language: Annotated[str, "In which language, by its name"]
    form: Annotated[Message | str, "What sort of file"]
    size: Annotated[int | None, "In bytes, where that is known"] = None
    source: Annotated[str | None, "Whose it is, where it is not kept here"] = None
    sha256: Annotated[str | None, "SHA-256 of the file, where that is known"] = None


@dataclass(frozen=True)
class More:
    """There is more, for some."""

    whom: Annotated[str, "For whom, in the reader's language"]
    ground: Annotated[str, "By which law"]


@dataclass(frozen=True)
class GuideSection(RepairSection):
    """Guide and documents, on the repair page of a model."""

    template: ClassVar[str] = "guide_section.html"
    name: ClassVar[str] = "guide"
    title: ClassVar[Message] = message("Guide and documents")
    parts: Annotated[tuple[PartLine, ...], "The parts that steps lead to"] = ()
    views: Annotated[tuple[ViewShown, ...], "Exploded views"] = ()
    codes: Annotated[tuple[CodeLine, ...], "Fault codes"] = ()
    procedures: Annotated[tuple[ProcedureShown, ...], "Diagnosis, firmware, reset and locks"] = ()
    documents: Annotated[tuple[DocumentLine, ...], "Manuals and schematics"] = ()
    elsewhere: Annotated[Link | None, "The guide that the passport names"] = None
    more: Annotated[tuple[More, ...], "For whom there is more, and why"] = ()
    edit: Annotated[str | None, "Address of the editor, for who writes it"] = None

    @property
    def is_empty(self) -> bool:
        """Whether this reader gets nothing of a guide here."""
        return not (self.parts or self.views or self.codes or self.procedures or self.documents)


@dataclass(frozen=True)
class StepShown:
    """A step on the way to a part."""

    id: Annotated[str, "Its id"]
    does: Annotated[Spoken, "What to do"]
    frees: Annotated[tuple[str, ...], "The parts that are out after it"] = ()
    tools: Annotated[tuple[Spoken | Message, ...], "What to do it with"] = ()
    fasteners: Annotated[tuple[Message, ...], "What holds, how many, and whether they are used again"] = ()
    minutes: Annotated[Message | None, "How long it takes"] = None
    warnings: Annotated[tuple[Beware, ...], "What to beware of"] = ()
    pictures: Annotated[tuple[GuidePicture, ...], "How it looks"] = ()


@dataclass(frozen=True)
class WayShown:
    """The way to one part."""

    steps: Annotated[tuple[StepShown, ...], "First to last"]
    tools: Annotated[tuple[Spoken | Message, ...], "What to lay ready"] = ()
    warnings: Annotated[tuple[Beware, ...], "What to beware of on the way"] = ()
    minutes: Annotated[Message | None, "How long it takes in all"] = None
    is_whole: Annotated[bool, "Whether this reader sees every step"] = True


@dataclass(frozen=True)
class RepairStepsPage:
    """How one part of a model is replaced."""

    template: ClassVar[str] = "repair_steps.html"
    name: Annotated[str, "Brand and model"]
    part: Annotated[str, "Which part, in the reader's language"]
    repair_page: Annotated[str, "Address of the repair page of the model"]
    ways: Annotated[tuple[WayShown, ...], "One for each of these parts that it has"]
    more: Annotated[tuple[More, ...], "For whom there is more, and why"] = ()
