"""The words of EPCIS and CBV, and the names of our own beside them.

Rules:
1. A word of CBV is bare (`receiving`); a word of ours is its whole address (`https://kringpas.nl/ns/lifecycle#...`).
2. A member of our own is `kringpas:` and the domain's name for the field in camelCase; inside its value the same.
3. The members and words of ours are defined in `schemas/lifecycle-events`, and nowhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from lifecycle.domain.events import KINDS

NAMESPACE = "https://kringpas.nl/ns/lifecycle#"
PREFIX = "kringpas"
EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
CONTEXT: tuple[Any, ...] = (EPCIS_CONTEXT, {PREFIX: NAMESPACE})
"""What every event of ours is read under. It is named, and never fetched."""

CBV = "https://ref.gs1.org/cbv/"


class EventType(StrEnum):
    """The types of event of EPCIS 2.0."""

    OBJECT = "ObjectEvent"
    AGGREGATION = "AggregationEvent"
    TRANSACTION = "TransactionEvent"
    TRANSFORMATION = "TransformationEvent"
    ASSOCIATION = "AssociationEvent"


ENVELOPE = ("kind", "actor", "organisation", "transaction")
"""Members of ours that surround a happening; `kind` is the domain's own name for it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BIZ_STEPS = _words(
    "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting "
    "decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting "
    "installing killing loading other packing picking receiving removing repackaging repairing replacing reserving "
    "retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting "
    "unloading unpacking void_shipping"
)
DISPOSITIONS = _words(
    "active available completeness_inferred completeness_verified conformant container_closed container_open damaged "
    "destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance "
    "mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed "
    "recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable "
    "unknown"
)
TRANSACTION_TYPES = _words("bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt")
PARTY_TYPES = frozenset({"owning_party", "possessing_party", "location"})


def own(group: str, word: str) -> str:
    """The address of a word of ours: `own("BizStep", "wiping")`."""
    return f"{NAMESPACE}{group}-{word}"


def full_word(group: str, word: str) -> str:
    """A word as one address, however it was written: bare, as `cbv:BizStep-x`, as an old URN, or whole."""
    old = {"BizStep": "bizstep", "Disp": "disp", "BTT": "btt", "SDT": "sdt", "ER": "er"}[group]
    for start in (f"urn:epcglobal:cbv:{old}:", f"cbv:{group}-", f"https://ns.gs1.org/voc/{group}-"):
        if word.startswith(start):
            return f"{CBV}{group}-{word.removeprefix(start)}"
    return word if ":" in word else f"{CBV}{group}-{word}"


def camel(name: str) -> str:
    """`cost_eur` as `costEur`."""
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def _classes(hint: Any) -> Iterator[type]:
    """The dataclasses inside a type: those of `tuple[IdentityClaim, ...] | None`."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
        for inner in get_type_hints(hint).values():
            yield from _classes(inner)
    elif get_origin(hint) in {tuple, UnionType} or get_args(hint):
        for inner in get_args(hint):
            yield from _classes(inner)


def parts_of(kind: str) -> tuple[type, ...]:
    """The class of a kind of event, and those inside it."""
    return tuple(dict.fromkeys(_classes(KINDS[kind])))


def field_names() -> frozenset[str]:
    """The domain's names of every member of ours."""
    inside = {each.name for kind in KINDS for part in parts_of(kind) for each in fields(part)}
    return frozenset(inside | set(ENVELOPE))


FIELDS: Mapping[str, str] = MappingProxyType({camel(name): name for name in sorted(field_names())})
"""Members of ours by their name in JSON, with the domain's name."""


def members(plain: Any) -> Any:
    """Plain data with the names of rule 2: `{"cost_eur": "12"}` as `{"kringpas:costEur": "12"}`."""
    if isinstance(plain, Mapping):
        return {f"{PREFIX}:{camel(name)}": members(value) for name, value in plain.items()}
    return [members(each) for each in plain] if isinstance(plain, list) else plain


def plain_of(written: Any, prefixes: frozenset[str]) -> Any:
    """The plain data of `members` again; a member of others is left out. `prefixes` name our namespace."""
    if isinstance(written, Mapping):
        named = ((FIELDS.get(own_name(name, prefixes) or ""), value) for name, value in written.items())
        return {name: plain_of(value, prefixes) for name, value in named if name is not None}
    return [plain_of(each, prefixes) for each in written] if isinstance(written, list) else written


def _erasable() -> frozenset[str]:
    every = (each for kind in KINDS.values() for each in fields(kind))
    return frozenset(camel(each.name) for each in every if each.metadata.get("erasable"))


ERASABLE_MEMBERS = _erasable()
"""Members of ours that hold a text which may have to be erased."""


def without_erasable(event: Mapping[str, Any], prefixes: frozenset[str]) -> dict[str, Any]:
    """An event as it may be kept for ever."""
    return {name: value for name, value in event.items() if own_name(name, prefixes) not in ERASABLE_MEMBERS}


def own_name(member: str, prefixes: frozenset[str]) -> str | None:
    """The local name of a member of ours, written with a prefix or whole; None for any other."""
    if member.startswith(NAMESPACE):
        return member.removeprefix(NAMESPACE)
    prefix, colon, local = member.partition(":")
    return local if colon and prefix in prefixes else None
