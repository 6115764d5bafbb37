"""Context of the repair page of a model: what whoever holds the screwdriver needs, one section after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from dpp.domain.message import Message
from dpp.domain.opaque import PassportId
from web.pages.contexts.frame import Figure, Language
from web.pages.contexts.passport import ProductKind


@dataclass(frozen=True)
class ModelInHand:
    """The model that the page is about, as this reader may see it: what every section is made of."""

    id: Annotated[PassportId, "Its passport"]
    name: Annotated[str, "Brand and model, as people say it"]
    kind: Annotated[ProductKind, "Kind of product"]
    values: Annotated[Mapping[str, Any], "What its passport tells this reader, by element id"]
    today: Annotated[date, "The day on which the page is made"]
    language: Annotated[Language, "The reader's language"]


@dataclass(frozen=True)
class RepairSection:
    """What every section of the page is: a part's own context extends it with its fields.

    `template` is its partial template, `web/templates/<part>_section.html`, which is included with the context as
    `section`, the page as `page` and the frame as `frame`, below a heading of level 2 that the page draws itself.
    """

    template: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[Message]


@dataclass(frozen=True)
class ModelRepairPage:
    """How a model is repaired: what it is, then the sections that have something to say."""

    template: ClassVar[str] = "model_repair.html"
    name: Annotated[str, "Brand and model, as people say it"]
    kind: Annotated[ProductKind, "Kind of product"]
    passport: Annotated[str, "Address of its passport"]
    updates: Annotated[Message, "Until when it gets security updates, in a sentence"]
    sections: Annotated[tuple[RepairSection, ...], "In the order of the page"] = ()
    picture: Annotated[str | None, "Address of a picture of ours"] = None
    grade: Annotated[str | None, "Declared repairability class A to E, where the law has one"] = None
    score: Annotated[Figure | None, "Declared repairability index, with its scale as unit"] = None
