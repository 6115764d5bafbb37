"""What a passport says: its header, its elements, and the effective document of an item.

Rules:
1. An item stores only what is its own; the rest it has from its model. Its own element takes the place of the
   model's as a whole (a figure is not mixed from two sources).
2. Every element of an effective document says where it came from: which passport, the version that set it, who made
   that version, and on which evidence.
3. What an item says itself hides what its model says, also from those who may not read the item's word.
4. No element may bear the name of a header member or of a part that is pushed (`history`).
5. Between an item and its model may stand a batch (EN 18223: granularity model, batch, item): it hides what the model
   says, and is hidden by what the item says.
6. A document speaks the newest catalogue version that one of its layers was written in: versions only add terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.catalogue import Granularity
from dpp.domain.errors import Problem
from dpp.domain.history import PublicHistory
from dpp.domain.message import message
from dpp.domain.proof import canonical

SCHEMA_VERSION = "EN 18223:2026"
_SCHEMAS = "https://kringpas.nl/schemas/passport"

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
    """The header of EN 18223 without what every part of a document can move: `lastUpdated` and the catalogue version.

    `digital_product_passport_id` is the passport's own URL; `economic_operator_id` is the one who answers for this
    passport: for a passport compiled from public sources that is the compiler, never the maker.
    """

    digital_product_passport_id: str
    unique_product_identifier: str
    granularity: Granularity
    economic_operator_id: str
    status: PassportStatus = PassportStatus.ACTIVE
    facility_id: str | None = None


@dataclass(frozen=True)
class Origin:
    """Where an element came from: the version that set it. `evidence` are hashes or ids of what it rests on."""

    passport: str
    version: int
    actor: AccountId | None = None
    organisation: OrganisationId | None = None
    recorded_at: datetime | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One version of one passport: what it says itself.

    `schema` is the catalogue version it was written in. `pins` names the elements whose access is still that of an
    older one (`dpp.domain.audience`), `origins` those that an earlier version set.
    """

    passport: str
    version: int
    elements: Elements
    last_updated: datetime
    schema: str = "1.0"
    pins: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class EffectiveElement:
    """A value, its origin, and the catalogue version whose access class it keeps."""

    element_id: str
    value: Any
    origin: Origin
    schema: str = "1.0"


@dataclass(frozen=True)
class EffectiveDocument:
    """What a passport says in all: its own elements first, then those of its batch and of its model, then the history.

    `schema` is the newest catalogue version of its layers.
    """

    header: Header
    elements: tuple[EffectiveElement, ...]
    last_updated: datetime
    history: PublicHistory | None = None
    schema: str = "1.0"

    def values(self) -> dict[str, Any]:
        """The value of each elementId."""
        return {element.element_id: element.value for element in self.elements}

    def find(self, element_id: str) -> EffectiveElement | None:
        """The element with its origin; nothing for one that is not there."""
        return next((element for element in self.elements if element.element_id == element_id), None)

    def origin_of(self, element_id: str) -> Origin | None:
        """Where an element came from; nothing for one that is not there."""
        element = self.find(element_id)
        return None if element is None else element.origin

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


def effective(header: Header, *layers: Layer, history: PublicHistory | None = None) -> EffectiveDocument:
    """The layers, the own first, then the batch's and the model's; last updated when any of them was."""
    elements: tuple[EffectiveElement, ...] = ()
    said: frozenset[str] = frozenset()
    for layer in layers:
        elements += _from(layer, said)
        said |= frozenset(layer.elements)
    last_updated = max(layer.last_updated for layer in layers)
    return EffectiveDocument(header, elements, last_updated, history, newest(layer.schema for layer in layers))


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


def specification(schema: str) -> str:
    """What `contentSpecificationIds` names for a catalogue version."""
    return f"{_SCHEMAS}/{schema}"


def context(schema: str) -> str:
    """The JSON-LD context of a catalogue version."""
    return f"{_SCHEMAS}/{schema}/context.jsonld"


def newest(schemas: Iterable[str]) -> str:
    """The newest of some catalogue versions: 1.10 is newer than 1.9."""
    return max(schemas, key=_order)


@lru_cache(maxsize=64)
def _order(schema: str) -> tuple[int, ...]:
    return tuple(map(int, schema.split(".")))


def header_members(header: Header) -> dict[str, Any]:
    """The header as JSON members, in the order of EN 18223, without those that no single layer decides."""
    members: dict[str, Any] = {
        "digitalProductPassportId": header.digital_product_passport_id,
        "uniqueProductIdentifier": header.unique_product_identifier,
        "granularity": header.granularity.value,
        "dppSchemaVersion": SCHEMA_VERSION,
        "dppStatus": header.status.value,
        "economicOperatorId": header.economic_operator_id,
    }
    if header.facility_id is not None:
        members["facilityId"] = header.facility_id
    return members


def _from(layer: Layer, hidden: frozenset[str]) -> tuple[EffectiveElement, ...]:
    here = Origin(layer.passport, layer.version)
    return tuple(
        EffectiveElement(name, value, layer.origins.get(name, here), layer.pins.get(name, layer.schema))
        for name, value in layer.elements.items()
        if name not in hidden
    )
