"""The facts of a routing decision, gathered from a device's events, its model's passport and what receivers can show.

A fact that nobody gave is left out: the policy says what its absence does. Each fact names its source and its day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
    Platform,
    Processor,
    RepairOption,
    RoutingFacts,
    Since,
)
from lifecycle.domain.vocabulary import PartOrigin, Route

T = TypeVar("T")

CREDENTIAL_ROUTES: Mapping[Route, str] = {Route.DONATE: "aanwijzingsbesluit", Route.RECYCLE: "en-50625"}
"""Which kind of credential a receiver needs on a route; the policy says where it counts."""
_PLATFORMS = {
    "windows": Platform.WINDOWS,
    "macos": Platform.MACOS,
    "chromeos": Platform.CHROMEOS,
    "android": Platform.ANDROID,
    "ios": Platform.IOS,
    "linux": Platform.LINUX,
}


DECISIONS = frozenset({"route_proposed", "route_overridden", "route_approved"})
"""Kinds of event that decide about a device and tell nothing new of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known beside the device's own events: the elements of its model's passport, what receivers can show."""

    model: Elements
    credentials: tuple[Credential, ...] = ()


def routing_facts(device: Device, told: date, beside: Beside) -> RoutingFacts:
    """Everything known of one device. `told` is the day of the last event that told something of it."""
    day, model = told, beside.model
    return RoutingFacts(
        category=_fact(device.category, "registration or intake"),
        model_name=_fact(model.get("modelName"), "model passport"),
        holding=_fact(device.ownership.holding if device.ownership else None, "ownership events"),
        flags=Fact(_flags(device), "events", day),
        hazards=Fact(device.hazards, "events", day) if device.grades or device.hazards else None,
        classification=Fact(device.classification, "owner"),
        locks=Fact(device.locks, "events", day) if device.grades or device.locks else None,
        credentials=Fact(beside.credentials, "register of organisations"),
        **_media(device, day),
        **_grades(device),
        **_battery(device),
        **_computer(device, model),
        **_model(model),
        **_repairs(device),
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
    failed = frozenset(test.test for test in grades.tests if not test.passed)
    return {
        "functional_grade": Fact(int(grades.functional[1:]), "inspection", day),
        "cosmetic_grade": Fact(int(grades.cosmetic[1:]), "inspection", day),
        "failed_tests": Fact(failed, "inspection", day),
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
    return {
        "processor": _fact(_processor(hardware), "inventory of the device"),
        "tpm": _fact(hardware.tpm, "inventory of the device"),
        "uefi": _fact(hardware.uefi, "inventory of the device"),
        "memory_gib": _fact(memory, "inventory of the device") or _figure(model, "memory"),
        "storage_gb": _fact(storage / 10**9 if storage else None, "inventory of the device")
        or _figure(model, "storage"),
        "in_use_since": _in_use_since(device),
    }


def _in_use_since(device: Device) -> Fact[Since] | None:
    if device.in_use_since is None:
        return None
    return Fact(Since.exactly(device.in_use_since), "administration of the owner")


def _processor(hardware: Hardware) -> Processor | None:
    if hardware.cpu is None:
        return None
    name = hardware.cpu.lower()
    vendor = next((word for word in ("intel", "amd", "apple", "qualcomm") if word in name), "unknown")
    return Processor(vendor, hardware.cpu, hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping)


def _model(model: Elements) -> dict[str, Any]:
    support, resolution = model.get("securitySupportUntil"), model.get("resolution")
    system = str(model.get("operatingSystem", "")).lower().split(" ")[0]
    return {
        "platform": _fact(_PLATFORMS.get(system), "model passport"),
        "security_support_end": _fact(support and date.fromisoformat(support), "model passport"),
        "alternative_system": _fact(True if model.get("alternativeOperatingSystems") else None, "model passport"),
        "diagonal_inch": _figure(model, "screenDiagonal"),
        "lines": _fact(resolution and resolution["height"], "model passport"),
        "mass_kg": _figure(model, "mass"),
    }


def _figure(model: Elements, name: str) -> Fact[float] | None:
    figure = model.get(name)
    return None if figure is None else Fact(float(figure["value"]), f"model passport: {figure['source']['title']}")


def _repairs(device: Device) -> dict[str, Any]:
    """A quote that stands is a repair that can be had."""
    options = tuple(
        RepairOption(part, Figure.exact(float(quote.cost_eur), "EUR"), quote.lead_days)
        for quote in device.quotes
        for part in quote.parts
    )
    return {"repair_options": Fact(options, "quotes")} if options else {}
