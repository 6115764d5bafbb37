"""Element strings: what each scanner and keyboard wedge makes of the same code."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.element_string import (
    SYMBOLOGIES,
    ElementString,
    read,
    read_bracketed,
    read_data,
    readings_without_separators,
)
from tests.support.gs1_values import values
from tests.support.shared import shared_data

GTIN = "09521234543213"


SPELLINGS = ["\x1d", "<GS>", "Ctrl+]", "^]", "^", "␝"]


@st.composite
def element_strings(draw: st.DrawFn) -> ElementString:
    """A few elements of any kind; a value that holds a spelling of the separator is left out, as nobody could tell."""
    codes = draw(st.lists(st.sampled_from(sorted(IDENTIFIERS)), min_size=1, max_size=4, unique=True))
    plain = [(ai, draw(values(ai).filter(lambda value: "<GS>" not in value))) for ai in codes]
    return ElementString(tuple(plain))


@given(element_strings(), st.sampled_from(SPELLINGS), st.sampled_from(sorted(SYMBOLOGIES)))
def test_what_is_written_is_read_back_in_every_spelling_of_the_separator(
    written: ElementString, spelling: str, symbology: str
) -> None:
    assert read(symbology + written.data.replace("\x1d", spelling)) == written


@given(element_strings())
def test_a_value_ends_with_a_separator_only_where_its_identifier_does_not_tell_its_length(
    written: ElementString,
) -> None:
    ends = [ai for ai, _ in written.elements[:-1] if not IDENTIFIERS[ai].is_predefined]
    assert written.data.count("\x1d") == len(ends)


@pytest.mark.parametrize(
    ("printed", "elements"),
    [
        (f"(01){GTIN}(21)SN123", (("01", GTIN), ("21", "SN123"))),
        (f"(01) {GTIN} (21) SN123", (("01", GTIN), ("21", "SN123"))),
        (f"(01){GTIN}(21)A(7)B(999)", (("01", GTIN), ("21", "A(7)B(999)"))),
    ],
)
def test_what_is_printed_for_people_is_read(printed: str, elements: tuple[tuple[str, str], ...]) -> None:
    assert read_bracketed(printed).elements == elements


@pytest.mark.parametrize(
    "printed", ["", "()", f"{GTIN}", f"x(01){GTIN}", "(01)09521234543214", "(21)A(21)B", "(9999)1"]
)
def test_what_does_not_fit_its_brackets_is_refused(printed: str) -> None:
    with pytest.raises(InvalidInput):
        read_bracketed(printed)


def test_no_application_identifier_is_the_beginning_of_another() -> None:
    codes = sorted(IDENTIFIERS)
    assert not [code for code, after in pairwise(codes) if after.startswith(code)]


@pytest.mark.parametrize("separator", ["\x1d", "<GS>", "Ctrl+]", "^]", "␝"])
def test_each_form_of_the_group_separator_ends_a_value(separator: str) -> None:
    found = read(f"]d201{GTIN}21SN123{separator}8040356938035643809")
    assert str(found) == f"(01){GTIN}(21)SN123(8040)356938035643809"


def test_a_lost_separator_gives_every_reading_that_fits() -> None:
    """10 after the serial number could belong to it: both are told, the longest serial number first."""
    found = readings_without_separators(f"01{GTIN}21SN12310LOT")
    assert [str(reading) for reading in found][:2] == [
        f"(01){GTIN}(21)SN12310LOT",
        f"(01){GTIN}(21)SN123(10)LOT",
    ]


def test_a_long_text_that_divides_in_a_million_ways_and_then_fails_is_refused_at_once() -> None:
    """Without memory of what failed, the search would take years."""
    assert readings_without_separators("21" * 55 + "#") == ()


def test_what_an_element_string_identifies_is_a_digital_link_path() -> None:
    assert read(f"]C101{GTIN}10L/1\x1d21S").identifies == f"/01/{GTIN}/10/L%2F1/21/S"
    assert read("]C180049521ASSET1").identifies == "/8004/9521ASSET1"
    assert read("]C1420 1234".replace(" ", "")).identifies is None


@pytest.mark.parametrize(
    "text", ["", "]C1", "]A00109521234543213", "]C10109521234543214", "]C1ABC", "]C101095212345432", "]C121A\x1d21B"]
)
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read(text)


@given(st.text("0123456789AB\x1d<>^]", max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for reading in readings_without_separators(text):
        assert all(IDENTIFIERS[ai].fault(value) is None for ai, value in reading.elements)
    try:
        found = read_data(text)
    except InvalidInput:
        return
    assert found.elements


def test_the_syntax_engine_reads_its_samples_the_same() -> None:
    """Of the nine scans of the reference data, those that announce element strings."""
    scans: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["scans"]
    announced = [scan for scan in scans if scan["in"][:3] in SYMBOLOGIES]
    assert len(announced) == 5
    assert [str(read(scan["in"])) for scan in announced] == [scan["ai"] for scan in announced]
