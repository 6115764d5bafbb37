"""Real files of real machines give the facts that people checked by hand. Skipped where the samples are absent."""

import pytest

from dpp.domain.errors import InvalidInput
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.vocabulary import MediumKind
from tests.support.shared import shared_data


def read(name: str) -> Reading:
    path = shared_data(name)
    return read_evidence(path.read_bytes(), file_name=path.name)[1]


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


@pytest.mark.parametrize(
    "name",
    [
        "evidence/13_glpi-inventory.schema.json",
        "evidence/16_usody-sanitize_validation-failed.json",
        "evidence/20_jc_dmidecode_ubuntu1804.txt",
        "snapshots/03_ereuse_workbench11_hp-probook-650-g1.json",
    ],
)
def test_formats_that_are_not_read_yet_are_refused_as_unknown(name: str) -> None:
    with pytest.raises(InvalidInput, match="Known formats"):
        read(name)
