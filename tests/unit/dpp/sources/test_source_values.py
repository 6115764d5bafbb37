"""Each trap in how a register writes its values, and what is told about it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.sources.notes import Notes
from dpp.domain.sources.values import (
    is_nothing,
    read_boolean,
    read_code,
    read_day,
    read_link,
    read_month,
    read_number,
    read_text,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ([2025, 6, 20], "2025-06-20"),
        ([2025, 6], "2025-06"),
        ([2025], "2025"),
        (2025, "2025"),
        ("2025", "2025"),
        ("2025-06-20", "2025-06-20"),
        ("2025-6-2", "2025-06-02"),
        ("2025-06-20T00:00:00Z", "2025-06-20"),
        (1561932000, "2019-07-01"),  # 22:00 UTC on 30 June: the midnight of Brussels in summer
        (1561932000000, "2019-07-01"),
        ("1561932000000", "2019-07-01"),
        (1577833200, "2020-01-01"),  # 23:00 UTC on 31 December: in winter
        (1577836800, "2020-01-01"),  # the midnight of UTC
        ([2025, 13, 1], None),
        ([2025, 2, 30], None),
        ([2025, 2**31], None),
        ([20, 6, 2025], None),
        ("20/06/2025", None),
        ("soon", None),
        (True, None),
        (-5, None),
        (10**30, None),
        (float("nan"), None),
    ],
)
def test_dates_stand_there_in_many_ways(raw: Any, day: str | None) -> None:
    assert read_day(raw) == day


def test_a_year_alone_has_no_month() -> None:
    notes = Notes()
    assert read_month("$.d", 2025, notes) is None
    assert [(left.path, left.raw) for left in notes.not_taken] == [("$.d", "2025")]


def test_a_month_is_told_with_what_stood_there() -> None:
    notes = Notes()
    assert read_month("$.d", [2025, 6, 20], notes) == "2025-06"
    assert [(told.path, told.raw, told.value) for told in notes.read_as] == [("$.d", "[2025, 6, 20]", "2025-06")]


@pytest.mark.parametrize("raw", [None, "", " ", "NA", "n/a", "-", []])
def test_what_says_that_there_is_nothing(raw: Any) -> None:
    assert is_nothing(raw)


@pytest.mark.parametrize("raw", [0, False, "0", "None", "/"])
def test_what_says_something(raw: Any) -> None:
    assert not is_nothing(raw)


@pytest.mark.parametrize(
    ("raw", "number", "told"),
    [(4500, "4500", 0), (4.01, "4.01", 0), ("4500", "4500", 1), (" 4,01 ", "4.01", 1)],
)
def test_a_number_may_be_a_text(raw: Any, number: str, told: int) -> None:
    notes = Notes()
    assert read_number("$.n", raw, notes) == Decimal(number)
    assert len(notes.read_as) == told


@pytest.mark.parametrize("raw", [True, "4500 mAh", "many", [1], {}, float("inf"), "NaN", "1.234,5", 10**30, "1e400"])
def test_what_is_no_number_is_left_and_told(raw: Any) -> None:
    notes = Notes()
    assert read_number("$.n", raw, notes) is None
    assert len(notes.not_taken) == 1


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("http://a.example", "http://a.example"),
        ("www.mptech.eu", "https://www.mptech.eu"),
        ("www.doro.com/repair", "https://www.doro.com/repair"),
        ("/", None),
        ("//", None),
        ("https://", None),
        ("none", None),
        ("javascript:alert(1)", None),
        ("ftp://a.example/x", None),
        ("a.example with words", None),
        (5, None),
    ],
)
def test_links(raw: Any, link: str | None) -> None:
    notes = Notes()
    assert read_link("$.l", raw, notes) == link
    assert bool(notes.not_taken) == (link is None)
    assert bool(notes.read_as) == (link is not None and link != raw)


def test_words_for_true_and_false() -> None:
    notes = Notes()
    assert [read_boolean("$.b", raw, notes) for raw in (True, "True", "no", "maybe", 1)] == [
        True,
        True,
        False,
        None,
        None,
    ]
    assert (len(notes.read_as), len(notes.not_taken)) == (2, 2)


def test_a_code_that_is_not_known_is_not_guessed() -> None:
    notes = Notes()
    assert read_code("$.c", "usb_c", {"USB_C": "usb-c"}, notes) == "usb-c"
    assert read_code("$.c", "USB_D", {"USB_C": "usb-c"}, notes) is None
    assert [left.raw for left in notes.not_taken] == ["USB_D"]


@given(ANYTHING)
def test_no_value_breaks_a_reader_and_none_is_lost(raw: Any) -> None:
    """What is not read is told."""
    for read in (read_text, read_number, read_boolean, read_link, read_month):
        notes = Notes()
        if read("$.x", raw, notes) is None:
            assert len(notes.not_taken) == 1
