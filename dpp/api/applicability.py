"""Which act applies when (`/api/v1/applicability`), and what a passport leaves out of what acts ask.

Texts of the register come in both languages. Nothing here is a claim that a product or a passport meets an act.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.applicability import Applicable, Expected, Record
from dpp.domain.applicability_register import Act, Entry
from dpp.domain.catalogue import ProductGroup, Text
from dpp.domain.opaque import PassportId
from dpp.service.applicability import Applicability, Law

Asking = Annotated[Actor, Depends(asking)]
On = Annotated[date | None, Query(description="As seen from this day; today where it is left out.")]
Placed = Annotated[
    str | None,
    Query(alias="placedOnMarket", description="Day, month or year of placing on the market.", examples=["2025-09"]),
]
NOTE = (
    "Passports here are voluntary and ESPR-aligned. This list says which act asks what, and nothing about the product."
)


def applicability_routes(applicability: Applicability) -> APIRouter:
    """The routes over one register."""
    routes = APIRouter(prefix="/api/v1", tags=["applicability"])

    @routes.get("/applicability")
    def read_register(actor: Asking, group: ProductGroup, placed: Placed = None, on: On = None) -> Response:
        return answer(_law(applicability.of_group(actor, group, placed, on)))

    @routes.get("/passports/{passport_id}/applicability")
    def read_applicability(actor: Asking, passport_id: PassportId, on: On = None) -> Response:
        return answer(_law(applicability.of_passport(actor, passport_id, on)))

    @routes.get("/passports/{passport_id}/expectations")
    def read_expectations(actor: Asking, passport_id: PassportId, on: On = None) -> Response:
        missing = applicability.expectations(actor, passport_id, on)
        return answer({"note": NOTE, "expectations": [_expected(each) for each in missing]})

    return routes


def _law(law: Law) -> dict[str, Any]:
    return {
        "note": NOTE,
        "group": law.group,
        "placed_on_market": law.placed_on_market,
        "on": law.on,
        "register_as_of": law.as_of,
        "acts": [_applicable(each) for each in law.acts],
        "records": [_record(each) for each in law.records],
    }


def _applicable(one: Applicable) -> dict[str, Any]:
    entry = one.entry
    said = {
        **_entry(entry),
        "standing": one.standing,
        "reason": one.reason,
        "asks": entry.asks,
        "applies_from": entry.applies_from,
        "applies_until": entry.applies_until,
        "counts_by": entry.counts_by,
        "status": entry.status,
        "point": entry.point,
    }
    return _present(said)


def _expected(one: Expected) -> dict[str, Any]:
    said = {
        "element_id": one.element_id,
        "label": one.label,
        **_entry(one.entry),
        "point": one.point,
        "due": one.due,
        "on": one.on,
    }
    return _present(said)


def _record(one: Record) -> dict[str, Any]:
    stand_in = one.stand_in
    said = {
        "id": stand_in.stand_in_id,
        "number": one.number,
        "url": one.url,
        "says": stand_in.says,
        "act": _act(stand_in.act),
        "point": stand_in.point,
        "confirmed": stand_in.confirmed,
        "uncertainty": stand_in.uncertainty,
    }
    return _present(said)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.entry_id,
        "act": _act(entry.act),
        "confirmed": entry.confirmed,
        "uncertainty": entry.uncertainty,
    }


def _act(act: Act) -> dict[str, str | Text]:
    return {"id": act.act_id, "title": act.title, "url": act.url}


def _present(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}
