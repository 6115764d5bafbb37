"""The advice to repair a device or not, for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.api.support import updates_answer
from lifecycle.domain.advice.advice import Advice
from lifecycle.domain.advice.work import Repair
from lifecycle.service.advice import RepairAdvice

Asking = Annotated[Actor, Depends(asking)]


def advice_routes(advice: RepairAdvice) -> APIRouter:
    """`/api/v1/devices/{key}/repair-advice`."""
    routes = APIRouter(prefix="/api/v1/devices", tags=["repair advice"])

    @routes.get("/{key}/repair-advice")
    def of_device(actor: Asking, key: DeviceKey) -> Response:
        found = advice.of_device(actor, key)
        return answer(
            {
                "device": found.device,
                **_advice(found.advice),
                "security_updates": updates_answer(found.updates),
                "afterwards": found.afterwards,
            }
        )

    return routes


def _advice(advice: Advice) -> dict[str, Any]:
    """As the page tells it; figures are those of passports, with low, high, unit and source."""
    return {
        "advice": advice.say,
        "why": advice.why,
        "repairs": [_repair(each) for each in advice.repairs],
        "reasons": advice.reasons,
        "missing": advice.missing,
        "depends_on": advice.depends,
        "route": advice.route,
        "avoided": advice.avoided,
        "facts": advice.facts,
        "policy": advice.policy,
        "on": advice.on,
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "parts": repair.parts,
        "what": repair.what,
        "why": repair.why,
        "basis": repair.basis,
        "cost": repair.cost,
        "part_price": repair.part_price,
        "hours": repair.hours,
    }
