"""What an evidence file may be at most."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, TooLarge
from lifecycle.domain.evidence.limits import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, load_json, text_of, within_limits
from lifecycle.domain.evidence.recognise import read_evidence

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_a_file_of_the_largest_size_passes_and_one_byte_more_does_not() -> None:
    within_limits(b"x" * MAX_BYTES)
    with pytest.raises(TooLarge, match="4194305"):
        within_limits(b"x" * (MAX_BYTES + 1))


@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_an_empty_file_is_refused_as_empty(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        within_limits(content)


@pytest.mark.parametrize(
    ("content", "kind"), [(b"PK\x03\x04rest", "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"BZh9", "bzip2")]
)
def test_an_archive_is_named_and_not_unpacked(content: bytes, kind: str) -> None:
    with pytest.raises(InvalidInput, match=kind) as caught:
        within_limits(content)
    assert "Unpack" in str(caught.value.remedy)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encodings_that_tools_write(encoding: str) -> None:
    """PowerShell redirects output as UTF-16 with a byte order mark."""
    assert text_of("schijf één".encode(encoding)) == "schijf één"


def test_a_byte_that_does_not_fit_does_not_hide_the_rest() -> None:
    assert text_of(b"disk \xff erased") == "disk � erased"


@given(plain)
def test_json_within_the_limits_comes_back_as_it_was(document: object) -> None:
    assert load_json(json.dumps(document)) == document


def test_depth_is_counted_exactly() -> None:
    load_json(nested(MAX_DEPTH))
    with pytest.raises(InvalidInput, match="64 levels"):
        load_json(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, nested(100_000)])
def test_bottomless_json_is_refused_before_it_is_parsed(text: str) -> None:
    with pytest.raises(InvalidInput, match="64 levels"):
        load_json(text)


def test_brackets_in_strings_are_not_depth() -> None:
    text = json.dumps({"a": "[" * 200 + '"' + "{" * 200})
    assert load_json(text)["a"].startswith("[[")


def test_a_member_named_twice_is_refused_by_name() -> None:
    """Of two serial numbers nobody knows which one the tool meant."""
    with pytest.raises(InvalidInput, match="ssn"):
        load_json('{"bios": {"ssn": "A", "x": 1, "ssn": "B"}}')


def test_a_member_name_that_may_be_personal_is_not_repeated_in_the_error() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_json('{"jo@example.org": 1, "jo@example.org": 2}')
    assert "jo@" not in str(caught.value)


def test_a_list_that_no_device_can_have_is_refused() -> None:
    content = {"content": {"storages": [{"serial": "S1"}] * (MAX_ENTRIES + 1)}}
    with pytest.raises(InvalidInput, match="1001 entries"):
        read_evidence(json.dumps(content).encode())


def test_a_long_list_that_goes_anyway_does_no_harm() -> None:
    """Many a laptop has more than a thousand programs."""
    content = {"content": {"bios": {"ssn": "A1"}, "softwares": [{"name": "x"}] * (MAX_ENTRIES + 1)}}
    assert read_evidence(json.dumps(content).encode())[1].claims[0].value == "A1"


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": -Infinity}', '{"a": ' + "9" * 5000 + "}"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        load_json(text)


def test_broken_json_says_where_it_breaks() -> None:
    with pytest.raises(InvalidInput, match="line 2, column 8"):
        load_json('{\n  "a": oops}')
