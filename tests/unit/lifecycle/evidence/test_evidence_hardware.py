"""What lshw, dmidecode, systeminfo and xrandr say of a device's hardware."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dpp.domain.errors import InvalidInput
from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import MediumKind


def read(content: bytes | str | dict[str, Any]) -> Reading:
    if isinstance(content, dict):
        content = json.dumps(content)
    return read_evidence(content if isinstance(content, bytes) else content.encode(), formats=FORMATS)[1]


def claims(reading: Reading) -> dict[ClaimKind, str]:
    return {claim.kind: claim.value for claim in reading.claims}


def paths(reading: Reading) -> list[str]:
    return [problem.path for problem in reading.unread]


class TestLshw:
    """`lshw -json`."""

    @pytest.fixture
    def tree(self, evidence_file: Callable[[str], bytes]) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(evidence_file("lshw.json"))
        return document

    def test_the_root_says_which_device_it_is_without_the_makers_article_number(self, tree: dict[str, Any]) -> None:
        assert claims(read(tree)) == {
            ClaimKind.MAKER: "Dell Inc.",
            ClaimKind.MODEL: "Latitude 7420",
            ClaimKind.SERIAL: "DEMO7420A1",
            ClaimKind.SMBIOS_UUID: "4c4c4544-0044-4510-804d-c4c04f374131",
        }

    def test_the_processors_version_is_its_cpuid(self, tree: dict[str, Any]) -> None:
        hardware = read(tree).hardware
        assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == (6, 140, 1)
        assert (hardware.memory_bytes, hardware.memory_slots, hardware.memory_slots_used) == (16 * 1024**3, 2, 1)
        assert (hardware.uefi, hardware.firmware_version) == (True, "1.25.1")
        assert hardware.firmware_date == date(2023, 4, 18)

    def test_disks_and_nvme_are_media_an_optical_drive_and_a_stick_are_not(self, tree: dict[str, Any]) -> None:
        reading = read(tree)
        assert [(seen.serial, seen.kind) for seen in reading.media] == [
            ("DEMOHDD0001", MediumKind.HDD),
            ("DEMOSSD0001", MediumKind.NVME),
        ]
        assert "$.lshw.disk[3]" in paths(reading)
        assert not reading.lists_all_media

    def test_newer_versions_write_a_list_of_one(self, tree: dict[str, Any]) -> None:
        assert read(json.dumps([tree])) == read(tree)

    def test_without_the_rights_of_root_there_is_no_serial_number(self) -> None:
        reading = read({"id": "x", "class": "system", "children": []})
        assert (reading.claims, reading.media) == ((), ())
        assert paths(reading) == ["$.lshw.system[0].serial"]

    def test_a_laptop_without_battery_has_none(self, tree: dict[str, Any]) -> None:
        tree["children"].pop()
        assert read(tree).batteries == ()


class TestDmidecode:
    """The tables of the firmware."""

    @pytest.fixture
    def text(self, evidence_file: Callable[[str], bytes]) -> str:
        return evidence_file("dmidecode.txt").decode()

    def test_identity_hardware_and_tpm(self, text: str) -> None:
        reading = read(text)
        assert claims(reading)[ClaimKind.ASSET_TAG] == "DEMO-000123"
        hardware = reading.hardware
        assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == (6, 140, 1)
        assert (hardware.memory_slots, hardware.memory_slots_used) == (2, 1)
        assert (hardware.uefi, hardware.tpm, hardware.firmware_date) == (True, "2.0", date(2023, 4, 18))

    @pytest.mark.parametrize(
        ("identity", "maker", "expected"),
        [
            ("51 06 04 00 FF FB EB BF", "Intel", (6, 69, 1)),
            ("01 0F 86 00 FF FB 8B 17", "AMD", (23, 96, 1)),
            ("C1 06 08 00 FF FB EB BF", "Apple", (None, None, None)),
            ("not an id", "Intel", (None, None, None)),
        ],
    )
    def test_the_signature_is_put_together_as_the_makers_do(
        self, text: str, identity: str, maker: str, expected: tuple[int | None, ...]
    ) -> None:
        changed = text.replace("C1 06 08 00 FF FB EB BF", identity).replace("Intel(R) Corporation", maker)
        hardware = read(changed).hardware
        assert (hardware.cpu_family, hardware.cpu_model, hardware.cpu_stepping) == expected

    def test_what_the_maker_left_blank_is_no_serial_number(self, text: str) -> None:
        reading = read(text.replace("Serial Number: DEMO7420A1", "Serial Number: To Be Filled By O.E.M."))
        assert ClaimKind.SERIAL not in claims(reading)
        assert "$.dmidecode.1.serial_number" in paths(reading)

    def test_the_design_of_a_battery_says_nothing_of_its_state(self, text: str) -> None:
        reading = read(text)
        assert [(each.design_capacity, each.state_of_health) for each in reading.batteries] == [(63_000, None)]

    def test_a_flood_of_text_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidInput, match="no device says so much"):
            read(text + "\tx\n" * 500_000)


def test_systeminfo_gives_maker_model_processor_and_no_serial_number(evidence_file: Callable[[str], bytes]) -> None:
    reading = read(evidence_file("systeminfo.txt"))
    assert claims(reading) == {ClaimKind.MAKER: "Dell Inc.", ClaimKind.MODEL: "Latitude 7420"}
    assert (reading.hardware.cpu_family, reading.hardware.cpu_model) == (6, 140)
    assert reading.hardware.memory_bytes == 16_168 * 1024**2
    assert paths(reading) == ["$.systeminfo"]


class TestXrandr:
    """Displays out of `xrandr --props`."""

    def test_the_display_is_read_and_an_output_without_edid_is_told(
        self, evidence_file: Callable[[str], bytes]
    ) -> None:
        reading = read(evidence_file("xrandr.txt"))
        (display,) = reading.monitors
        assert (display.maker, display.serial, display.year) == ("DEL", "DEMOMON0001", 2019)
        assert paths(reading) == ["$.xrandr.outputs[0].edid"]

    def test_it_reads_the_same_display_as_the_edid_itself(self, evidence_file: Callable[[str], bytes]) -> None:
        assert read(evidence_file("xrandr.txt")).monitors == read(evidence_file("edid-display.txt")).monitors

    def test_a_damaged_edid_is_told(self, evidence_file: Callable[[str], bytes]) -> None:
        reading = read(evidence_file("xrandr.txt").replace(b"\t\t00ffffffffffff0010ac", b"\t\t00ffffffffffff0010ad"))
        assert reading.monitors == ()
        assert "checksum" in str(reading.unread[1].what)
