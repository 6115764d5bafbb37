"""A repair guide as one value: steps, exploded views, fault codes, procedures and documents.

Rules:
1. A step says which steps come before it (`after`), and only steps above it in the list: the list itself is an order in
   which everything can be done, and steps that several parts share are written once.
2. A step may take parts out (`frees`). A step is an operation that ends with the removal of a part or with a change of
   tool, so that counting steps gives the disassembly depth of (EU) 2023/1669, Annex IV point 5.
3. Each piece has an id of its own in the guide, and an access class; what is not said otherwise is for everybody.
4. A text is in one or more languages; a reader gets the best one, and is told when it is not his.
5. Of a document either the file is kept here, under its SHA-256, or an address is given with who says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dpp.domain.catalogue import AccessClass
from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide.vocabulary import (
    Authority,
    DocumentKind,
    FastenerKind,
    FileUse,
    ProcedureKind,
    Reuse,
    ToolKind,
    WarningKind,
)

_FALLBACK = ("en", "nl")


@dataclass(frozen=True)
class Said:
    """A text in one language."""

    text: str
    language: str


@dataclass(frozen=True)
class Words:
    """The same text by language (BCP 47: `nl`, `en`); there is at least one."""

    by_language: Mapping[str, str]

    def of(self, language: str) -> Said:
        """Rule 4: in the language asked for, else in English, in Dutch, or in whichever there is."""
        there = next((each for each in (language, *_FALLBACK) if each in self.by_language), None)
        chosen = there or min(self.by_language)
        return Said(self.by_language[chosen], chosen)


@dataclass(frozen=True)
class Minutes:
    """How long something takes, from the fastest to the slowest of those who tried."""

    low: float
    high: float

    def __add__(self, other: "Minutes") -> "Minutes":
        return Minutes(self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class Tool:
    """A tool; `name` is what to take from the drawer (`Torx T5`)."""

    kind: ToolKind
    name: Words | None = None


@dataclass(frozen=True)
class Fastener:
    """So many fasteners of one sort; `size` as it is printed (`M2x4`)."""

    kind: FastenerKind
    reuse: Reuse
    count: int = 1
    size: str | None = None


@dataclass(frozen=True)
class Caution:
    """What to beware of."""

    kind: WarningKind
    text: Words | None = None


@dataclass(frozen=True)
class Picture:
    """A picture that is kept here, and what it shows for whoever does not see it."""

    sha256: str
    shows: Words


@dataclass(frozen=True)
class Step:
    """Rules 1 and 2. `minutes` is absent where nobody measured it."""

    id: str
    does: Words
    after: tuple[str, ...] = ()
    frees: tuple[PartKind, ...] = ()
    tools: tuple[Tool, ...] = ()
    fasteners: tuple[Fastener, ...] = ()
    minutes: Minutes | None = None
    warnings: tuple[Caution, ...] = ()
    pictures: tuple[Picture, ...] = ()
    access: AccessClass = AccessClass.PUBLIC


@dataclass(frozen=True)
class Callout:
    """A number in an exploded view, and which part it points at."""

    number: int
    part: PartKind


@dataclass(frozen=True)
class ExplodedView:
    """A drawing of the product taken apart."""

    id: str
    title: Words
    picture: Picture
    callouts: tuple[Callout, ...] = ()
    access: AccessClass = AccessClass.PUBLIC


@dataclass(frozen=True)
class FaultCode:
    """A code that the product shows, what it means, and what to do then."""

    id: str
    code: str
    meaning: Words
    remedy: Words | None = None
    access: AccessClass = AccessClass.PUBLIC


@dataclass(frozen=True)
class Procedure:
    """Diagnosis, firmware, reset or the release of a lock; `proof` is what the maker asks to see first."""

    id: str
    kind: ProcedureKind
    title: Words
    how: Words
    authority: Authority = Authority.ANYBODY
    proof: Words | None = None
    address: str | None = None
    warnings: tuple[Caution, ...] = ()
    access: AccessClass = AccessClass.PUBLIC


@dataclass(frozen=True)
class Document:
    """Rule 5: `address` and `source` of one elsewhere, else `sha256` of a file that is kept. `size` in bytes."""

    id: str
    kind: DocumentKind
    title: Words
    language: str
    media_type: str
    size: int | None = None
    sha256: str | None = None
    address: str | None = None
    source: str | None = None
    access: AccessClass = AccessClass.PUBLIC

    @property
    def is_kept(self) -> bool:
        return self.address is None


Piece = Step | ExplodedView | FaultCode | Procedure | Document


@dataclass(frozen=True)
class RepairGuide:
    """All that is written of how a model is repaired."""

    steps: tuple[Step, ...] = ()
    views: tuple[ExplodedView, ...] = ()
    fault_codes: tuple[FaultCode, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    documents: tuple[Document, ...] = ()

    def pieces(self) -> tuple[Piece, ...]:
        """Everything in it that has an id and an access class."""
        return (*self.steps, *self.views, *self.fault_codes, *self.procedures, *self.documents)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def files(self) -> frozenset[tuple[str, FileUse]]:
        """The files that must be kept for it."""
        return frozenset(self._files())

    def _files(self) -> Iterator[tuple[str, FileUse]]:
        for picture in (
            *(each for step in self.steps for each in step.pictures),
            *(view.picture for view in self.views),
        ):
            yield picture.sha256, FileUse.PICTURE
        for document in self.documents:
            if document.is_kept and document.sha256 is not None:
                yield document.sha256, FileUse.DOCUMENT


NO_GUIDE = RepairGuide()
