"""What a passport says: its header, its elements, and the effective document of an item.

Rules:
1. An item stores only what is its own; the rest it has from its model. Its own element takes the place of the
   model's as a whole (a figure is not mixed from two sources).
2. Every element of an effective document says where it came from: which passport, which version.
3. What an item says itself hides what its model says, also from those who may not read the item's word.
4. No element may bear the name of a header member or of a part that is pushed (`history`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import Granularity
from dpp.domain.errors import Problem
from dpp.domain.history import PublicHistory
from dpp.domain.message import message
from dpp.domain.proof import canonical

SCHEMA_VERSION = "EN 18223:2026"
SPECIFICATION = "https://kringpas.nl/schemas/passport/1.0"
CONTEXT = "https://kringpas.nl/schemas/passport/1.0/context.jsonld"

HEADER_MEMBERS = (
    "digitalProductPassportId",
    "uniqueProductIdentifier",
    "granularity",
    "dppSchemaVersion",
    "dppStatus",
    "lastUpdated",
    "economicOperatorId",
    "facilityId",
    "contentSpecificationIds",
)
HISTORY = "history"
RESERVED = frozenset({*HEADER_MEMBERS, HISTORY, "@context", "id", "elements"})

Elements = Mapping[str, Any]
"""elementId -> value, in the JSON of the compressed form."""


class PassportStatus(StrEnum):
    """`dppStatus` of EN 18223."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ARCHIVED = "archived"
    INVALID = "invalid"


@dataclass(frozen=True)
class Header:
    """The header of EN 18223 without `lastUpdated`, which every part of a document can move.

    `digital_product_passport_id` is the passport's own URL; `economic_operator_id` is the one who answers for this
    passport: for a passport compiled from public sources that is the compiler, never the maker.
    """

    digital_product_passport_id: str
    unique_product_identifier: str
    granularity: Granularity
    economic_operator_id: str
    status: PassportStatus = PassportStatus.ACTIVE
    facility_id: str | None = None
    content_specification_ids: tuple[str, ...] = (SPECIFICATION,)
    context: str = CONTEXT


@dataclass(frozen=True)
class Layer:
    """One version of one passport: what it says itself."""

    passport: str
    version: int
    elements: Elements
    last_updated: datetime


@dataclass(frozen=True)
class Origin:
    """Where an element came from."""

    passport: str
    version: int


@dataclass(frozen=True)
class EffectiveElement:
    """A value and its origin."""

    element_id: str
    value: Any
    origin: Origin


@dataclass(frozen=True)
class EffectiveDocument:
    """What a passport says in all: its own elements first, then its model's, then the history that was pushed."""

    header: Header
    elements: tuple[EffectiveElement, ...]
    last_updated: datetime
    history: PublicHistory | None = None

    def values(self) -> dict[str, Any]:
        """The value of each elementId."""
        return {element.element_id: element.value for element in self.elements}

    def origin_of(self, element_id: str) -> Origin | None:
        """Where an element came from; nothing for one that is not there."""
        return next((element.origin for element in self.elements if element.element_id == element_id), None)

    def only(self, kept: frozenset[str]) -> "EffectiveDocument":
        """The same document with these elements alone."""
        return replace(self, elements=tuple(element for element in self.elements if element.element_id in kept))


class ChangeKind(StrEnum):
    """What happened to an element between two versions."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One changed element; `before` is absent for an added one, `after` for a removed one."""

    element_id: str
    kind: ChangeKind
    before: Any = None
    after: Any = None


def effective(
    header: Header, own: Layer, model: Layer | None = None, history: PublicHistory | None = None
) -> EffectiveDocument:
    """The own elements over those of the model; last updated when either was."""
    elements = _from(own, frozenset())
    if model is None:
        return EffectiveDocument(header, elements, own.last_updated, history)
    inherited = _from(model, frozenset(own.elements))
    return EffectiveDocument(header, elements + inherited, max(own.last_updated, model.last_updated), history)


def changed_elements(before: Elements, after: Elements) -> tuple[Change, ...]:
    """What changed from one version to the next, by elementId. Values are compared as canonical JSON: 1 is not true."""
    changes = []
    for element_id in sorted({*before, *after}):
        if element_id not in before:
            changes.append(Change(element_id, ChangeKind.ADDED, after=after[element_id]))
        elif element_id not in after:
            changes.append(Change(element_id, ChangeKind.REMOVED, before=before[element_id]))
        elif canonical(before[element_id]) != canonical(after[element_id]):
            changes.append(Change(element_id, ChangeKind.CHANGED, before[element_id], after[element_id]))
    return tuple(changes)


def reserved_names(elements: Elements) -> tuple[Problem, ...]:
    """Elements that bear a name which belongs to the header or to a part that is pushed."""
    return tuple(
        Problem(
            f"$.{name}", message("'{name}' belongs to the passport itself; an element cannot be called so.", name=name)
        )
        for name in elements
        if name in RESERVED
    )


def utc_text(moment: datetime) -> str:
    """A time as documents write it: `2026-11-20T10:15:00Z`. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def header_members(header: Header) -> dict[str, Any]:
    """The header as JSON members, in the order of EN 18223, `@context` first and without `lastUpdated`."""
    members: dict[str, Any] = {
        "@context": header.context,
        "digitalProductPassportId": header.digital_product_passport_id,
        "uniqueProductIdentifier": header.unique_product_identifier,
        "granularity": header.granularity.value,
        "dppSchemaVersion": SCHEMA_VERSION,
        "dppStatus": header.status.value,
        "economicOperatorId": header.economic_operator_id,
    }
    if header.facility_id is not None:
        members["facilityId"] = header.facility_id
    members["contentSpecificationIds"] = list(header.content_specification_ids)
    return members


def _from(layer: Layer, hidden: frozenset[str]) -> tuple[EffectiveElement, ...]:
    origin = Origin(layer.passport, layer.version)
    return tuple(
        EffectiveElement(element_id, value, origin)
        for element_id, value in layer.elements.items()
        if element_id not in hidden
    )
