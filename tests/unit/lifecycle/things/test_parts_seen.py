"""Which parts an inventory shows: memory, batteries, and the panel by its maker."""

import json

from lifecycle.domain.components import parts_seen
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import BatteryReading, Capacity, CapacityUnit, PartSeen
from lifecycle.domain.vocabulary import ComponentKind


def inventory(**sections: object) -> Reading:
    return read_evidence(json.dumps({"action": "inventory", "content": sections}).encode())[1]


def test_memory_modules_are_parts_with_maker_size_and_number() -> None:
    reading = inventory(
        bios={"ssn": "PF12345"},
        memories=[
            {"capacity": 8192, "manufacturer": "Samsung", "model": "M471A1K43", "serialnumber": "36A1B2C3"},
            {"capacity": 0, "serialnumber": "FFFFFFFF"},
        ],
    )
    eight = Capacity(8192 * 2**20, CapacityUnit.BYTE)
    assert parts_seen(reading) == (PartSeen(ComponentKind.MEMORY, "36A1B2C3", "Samsung", "M471A1K43", eight),)


def test_chips_on_the_board_have_no_number_of_their_own() -> None:
    """`00000000` is what the firmware says where there is none."""
    reading = inventory(bios={"ssn": "PF12345"}, memories=[{"capacity": 8192, "serialnumber": "00000000"}])
    assert [part.serial for part in parts_seen(reading)] == [None]


def test_a_battery_is_a_part() -> None:
    reading = Reading("glpi-inventory", "glpi", "1", batteries=(BatteryReading(0.8, serial="B-0001"),))
    assert parts_seen(reading) == (PartSeen(ComponentKind.BATTERY, "B-0001"),)


def test_the_panel_is_told_from_a_monitor_by_its_maker() -> None:
    """AU Optronics makes panels; a Dell monitor on the desk is no part of the laptop."""
    panel = MonitorSeen(maker="AUO", product_code="2E8D", width_mm=309, height_mm=174)
    monitor = MonitorSeen(maker="DEL", model="P2419H", serial="X1")
    (part,) = parts_seen(Reading("glpi-inventory", "glpi", "1", monitors=(panel, monitor)))
    assert (part.component, part.model) == (ComponentKind.DISPLAY, "2E8D")
    assert part.capacity == Capacity(14.0, CapacityUnit.INCH)
