"""Dates, numbers and figures stand in the reader's own form."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.message import Kept, list_of, listed, message
from lifecycle.domain.vocabulary import Lifecycle
from web.pages.contexts.frame import Figure, Month
from web.pages.reading import Reader

DUTCH, ENGLISH = Reader("nl"), Reader("en")
FIXED = "\u00a0"


def test_a_message_is_translated_and_then_filled_in() -> None:
    """Words of fixed lists, months and figures inside a message are said in the same language."""
    said = message("All data were erased, and that was checked, in {month}.", month=Month("2026-05"))
    assert DUTCH.say(said) == "Alle gegevens zijn gewist en dat is gecontroleerd, in mei 2026."
    assert ENGLISH.say(said).endswith("in May 2026.")


def test_a_value_with_braces_is_not_read_as_a_template() -> None:
    """What a person typed may hold anything."""
    assert ENGLISH.say(message("Saved {name}.", name="{secret}")) == "Saved {secret}."


def test_a_word_of_a_list_is_said_by_its_list() -> None:
    """Not by its bare value, which several lists share."""
    assert DUTCH.text(Lifecycle.RECYCLED) == "Gerecycled"


def test_a_word_that_comes_from_a_store_is_said_by_its_list_too() -> None:
    """One of a list or a value that is gone is said as it was written."""
    kept = Kept("recycled", list_of(Lifecycle))
    assert DUTCH.say(message("({what})", what=listed([kept]))) == "(Gerecycled)"
    assert DUTCH.text(Kept("melted", list_of(Lifecycle))) == "melted"
    assert DUTCH.text(Kept("recycled", "lifecycle.gone:Gone")) == "recycled"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [(1234567, "1.234.567", "1,234,567"), (99.94, "99,9", "99.9"), (1.314, "1,31", "1.31"), (0, "0", "0")],
)
def test_numbers(value: float, dutch: str, english: str) -> None:
    """Whole above a hundred, three figures below."""
    assert (DUTCH.number(value), ENGLISH.number(value)) == (dutch, english)


def test_dates_and_moments_are_dutch_time() -> None:
    """The clock of the people who read it."""
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert DUTCH.moment(moment) == "21 nov 2026, 00:30"
    assert DUTCH.day(date(2026, 11, 20)) == "20 november 2026"
    assert DUTCH.clock(moment) == "00:30:00"


def test_a_figure_has_unit_and_range() -> None:
    """And says so when nobody published it."""
    figure = Figure(286, "kg CO2e", 210, 352)
    assert DUTCH.figure(figure) == f"286{FIXED}kg CO₂e (210 tot 352)"
    assert DUTCH.figure(Figure(None, "kWh")) == "niet gepubliceerd"


@pytest.mark.parametrize(("value", "dutch"), [(38, "€ 38"), (4.5, "€ 4,50"), (-4.5, "€ -4,50"), (1250, "€ 1.250")])
def test_money(value: float, dutch: str) -> None:
    """Whole euros without decimals."""
    assert DUTCH.figure(Figure(value, "EUR")).replace(FIXED, " ") == dutch


@pytest.mark.parametrize(("size", "said"), [(512_110_190_592, "512 GB"), (4096, "4 kB"), (12, "12 B")])
def test_sizes_are_as_on_the_label_of_the_medium(size: int, said: str) -> None:
    """Powers of a thousand."""
    assert ENGLISH.bytes(size).replace(FIXED, " ") == said


def test_an_amount_in_euros_has_its_sign_in_dutch() -> None:
    cost = message("{unit} {value}", unit="EUR", value="35")
    assert (DUTCH.say(cost), ENGLISH.say(cost)) == ("€ 35", "EUR 35")


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.text(), st.booleans(), st.dates()))
def test_any_plain_value_can_be_read(value: object) -> None:
    """A page never fails on a value."""
    assert isinstance(DUTCH.text(value), str)
