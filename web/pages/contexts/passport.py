"""Context of the public passport: what a stranger with a device in hand may know."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.claims.claim import Capacity
from dpp.domain.history import PublicHistory
from dpp.domain.message import Message
from lifecycle.domain.support.endings import Standing
from web.pages.contexts.frame import Figure, Link
from web.pages.contexts.law import LawBlock
from web.pages.contexts.sides import Sides
from web.pages.contexts.support import UpdatesBlock


class ProductKind(StrEnum):
    """The kinds that have a pictogram."""

    LAPTOP = "laptop"
    DISPLAY = "display"
    PHONE = "phone"


@dataclass(frozen=True)
class Part:
    """A spare part of the model."""

    name: Annotated[str, "Which part, in the reader's language"]
    until: Annotated[date | None, "Available until, where that is published"] = None
    number: Annotated[str | None, "The maker's part number"] = None
    price: Annotated[Figure | None, "What it costs, where that is published"] = None
    for_whom: Annotated[str | None, "Who can buy it, where that is published"] = None
    order: Annotated[str | None, "Address where it can be ordered"] = None


@dataclass(frozen=True)
class Score:
    """One part of a score, or of a whole, drawn as a bar beside its number."""

    label: Annotated[str, "What it is about, in the reader's language"]
    value: Annotated[float, "The number"]
    most: Annotated[float, "The end of its scale"]
    unit: Annotated[str, "What stands behind the number, such as `/ 5`"]


@dataclass(frozen=True)
class Repairability:
    """How repairable the model is, and who says so."""

    grade: Annotated[str | None, "Class A to E where the law has one, else None"] = None
    score: Annotated[Figure | None, "The index, with its scale as unit"] = None
    basis: Annotated[str | None, "The regulation or standard behind it"] = None
    scores: Annotated[tuple[Score, ...], "What the score is made of"] = ()
    parts_until: Annotated[date | None, "Spare parts at least until"] = None
    parts: Annotated[tuple[Part, ...], "Spare parts that are published"] = ()
    guide: Annotated[Link | None, "Repair guide"] = None
    facts: Annotated[tuple["Fact", ...], "What else is published about repairing it"] = ()


@dataclass(frozen=True)
class Footprint:
    """What making and using it emits, by its maker's own reckoning."""

    facts: Annotated[tuple["Fact", ...], "The figures, with range and source"]
    method: Annotated[str | None, "The method or standard, where that is published"] = None
    year: Annotated[str | None, "The year of the source, where that is published"] = None
    shares: Annotated[tuple[Score, ...], "The share of each stage, in percent"] = ()
    report: Annotated[Link | None, "The report"] = None


@dataclass(frozen=True)
class Document:
    """Something to read elsewhere."""

    label: Annotated[str, "What it is, in the reader's language"]
    link: Annotated[Link, "Where it can be read"]
    language: Annotated[str | None, "In which language, where that is published"] = None
    kind: Annotated[Message | str | None, "What sort of file, where that is published"] = None
    for_whom: Annotated[str | None, "Who may read it, if not everybody"] = None


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
    values: Annotated[tuple[Figure | Link | str, ...], "What the passport says"]
    for_whom: Annotated[str | None, "Who may read it, if not everybody"] = None
    origin: Annotated[str | None, "Which passport and version said it, when, who, and on how much evidence"] = None


@dataclass(frozen=True)
class FactGroup:
    """Elements that belong together."""

    label: Annotated[str, "What they are about, in the reader's language"]
    facts: Annotated[tuple[Fact, ...], "In the catalogue's order"]
    unstated: Annotated[tuple[str, ...], "What the law asks of such products and this passport leaves out"] = ()


@dataclass(frozen=True)
class Section:
    """One subject of the page: facts under a heading."""

    name: Annotated[str, "Its name in the address"]
    title: Annotated[Message, "Its heading"]
    facts: Annotated[tuple[Fact, ...], "In the order in which a reader asks"]


