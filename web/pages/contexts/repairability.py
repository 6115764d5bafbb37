"""Contexts of repairability: scores with their working, and models compared by it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message, message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Tone, Turner
from web.pages.contexts.model_repair import RepairSection
from web.pages.contexts.passport import ProductKind


@dataclass(frozen=True)
class TermLine:
    """One line of a working."""

    label: Annotated[Message | str, "What is scored"]
    score: Annotated[str | None, "The number, range or class with its unit; none where something is missing"]
    read: Annotated[tuple[str, ...], "Where it was read in the passport, and what stands there"] = ()
    weight: Annotated[str | None, "How much it counts"] = None
    share: Annotated[str | None, "Weight times score"] = None
    doubt: Annotated[Message | None, "What is not certain about it"] = None
    depth: Annotated[int, "0 for a score, 1 for what it is made of"] = 0


@dataclass(frozen=True)
class WorkingBlock:
    """One score: declared, worked out, what that says, and how it was worked out."""

    name: Annotated[str, "The stable name of the rule"]
    title: Annotated[Message | str, "What is scored"]
    tone: Annotated[Tone, "How the verdict is meant"]
    verdict: Annotated[Message, "What the working says of the declared value, in a few words"]
    declared: Annotated[str | None, "As the passport declares it"]
    ours: Annotated[str | None, "As it is worked out here"]
    ours_label: Annotated[Message, "What ours is: worked out, or the least of the act"]
    why: Annotated[tuple[Message, ...], "Reasons, the plainest first"]
    doubts: Annotated[tuple[Message, ...], "What is not certain"]
    missing: Annotated[tuple[str, ...], "Elements of the passport without which it cannot be worked out"]
    lines: Annotated[tuple[TermLine, ...], "The working, line by line"]
    formula: Annotated[Message | None, "As people write it"]
    rounding: Annotated[Message | None, "How the result was rounded"]
    tolerance: Annotated[Message | None, "What was allowed for"]
    source: Annotated[str, "Act, annex and point"]


@dataclass(frozen=True)
class ScoresSection(RepairSection):
    """The scores of a model, on its repair page."""

    template: ClassVar[str] = "repairability_section.html"
    name: ClassVar[str] = "scores"
    title: ClassVar[Message] = message("Scores, and how they come about")
    workings: Annotated[tuple[WorkingBlock, ...], "Each score, in the order in which a reader asks"]
    compare: Annotated[str, "Address of the comparison with other models of its kind"]
    data: Annotated[str, "Address of the same as JSON-LD"]


@dataclass(frozen=True)
class Cell:
    """One value of a model in the comparison, with its source."""

    text: Annotated[str | None, "The value; none where nothing is published"]
    source: Annotated[Link | str | None, "Who says so"] = None
    tone: Annotated[Tone | None, "Attention where ours differs"] = None
    notes: Annotated[tuple[Message, ...], "What is said beside it"] = ()


@dataclass(frozen=True)
class ComparedRow:
    """One model in the comparison."""

    rank: Annotated[int | None, "Its place by the index; none for a model without one"]
    name: Annotated[Link, "Brand and model, and its repair page"]
    cells: Annotated[tuple[Cell, ...], "One for each column, in their order"]


@dataclass(frozen=True)
class KindChoice:
    """One product group to compare."""

    kind: Annotated[ProductKind, "The group"]
    address: Annotated[str, "The comparison of that group"]
    chosen: Annotated[bool, "Whether it is the one on this page"]


@dataclass(frozen=True)
class RepairComparePage:
    """Models of one product group beside each other, by how well they can be repaired."""

    template: ClassVar[str] = "repair_comparison.html"
    kind: Annotated[ProductKind, "The product group"]
    kinds: Annotated[tuple[KindChoice, ...], "The product groups"]
    order: Annotated[Message, "In which order the models stand, and why"]
    columns: Annotated[tuple[Message | str, ...], "What is compared"] = ()
    ranked: Annotated[tuple[ComparedRow, ...], "Models with an index, the best first"] = ()
    unranked: Annotated[tuple[ComparedRow, ...], "Models without one, by name"] = ()
    total: Annotated[int, "How many models fit in all"] = 0
    makers: Annotated[tuple[Choice, ...], "Brands, with how many models each has"] = ()
    least: Annotated[Message | None, "What the least value is asked of; none where there is no index"] = None
    filters: Annotated[FormState, "What was asked, and what is wrong with it"] = NEW_FORM
    turner: Annotated[Turner | None, "Where in a long list"] = None
    data: Annotated[str | None, "Address of the same as JSON"] = None
