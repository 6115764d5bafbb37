"""What snapshots of eReuse say: the newer ones of tools, the older ones of components."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import MediumKind, SanitisationCategory


def read(document: Any) -> Reading:
    return read_evidence(json.dumps(document).encode(), formats=FORMATS)[1]


def claims(reading: Reading) -> dict[ClaimKind, str]:
    return {claim.kind: claim.value for claim in reading.claims}


def paths(reading: Reading) -> list[str]:
    return [problem.path for problem in reading.unread]


@pytest.fixture
def workbench(evidence_file: Callable[[str], bytes]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(evidence_file("ereuse-workbench.json"))
    return document


@pytest.fixture
def snapshot(evidence_file: Callable[[str], bytes]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(evidence_file("ereuse-snapshot.json"))
    return document


class TestNewerSnapshots:
    """Outputs of tools, as text inside the JSON."""

    def test_dmidecode_says_which_device_it_is(self, workbench: dict[str, Any]) -> None:
        assert claims(read(workbench)) == {
            ClaimKind.MAKER: "Dell Inc.",
            ClaimKind.MODEL: "Latitude 7420",
            ClaimKind.SERIAL: "DEMO7420A1",
            ClaimKind.SMBIOS_UUID: "4c4c4544-0044-4510-804d-c4c04f374131",
            ClaimKind.ASSET_TAG: "DEMO-000123",
        }

    def test_smartctl_gives_the_disks_and_an_answer_that_is_an_error_is_told(self, workbench: dict[str, Any]) -> None:
        reading = read(workbench)
        assert [(seen.serial, seen.healthy) for seen in reading.media] == [("DEMOSSD0001", True)]
        assert not reading.lists_all_media
        assert paths(reading) == [
            "$.data.smartctl[1].smartctl.exit_status",
            "$.data.smartctl[1].serial_number",
        ]

    def test_where_every_disk_answers_these_are_all(self, workbench: dict[str, Any]) -> None:
        workbench["data"]["smartctl"] = json.dumps(json.loads(workbench["data"]["smartctl"])[:1])
        assert read(workbench).lists_all_media

    def test_inxi_gives_battery_and_displays(self, workbench: dict[str, Any]) -> None:
        reading = read(workbench)
        (battery,) = reading.batteries
        assert battery.state_of_health == pytest.approx(0.84, abs=0.001)
        assert (battery.cycles, battery.serial, battery.full_capacity) == (325, "4711", 52_900)
        assert battery.observed == date(2026, 1, 12)
        assert [(seen.model, seen.serial, seen.year) for seen in reading.monitors] == [
            ("Dell P2419H", "DEMOMON0001", 2019)
        ]

    def test_without_dmidecode_inxi_still_says_which_device_it_is(self, workbench: dict[str, Any]) -> None:
        del workbench["data"]["dmidecode"]
        reading = read(workbench)
        assert claims(reading)[ClaimKind.SERIAL] == "DEMO7420A1"
        assert (reading.hardware.cpu_family, reading.hardware.cpu_model) == (6, 140)

    def test_without_smartctl_the_disks_are_those_of_inxi(self, workbench: dict[str, Any]) -> None:
        del workbench["data"]["smartctl"]
        assert [(seen.serial, seen.kind, seen.size_bytes) for seen in read(workbench).media] == [
            ("DEMOSSD0001", MediumKind.NVME, None)
        ]

    @pytest.mark.parametrize("tool", ["dmidecode", "smartctl", "inxi"])
    def test_the_output_of_a_tool_that_cannot_be_read_costs_that_tool_alone(
        self, workbench: dict[str, Any], tool: str
    ) -> None:
        workbench["data"][tool] = f"{tool}: command not found"
        reading = read(workbench)
        assert f"$.data.{tool}" in paths(reading)
        assert claims(reading)[ClaimKind.SERIAL] == "DEMO7420A1"

    def test_the_generation_before_has_lshw_and_smart(
        self, workbench: dict[str, Any], evidence_file: Callable[[str], bytes]
    ) -> None:
        data = workbench["data"]
        smart = json.loads(data["smartctl"])[:1]
        workbench["data"] = {"lshw": json.loads(evidence_file("lshw.json")), "smart": smart, "lspci": "00:00.0 x"}
        reading = read(workbench)
        assert claims(reading)[ClaimKind.SERIAL] == "DEMO7420A1"
        assert [seen.serial for seen in reading.media] == ["DEMOSSD0001"]
        assert reading.hardware.memory_bytes == 16 * 1024**3

    def test_reports_of_the_sanitise_tool_are_erasures(
        self, workbench: dict[str, Any], evidence_file: Callable[[str], bytes]
    ) -> None:
        workbench["erase"] = [json.loads(evidence_file("sanitise-failed.json"))]
        reading = read(workbench)
        assert [(each.medium_serial, each.succeeded) for each in reading.erasures] == [("DEMOHDD0001", False)]
        assert "DEMOHDD0001" in {seen.serial for seen in reading.media}

    @pytest.mark.parametrize("data", [{}, {"smartctl": "[]"}, {"dmidecode": ""}, {"inxi": "[{}]", "smartctl": "[[]]"}])
    def test_any_tool_may_say_nothing(self, workbench: dict[str, Any], data: dict[str, Any]) -> None:
        reading = read(workbench | {"data": data})
        assert (reading.format, reading.claims, reading.media) == ("ereuse-workbench", (), ())


class TestOlderSnapshots:
    """A device, its components and actions."""

    def test_device_and_hardware(self, snapshot: dict[str, Any]) -> None:
        reading = read(snapshot)
        assert claims(reading)[ClaimKind.SERIAL] == "DEMO7420A1"
        hardware = reading.hardware
        assert (hardware.memory_bytes, hardware.memory_slots, hardware.memory_slots_used) == (8 * 1024**3, 2, 1)
        assert (hardware.firmware_version, hardware.firmware_date) == ("1.25.1", date(2023, 4, 17))

    def test_disks_have_sizes_in_millions_of_bytes_and_the_health_that_their_test_found(
        self, snapshot: dict[str, Any]
    ) -> None:
        solid, turning = read(snapshot).media
        assert (solid.kind, solid.size_bytes, solid.healthy) == (MediumKind.SSD, 256_060_514_304, True)
        assert (solid.power_on_hours, solid.reallocated_sectors) == (4711, 0)
        assert (turning.kind, turning.healthy) == (MediumKind.HDD, None)

    def test_an_erasure_counts_where_it_and_each_of_its_steps_went_well(self, snapshot: dict[str, Any]) -> None:
        done, failed = read(snapshot).erasures
        assert (done.medium_serial, done.succeeded, done.verified) == ("DEMOSSD0001", True, True)
        assert (done.category, done.rounds) == (SanitisationCategory.CLEAR, 2)
        assert done.finished_at == datetime(2026, 1, 12, 8, 30, tzinfo=UTC)
        assert (failed.medium_serial, failed.succeeded, failed.detail) == ("DEMOHDD0001", False, "severity Error")

    def test_an_erasure_of_another_name_has_no_category_and_one_without_severity_no_result(
        self, snapshot: dict[str, Any]
    ) -> None:
        disk = snapshot["components"][4]
        disk["actions"] = [{"type": "EraseCrypto", "severity": "Info"}, {"type": "EraseBasic"}]
        reading = read(snapshot | {"components": [disk]})
        assert [(each.technique, each.category, each.verified) for each in reading.erasures] == [
            ("EraseCrypto", None, False)
        ]
        assert paths(reading) == ["DEMOSSD0001.actions[1]"]

    def test_battery_health_is_what_was_measured_over_the_design(self, snapshot: dict[str, Any]) -> None:
        (battery,) = read(snapshot).batteries
        assert battery.state_of_health == pytest.approx(0.84)
        assert battery.cycles == 325

    def test_a_telephone_that_somebody_typed_in_is_trusted_less(self) -> None:
        device = {"type": "Smartphone", "serialNumber": "DEMOPHONE001", "imei": "490154203237518"}
        reading = read({"type": "Snapshot", "software": "Web", "version": "1.0", "device": device})
        assert claims(reading)[ClaimKind.IMEI] == "490154203237518"
        assert {claim.confidence for claim in reading.claims} == {0.7}

    @pytest.mark.parametrize(("number", "imei"), [("49015420-323751-02", "490154203237518"), ("490154203237519", None)])
    def test_an_imeisv_holds_an_imei_and_wrong_digits_are_told(self, number: str, imei: str | None) -> None:
        reading = read({"type": "Snapshot", "software": "Web", "device": {"serialNumber": "D1", "imei": number}})
        assert claims(reading).get(ClaimKind.IMEI) == imei
        assert ("$.device.imei" in paths(reading)) is (imei is None)

    def test_a_display_is_a_monitor_of_its_own(self) -> None:
        device = {"type": "ComputerMonitor", "serialNumber": "DEMOMON0001", "resolutionWidth": 1920}
        (monitor,) = read({"type": "Snapshot", "software": "AndroidApp", "device": device}).monitors
        assert (monitor.serial, monitor.width_pixels) == ("DEMOMON0001", 1920)

    @pytest.mark.parametrize("components", [None, [], {}, [[]], ["x"], [{"type": "SolidStateDrive"}]])
    def test_components_may_be_anything(self, components: object) -> None:
        reading = read({"type": "Snapshot", "device": {"serialNumber": "D1"}, "components": components})
        assert (claims(reading), reading.media) == ({ClaimKind.SERIAL: "D1"}, ())
