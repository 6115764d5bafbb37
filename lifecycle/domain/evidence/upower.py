"""Reads `upower -d`: the batteries that feed the device, with what they hold and were made to hold.

upower counts in watt-hours; readings are in milliwatt-hours. Batteries of a mouse or a telephone that is attached feed
nothing (`power supply: no`) and carry people's names: they go, and so does the sum that upower calls DisplayDevice.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_CAPACITIES, Unread, member, records, said, whole
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import IDENTIFIER, NUMBER, TEXT, Shape, is_number, one_of
from lifecycle.domain.evidence.structured import keep_under
from lifecycle.domain.facts import BatteryReading

MARK = NAME = PARSER = "upower"
PARSER_VERSION = "1.0"
TITLE = "upower -d (text)"
GIVES = "batteries: capacity by design and now, charging cycles, chemistry, serial number"
MADE_WITH = "upower -d > battery.txt"

SHAPE: Shape = {
    "batteries": {
        "vendor": TEXT,
        "model": TEXT,
        "serial": IDENTIFIER,
        "updated_epoch_utc": NUMBER,
        "detail": {
            "energy_full": NUMBER,
            "energy_full_design": NUMBER,
            "energy_full_unit": one_of("wh"),
            "energy_full_design_unit": one_of("wh"),
            "charge_cycles": NUMBER,
            "technology": TEXT,
        },
    }
}
keep_document = keep_under(MARK, SHAPE, {})

_MILLI = 1000


def grouped(devices: Any) -> dict[str, list[Any]]:
    """The batteries that feed the device, out of all that upower lists."""
    feeding = (
        device
        for _, device in records(devices)
        if device.get("power_supply") is True and member(device, "detail", "type") == "battery"
    )
    return {"batteries": [device for device in feeding if device.get("native_path")]}


def read(content: bytes) -> Reading:
    """The batteries; upower does not say which device they are in."""
    unread = Unread()
    batteries = tuple(_batteries(member(load_json(text_of(content)), MARK), unread))
    if not batteries:
        unread.note(f"$.{MARK}.batteries", message("No battery feeds this device."))
    return Reading(NAME, PARSER, PARSER_VERSION, batteries=batteries, unread=unread.problems())


def _batteries(document: Any, unread: Unread) -> Iterator[BatteryReading]:
    for number, battery in records(document, "batteries"):
        detail = battery.get("detail")
        design, full = (_milliwatt_hours(detail, name) for name in ("energy_full_design", "energy_full"))
        health = health_of(design, full)
        if health is None:
            unread.note(f"$.{MARK}.batteries[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=health,
            cycles=whole(member(detail, "charge_cycles")),
            design_capacity=design,
            full_capacity=full,
            serial=said(battery.get("serial")),
            chemistry=said(member(detail, "technology")),
            observed=_day(battery.get("updated_epoch_utc")),
        )


def _milliwatt_hours(detail: Any, name: str) -> float | None:
    value = member(detail, name)
    in_watt_hours = str(member(detail, f"{name}_unit")).lower() == "wh"
    return round(value * _MILLI, 1) if in_watt_hours and isinstance(value, int | float) and is_number(value) else None


def _day(seconds: object) -> date | None:
    epoch = whole(seconds)
    try:
        return datetime.fromtimestamp(epoch, UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError):
        return None
