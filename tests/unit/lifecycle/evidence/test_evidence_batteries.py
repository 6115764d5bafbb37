"""What upower, Windows and Android say of batteries, and an iPhone of itself."""

from collections.abc import Callable
from datetime import date

import pytest

from dpp.domain.errors import InvalidInput
from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.batteries import health_of
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import BatteryReading, ClaimKind


def read(content: bytes) -> Reading:
    return read_evidence(content, formats=FORMATS)[1]


def battery(content: bytes) -> BatteryReading:
    (found,) = read(content).batteries
    return found


@pytest.mark.parametrize(
    ("design", "full", "health"),
    [(63000, 52920, 0.84), (50000, 55000, 1.1), (50000, 70000, None), (0, 1, None), (50000, 0, None), (None, 1, None)],
)
def test_health_is_full_charge_over_design_where_that_makes_sense(
    design: float | None, full: float | None, health: float | None
) -> None:
    assert health_of(design, full) == (pytest.approx(health) if health is not None else None)


class TestUpower:
    """`upower -d`."""

    def test_the_battery_that_feeds_the_device_and_no_other(self, evidence_file: Callable[[str], bytes]) -> None:
        found = battery(evidence_file("upower.txt"))
        assert found.state_of_health == pytest.approx(0.84)
        assert found.cycles == 325
        assert (found.design_capacity, found.full_capacity) == (63_000, 52_920)
        assert found.observed == date(2026, 1, 12)

    def test_a_decimal_comma_is_one(self, evidence_file: Callable[[str], bytes]) -> None:
        """A Dutch laptop writes so; taken for the sign of thousands the battery would be a hundred times as large."""
        dutch = evidence_file("upower.txt").replace(b"52.92 Wh", b"52,92 Wh").replace(b"63 Wh", b"63,0 Wh")
        assert battery(dutch).state_of_health == pytest.approx(0.84)

    def test_without_capacities_there_is_no_health(self, evidence_file: Callable[[str], bytes]) -> None:
        content = evidence_file("upower.txt").replace(b"    energy-full-design:  63 Wh\n", b"")
        assert battery(content).state_of_health is None
        assert [problem.path for problem in read(content).unread] == ["$.upower.batteries[0]"]


class TestWindows:
    """`powercfg /batteryreport /xml`."""

    def test_capacities_are_read_and_a_count_of_nought_says_nothing(
        self, evidence_file: Callable[[str], bytes]
    ) -> None:
        found = battery(evidence_file("battery-report.xml"))
        assert found.state_of_health == pytest.approx(0.84)
        assert (found.cycles, found.chemistry) == (None, "LiP")
        assert battery(evidence_file("battery-report.xml").replace(b">0</Cyc", b">120</Cyc")).cycles == 120

    def test_a_desktop_has_no_battery(self, evidence_file: Callable[[str], bytes]) -> None:
        content = evidence_file("battery-report.xml")
        begin, end = content.index(b"<Battery>"), content.index(b"</Batteries>")
        reading = read(content[:begin] + content[end:])
        assert reading.batteries == ()
        assert reading.unread

    @pytest.mark.parametrize(
        "hostile",
        [
            b'<?xml version="1.0"?><BatteryReport><Batteries><Battery>',
            b"<BatteryReport>" + b"<a>" * 100 + b"</a>" * 100 + b"</BatteryReport>",
            b"<BatteryReport>" + b"<a/>" * 100_001 + b"</BatteryReport>",
        ],
        ids=["cut off", "deep", "many"],
    )
    def test_hostile_xml_is_refused(self, hostile: bytes) -> None:
        with pytest.raises(InvalidInput):
            read(hostile)


class TestTelephones:
    """Android's battery and an iPhone's property list."""

    def test_samsung_tells_what_is_left_and_how_often_it_was_charged(
        self, evidence_file: Callable[[str], bytes]
    ) -> None:
        found = battery(evidence_file("dumpsys-battery.txt"))
        assert found.state_of_health == pytest.approx(0.93)
        assert (found.cycles, found.chemistry) == (807, "Li-ion")

    @pytest.mark.parametrize("value", [b"-1", b"0", b"250"])
    def test_a_value_that_makes_no_sense_is_no_health(
        self, evidence_file: Callable[[str], bytes], value: bytes
    ) -> None:
        content = evidence_file("dumpsys-battery.txt").replace(b"[93]", value)
        assert battery(content).state_of_health is None
        assert read(content).unread

    def test_an_iphone_says_which_it_is_and_an_imei_with_a_wrong_digit_is_none(
        self, evidence_file: Callable[[str], bytes]
    ) -> None:
        reading = read(evidence_file("ideviceinfo.plist"))
        assert [(claim.kind, claim.value) for claim in reading.claims] == [
            (ClaimKind.MAKER, "Apple"),
            (ClaimKind.MODEL, "iPhone12,1"),
            (ClaimKind.SERIAL, "DEMOPHONE001"),
            (ClaimKind.IMEI, "490154203237518"),
        ]
        assert [problem.path for problem in reading.unread] == ["$.ideviceinfo.InternationalMobileEquipmentIdentity2"]

    def test_entities_in_a_property_list_are_not_read(self, evidence_file: Callable[[str], bytes]) -> None:
        content = evidence_file("ideviceinfo.plist")
        bomb = b'<!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        begin, end = content.index(b"<!DOCTYPE"), content.index(b"<plist")
        with pytest.raises(InvalidInput):
            read(content[:begin] + bomb + content[end:])
