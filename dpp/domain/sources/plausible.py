"""Bounds outside which a declared value is hardly what its supplier meant.

They are ours, and wide: no act sets them. A value outside stays as declared and is a warning (`notes`, rule 2).
"""

from collections.abc import Mapping
from decimal import Decimal

from dpp.domain.message import message
from dpp.domain.sources.notes import Notes

BOUNDS: Mapping[str, tuple[Decimal, Decimal]] = {
    name: (Decimal(low), Decimal(high))
    for name, low, high in (
        ("batteryCapacity", "300", "30000"),
        ("batteryEndurance", "3", "200"),
        ("batteryCyclesTo80", "200", "5000"),
        ("chargerPower", "1", "300"),
        ("osUpdateYears", "0", "15"),
        ("guaranteeDuration", "6", "180"),
        ("fallsWithoutDefect", "0", "2000"),
        ("repairabilityIndex", "1", "5"),
        ("onModePower", "1", "1500"),
        ("onModePowerHdr", "1", "2000"),
        ("standbyPower", "0", "5"),
        ("screenDiagonal", "3", "120"),
        ("carbonFootprint", "5", "3000"),
        ("assumedLifetime", "1", "15"),
    )
}


def check_plausible(element: str, path: str, value: Decimal, notes: Notes) -> None:
    """Warn where a value lies outside the bounds of its element."""
    low, high = BOUNDS.get(element, (value, value))
    if not low <= value <= high:
        notes.warn(
            path,
            message(
                "{value} is hardly what is meant here: from {low} to {high} is usual. It stays as declared.",
                value=value,
                low=low,
                high=high,
            ),
        )