@dataclass(frozen=True)
class Family:
    """What belongs to the model: its batches, its devices, and what can be done with it."""

    batches: Annotated[tuple[Link, ...], "Its batch passports"] = ()
    items: Annotated[int | None, "How many devices have a passport, where it is the passport of a model"] = None
    states: Annotated[tuple[tuple[StrEnum, int], ...], "How many devices are where in their lives, for insiders"] = ()
    devices: Annotated[str | None, "Address of the list of these devices, for insiders"] = None
    compare: Annotated[str | None, "Address where the model is compared with others"] = None
    versions: Annotated[str | None, "Address of the versions, for who may read them"] = None
    edit: Annotated[str | None, "Address of the editor, for who answers for it"] = None
    new_batch: Annotated[str | None, "Address where a batch is added, for who answers for the model"] = None


NO_FAMILY = Family()


@dataclass(frozen=True)
class PassportPage:
    """One passport as the public sees it."""

    template: ClassVar[str] = "passport.html"
    id: Annotated[str, "The passport's id"]
    url: Annotated[str, "Its public address, as whoever gets it from a reader can open it"]
    brand: Annotated[str, "Brand as published"]
    model: Annotated[str, "Commercial name or model"]
    kind: Annotated[ProductKind, "Kind of product"]
    of_item: Annotated[bool, "A device of its own (True), or a model or a batch (False)"]
    today: Annotated[date, "The day on which the answers hold"]
    has_storage: Annotated[bool, "Whether this kind of device keeps data of a person"]
    history: Annotated[PublicHistory, "The device's life, by allow-list"]
    footing: Annotated[Footing, "Who says so"]
    formats: Annotated[tuple[Link, ...], "The same passport for programs"]
    repair: Annotated[Repairability, "How repairable"] = Repairability()
    updates_until: Annotated[date | None, "Security updates until, as published"] = None
    updates: Annotated[UpdatesBlock | None, "Security updates, by whom, and what comes after"] = None
    updates_say: Annotated[Standing, "How the end of the updates stands, also where it has no day"] = Standing.UNKNOWN
    battery: Annotated[Figure | None, "Battery health in percent of new, if measured"] = None
    archived: Annotated[date | None, "Since when it is archived; none for one that is in use"] = None
    condition: Annotated[Section | None, "The condition of this device"] = None
    sections: Annotated[tuple[Section, ...], "Software, energy, materials and end of life, as far as published"] = ()
    footprint: Annotated[Footprint | None, "Emissions, as the maker reckons them"] = None
    documents: Annotated[tuple[Document, ...], "What can be read elsewhere"] = ()
    family: Annotated[Family, "What belongs to it, and what can be done with it"] = NO_FAMILY
    picture: Annotated[str | None, "Address of a picture of ours"] = None
    label: Annotated[str | None, "Label code as printed"] = None
    proof: Annotated[str | None, "Address where the history can be checked"] = None
    withheld: Annotated[int, "How many facts this reader may not see"] = 0
    device: Annotated[str | None, "Address of the device's page, for those who handle it"] = None
    label_page: Annotated[str | None, "Address of the printable label, for those who may print it"] = None
    whole: Annotated[tuple[FactGroup, ...], "Everything that this reader may see, by subject"] = ()
    successor: Annotated[str | None, "Address of the passport that followed this one"] = None
    predecessor: Annotated[str | None, "Address of the passport before this one"] = None
    of_batch: Annotated[bool, "Whether it is the passport of a batch"] = False
    batch: Annotated[str | None, "Address of the passport of its batch"] = None
    parent: Annotated[str | None, "Address of the passport of its model, for a batch or a device"] = None
    law: Annotated[LawBlock | None, "What law touches the product"] = None
    contradictions: Annotated[tuple[Sides, ...], "Contradictions of the model's data that are public"] = ()
    contradict: Annotated[str | None, "Where this reader can contradict what it says"] = None
    repair_page: Annotated[str | None, "Address of the repair page of its model"] = None
    report_found: Annotated[str | None, "Where a finder can tell where it is, while it belongs to the State"] = None

    @property
    def name(self) -> str:
        """Brand and model, as people say it."""
        return full_name(self.brand, self.model)


def full_name(brand: str, model: str) -> str:
    """The brand once: some makers put it in the name of the model too."""
    return model if model.casefold().startswith(f"{brand} ".casefold()) else f"{brand} {model}"
