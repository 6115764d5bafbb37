"""Every format that there is: told from all others, stripped before anything is stored, and described."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dpp.domain.errors import InvalidInput, TooLarge
from lifecycle.adapters.parsers import FORMATS
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import read_evidence, read_stored

FILES = {
    "glpi.json": "glpi-inventory",
    "smartctl.json": "smartctl",
    "nwipe.log": "nwipe-log",
    "edid-display.txt": "edid",
    "sanitise-failed.json": "usody-sanitize",
    "ereuse-workbench.json": "ereuse-workbench",
    "ereuse-snapshot.json": "ereuse-snapshot",
    "lshw.json": "lshw",
    "dmidecode.txt": "dmidecode",
    "upower.txt": "upower",
    "xrandr.txt": "xrandr",
    "systeminfo.txt": "systeminfo",
    "battery-report.xml": "battery-report",
    "dumpsys-battery.txt": "android-battery",
    "ideviceinfo.plist": "ideviceinfo",
}
NEW = [name for name in FILES if FILES[name] not in {"glpi-inventory", "smartctl", "nwipe-log", "edid"}]

PLANTED = (
    "voorbeeld",  # people, hosts, domains and networks of the fixtures
    "00:5e",  # MAC addresses
    "192.0.2",
    "board0001",  # the board's own serial number
    "mouse",
    "stick",
    "private",  # what a command printed
    "4a6f20566f",  # what a validation read from a disk
    "12345678",  # telephone and SIM
    "8931440",
)
"""What stands in the files and may not be stored, in lower case."""


def read(content: bytes, formats: Sequence[Format] = FORMATS) -> tuple[bytes, Reading]:
    kept, reading = read_evidence(content, formats=formats)
    return kept.content, reading


def orders() -> list[tuple[Format, ...]]:
    """Each format first once, and some orders by lot."""
    turned = [FORMATS[place:] + FORMATS[:place] for place in range(len(FORMATS))]
    lots = [tuple(random.Random(seed).sample(FORMATS, len(FORMATS))) for seed in range(10)]  # noqa: S311 - no secret
    return [tuple(reversed(FORMATS)), *turned, *lots]


@pytest.mark.parametrize(("name", "format_name"), FILES.items())
def test_a_file_is_of_its_own_format_in_whatever_order_the_formats_are_asked(
    evidence_file: Callable[[str], bytes], name: str, format_name: str
) -> None:
    content = evidence_file(name)
    kept = read(content)[0]
    for formats in orders():
        assert read(content, formats)[1].format == format_name
        assert read(kept, formats)[1].format == format_name


@pytest.mark.parametrize("name", NEW)
def test_planted_names_and_numbers_do_not_survive(evidence_file: Callable[[str], bytes], name: str) -> None:
    content = evidence_file(name)
    kept = read(content)[0].decode().lower()
    assert [planted for planted in PLANTED if planted in kept] == []


def test_the_fixtures_hold_every_planted_thing(evidence_file: Callable[[str], bytes]) -> None:
    """Else the test above would look for nothing."""
    everything = b"".join(evidence_file(name) for name in NEW).decode().lower()
    assert [planted for planted in PLANTED if planted not in everything] == []


@pytest.mark.parametrize("name", NEW)
def test_what_is_kept_says_the_same_when_it_comes_back(evidence_file: Callable[[str], bytes], name: str) -> None:
    kept, reading = read(evidence_file(name))
    assert read(kept) == (kept, reading)
    assert read_stored(kept, format_name=reading.format, formats=FORMATS) == reading


@pytest.mark.parametrize("name", NEW)
def test_a_reading_survives_being_stored(evidence_file: Callable[[str], bytes], name: str) -> None:
    adapter = TypeAdapter(Reading)
    reading = read(evidence_file(name))[1]
    assert adapter.validate_json(adapter.dump_json(reading)) == reading


def test_each_format_has_a_name_of_its_own_and_says_what_it_gives_and_how_its_file_is_made() -> None:
    assert len({each.name for each in FORMATS}) == len(FORMATS)
    for each in FORMATS:
        assert each.title
        assert each.gives
        assert each.made_with


@pytest.mark.parametrize("name", NEW)
@given(damage=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), max_size=6), end=st.integers(1, 10**6))
@settings(max_examples=15)
def test_a_damaged_or_cut_off_file_gives_a_reading_or_a_documented_error(
    evidence_file: Callable[[str], bytes], name: str, damage: list[tuple[int, bytes]], end: int
) -> None:
    content = bytearray(evidence_file(name))
    for position, replacement in damage:
        at = position % len(content)
        content[at : at + len(replacement)] = replacement
    for part in (bytes(content), bytes(content[: end % len(content) + 1])):
        try:
            kept, reading = read(part)
        except (InvalidInput, TooLarge):
            continue
        assert read(kept) == (kept, reading)


ROOM = 1 << 20
SECONDS = 3
"""Of the processor: far above what the slowest case takes (0.3 s); jc over all of it takes minutes."""
STARTS = {
    "dmidecode": b"Handle 0x0000, DMI type 0, 26 bytes\n",
    "upower": b"Device: /org/freedesktop/UPower/devices/x\n",
    "systeminfo": b"Host Name:    x\nOS Name:   x\n",
    "xrandr": b"Screen 0: minimum 1 x 1, current 1 x 1\neDP-1 connected\n\tEDID:\n",
    "android": b"Current Battery Service state:\n",
    "xml": b"<BatteryReport>",
    "plist": b"<plist><key>ProductType</key>",
}
PARTS = {
    "white": b" \n",
    "hashes": b"#\n",
    "handles": b"Handle 0x0001, DMI type 1, 27 bytes\n\tVersion: 1\n",
    "lists": b"[ {",
    "hex": b"\t00ff00ff\n",
}


def flood(start: str, part: str, times: int) -> float:
    """Seconds of the processor that a flood takes."""
    begun = process_time()
    with suppress(InvalidInput, TooLarge):
        read(STARTS[start] + PARTS[part] * times)
    return process_time() - begun


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("start", STARTS)
def test_floods_are_dealt_with_in_bounded_time(start: str, part: str) -> None:
    assert flood(start, part, ROOM // len(PARTS[part])) < SECONDS


@pytest.mark.parametrize(("start", "lines"), [("dmidecode", 19_000), ("upower", 4_900), ("systeminfo", 1_900)])
@pytest.mark.parametrize("part", ["white", "hashes", "hex"])
def test_what_is_just_within_the_limits_is_dealt_with_too(start: str, lines: int, part: str) -> None:
    assert flood(start, part, lines) < SECONDS
