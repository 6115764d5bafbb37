"""Any file gives a reading or one of our errors, in bounded time."""

import json
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dpp.domain.errors import InvalidInput, TooLarge
from lifecycle.domain.evidence.limits import MAX_BYTES
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import FORMATS, read_evidence, read_stored

FILES = {
    "glpi.json": "glpi-inventory",
    "glpi-two-disks.json": "glpi-inventory",
    "smartctl.json": "smartctl",
    "smartctl-two-disks-nvme.json": "smartctl",
    "smartctl-two-disks-hdd.json": "smartctl",
    "smartctl-failing-ata.json": "smartctl",
    "nwipe.log": "nwipe-log",
    "nwipe-two-disks.log": "nwipe-log",
    "nwipe-failed.log": "nwipe-log",
    "edid-display.txt": "edid",
}
ROOM = MAX_BYTES // 4
SECONDS = 10
"""Of the processor: far above what the slowest case takes (1 s); a step that is quadratic in the size takes hours."""


def survives(content: bytes) -> None:
    """A reading that its own stored form gives again, or one of the two documented errors."""
    try:
        kept, reading = read_evidence(content)
    except (InvalidInput, TooLarge):
        return
    assert read_evidence(kept.content) == (read_evidence(kept.content)[0], reading)
    assert read_stored(kept.content, format_name=reading.format) == reading


@pytest.mark.parametrize(("name", "format_name"), FILES.items())
def test_a_format_is_known_by_its_content(evidence_file: Callable[[str], bytes], name: str, format_name: str) -> None:
    assert read_evidence(evidence_file(name), file_name="anything.bin")[1].format == format_name


def test_an_unknown_file_is_told_which_formats_are_known() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_evidence(b"Dear sir,", file_name="letter.txt")
    for known in FORMATS:
        assert known.title in str(caught.value)
    assert caught.value.problems[0].path == "letter.txt"


def test_json_of_another_kind_is_unknown_and_not_broken() -> None:
    with pytest.raises(InvalidInput, match="Known formats"):
        read_evidence(b'{"content": {"title": "GLPI"}}')


def test_every_format_names_its_parser_and_version(evidence_file: Callable[[str], bytes]) -> None:
    by_name = {known.name: known for known in FORMATS}
    assert len(by_name) == len(FORMATS)
    for name, format_name in FILES.items():
        reading = read_evidence(evidence_file(name))[1]
        known = by_name[format_name]
        assert (reading.parser, reading.parser_version) == (known.parser, known.parser_version)


@pytest.mark.parametrize("name", FILES)
def test_a_reading_survives_being_stored_as_json(evidence_file: Callable[[str], bytes], name: str) -> None:
    reading = read_evidence(evidence_file(name))[1]
    adapter = TypeAdapter(Reading)
    assert adapter.validate_json(adapter.dump_json(reading)) == reading


def test_stored_evidence_of_a_forgotten_format_is_refused() -> None:
    with pytest.raises(InvalidInput, match="floppy"):
        read_stored(b"x", format_name="floppy")


def test_the_demo_carries_the_evidence_that_the_tests_read(evidence_file: Callable[[str], bytes]) -> None:
    for name in ("glpi.json", "smartctl.json", "nwipe.log"):
        assert files("web").joinpath("demo", "evidence", name).read_bytes() == evidence_file(name)


def test_the_demo_files_belong_to_one_laptop(evidence_file: Callable[[str], bytes]) -> None:
    inventory, disk, wipe = (
        read_evidence(evidence_file(name))[1] for name in ("glpi.json", "smartctl.json", "nwipe.log")
    )
    assert {claim.kind: claim.value for claim in wipe.claims}.items() <= {
        claim.kind: claim.value for claim in inventory.claims
    }.items()
    assert {seen.serial for seen in inventory.media} == {seen.serial for seen in disk.media}
    assert {each.medium_serial for each in wipe.erasures} == {seen.serial for seen in inventory.media}


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_reading_or_a_documented_error(content: bytes) -> None:
    survives(content)


@given(st.sampled_from(sorted(FILES)), st.lists(st.tuples(st.integers(0), st.binary(max_size=4)), max_size=8))
def test_a_damaged_file_gives_a_reading_or_a_documented_error(
    evidence_file: Callable[[str], bytes], name: str, damage: list[tuple[int, bytes]]
) -> None:
    content = bytearray(evidence_file(name))
    for position, replacement in damage:
        at = position % len(content)
        content[at : at + len(replacement)] = replacement
    survives(bytes(content))


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([name for name in sorted(FILES) if name.endswith(".json")]), st.data())
def test_any_value_in_any_member_gives_a_reading_or_a_documented_error(
    evidence_file: Callable[[str], bytes], name: str, data: st.DataObject
) -> None:
    document = json.loads(evidence_file(name))
    place, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place)))
    if isinstance(place[key], list) and place[key] and isinstance(place[key][0], dict):
        place = place[key][0]
        key = data.draw(st.sampled_from(sorted(place)))
    place[key] = data.draw(any_json)
    survives(json.dumps(document).encode())


def repeated(part: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    room = ROOM - len(before) - len(after)
    return before + part * (room // len(part)) + after


@pytest.mark.parametrize(
    "content",
    [
        repeated(b"["),
        repeated(b'{"a":'),
        repeated(b'\\"', b"{"),
        repeated(b'"k":1,', b'{"content":{"bios":{', b'"k":1}}}'),
        repeated(b'{"serial":"S1"},', b'{"content":{"storages":[', b"{}]}}"),
        repeated(b'{"login":"user"},', b'{"content":{"memories":[{"type":"a b c"}],"users":[', b"{}]}}"),
        repeated(b'{"type":"' + b"a.b-0 (" * 18 + b'"},', b'{"content":{"memories":[', b"{}]}}"),
        repeated(b"[2026/01/13 08:02:11] info: 1 bytes written to /dev/sda\n"),
        repeated(b"[2026/01/13 08:02:11] info: Found /dev/sda, ATA," + b"," * 400 + b"\n"),
        repeated(b"\n", b"x"),
        repeated(b"00ffffffffffff00 "),
    ],
    ids=["brackets", "objects", "quotes", "twice", "storages", "users", "texts", "log", "commas", "lines", "hex"],
)
def test_large_hostile_files_are_dealt_with_in_bounded_time(content: bytes) -> None:
    begun = process_time()
    with suppress(InvalidInput):
        read_evidence(content)
    assert process_time() - begun < SECONDS
