"""Reads the battery report of Windows (`powercfg /batteryreport /xml`): what each battery holds and was made to hold.

Capacities are in milliwatt-hours. A cycle count of 0 is what Windows writes where the battery does not count, so it
says nothing. Of the history of use nothing is kept: it shows when somebody worked.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.limits import load_json, text_of
from lifecycle.domain.evidence.members import NO_CAPACITIES, Unread, member, records, said, whole
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.shape import IDENTIFIER, NUMBER, TEXT, VERSION, Shape
from lifecycle.domain.evidence.structured import FIRMWARE_CONFIDENCE, keep_under
from lifecycle.domain.facts import BatteryReading, ClaimKind, Hardware, IdentityClaim

MARK = NAME = "battery-report"
PARSER = "batteryreport"
PARSER_VERSION = "1.0"
TITLE = "Windows battery report (XML)"
GIVES = "batteries: capacity by design and now, charging cycles, chemistry, serial number; maker and model"
MADE_WITH = "powercfg /batteryreport /xml /output battery.xml"

SHAPE: Shape = {
    "ScanTime": TEXT,
    "SystemManufacturer": TEXT,
    "SystemProductName": TEXT,
    "BIOSVersion": VERSION,
    "Battery": {
        "Id": TEXT,
        "Manufacturer": TEXT,
        "SerialNumber": IDENTIFIER,
        "Chemistry": TEXT,
        "DesignCapacity": NUMBER,
        "FullChargeCapacity": NUMBER,
        "CycleCount": NUMBER,
    },
}
NAMED = {"ComputerName": Removed.HOST, "OSBuild": Removed.SOFTWARE}
keep_document = keep_under(MARK, SHAPE, NAMED)


def read(content: bytes) -> Reading:
    """The batteries, and the device by maker and model."""
    report, unread = member(load_json(text_of(content)), MARK), Unread()
    batteries = tuple(_batteries(report, unread))
    if not batteries:
        unread.note(f"$.{MARK}.Battery", message("No battery feeds this device."))
    maker, model = said(member(report, "SystemManufacturer")), said(member(report, "SystemProductName"))
    claims = ((ClaimKind.MAKER, maker), (ClaimKind.MODEL, model))
    return Reading(
        NAME,
        PARSER,
        PARSER_VERSION,
        claims=tuple(IdentityClaim(kind, value, NAME, FIRMWARE_CONFIDENCE) for kind, value in claims if value),
        hardware=Hardware(maker=maker, model=model, firmware_version=said(member(report, "BIOSVersion"))),
        batteries=batteries,
        unread=unread.problems(),
    )


def _batteries(report: Any, unread: Unread) -> Iterator[BatteryReading]:
    observed = _day(member(report, "ScanTime"))
    for number, battery in records(report, "Battery"):
        design, full = whole(battery.get("DesignCapacity")), whole(battery.get("FullChargeCapacity"))
        health = health_of(design, full)
        if health is None:
            unread.note(f"$.{MARK}.Battery[{number}]", NO_CAPACITIES)
        yield BatteryReading(
            state_of_health=health,
            cycles=whole(battery.get("CycleCount")) or None,
            design_capacity=design,
            full_capacity=full,
            serial=said(battery.get("SerialNumber")),
            chemistry=said(battery.get("Chemistry")),
            observed=observed,
        )


def _day(text: object) -> date | None:
    """The day of an ISO 8601 time."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None
