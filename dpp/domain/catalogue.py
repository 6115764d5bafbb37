"""The field catalogue: every element that a passport can have.

Rules:
1. An element has one EN 18223 type, one kind of value, one term, one legal source and one access class.
2. What the catalogue does not know belongs to the owner alone (default deny).
3. The catalogue is data (`schemas/passport/<version>/catalogue.json`); a new product group changes no code.
   `dpp.domain.catalogue_file` reads it.
4. A duty holds for every product of a group without a condition: its absence is a finding. What the law asks
   only of some (where a substance is present, where a display shows HDR) is a basis: its absence proves nothing.
5. What can be compared need not be ranked: a carbon footprint is shown beside others and never makes an order.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.actor import Role
from dpp.domain.errors import NotFound
from dpp.domain.figure import Unit
from dpp.domain.message import message


class ElementType(StrEnum):
    """The element types of EN 18223."""

    SINGLE = "SingleValuedDataElement"
    MULTIPLE = "MultiValuedDataElement"
    COLLECTION = "DataElementCollection"
    MULTI_LANGUAGE = "MultiLanguageDataElement"
    RESOURCE = "RelatedResource"


class ValueType(StrEnum):
    """What one value of an element is."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MONTH = "month"
    URI = "uri"
    CODE = "code"
    FIGURE = "figure"
    MULTI_LANGUAGE = "multi-language text"
    COLLECTION = "collection"
    RESOURCE = "related resource"


class AccessClass(StrEnum):
    """Who may read an element. A lattice: professionals see what authorities do not, and the other way round."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"
    AUTHORITY = "authority"
    OWNER = "owner"


class ProductGroup(StrEnum):
    """The product groups that the catalogue covers."""

    DISPLAY = "display"
    LAPTOP = "laptop"
    PHONE = "phone"


class Granularity(StrEnum):
    """What a passport is about (EN 18223)."""

    MODEL = "model"
    BATCH = "batch"
    ITEM = "item"


@dataclass(frozen=True)
class Text:
    """The same words in both languages of the interface."""

    en: str
    nl: str

    def of(self, language: str) -> str:
        """In Dutch for `nl` and `nl-BE`, else in English."""
        return self.nl if language.lower().startswith("nl") else self.en


class LegalKind(StrEnum):
    """What a legal source is to an element (rule 4)."""

    DUTY = "duty"
    BASIS = "basis"


@dataclass(frozen=True)
class LegalSource:
    """Where the law asks for an element, or where the idea comes from; `title` and `url` are those of the act.

    `products` are the groups for which it holds. `since` is the first day on which a duty applies.
    """

    act: str
    title: str
    url: str
    point: str
    kind: LegalKind = LegalKind.BASIS
    products: frozenset[ProductGroup] = frozenset(ProductGroup)
    since: date | None = None


@dataclass(frozen=True)
class Code:
    """One allowed value of a code list."""

    value: str
    label: Text


@dataclass(frozen=True)
class Member:
    """A named value inside a collection."""

    name: str
    value_type: ValueType
    term: str
    label: Text
    multiple: bool = False
    required: bool = False
    unit: Unit | None = None
    codes: tuple[Code, ...] = ()
    members: tuple["Member", ...] = ()


@dataclass(frozen=True)
class Element:
    """One element of the catalogue.

    `example` is a real value with its `example_source`, unless `illustrative`. `pattern` is a regular expression for a
    text; `datatype` is the RDF type of its literal where a vocabulary asks for another one than its value type has.
    `compare` says that people can search and compare products by it, `rank` that they may also be put in its order.
    """

    element_id: str
    group: str
    element_type: ElementType
    value_type: ValueType
    term: str
    label: Text
    help: Text
    legal: tuple[LegalSource, ...]
    access: AccessClass
    access_reason: str
    products: frozenset[ProductGroup]
    granularity: frozenset[Granularity]
    example: Any
    illustrative: bool = False
    unit: Unit | None = None
    pattern: str | None = None
    datatype: str | None = None
    codes: tuple[Code, ...] = ()
    members: tuple[Member, ...] = ()
    example_source: str | None = None
    compare: bool = False
    rank: bool = False

    @property
    def multiple(self) -> bool:
        return self.element_type is ElementType.MULTIPLE

    def duties(self, product: ProductGroup) -> tuple[LegalSource, ...]:
        """The duties to say this of every product of a group, today or from their `since`."""
        return tuple(source for source in self.legal if source.kind is LegalKind.DUTY and product in source.products)


@dataclass(frozen=True)
class Access:
    """An access class: who belongs to it besides the owner, and on what ground."""

    label: Text
    roles: frozenset[Role]
    ground: str


@dataclass(frozen=True)
class UnitEntry:
    """How a unit is called and which term stands for it (QUDT where there is one)."""

    symbol: str
    label: Text
    term: str


@dataclass(frozen=True)
class AnnexPoint:
    """One point of ESPR Annex III: what it asks, and which header members and elements answer it."""

    letter: str
    asks: Text
    header: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All elements of one version, in the order in which a document shows them.

    `annex` is how the version answers ESPR Annex III, point by point; empty where a version does not say it.
    """

    version: str
    specification: str
    context: str
    prefixes: Mapping[str, str]
    units: Mapping[Unit, UnitEntry]
    access: Mapping[AccessClass, Access]
    groups: Mapping[str, Text]
    elements: Mapping[str, Element]
    annex: tuple[AnnexPoint, ...] = ()

    def find(self, element_id: str) -> Element | None:
        """The element, or nothing for one that the catalogue does not know."""
        return self.elements.get(element_id)

    def element(self, element_id: str) -> Element:
        """The element; raises NotFound for one that the catalogue does not know."""
        if found := self.find(element_id):
            return found
        raise NotFound(message("The catalogue has no element '{element_id}'.", element_id=element_id))

    def access_of(self, element_id: str) -> AccessClass:
        """The access class of an element; an unknown element is for the owner alone."""
        element = self.find(element_id)
        return element.access if element else AccessClass.OWNER

    def classes_of(self, roles: Collection[Role]) -> frozenset[AccessClass]:
        """The classes that holders of these roles may read by right; everybody reads what is public."""
        by_right = {access for access, entry in self.access.items() if not entry.roles.isdisjoint(roles)}
        return frozenset({AccessClass.PUBLIC, *by_right})

    def elements_for(self, product: ProductGroup, granularity: Granularity) -> tuple[Element, ...]:
        """What a passport of this kind can have."""
        return tuple(
            element
            for element in self.elements.values()
            if product in element.products and granularity in element.granularity
        )

    def comparable(self, product: ProductGroup) -> tuple[Element, ...]:
        """The elements by which products of a group are searched and compared."""
        return tuple(element for element in self.elements.values() if element.compare and product in element.products)

    def expand(self, term: str) -> str:
        """The whole IRI of a term: `eudpp:productName` becomes `https://w3id.org/eudpp#productName`."""
        prefix, _, rest = term.partition(":")
        return self.prefixes[prefix] + rest if prefix in self.prefixes else term
