"""Contexts of spare parts: the catalogue, one part, reservations, and the parts of a model."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dpp.domain.message import Message, message
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.prices import InStock, Vat
from lifecycle.domain.vocabulary import FunctionalGrade, PartOrigin
from web.pages.contexts.frame import NEW_FORM, Choice, Figure, FormState, Link, Tone
from web.pages.contexts.model_repair import RepairSection
from web.pages.plots.drawing import Plot


@dataclass(frozen=True)
class PriceSeen:
    """A price, at whom, and on which day."""

    amount: Annotated[Figure, "The amount, with its currency as unit"]
    vat: Annotated[Vat, "Whether VAT is in it"]
    where: Annotated[Message, "At which supplier, on which day"]
    is_current: Annotated[bool, "Whether it counts, and is not too old"]


@dataclass(frozen=True)
class SpareRow:
    """A part in the list."""

    called: Annotated[Link, "What it is called, and its page"]
    kind: Annotated[PartKind, "Which part of a device it is"]
    maker: Annotated[str, "Who makes it"]
    numbers: Annotated[tuple[str, ...], "Its numbers"]
    models: Annotated[int, "How many models it fits"]
    price: Annotated[PriceSeen | None, "What it costs, as far as anybody saw"]
    free: Annotated[Message | None, "How many are free here; none for who may not know"]


@dataclass(frozen=True)
class SparesPage:
    """The catalogue of spare parts."""

    template: ClassVar[str] = "spares.html"
    filters: Annotated[FormState, "What is looked for"]
    kinds: Annotated[tuple[Choice, ...], "Kinds of part"]
    lines: Annotated[tuple[SpareRow, ...], "The parts"]
    is_filtered: Annotated[bool, "Whether less than everything was asked for"]
    more: Annotated[str, "Address of the next page; empty on the last"] = ""
    may_add: Annotated[bool, "Whether this person may supply facts"] = False
    may_reserve: Annotated[bool, "Whether this person may reserve parts"] = False
    may_count: Annotated[bool, "Whether this person has parts that others reserve"] = False


@dataclass(frozen=True)
class PromiseLine:
    """Until when a part can be had, as it is promised."""

    says: Annotated[Message, "In a sentence"]
    source: Annotated[Link | None, "Who promises; without address where there is none"] = None


@dataclass(frozen=True)
class FitLine:
    """A model that a part fits, or does not."""

    model: Annotated[Link, "Its repair page"]
    fits: Annotated[bool, "Whether it fits"]
    source: Annotated[str, "Where that is known from"]
    said: Annotated[Message, "Who said so, and when"]
    note: Annotated[str | None, "What else is to be known"] = None
    promise: Annotated[PromiseLine | None, "Until when it is promised for this model"] = None
    priority: Annotated[Link | None, "The act that makes it a priority part of this model"] = None


@dataclass(frozen=True)
class SightingLine:
    """What was seen at a supplier."""

    on: Annotated[date, "The day"]
    supplier: Annotated[str, "At whom"]
    source: Annotated[str, "Where that stood"]
    said: Annotated[Message, "Who said so, and when"]
    amount: Annotated[Figure | None, "The price, with its currency as unit"] = None
    vat: Annotated[Vat | None, "Whether VAT is in it"] = None
    stock: Annotated[InStock | None, "Whether it had one"] = None


@dataclass(frozen=True)
class SpreadLine:
    """Median and range over suppliers."""

    middle: Annotated[Figure, "The median"]
    vat: Annotated[Vat, "Whether VAT is in it"]
    says: Annotated[Message, "Over how many suppliers"]
    low: Annotated[Figure, "The lowest"]
    high: Annotated[Figure, "The highest"]


@dataclass(frozen=True)
class ItemLine:
    """What can be reserved."""

    item: Annotated[str, "What names it in the form"]
    origin: Annotated[PartOrigin, "New, used or harvested"]
    free: Annotated[int, "How many are free"]
    notes: Annotated[tuple[Message, ...], "How it is known that it fits, and how good it is"] = ()
    grade: Annotated[FunctionalGrade | None, "Functional grade of the device that it came out of"] = None
    holder: Annotated[str | None, "Who has it; none for who may not know"] = None
    place: Annotated[str | None, "Where it lies"] = None


@dataclass(frozen=True)
class SparePartPage:
    """One part with all that is known of it."""

    template: ClassVar[str] = "spare.html"
    name: Annotated[Message | str, "What it is called"]
    kind: Annotated[PartKind, "Which part of a device it is"]
    maker: Annotated[str, "Who makes it"]
    numbers: Annotated[tuple[str, ...], "Its numbers"]
    facts: Annotated[tuple[tuple[Message, Figure], ...], "What was measured"]
    said: Annotated[Message, "Who said so, and when"]
    address: Annotated[str, "Its page"]
    superseded: Annotated[str | None, "The number that took its place"]
    replacement: Annotated[Link | None, "The part with that number"]
    replaces: Annotated[tuple[Link, ...], "The parts whose place it took"]
    price: Annotated[PriceSeen | None, "What it costs, as far as anybody saw"]
    spreads: Annotated[tuple[SpreadLine, ...], "Median and range, by currency"]
    plot: Annotated[Plot | None, "Prices by day; none below two"]
    seen: Annotated[tuple[tuple[Tone, Message], ...], "What each supplier had, when somebody last looked"]
    sightings: Annotated[tuple[SightingLine, ...], "Every price and stock that was seen, newest first"]
    fits: Annotated[tuple[FitLine, ...], "The models of which something is known"]
    stock: Annotated[tuple[ItemLine, ...] | None, "What is free here; none for who may not know"]
    may_reserve: Annotated[bool, "Whether this person may reserve one"] = False
    may_edit: Annotated[bool, "Whether this person may supply facts"] = False
    may_count: Annotated[bool, "Whether this person counts parts of the own organisation"] = False
    form: Annotated[FormState, "What is wrong with what was sent"] = NEW_FORM


@dataclass(frozen=True)
class KeptLine:
    """A reservation of a part."""

    part: Annotated[Link, "The part"]
    numbers: Annotated[tuple[str, ...], "Its numbers"]
    origin: Annotated[PartOrigin, "New, used or harvested"]
    other: Annotated[str, "Who is on the other side"]
    place: Annotated[str | None, "Where it lies"]
    until: Annotated[date, "Its last day"]
    end: Annotated[str, "Where a form that ends it goes"]
    serial: Annotated[str | None, "Its serial number, where that is known"] = None


@dataclass(frozen=True)
class SpareReservationsPage:
    """What is kept for the own organisation, and what others keep of its parts."""

    template: ClassVar[str] = "spare_reservations.html"
    mine: Annotated[tuple[KeptLine, ...] | None, "Kept for us; none for who reserves nothing"]
    ours: Annotated[tuple[KeptLine, ...] | None, "Our parts, kept for others; none for who has none"]


@dataclass(frozen=True)
class ModelSpareLine:
    """A part that fits a model."""

    called: Annotated[Link, "What it is called, and its page"]
    kind: Annotated[PartKind, "Which part of the device it is"]
    numbers: Annotated[str, "Maker and numbers"]
    price: Annotated[PriceSeen | None, "What it costs, as far as anybody saw"]
    share: Annotated[Message | None, "How much of the price of a new device that is"]
    promise: Annotated[PromiseLine | None, "Until when it is promised"]
    priority: Annotated[bool, "Whether the law makes it a priority part"]
    seen: Annotated[tuple[Tone, Message] | None, "What a supplier had, when somebody last looked"]
    free: Annotated[Message | None, "How many are free here; none for who may not know"]


@dataclass(frozen=True)
class DeclaredLine:
    """A part that the passport names and the catalogue does not know."""

    kind: Annotated[PartKind, "Which part of the device it is"]
    number: Annotated[str, "Its number; empty where none is given"]
    price: Annotated[Figure | None, "Its price, as its maker declares it"] = None
    priced_on: Annotated[date | None, "The day of that price"] = None
    until: Annotated[date | None, "Until when it can be had, as its maker says"] = None
    order_page: Annotated[str | None, "Where it can be ordered"] = None


@dataclass(frozen=True)
class SparesSection(RepairSection):
    """The parts of a model, on its repair page."""

    template: ClassVar[str] = "spares_section.html"
    name: ClassVar[str] = "spare-parts"
    title: ClassVar[Message] = message("Spare parts")
    lines: Annotated[tuple[ModelSpareLine, ...], "The parts of the catalogue"] = ()
    declared: Annotated[tuple[DeclaredLine, ...], "Other parts, as the passport names them"] = ()
    device: Annotated[PriceSeen | None, "What a new device costs, as far as anybody saw"] = None
    not_confirmed: Annotated[Message | None, "What the points of the French index rest on"] = None
    add: Annotated[tuple[Link, ...], "What this person may add"] = ()
