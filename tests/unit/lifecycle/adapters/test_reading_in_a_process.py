"""Evidence is read in a process of its own: whatever a file does to its parser, the service refuses it and goes on."""

from collections.abc import Iterator
from time import monotonic, process_time
from typing import Any

import pytest

from dpp.domain.errors import InvalidInput, TooLarge, Unavailable
from dpp.domain.proof import sha256
from lifecycle.adapters.reading import ProcessReader
from lifecycle.adapters.reading.answers import read_answer, reading_in
from lifecycle.adapters.reading.frames import MOST_BODY, Frame
from lifecycle.domain.events.erasing import plain
from lifecycle.domain.evidence.limits import MAX_BYTES
from lifecycle.domain.evidence.recognise import read_evidence
from tests.support import hostile_formats


@pytest.fixture(scope="module")
def reader() -> Iterator[ProcessReader]:
    """The formats of the service."""
    opened = ProcessReader(most_workers=1)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hostile() -> Iterator[ProcessReader]:
    opened = ProcessReader("tests.support.hostile_formats:FORMATS", most_workers=1)
    yield opened
    opened.close()


def said(reader: ProcessReader, act: str) -> str:
    """What the hostile parser claims after this act."""
    return reader.read(act.encode())[1].claims[0].value


def test_a_refusal_comes_back_word_for_word(reader: ProcessReader) -> None:
    """Its sentence can still be translated, and names the file."""
    with pytest.raises(InvalidInput) as here:
        read_evidence(b"Dear sir,", formats=reader.formats, file_name="letter.txt")
    with pytest.raises(InvalidInput) as there:
        reader.read(b"Dear sir,", file_name="letter.txt")
    assert (there.value.what, there.value.remedy) == (here.value.what, here.value.remedy)
    assert there.value.problems == here.value.problems


def test_what_is_too_large_never_reaches_the_worker(reader: ProcessReader) -> None:
    with pytest.raises(TooLarge):
        reader.read(b"x" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("loop", "more than 1.0 s"),
        ("regular-expression", "more than 1.0 s"),
        ("memory", "more than 100 MiB"),
        ("deep", "broke off"),
        ("raise", "broke off"),
        ("exit", "broke off"),
        ("killed", "broke off"),
        ("garbage", "cannot be trusted"),
        ("endless-answer", "cannot be trusted"),
        ("huge-claim", "cannot be trusted"),
        ("stranger", "cannot be trusted"),
    ],
)
def test_a_hostile_file_is_refused_and_the_next_one_is_read(hostile: ProcessReader, act: str, told: str) -> None:
    """The refusal says which file, what happened and what to do, and nothing that the parser said."""
    begun, before = monotonic(), process_time()
    with pytest.raises(InvalidInput, match=told) as caught:
        hostile.read(act.encode(), file_name="odd.json")
    assert monotonic() - begun < 8
    assert process_time() - before < 1, "the service itself does no work for it"
    assert caught.value.problems[0].path == "odd.json"
    assert caught.value.remedy is not None
    assert "Jansen" not in str(caught.value)
    assert said(hostile, "environment")


def test_a_parser_that_waits_is_ended_by_the_clock_on_the_wall(
    hostile: ProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifecycle.adapters.reading.process.WALL_SECONDS", 0.5)
    with pytest.raises(InvalidInput, match="more than"):
        hostile.read(b"sleep")


def test_a_refusal_by_a_parser_is_no_fault_and_its_worker_stays(hostile: ProcessReader) -> None:
    before = said(hostile, "pid")
    with pytest.raises(InvalidInput, match="Of 3 disks none"):
        hostile.read(b"refuse")
    assert said(hostile, "pid") == before


def test_what_a_parser_prints_is_no_answer(hostile: ProcessReader) -> None:
    assert said(hostile, "print") == "printed"


@pytest.mark.parametrize("act", ["socket", "file"])
def test_a_worker_opens_no_connection_and_no_file(hostile: ProcessReader, act: str) -> None:
    assert said(hostile, act) == "OSError"


def test_a_worker_inherits_no_secret_and_no_descriptor(hostile: ProcessReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRINGPAS_REGISTRY_KEY", "secret")
    hostile.close()
    assert said(hostile, "environment") in {"nothing", "LC_CTYPE"}
    assert said(hostile, "descriptors") == "0 1 2"


def test_a_worker_is_replaced_after_its_share_of_files(hostile: ProcessReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lifecycle.adapters.reading.reader.FILES_EACH", 2)
    hostile.close()
    assert len({said(hostile, "pid") for _ in range(4)}) == 2


def test_a_worker_that_died_while_it_waited_is_replaced(hostile: ProcessReader) -> None:
    pid = said(hostile, "pid")
    (idle,) = hostile._idle
    idle.process.kill()
    idle.process.wait()
    assert said(hostile, "pid") != pid


def test_parsers_that_cannot_be_loaded_are_told_as_such() -> None:
    broken = ProcessReader("tests.support.no_such_formats:FORMATS")
    with pytest.raises(Unavailable, match="does not start"):
        broken.read_again(b"x", format_name="any")


FORMATS = hostile_formats.FORMATS
READING = plain(hostile_formats._read(b"environment"))


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"reading": None},
        {"reading": {**READING, "claims": [{"kind": "nonsense"}]}},
        {"reading": {**READING, "parser_version": "2.0"}},
        {"error": "invalid-input"},
        {"error": "invalid-input", "what": {"template": "{0.__class__}", "values": {}}, "remedy": None, "problems": []},
        {"error": "invalid-input", "what": {"template": "a\nb", "values": {}}, "remedy": None, "problems": []},
        {"error": "invalid-input", "what": {"template": "{", "values": {}}, "remedy": None, "problems": []},
    ],
)
def test_an_answer_of_another_shape_is_garbage(head: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        reading_in(Frame(head), FORMATS)


def test_hashes_are_made_by_the_service_and_not_by_the_worker() -> None:
    answer = Frame({"reading": READING, "removed": ["e-mail-address"], "sha256": "0" * 64}, b"kept")
    kept, _ = read_answer(answer, b"sent", FORMATS)
    assert (kept.sha256, kept.original_sha256) == (sha256(b"kept"), sha256(b"sent"))


def test_a_kind_of_removed_thing_that_is_none_is_garbage() -> None:
    with pytest.raises(ValueError, match="kinds"):
        read_answer(Frame({"reading": READING, "removed": ["Jansen"]}, b"kept"), b"sent", FORMATS)


def test_a_stored_file_is_never_larger_than_a_sent_one() -> None:
    assert MOST_BODY == MAX_BYTES
