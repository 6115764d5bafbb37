"""What a GLPI inventory says."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import MediumKind


def read(**sections: object) -> Reading:
    return read_evidence(json.dumps({"action": "inventory", "content": sections}).encode())[1]


def paths(reading: Reading) -> list[str]:
    return [problem.path for problem in reading.unread]


def claims(reading: Reading) -> dict[ClaimKind, str]:
    return {claim.kind: claim.value for claim in reading.claims}


@pytest.fixture
def laptop(evidence_file: Callable[[str], bytes]) -> Reading:
    return read_evidence(evidence_file("glpi.json"))[1]


@pytest.fixture
def two_disks(evidence_file: Callable[[str], bytes]) -> Reading:
    return read_evidence(evidence_file("glpi-two-disks.json"))[1]


def test_the_firmware_says_which_device_it_is(laptop: Reading) -> None:
    assert claims(laptop) == {
        ClaimKind.MAKER: "Dell Inc.",
        ClaimKind.MODEL: "Latitude 7420",
        ClaimKind.SERIAL: "DEMO7420A1",
        ClaimKind.SMBIOS_UUID: "4c4c4544-0044-4510-804d-c4c04f374131",
        ClaimKind.ASSET_TAG: "DEMO-000123",
    }


def test_a_typed_tag_is_trusted_less_than_what_the_maker_wrote(laptop: Reading) -> None:
    trust = {claim.kind: claim.confidence for claim in laptop.claims}
    assert trust[ClaimKind.ASSET_TAG] < trust[ClaimKind.SERIAL] < 1


def test_the_hardware_tells_what_windows_11_asks(laptop: Reading) -> None:
    hardware = laptop.hardware
    assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == (6, 140, 1)
    assert hardware.memory_bytes == 16 * 1024**3
    assert hardware.uefi is True
    assert hardware.tpm is None, "the format does not say"
    assert (hardware.firmware_version, hardware.firmware_date) == ("1.25.1", date(2023, 4, 18))


def test_battery_health_is_full_charge_over_design(laptop: Reading) -> None:
    (battery,) = laptop.batteries
    assert battery.state_of_health == pytest.approx(0.84)
    assert (battery.design_capacity, battery.full_capacity) == (63000, 52920)
    assert battery.cycles is None, "the format does not say"
    assert battery.observed == date(2026, 1, 12)


def test_the_built_in_panel_is_read_from_its_edid(laptop: Reading) -> None:
    (panel,) = laptop.monitors
    assert (panel.maker, panel.year, panel.week, panel.diagonal_inches) == ("AUO", 2021, 10, 14.0)
    assert (panel.width_pixels, panel.height_pixels) == (1920, 1080)


def test_every_disk_with_a_serial_number_is_a_medium(two_disks: Reading) -> None:
    assert [(seen.serial, seen.kind) for seen in two_disks.media] == [
        ("DEMOSSD0002", MediumKind.NVME),
        ("DEMOHDD0002", MediumKind.HDD),
    ]
    assert two_disks.media[1].size_bytes == 500_107_000_000


def test_a_disk_without_serial_and_a_usb_stick_are_told_and_not_counted(two_disks: Reading) -> None:
    assert paths(two_disks) == ["$.content.storages[2]", "$.content.storages[3].serial"]


def test_an_empty_slot_shows_how_many_there_are(two_disks: Reading, laptop: Reading) -> None:
    """Where no empty slot is listed there may be some all the same: not every agent lists those."""
    assert (two_disks.hardware.memory_slots, two_disks.hardware.memory_slots_used) == (2, 1)
    assert (laptop.hardware.memory_slots, laptop.hardware.memory_slots_used) == (None, 2)


@pytest.mark.parametrize("serial", ["To Be Filled By O.E.M.", "Default string", "0000000", "System Serial Number", ""])
def test_what_a_maker_left_blank_is_no_serial_number(serial: str) -> None:
    reading = read(bios={"ssn": serial})
    assert reading.claims == ()
    assert "$.content.bios.ssn" in paths(reading)


def test_a_uuid_that_many_boards_share_is_no_claim() -> None:
    shared = "03000200-0400-0500-0006-000700080009"
    assert ClaimKind.SMBIOS_UUID not in claims(read(hardware={"uuid": shared}))


@pytest.mark.parametrize(
    "battery",
    [
        {},
        {"capacity": 50000},
        {"real_capacity": 50000},
        {"capacity": 0, "real_capacity": 50000},
        {"capacity": 50000, "real_capacity": 0},
        {"capacity": 50, "real_capacity": 50000},
    ],
)
def test_a_battery_whose_gauge_makes_no_sense_has_no_health(battery: dict[str, Any]) -> None:
    reading = read(batteries=[battery])
    assert reading.batteries[0].state_of_health is None
    assert "$.content.batteries[0]" in paths(reading)


def test_a_laptop_without_battery_has_none() -> None:
    assert read(batteries=[]).batteries == ()


@pytest.mark.parametrize(
    ("secure_boot", "uefi"), [("enabled", True), ("disabled", True), ("unsupported", None), (None, None)]
)
def test_secure_boot_shows_uefi_and_its_absence_shows_nothing(secure_boot: object, *, uefi: bool | None) -> None:
    assert read(bios={"ssn": "A1", "secure_boot": secure_boot}).hardware.uefi is uefi


def test_without_modules_memory_is_what_the_system_sees() -> None:
    assert read(hardware={"memory": 7800}).hardware.memory_bytes == 7800 * 1024**2


@pytest.mark.parametrize(
    ("storage", "kind"),
    [
        ({"model": "PM951 NVMe SAMSUNG 256GB"}, MediumKind.NVME),
        ({"model": "Samsung SSD 860 EVO"}, MediumKind.SSD),
        ({"model": "X", "type": "HDD"}, MediumKind.HDD),
        ({"model": "X", "description": "MMC"}, MediumKind.EMMC),
        ({"model": "TOSHIBATHNSNJ25", "description": "SATA"}, MediumKind.OTHER),
    ],
)
def test_the_kind_of_a_medium_is_told_by_its_words_or_left_open(storage: dict[str, str], kind: MediumKind) -> None:
    assert read(storages=[{"serial": "S1", **storage}]).media[0].kind is kind


def test_an_optical_drive_holds_no_data_of_the_device() -> None:
    assert read(storages=[{"serial": "S1", "type": "DVD-ROM"}]).media == ()


def test_one_object_where_a_list_belongs_is_read_as_one() -> None:
    """Converters from the older XML write it so."""
    assert read(storages={"serial": "S1"}).media[0].serial == "S1"


def test_a_partial_inventory_says_that_it_is() -> None:
    content = {"partial": True, "content": {"bios": {"ssn": "A1"}}}
    assert "$.partial" in paths(read_evidence(json.dumps(content).encode())[1])


def test_a_damaged_edid_is_told_and_the_words_beside_it_are_used(evidence_file: Callable[[str], bytes]) -> None:
    document = json.loads(evidence_file("glpi.json"))
    record = document["content"]["monitors"][0]
    record["base64"] = record["base64"][:60] + "AAAA" + record["base64"][64:]
    reading = read_evidence(json.dumps(document).encode())[1]
    assert reading.monitors[0].maker == "AU Optronics"
    assert "$.content.monitors[0].base64" in paths(reading)


@pytest.mark.parametrize("section", ["bios", "batteries", "cpus", "hardware", "memories", "monitors", "storages"])
@pytest.mark.parametrize("nonsense", [[], {}, [[]], [{}], ["x"], [None]])
def test_any_section_may_hold_nothing_that_can_be_read(section: str, nonsense: object) -> None:
    assert read(**{section: nonsense}).format == "glpi-inventory"
