"""Context of the public passport: what a stranger with a device in hand may know."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.claims.claim import Capacity
from dpp.domain.history import PublicHistory, PublicPart
from web.pages.contexts.frame import Figure, Link
from web.pages.contexts.law import LawBlock
from web.pages.contexts.sides import Sides


class ProductKind(StrEnum):
    """The kinds that have a pictogram."""

    LAPTOP = "laptop"
    DISPLAY = "display"
    PHONE = "phone"


@dataclass(frozen=True)
class Part:
    """A spare part of the model."""

    part: Annotated[PublicPart, "Which part"]
    until: Annotated[date | None, "Available until, where that is published"] = None
    number: Annotated[str | None, "The maker's part number"] = None


@dataclass(frozen=True)
class Repairability:
    """How repairable the model is, and who says so."""

    grade: Annotated[str | None, "Class A to E where the law has one, else None"] = None
    score: Annotated[Figure | None, "The index, with its scale as unit"] = None
    basis: Annotated[str | None, "The regulation or standard behind it"] = None
    parts_until: Annotated[date | None, "Spare parts at least until"] = None
    parts: Annotated[tuple[Part, ...], "Spare parts that are published"] = ()
    guide: Annotated[Link | None, "Repair guide"] = None


@dataclass(frozen=True)
class Footing:
    """Who compiled the passport, from what, and when."""

    compiled_by: Annotated[str, "Who put the passport together"]
    by_maker: Annotated[bool, "Whether that is the maker or its representative"]
    sources: Annotated[tuple[Link, ...], "Where the data were read"]
    version: Annotated[int, "Version of this passport"]
    changed: Annotated[date, "Date of this version"]
    capacity: Annotated[Capacity | None, "In which capacity an economic operator answers, where nobody compiled it"] = (
        None
    )


@dataclass(frozen=True)
class Fact:
    """One element of the passport, as the catalogue names it."""

    label: Annotated[str, "What it is, in the reader's language"]
    values: Annotated[tuple[Figure | Link | str, ...], "What the passport says; empty where no source gives it"]
    for_whom: Annotated[str | None, "Who may read it, if not everybody"] = None
    of_item: Annotated[bool, "Whether only the device itself can tell it, not its model"] = False


@dataclass(frozen=True)
class FactGroup:
    """Elements that belong together."""

    label: Annotated[str, "What they are about, in the reader's language"]
    facts: Annotated[tuple[Fact, ...], "In the catalogue's order"]


@dataclass(frozen=True)
class PassportPage:
    """One passport as the public sees it."""

    template: ClassVar[str] = "passport.html"
    id: Annotated[str, "The passport's id"]
    brand: Annotated[str, "Brand as published"]
    model: Annotated[str, "Commercial name or model"]
    kind: Annotated[ProductKind, "Kind of product"]
    of_item: Annotated[bool, "A device of its own (True) or a model (False)"]
    today: Annotated[date, "The day on which the answers hold"]
    has_storage: Annotated[bool, "Whether this kind of device keeps data of a person"]
    history: Annotated[PublicHistory, "The device's life, by allow-list"]
    footing: Annotated[Footing, "Who says so"]
    formats: Annotated[tuple[Link, ...], "The same passport for programs"]
    repair: Annotated[Repairability, "How repairable"] = Repairability()
    updates_until: Annotated[date | None, "Security updates until, as published"] = None
    battery: Annotated[Figure | None, "Battery health in percent of new, if measured"] = None
    energy: Annotated[Figure | None, "Energy in a year of ordinary use"] = None
    footprint: Annotated[Figure | None, "Emissions of making it"] = None
    mass: Annotated[Figure | None, "Weight"] = None
    materials: Annotated[tuple[str, ...], "Critical raw materials that are published"] = ()
    picture: Annotated[str | None, "Address of a picture of ours"] = None
    label: Annotated[str | None, "Label code as printed"] = None
    proof: Annotated[str | None, "Address where the history can be checked"] = None
    withheld: Annotated[int, "How many facts this reader may not see"] = 0
    device: Annotated[str | None, "Address of the device's page, for those who handle it"] = None
    label_page: Annotated[str | None, "Address of the printable label, for those who may print it"] = None
    whole: Annotated[tuple[FactGroup, ...], "Everything that this reader may see, by subject"] = ()
    successor: Annotated[str | None, "Address of the passport that followed this one"] = None
    predecessor: Annotated[str | None, "Address of the passport before this one"] = None
    law: Annotated[LawBlock | None, "What law touches the product"] = None
    contradictions: Annotated[tuple[Sides, ...], "Contradictions of the model's data that are public"] = ()
    contradict: Annotated[str | None, "Where this reader can contradict what it says"] = None

    @property
    def name(self) -> str:
        """Brand and model, as people say it."""
        return full_name(self.brand, self.model)


def full_name(brand: str, model: str) -> str:
    """The brand once: some makers put it in the name of the model too."""
    return model if model.casefold().startswith(f"{brand} ".casefold()) else f"{brand} {model}"
