"""Reads a field catalogue from its file (`schemas/passport/<version>/catalogue.json`) into frozen objects.

It is our own data: a fault in it is a KeyError or a ValueError in a test. What an older version does not say (the kind
of a legal source, what can be compared) is read as the mildest.
"""

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from dpp.domain.actor import Role
from dpp.domain.catalogue import (
    Access,
    AccessClass,
    AnnexPoint,
    Catalogue,
    Code,
    Element,
    ElementType,
    Granularity,
    LegalKind,
    LegalSource,
    Member,
    ProductGroup,
    Text,
    UnitEntry,
    ValueType,
)
from dpp.domain.figure import Unit


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue of `catalogue.json`."""
    data = json.loads(text)
    return Catalogue(
        version=data["version"],
        specification=data["specification"],
        context=data["context"],
        prefixes=MappingProxyType(data["prefixes"]),
        units=MappingProxyType({Unit(name): _unit(entry) for name, entry in data["units"].items()}),
        access=MappingProxyType({AccessClass(name): _access(entry) for name, entry in data["access"].items()}),
        groups=MappingProxyType({name: _text(label) for name, label in data["groups"].items()}),
        elements=MappingProxyType({entry["elementId"]: _element(entry, data["acts"]) for entry in data["elements"]}),
        annex=tuple(map(_annex_point, data.get("annexIII", ()))),
    )


def _element(entry: Mapping[str, Any], acts: Mapping[str, Any]) -> Element:
    return Element(
        element_id=entry["elementId"],
        group=entry["group"],
        element_type=ElementType(entry["elementType"]),
        value_type=ValueType(entry["valueType"]),
        term=entry["term"],
        label=_text(entry["label"]),
        help=_text(entry["help"]),
        legal=tuple(_legal(source, acts[source["act"]]) for source in entry["legal"]),
        access=AccessClass(entry["access"]),
        access_reason=entry["accessReason"],
        products=frozenset(map(ProductGroup, entry["products"])),
        granularity=frozenset(map(Granularity, entry["granularity"])),
        example=entry["example"],
        illustrative=entry.get("illustrative", False),
        unit=_maybe_unit(entry),
        pattern=entry.get("pattern"),
        datatype=entry.get("datatype"),
        codes=_codes(entry),
        members=_members(entry),
        example_source=entry.get("exampleSource"),
        compare=entry.get("compare", False),
        rank=entry.get("rank", entry.get("compare", False)),
    )


def _legal(source: Mapping[str, Any], act: Mapping[str, Any]) -> LegalSource:
    """The products and the first day of a source are its own, else those of its act, else all and none."""
    since = source.get("since", act.get("since"))
    return LegalSource(
        act=source["act"],
        title=act["title"],
        url=act["url"],
        point=source["point"],
        kind=LegalKind(source.get("kind", LegalKind.BASIS)),
        products=frozenset(map(ProductGroup, source.get("products", act.get("products", ProductGroup)))),
        since=date.fromisoformat(since) if since else None,
    )


def _annex_point(entry: Mapping[str, Any]) -> AnnexPoint:
    return AnnexPoint(entry["letter"], _text(entry["asks"]), tuple(entry["header"]), tuple(entry["elements"]))


def _members(entry: Mapping[str, Any]) -> tuple[Member, ...]:
    return tuple(
        Member(
            name=member["name"],
            value_type=ValueType(member["valueType"]),
            term=member["term"],
            label=_text(member["label"]),
            multiple=member.get("multiple", False),
            required=member.get("required", False),
            unit=_maybe_unit(member),
            codes=_codes(member),
            members=_members(member),
        )
        for member in entry.get("members", ())
    )


def _codes(entry: Mapping[str, Any]) -> tuple[Code, ...]:
    return tuple(Code(code["value"], _text(code["label"])) for code in entry.get("codes", ()))


def _maybe_unit(entry: Mapping[str, Any]) -> Unit | None:
    return Unit(entry["unit"]) if "unit" in entry else None


def _unit(entry: Mapping[str, Any]) -> UnitEntry:
    return UnitEntry(entry["symbol"], _text(entry["label"]), entry["term"])


def _access(entry: Mapping[str, Any]) -> Access:
    return Access(_text(entry["label"]), frozenset(map(Role, entry["roles"])), entry["ground"])


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["en"], entry["nl"])
