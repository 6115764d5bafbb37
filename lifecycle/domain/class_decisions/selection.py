"""The class as it is described: what a selection asks, and which devices it takes (rule 1 of the package)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.device import Device
from lifecycle.domain.routing.facts import months_between
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route

LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Rule 1. What is None asks nothing. The battery is in percent, the age in whole months since it came in use."""

    route: Route
    category: str | None = None
    model: PassportId | None = None
    owner: OrganisationId | None = None
    functional_at_least: FunctionalGrade | None = None
    functional_at_most: FunctionalGrade | None = None
    cosmetic_at_least: CosmeticGrade | None = None
    cosmetic_at_most: CosmeticGrade | None = None
    battery_at_least: float | None = None
    battery_at_most: float | None = None
    age_at_least: int | None = None
    age_at_most: int | None = None


@dataclass(frozen=True)
class Traits:
    """What a selection looks at in one device."""

    category: str | None
    model: PassportId | None
    owner: OrganisationId | None
    functional: str | None
    cosmetic: str | None
    battery: float | None
    age: int | None


def traits_of(device: Device, on: date) -> Traits:
    grades, battery = device.grades, device.battery
    health = None if battery is None else battery.state_of_health
    return Traits(
        category=device.category,
        model=device.passports.model,
        owner=device.ownership.owner if device.ownership else None,
        functional=grades.functional if grades else None,
        cosmetic=grades.cosmetic if grades else None,
        battery=None if health is None else round(health * 100, 1),
        age=None if device.in_use_since is None else months_between(device.in_use_since, on),
    )


def unknown_of(selection: Selection, traits: Traits) -> tuple[str, ...] | None:
    """The facts that the selection asks and that are not known; None where the device is no member (rule 1)."""
    named = ((selection.category, traits.category), (selection.model, traits.model), (selection.owner, traits.owner))
    if any(wanted is not None and wanted != has for wanted, has in named):
        return None
    unknown = []
    for name, low, has, high in _ranges(selection, traits):
        if low is None and high is None:
            continue
        if has is None:
            unknown.append(name)
        elif (low is not None and has < low) or (high is not None and has > high):
            return None
    return tuple(unknown)


def _ranges(it: Selection, has: Traits) -> tuple[tuple[str, Any, Any, Any], ...]:
    """By the names that facts have in a decision."""
    return (
        ("functional_grade", it.functional_at_least, has.functional, it.functional_at_most),
        ("cosmetic_grade", it.cosmetic_at_least, has.cosmetic, it.cosmetic_at_most),
        ("battery_health", it.battery_at_least, has.battery, it.battery_at_most),
        ("in_use_since", it.age_at_least, has.age, it.age_at_most),
    )


def checked(name: str, selection: Selection) -> str:
    """The name of a class, when both can be; InvalidInput with everything that is wrong."""
    asked = [value for key, value in vars(selection).items() if key != "route"]
    ranges: tuple[tuple[Any, Any, str], ...] = (
        (selection.functional_at_least, selection.functional_at_most, "functional"),
        (selection.cosmetic_at_least, selection.cosmetic_at_most, "cosmetic"),
        (selection.battery_at_least, selection.battery_at_most, "battery"),
        (selection.age_at_least, selection.age_at_most, "age"),
    )
    problems = [
        Problem(f"$.{key}_at_most", message("This is lower than the least that is asked."))
        for low, high, key in ranges
        if low is not None and high is not None and high < low
    ]
    if not name.strip() or len(name) > LONGEST:
        problems.append(Problem("$.name", message("Give the class a name of at most {most} characters.", most=LONGEST)))
    if all(value is None for value in asked):
        problems.append(Problem("$.category", message("Describe the class by at least one fact.")))
    if problems:
        raise InvalidInput(message("The class is not described, or not possible."), tuple(problems))
    return name.strip()
