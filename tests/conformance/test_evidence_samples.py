"""Real files of real machines give the facts that people checked by hand. Skipped where the samples are absent."""

import json
from datetime import UTC, date, datetime

import pytest
import yaml

from dpp.domain.errors import InvalidInput
from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import MediumKind
from tests.support.shared import shared_data

NAMES = {ClaimKind.MAKER, ClaimKind.MODEL, ClaimKind.SERIAL}


def read(name: str) -> Reading:
    path = shared_data(name)
    return read_evidence(path.read_bytes(), formats=FORMATS, file_name=path.name)[1]


def test_a_glpi_inventory_gives_battery_health_disk_and_processor() -> None:
    reading = read("snapshots/11_glpi-inventory_computer_1.json")
    assert reading.batteries[0].state_of_health == pytest.approx(0.878, abs=0.0005)
    assert [(seen.kind, seen.size_bytes) for seen in reading.media] == [(MediumKind.NVME, 256_060_000_000)]
    hardware = reading.hardware
    assert (hardware.model, hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == ("XPS 13 9350", 6, 78, 3)
    assert hardware.memory_bytes == 8 * 1024**3
    assert (reading.monitors[0].maker, reading.monitors[0].week, reading.monitors[0].year) == ("SHP", 32, 2015)
    assert reading.unread == ()


@pytest.mark.parametrize(
    "personal",
    [b"trasher", b"trashylands", b"glpixps", b"root", b"192.168", b"fe80", b"44:85:00", b"ssh-rsa", b"MY47L1W1JHEB6"],
)
def test_nothing_personal_of_a_glpi_inventory_is_kept(personal: bytes) -> None:
    original = shared_data("snapshots/11_glpi-inventory_computer_1.json").read_bytes()
    assert personal in original
    assert personal not in read_evidence(original)[0].content


def test_a_failing_disk_fails() -> None:
    (disk,) = read("evidence/15_smartctl_ata_failing.json").media
    assert (disk.kind, disk.healthy) == (MediumKind.HDD, False)
    assert (disk.reallocated_sectors, disk.pending_sectors, disk.power_on_hours) == (1975, 8, 65592)


def test_an_nvme_disk_passes() -> None:
    (disk,) = read("evidence/14_smartctl_nvme.json").media
    assert (disk.kind, disk.healthy, disk.size_bytes) == (MediumKind.NVME, True, 1_024_209_543_168)
    assert (disk.media_errors, disk.percentage_used, disk.power_on_hours) == (0, 0, 2401)


def test_a_display_was_made_in_week_42_of_2016() -> None:
    (display,) = read("evidence/22_linuxhw_edid-decode_AOC1670.txt").monitors
    assert (display.maker, display.product_code, display.week, display.year) == ("AOC", "1670", 42, 2016)


def test_a_workbench_snapshot_has_three_disks_of_which_one_is_an_error() -> None:
    reading = read("snapshots/01_ereuse_workbench-script_dell-latitude-e7240.json")
    assert [(seen.size_bytes, seen.kind, seen.healthy, seen.power_on_hours) for seen in reading.media] == [
        (256_060_514_304, MediumKind.SSD, True, None),
        (500_107_862_016, MediumKind.SSD, True, 17_702),
    ]
    assert not reading.lists_all_media
    assert {problem.path.split(".")[2] for problem in reading.unread} == {"smartctl[2]"}
    hardware = reading.hardware
    assert (hardware.maker, hardware.model) == ("Dell Inc.", "Latitude E7240")
    assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == (6, 69, 1)
    assert (hardware.memory_bytes, hardware.memory_slots, hardware.memory_slots_used) == (16 * 1024**3, 2, 2)
    assert (hardware.firmware_version, hardware.firmware_date, hardware.uefi) == ("A29", date(2019, 6, 13), True)
    assert reading.batteries == (), "its inxi has no section of a battery"


@pytest.mark.parametrize("personal", [b"f0:1f:af", b"docker0", b"C920", b"CN129633B700A6", b"EAC2BABF"])
def test_nothing_personal_of_a_workbench_snapshot_is_kept(personal: bytes) -> None:
    original = shared_data("snapshots/01_ereuse_workbench-script_dell-latitude-e7240.json").read_bytes()
    assert personal in original
    assert personal not in read_evidence(original, formats=FORMATS)[0].content


def test_an_older_snapshot_gives_device_disk_and_memory() -> None:
    reading = read("snapshots/03_ereuse_workbench11_hp-probook-650-g1.json")
    assert (reading.hardware.maker, reading.hardware.model) == ("Hewlett-Packard", "Hp Probook 650 G1")
    assert (reading.hardware.memory_bytes, reading.hardware.memory_slots) == (4 * 1024**3, 2)
    assert [(seen.kind, seen.size_bytes) for seen in reading.media] == [(MediumKind.SSD, 120_034_123_776)]
    assert (reading.lists_all_media, reading.unread) == (True, ())


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        (
            "snapshots/06_ereuse_smartphone_web.yaml",
            NAMES | {ClaimKind.IMEI},
        ),
        ("snapshots/08_ereuse_computer-monitor.yaml", NAMES),
    ],
)
def test_telephones_and_displays_are_read_from_json(name: str, kinds: set[ClaimKind]) -> None:
    """The samples are in YAML because their project keeps its tests so; what its programs send is JSON."""
    content = json.dumps(yaml.safe_load(shared_data(name).read_bytes())).encode()
    reading = read_evidence(content, formats=FORMATS)[1]
    assert {claim.kind for claim in reading.claims} == kinds
    assert reading.unread == ()


