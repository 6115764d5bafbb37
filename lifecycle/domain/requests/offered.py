"""What is known of a device that can be given, on one day, as far as a request may ask for it.

Rules:
1. What is not known is None, and fits no minimum (`specification`).
2. Of a figure with a range the likely value counts, as in a routing decision.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.claims import claim_key
from lifecycle.domain.routing.facts import RoutingFacts, months_between
from lifecycle.domain.routing.windows11 import Capable, Computer, Windows11Rules, capability
from lifecycle.domain.vocabulary import ComponentKind, Route


@dataclass(frozen=True, order=True)
class PartInside:
    """A part that is in a device. `number` is the maker's number of the part (not of the piece), folded."""

    kind: ComponentKind
    number: str | None = None

    @classmethod
    def of(cls, kind: ComponentKind, number: str | None) -> "PartInside":
        return cls(kind, claim_key(number) or None if number else None)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A device and the routes open to it. Units as in `lifecycle.domain.routing.facts`; age in whole months."""

    device: DeviceKey
    routes: frozenset[Route]
    category: str | None = None
    place: str | None = None
    memory_gib: float | None = None
    storage_gb: float | None = None
    diagonal_inch: float | None = None
    functional_grade: int | None = None
    cosmetic_grade: int | None = None
    battery_percent: float | None = None
    age_months: int | None = None
    supported_until: date | None = None
    windows_11: bool | None = None
    alternative_system: bool | None = None
    parts: tuple[PartInside, ...] = ()


def offered(
    device: DeviceKey,
    routes: frozenset[Route],
    facts: RoutingFacts,
    rules: Windows11Rules,
    *,
    on: date,
    place: str | None = None,
    parts: tuple[PartInside, ...] = (),
) -> Offered:
    """The device as requests see it on a day."""
    known = {name: fact.value for name, fact in facts.known().items()}
    since = known.get("in_use_since")
    return Offered(
        device=device,
        routes=routes,
        category=known.get("category"),
        place=place,
        memory_gib=known.get("memory_gib"),
        storage_gb=known.get("storage_gb"),
        diagonal_inch=known.get("diagonal_inch"),
        functional_grade=known.get("functional_grade"),
        cosmetic_grade=known.get("cosmetic_grade"),
        battery_percent=known.get("battery_health"),
        age_months=None if since is None else max(0, months_between(since.value, on)),
        supported_until=known.get("security_support_end"),
        windows_11=_windows_11(known, rules),
        alternative_system=known.get("alternative_system"),
        parts=tuple(sorted(set(parts), key=lambda part: (part.kind, part.number or ""))),
    )


def _windows_11(known: dict[str, object], rules: Windows11Rules) -> bool | None:
    """None where not everything that Windows 11 asks is known."""
    asked = ("processor", "tpm", "uefi", "memory_gib", "model_name")
    answer = capability(Computer(**{name: known.get(name) for name in asked}), rules).capable  # type: ignore[arg-type] # the facts of these names have these types
    return None if answer is Capable.UNKNOWN else answer is Capable.YES
