"""Whatever a file holds, every format gives a reading or one of our errors, and keeps nothing personal.

Written over the tuple of formats and the folder of samples: a new format is covered as soon as it is in both.
"""

import json
import logging
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, KringpasError, TooLarge
from lifecycle.adapters.parsers import FORMATS
from lifecycle.adapters.reading import ProcessReader
from lifecycle.domain.events.erasing import plain
from lifecycle.domain.evidence.recognise import read_evidence, read_stored
from tests.support.evidence_samples import Sample, samples

ALL, HERE = samples(), samples(written_here=True)
PERSONAL = {
    "mail": "johanna.jansen@planted.example",
    "phone": "+31 6 1234 5678",
    "account": "PLANTED\\johanna",
    "folder": "/home/johannajansen/planted",
    "product key": "PLANT-12345-ABCDE-67890-FGHIJ",
    "MAC address": "00:11:22:aa:bb:c1",
}
"""What looks personal wherever it stands."""
NAMES = {"user": "Johanna Jansen-Planted", "host": "LTP-JOHANNA", "Wi-Fi": "PlantedThuisNet"}
"""What is personal where the file says so: nothing else tells a name from a model."""
OF_PEOPLE = re.compile(
    r"user|login|owner|host|domain|ssid|wifi|wi-fi|mail|phone.?number|account|organization|organisation|workgroup"
    r"|hostname|computer.?name|logged",
    re.IGNORECASE,
)
fuzzed = settings(max_examples=60)


def survives(content: bytes) -> None:
    """A reading that its own stored form gives again, or one of the two documented errors."""
    try:
        kept, reading = read_evidence(content, formats=FORMATS)
    except (InvalidInput, TooLarge):
        return
    assert read_stored(kept.content, format_name=reading.format, formats=FORMATS) == reading
    json.dumps(plain(reading), allow_nan=False)


@given(st.binary(max_size=2000))
@fuzzed
def test_any_bytes_give_a_reading_or_a_refusal(content: bytes) -> None:
    survives(content)


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_a_file_that_breaks_off_gives_a_reading_or_a_refusal(sample: Sample) -> None:
    for part in range(1, 24):
        survives(sample.content[: len(sample.content) * part // 24])


@given(
    st.sampled_from(ALL),
    st.lists(st.tuples(st.integers(0), st.integers(0, 6), st.binary(max_size=6)), min_size=1, max_size=8),
)
@fuzzed
def test_a_damaged_file_gives_a_reading_or_a_refusal(sample: Sample, damage: list[tuple[int, int, bytes]]) -> None:
    content = bytearray(sample.content)
    for position, length, replacement in damage:
        at = position % len(content)
        content[at : at + length] = replacement
        content = content or bytearray(b" ")
    survives(bytes(content))


@given(st.sampled_from(ALL), st.data())
@fuzzed
def test_any_text_in_any_place_gives_a_reading_or_a_refusal(sample: Sample, data: st.DataObject) -> None:
    places = range(len(sample.planting.places))
    if places:
        said = data.draw(st.dictionaries(st.sampled_from(places), st.text(max_size=40), min_size=1, max_size=6))
        survives(sample.planting.planted(said))


def told(content: bytes) -> str:
    """All that leaves the reading of a file: what is stored, what it says, or the refusal."""
    try:
        kept, reading = read_evidence(content, formats=FORMATS, file_name="file")
    except KringpasError as error:
        problems = [str(each.what) for each in error.problems] if isinstance(error, InvalidInput) else []
        return " ".join((str(error.what), str(error.remedy), *problems))
    return kept.content.decode(errors="replace") + json.dumps(plain(reading), ensure_ascii=False)


def shows(where: str, planted: str) -> bool:
    return planted in where or planted in where.replace("\\\\", "\\")


@pytest.mark.parametrize("sample", HERE, ids=lambda sample: sample.name)
def test_nothing_personal_is_kept_wherever_it_stands(sample: Sample, caplog: pytest.LogCaptureFixture) -> None:
    """Each kind, in each place alone."""
    planting = sample.planting
    with caplog.at_level(logging.DEBUG):
        for number, place in enumerate(planting.places):
            for kind, planted in PERSONAL.items():
                assert not shows(told(planting.planted({number: planted})), planted), f"{kind} in {place}"
    assert not any(planted in caplog.text for planted in PERSONAL.values())


@given(st.sampled_from(ALL), st.sampled_from(sorted(PERSONAL)), st.data())
@settings(max_examples=80)
def test_nothing_personal_is_kept_of_a_real_file(sample: Sample, kind: str, data: st.DataObject) -> None:
    planting, planted = sample.planting, PERSONAL[kind]
    if planting.places:
        chosen = data.draw(st.sets(st.sampled_from(range(len(planting.places))), min_size=1, max_size=60))
        assert not shows(told(planting.planted(dict.fromkeys(chosen, planted))), planted)


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_a_name_is_kept_nowhere_that_the_file_says_is_of_a_person_a_host_or_a_network(sample: Sample) -> None:
    planting = sample.planting
    of_people = [number for number, place in enumerate(planting.places) if OF_PEOPLE.search(place)]
    for planted in NAMES.values():
        assert not shows(told(planting.planted(dict.fromkeys(of_people, planted))), planted)


def test_every_format_has_a_sample() -> None:
    """A report of an erasure tool is read by a map of its fields, which no file brings along: it has its own tests."""
    assert {known.name for known in FORMATS} - {"erasure-report"} <= {sample.format_name for sample in HERE}


def test_a_worker_reads_every_sample_as_a_call_does() -> None:
    """A worker opens no file once it is ready, so what a parser needs must be loaded before (`worker.PRELOADED`)."""
    reader = ProcessReader(most_workers=1)
    try:
        for sample in ALL:
            if not sample.format_name:
                continue
            here = read_evidence(sample.content, formats=FORMATS)
            assert reader.read(sample.content) == here, sample.name
            assert reader.read_again(here[0].content, format_name=sample.format_name) == here[1], sample.name
    finally:
        reader.close()