def test_a_sanitise_run_whose_validation_failed_is_a_failed_erasure() -> None:
    reading = read("evidence/16_usody-sanitize_validation-failed.json")
    (erasure,) = reading.erasures
    (disk,) = reading.media
    assert (erasure.succeeded, erasure.verified) == (False, False)
    assert "its own validation failed" in str(erasure.detail)
    assert erasure.finished_at == datetime(2023, 7, 21, 21, 48, 59, tzinfo=UTC)
    assert (erasure.medium_serial, disk.kind, disk.size_bytes) == (disk.serial, MediumKind.HDD, 320_072_933_376)
    original = shared_data("evidence/16_usody-sanitize_validation-failed.json").read_text(encoding="utf-8")
    assert json.loads(original)["device_info"]["serial_number"] != disk.serial, "that is the number of the USB cradle"


@pytest.mark.parametrize("left_over", [b"650ce66e851a99c6", b"152D00539000", b"dd if=", b"Private"])
def test_what_a_failed_validation_read_from_the_disk_is_not_kept(left_over: bytes) -> None:
    original = shared_data("evidence/16_usody-sanitize_validation-failed.json").read_bytes()
    assert left_over in original
    kept = read_evidence(original, formats=FORMATS)[0].content
    assert (left_over in kept) is (left_over == b"152D00539000"), "the number of the cradle is nobody's"


def test_dmidecode_of_a_virtual_machine() -> None:
    reading = read("evidence/20_jc_dmidecode_ubuntu1804.txt")
    hardware = reading.hardware
    assert (hardware.maker, hardware.model) == ("VMware, Inc.", "VMware Virtual Platform")
    assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == (6, 142, 10)
    assert (hardware.memory_bytes, hardware.memory_slots, hardware.memory_slots_used) == (2 * 1024**3, 128, 1)
    assert reading.unread == ()


def test_upower_of_a_machine_without_a_battery_says_so() -> None:
    reading = read("evidence/18_jc_upower-d_ubuntu1804.txt")
    assert reading.batteries == ()
    assert [problem.path for problem in reading.unread] == ["$.upower.batteries"]


def test_systeminfo_gives_hardware_and_nothing_personal() -> None:
    reading = read("evidence/21_jc_windows10_systeminfo.txt")
    assert (reading.hardware.maker, reading.hardware.model) == ("VMware, Inc.", "VMware7,1")
    assert (reading.hardware.cpu_family, reading.hardware.cpu_model, reading.hardware.cpu_stepping) == (6, 158, 13)
    kept = read_evidence(shared_data("evidence/21_jc_windows10_systeminfo.txt").read_bytes(), formats=FORMATS)[0]
    for personal in (b"DESKTOP-WIN01", b"TEST.local", b"00111-12345", b"192.168", b"KB4578968"):
        assert personal not in kept.content


SAMPLES = {
    "snapshots/01_ereuse_workbench-script_dell-latitude-e7240.json": "ereuse-workbench",
    "snapshots/03_ereuse_workbench11_hp-probook-650-g1.json": "ereuse-snapshot",
    "snapshots/11_glpi-inventory_computer_1.json": "glpi-inventory",
    "evidence/14_smartctl_nvme.json": "smartctl",
    "evidence/15_smartctl_ata_failing.json": "smartctl",
    "evidence/16_usody-sanitize_validation-failed.json": "usody-sanitize",
    "evidence/18_jc_upower-d_ubuntu1804.txt": "upower",
    "evidence/20_jc_dmidecode_ubuntu1804.txt": "dmidecode",
    "evidence/21_jc_windows10_systeminfo.txt": "systeminfo",
    "evidence/22_linuxhw_edid-decode_AOC1670.txt": "edid",
}


@pytest.mark.parametrize(("name", "format_name"), SAMPLES.items())
def test_a_sample_is_of_its_own_format_whichever_is_asked_first(name: str, format_name: str) -> None:
    content = shared_data(name).read_bytes()
    for formats in (FORMATS, tuple(reversed(FORMATS))):
        assert read_evidence(content, formats=formats)[1].format == format_name
    assert [each.name for each in FORMATS if read_or_nothing(content, each)] == [format_name]


def read_or_nothing(content: bytes, only: Format) -> Reading | None:
    try:
        return read_evidence(content, formats=(only,))[1]
    except InvalidInput:
        return None


def test_a_schema_is_no_evidence() -> None:
    with pytest.raises(InvalidInput, match="Known formats"):
        read("evidence/13_glpi-inventory.schema.json")
