"""Contexts of finding models and of comparing them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, Figure, FormState, Link, Turner
from web.pages.contexts.passport import ProductKind


@dataclass(frozen=True)
class ModelLine:
    """One model in the list."""

    id: Annotated[str, "The passport's id"]
    name: Annotated[Link, "Brand and model, and the passport's address"]
    kind: Annotated[ProductKind, "Kind of product"]
    facts: Annotated[tuple[tuple[str, str], ...], "What people choose by, as pairs of label and value"]
    chosen: Annotated[bool, "Whether it was chosen to be compared"] = False


@dataclass(frozen=True)
class Facet:
    """One choice that narrows the list, with what it would give."""

    text: Annotated[Message | ProductKind | str, "What the person reads"]
    address: Annotated[str, "The list with this choice"]
    count: Annotated[int, "How many models it gives"]
    chosen: Annotated[bool, "Whether the list has this choice now"] = False


@dataclass(frozen=True)
class ModelsPage:
    """The models that have a passport: search, narrow, put in order, choose some to compare."""

    template: ClassVar[str] = "models.html"
    lines: Annotated[tuple[ModelLine, ...], "One page of models"]
    total: Annotated[int, "How many fit in all"]
    kinds: Annotated[tuple[Facet, ...], "Kinds of product"] = ()
    makers: Annotated[tuple[Choice, ...], "Brands, with how many models each has"] = ()
    classes: Annotated[tuple[Choice, ...], "Repairability classes, the best first"] = ()
    energy: Annotated[tuple[Choice, ...], "Energy classes, the best first"] = ()
    sorts: Annotated[tuple[Choice, ...], "Orders that can be asked for"] = ()
    filters: Annotated[FormState, "What was asked, and what is wrong with it"] = NEW_FORM
    turner: Annotated[Turner | None, "Where in a long list"] = None
    beside: Annotated[str | None, "The model that others are to be compared with"] = None
    new_model: Annotated[str | None, "Address of the form for a new model, for who may register one"] = None


@dataclass(frozen=True)
class ComparedValue:
    """What one model says of one element."""

    values: Annotated[tuple[Figure | Link | str, ...], "As its passport says it; empty where it does not"]
    best: Annotated[bool, "Whether none of the others is better, where that can be said"] = False


@dataclass(frozen=True)
class ComparedLine:
    """One element, of each model."""

    label: Annotated[str, "What it is, in the reader's language"]
    cells: Annotated[tuple[ComparedValue, ...], "One for each model, in their order"]
    note: Annotated[Message | None, "What must be known before comparing"] = None


@dataclass(frozen=True)
class ComparedModel:
    """The head of one column."""

    name: Annotated[Link, "Brand and model, and the passport's address"]
    kind: Annotated[ProductKind, "Kind of product"]
    without: Annotated[str | None, "Address of the comparison without it, where enough others stay"] = None


@dataclass(frozen=True)
class ComparePage:
    """Models beside each other."""

    template: ClassVar[str] = "compare.html"
    models: Annotated[tuple[ComparedModel, ...], "The models, in the order in which they were chosen"]
    groups: Annotated[tuple[tuple[str, tuple[ComparedLine, ...]], ...], "Lines by subject"]
    more: Annotated[str | None, "Where another model can be added"] = None
