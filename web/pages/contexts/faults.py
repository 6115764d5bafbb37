"""Contexts of faults: what breaks, repairs of others beside our own, and where the figures come from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message, message
from lifecycle.domain.faults.loads import LoadState, Refusal
from lifecycle.service.faults import Source
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.model_repair import RepairSection
from web.pages.plots.drawing import Plot

Sayable = Message | StrEnum | str


@dataclass(frozen=True)
class Part:
    """So many of so many: as a percentage with its interval, or in numbers alone where there are few."""

    count: Annotated[int, "How many"]
    of: Annotated[int, "Of how many"]
    percent: Annotated[float | None, "The share in per cent; none where there are too few"] = None
    low: Annotated[float, "The low end of its interval, in per cent"] = 0
    high: Annotated[float, "The high end of its interval, in per cent"] = 0


@dataclass(frozen=True)
class FaultRow:
    """A line of a table: a word, then others beside our own for each column."""

    label: Annotated[Sayable, "What it is about"]
    cells: Annotated[tuple[Part | int | None, ...], "Shares or counts; none where nothing was counted"]


@dataclass(frozen=True)
class FaultTable:
    """A figure: what is counted, in a sentence, drawn where that helps, and as a table."""

    name: Annotated[str, "Its name in the address"]
    title: Annotated[Message, "What it is called"]
    definition: Annotated[Message, "What is counted"]
    summary: Annotated[Message, "What stands out, in one sentence"]
    heads: Annotated[tuple[Message, ...], "The columns"]
    rows: Annotated[tuple[FaultRow, ...], "The lines"]
    plot: Annotated[Plot | None, "The plot; none where there is nothing to draw"] = None
    has_own: Annotated[bool, "Whether there are enough repairs of ours to draw"] = False


@dataclass(frozen=True)
class Counted:
    """How many repairs of one origin there are, how many are described, and how many of these are classified."""

    repairs: Annotated[int, "All of them"]
    described: Annotated[int, "Those of which the problem was described"]
    classified: Annotated[int, "Those of which the description tells of a fault"]


@dataclass(frozen=True)
class FaultsPage:
    """What breaks, for a selection."""

    template: ClassVar[str] = "faults.html"
    form: Annotated[FormState, "The selection as it was asked"]
    kinds: Annotated[tuple[Choice, ...], "Kinds of product"]
    brands: Annotated[tuple[Choice, ...], "Brands"]
    ages: Annotated[tuple[Choice, ...], "Age bands"]
    query: Annotated[str, "The same selection in an address"]
    others: Annotated[Counted, "Repairs of others"]
    own: Annotated[Counted, "Our own repairs"]
    tables: Annotated[tuple[FaultTable, ...], "The figures"]
    sources: Annotated[tuple[Source, ...], "Where the figures of others come from"]
    small: Annotated[int, "Below so many no percentage is told"]
    files: Annotated[bool, "Whether this reader takes files in"] = False
    export: Annotated[bool, "Whether this reader may take our repairs out"] = False


@dataclass(frozen=True)
class FaultsSection(RepairSection):
    """What usually breaks, on the repair page of a model."""

    template: ClassVar[str] = "faults_section.html"
    name: ClassVar[str] = "faults"
    title: ClassVar[Message] = message("What usually breaks")
    own: Annotated[Counted, "Our own repairs of this model"]
    others: Annotated[Counted, "Repairs of others"]
    others_of: Annotated[Message, "Of which products these are"]
    faults: Annotated[FaultTable | None, "The most frequent faults; none where nothing was counted"]
    barrier: Annotated[Message | None, "The most frequent barrier, in a sentence"]
    more: Annotated[str, "The address of all figures of this kind and brand"]
    sources: Annotated[tuple[Source, ...], "Where the figures of others come from"]


@dataclass(frozen=True)
class LoadLine:
    """A file of repair data, and how far it is."""

    number: Annotated[int, "Its number"]
    name: Annotated[str, "Name of the file"]
    dated: Annotated[date, "Its day"]
    asked_at: Annotated[datetime, "When it was handed in"]
    state: Annotated[LoadState, "How far it is"]
    rows: Annotated[int, "Rows that were read"]
    counts: Annotated[Message, "What became of them"]
    refused: Annotated[int, "Rows that were refused"]
    why: Annotated[Message | None, "Why it failed"] = None

    @property
    def is_over(self) -> bool:
        return self.state in {LoadState.FINISHED, LoadState.FAILED}


@dataclass(frozen=True)
class FaultFilesPage:
    """The files of repair data, and a form for another."""

    template: ClassVar[str] = "fault_files.html"
    loads: Annotated[tuple[LoadLine, ...], "Newest first"]
    limit_bytes: Annotated[int, "The largest file that a page takes"]
    form: Annotated[FormState, "The form"] = NEW_FORM

    @property
    def at_work(self) -> bool:
        """Whether the page is worth asking for again."""
        return any(not load.is_over for load in self.loads)


@dataclass(frozen=True)
class FaultFilePage:
    """The rows of a file that were refused."""

    template: ClassVar[str] = "fault_file.html"
    load: Annotated[LoadLine, "The file"]
    refusals: Annotated[tuple[Refusal, ...], "Line, field and what was expected"]
