"""The facts of a routing decision, gathered from a device's events, its model's passport and what receivers can show.

A fact that nobody gave is left out: the policy says what its absence does. Each fact names its source and its day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from dpp.domain.document import Elements
from lifecycle.domain.device import Device
from lifecycle.domain.facts import Hardware
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.routing.facts import (
    Credential,
    Fact,
    Figure,
    Flag,
    Medium,
    Processor,
    RepairOption,
    Request,
    RoutingFacts,
    Since,
)
from lifecycle.domain.support.of_model import NOTHING_KNOWN, ModelUpdates, updates_of
from lifecycle.domain.vocabulary import PartOrigin, Route
from lifecycle.service.routing_model_facts import (
    MODEL_PASSPORT,
    avoided,
    figure_of,
    platform_of,
    processor,
    security_of,
    since_when,
    support_end,
)

T = TypeVar("T")

CREDENTIAL_ROUTES: Mapping[Route, tuple[str, ...]] = {
    Route.DONATE: ("aanwijzingsbesluit", "donation-agreement"),
    Route.SELL: ("contract", "r2", "en-50614"),
    Route.PARTS: ("contract", "r2", "en-50614", "en-50625"),
    Route.RECYCLE: ("en-50625",),
}
"""Which kinds of credential receivers show on a route; the policy says which of them counts."""
ALL_TESTS_PASS = 5
"""The functional grade of a device whose every test passes (R2v3, F5: fully functional)."""

DECISIONS = frozenset({"route_proposed", "route_overridden", "route_approved"})
"""Kinds of event that decide about a device and tell nothing new of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known beside the device's own events.

    The elements of its model's passport, until when the model gets security updates, what receivers can show, and the
    day on which the device was first told of here (only needed where nobody says since when it is in use); who asks for
    devices of its kind; and until when it was offered where nobody reserved it.
    """

    model: Elements
    credentials: tuple[Credential, ...] = ()
    updates: ModelUpdates = NOTHING_KNOWN
    first_told: date | None = None
    requests: Fact[tuple[Request, ...]] | None = None
    in_vain: Mapping[Route, date] = field(default_factory=dict)


def routing_facts(device: Device, told: date, beside: Beside) -> RoutingFacts:
    """Everything known of one device. `told` is the day of the last event that told something of it."""
    day, model = told, beside.model
    return RoutingFacts(
        category=_fact(device.category, "registration or intake"),
        model_name=_fact(model.get("modelName"), MODEL_PASSPORT),
        holding=_fact(device.ownership.holding if device.ownership else None, "ownership events"),
        flags=Fact(_flags(device), "events", day),
        hazards=Fact(device.hazards, "events", day) if device.grades or device.hazards else None,
        classification=Fact(device.classification, "owner"),
        locks=Fact(device.locks, "events", day) if device.grades or device.locks else None,
        open_requests=beside.requests,
        credentials=Fact(beside.credentials, "register of organisations"),
        **_media(device, day),
        **_grades(device),
        **_battery(device),
        **_computer(device, model),
        **_model(model, beside.updates),
        **_repairs(device),
        in_use_since=_in_use_since(device) or since_when(model, beside.updates, beside.first_told),
        kg_co2e=avoided(model),
        offered_in_vain=_fact(beside.in_vain or None, "government marketplace"),
    )


def _fact(value: T | None, source: str, observed: date | None = None) -> Fact[T] | None:
    return None if value is None else Fact(value, source, observed)


def _flags(device: Device) -> frozenset[Flag]:
    stands = (
        (Flag.MISSING, device.missing),
        (Flag.LEGAL_HOLD, bool(device.holds)),
        (Flag.QUARANTINED, device.quarantined),
    )
    return frozenset(flag for flag, holds in stands if holds)


def _media(device: Device, day: date) -> dict[str, Any]:
    """What is in the device; a medium that a repair put in new never held its data."""
    inside = [each for each in device.media if each.whereabouts is Whereabouts.INSTALLED]
    if not inside and not device.no_media_established:
        return {}
    new = {
        part.serial
        for part in device.components
        if part.origin in {PartOrigin.NEW_ORIGINAL, PartOrigin.NEW_THIRD_PARTY}
    }
    media = tuple(Medium(each.serial, each.kind, each.data, fitted_new=each.serial in new) for each in inside)
    seen = tuple(each.seen for each in inside if each.seen is not None)
    return {"media": Fact(media, "evidence and erasure events", day)} | (
        {"disk_health": Fact(seen, "SMART", day)} if seen else {}
    )


def _grades(device: Device) -> dict[str, Any]:
    if device.grades is None:
        return {}
    grades, day = device.grades, device.grades.observed_at.date()
    return {
        "functional_grade": Fact(int(grades.functional[1:]), "inspection", day),
        "cosmetic_grade": Fact(int(grades.cosmetic[1:]), "inspection", day),
        "failed_tests": Fact(_failed(device), "inspection", day),
        "charger_present": _fact(device.charger, "inspection", day),
        "market_value": _euros(device.value_eur, day),
    }


def _euros(amount: Decimal | None, day: date) -> Fact[Figure] | None:
    return None if amount is None else Fact(Figure.exact(float(amount), "EUR"), "inspection", day)


def _battery(device: Device) -> dict[str, Any]:
    battery = device.battery
    if battery is None or battery.state_of_health is None:
        return {}
    percent = round(battery.state_of_health * 100, 1)
    return {
        "battery_health": Fact(percent, "inventory of the device", battery.observed),
        "battery_cycles": _fact(battery.cycles, "inventory of the device", battery.observed),
    }


def _computer(device: Device, model: Elements) -> dict[str, Any]:
    """From the device itself where evidence tells, else from its model."""
    hardware = device.hardware or Hardware()
    storage = sum(each.size_bytes or 0 for each in device.media if each.whereabouts is Whereabouts.INSTALLED)
    memory = hardware.memory_bytes and hardware.memory_bytes / 2**30
    of_model = security_of(model)
    return {
        "processor": _fact(_processor(hardware), "inventory of the device") or of_model.get("processor"),
        "tpm": _fact(hardware.tpm, "inventory of the device") or of_model.get("tpm"),
        "uefi": _fact(hardware.uefi, "inventory of the device") or of_model.get("uefi"),
        "memory_gib": _fact(memory, "inventory of the device") or figure_of(model, "memory"),
        "storage_gb": _fact(storage / 10**9 if storage else None, "inventory of the device")
        or figure_of(model, "storage"),
    }


def _in_use_since(device: Device) -> Fact[Since] | None:
    if device.in_use_since is None:
        return None
    return Fact(Since.exactly(device.in_use_since), "administration of the owner")


def _processor(hardware: Hardware) -> Processor | None:
    if hardware.cpu is None:
        return None
    return processor(hardware.cpu, hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping)


def _model(model: Elements, updates: ModelUpdates) -> dict[str, Any]:
    resolution = model.get("resolution")
    return {
        "platform": platform_of(model, updates),
        "security_support_end": support_end(updates_of(model, updates.dataset)),
        "alternative_system": _fact(True if model.get("alternativeOperatingSystems") else None, MODEL_PASSPORT),
        "diagonal_inch": figure_of(model, "screenDiagonal"),
        "lines": _fact(resolution and resolution["height"], MODEL_PASSPORT),
        "mass_kg": figure_of(model, "mass"),
    }


def _repairs(device: Device) -> dict[str, Any]:
    """A quote that stands is a repair that can be had, of all its parts at once; a new part makes its test pass.

    Where the quotes mend every test that failed, the device can be made fully functional.
    """
    failed = _failed(device)
    options = tuple(
        RepairOption(
            first,
            Figure.exact(float(quote.cost_eur), "EUR"),
            quote.lead_days,
            mends=failed.intersection(quote.parts),
            besides=tuple(others),
        )
        for quote in device.quotes
        if quote.parts
        for first, *others in [dict.fromkeys(quote.parts)]
    )
    if not options:
        return {}
    mended = frozenset[str]().union(*(option.mends for option in options))
    reaches = ALL_TESTS_PASS if failed and mended == failed else None
    return {
        "repair_options": Fact(options, "quotes"),
        "reachable_functional_grade": _fact(reaches, "quotes that mend every test that failed"),
    }


def _failed(device: Device) -> frozenset[str]:
    return frozenset(test.test for test in device.grades.tests if not test.passed) if device.grades else frozenset()
