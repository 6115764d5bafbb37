"""Requests and devices that can be given, made in one line each; what is left out is usual."""

from datetime import UTC, date, datetime
from typing import Any

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.requests.offered import Offered
from lifecycle.domain.requests.request import DeviceRequest, Doing, RequestId, Wanted, made
from lifecycle.domain.requests.specification import Specification
from lifecycle.domain.vocabulary import Route

ON = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
DOING = Doing(AccountId("anne"), NOW)
DEADLINE = date(2026, 9, 1)


def wanted(number: int = 1, **more: Any) -> Wanted:
    """Laptops in The Hague by September; fields of the specification may be given as they are."""
    asked = {name: more.pop(name) for name in list(more) if name in Specification.__dataclass_fields__}
    usual: dict[str, Any] = {"category": "laptop", "place": "The Hague", "deadline": DEADLINE}
    return Wanted(number=number, specification=Specification(**asked), **(usual | more))


def request(
    name: str = "request-1",
    number: int = 1,
    *,
    requester: str = "ministry",
    role: Role = Role.OWNER,
    doing: Doing = DOING,
    **more: Any,
) -> DeviceRequest:
    return made(RequestId(name), OrganisationId(requester), role, wanted(number, **more), doing)


def device(name: str, **known: Any) -> Offered:
    """A laptop that may be redeployed: 8 GiB, 256 GB, 14 inch, F5, C5, battery 85 %, three years old."""
    usual: dict[str, Any] = {
        "device": DeviceKey(name),
        "routes": frozenset({Route.REDEPLOY}),
        "category": "laptop",
        "place": "The Hague",
        "memory_gib": 8,
        "storage_gb": 256,
        "diagonal_inch": 14,
        "functional_grade": 5,
        "cosmetic_grade": 5,
        "battery_percent": 85,
        "age_months": 36,
        "supported_until": date(2028, 1, 1),
        "windows_11": True,
        "alternative_system": True,
    }
    return Offered(**(usual | known))
