"""Examples for the description of the interface, made from those that the passport schema carries.

Nothing of a passport is written here: a body is the published example without what the service gives itself, and a
failure is what the service really says of an error.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dpp.api.en18222.results import telling
from dpp.api.http import fault_of
from dpp.domain.catalogue import Catalogue
from dpp.domain.document import HISTORY
from dpp.domain.en18222.products import model_key
from dpp.domain.exchange.header import header_name
from dpp.domain.forms import full_part
from schemas import catalog

MODEL, ITEM = "model-laptop", "item-laptop"
_GIVEN = frozenset({"digitalProductPassportId", "economicOperatorId", "lastUpdated"})
_LINKS = frozenset({"modelPassport", "batchPassport", "previousPassport", "successorPassport"})
_RESOLVER = "https://id.gs1.org"
_CORRELATION = "7d1f0c9a2b4e6835"
_MOMENT = datetime(2026, 11, 20, 10, 15, tzinfo=UTC)


@cache
def passport(version: str, name: str) -> dict[str, Any]:
    """A published example in the compressed form."""
    content: dict[str, Any] = json.loads(catalog.read_text("passport", version, f"examples/{name}.json"))
    return content


def in_full(content: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The same in the full form."""
    header = {name: value for name, value in content.items() if name == "@context" or header_name(name)}
    elements = {name: value for name, value in content.items() if name not in header}
    return header | {"elements": [full_part([name], value, catalogue) for name, value in elements.items()]}


def new_model(version: str) -> dict[str, Any]:
    """What CreateDPP takes for the model of the example."""
    content = passport(version, MODEL)
    return _body(content, model_key(content["gtin"]))


def new_item(version: str) -> dict[str, Any]:
    """What CreateDPP takes for an item of that model, which its GTIN names."""
    return _body(passport(version, ITEM), item_key(version))


def item_key(version: str) -> str:
    """The GS1 path of the item of the example."""
    return f"{model_key(passport(version, MODEL)['gtin'])}/21/ILL-0001"


def product(version: str) -> str:
    """What identifies the item of the example."""
    return f"{_RESOLVER}{item_key(version)}"


def patch(version: str) -> dict[str, Any]:
    """A merge patch of the item: a new value, a member of a figure, and an element that goes."""
    content = passport(version, ITEM)
    health = content["batteryHealth"]["value"]
    return {
        "softwareVersion": content["softwareVersion"],
        "batteryHealth": {"value": health - 1},
        "guaranteeUntil": None,
    }


def failure(error: Exception) -> dict[str, Any]:
    """What the service says of an error, always the same."""
    fault = replace(fault_of(error), correlation=_CORRELATION)
    result: dict[str, Any] = json.loads(bytes(telling(_CORRELATION, lambda: _MOMENT)(fault, "").body))
    return result


def _body(content: dict[str, Any], key: str) -> dict[str, Any]:
    kept = {name: value for name, value in content.items() if name not in {*_GIVEN, *_LINKS, HISTORY}}
    return kept | {"uniqueProductIdentifier": f"{_RESOLVER}{key}"}
