"""Check digits catch the errors that people and scanners make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import check_digit, check_pair, ends_in_check_digit, ends_in_check_pair, read_gtin

bodies = st.text("0123456789", min_size=7, max_size=17)


@given(bodies, st.data())
def test_one_flipped_digit_is_always_caught(body: str, data: st.DataObject) -> None:
    digits = body + check_digit(body)
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert ends_in_check_digit(digits)
    assert not ends_in_check_digit(digits[:place] + other + digits[place + 1 :])


def test_a_gtin_of_any_length_is_written_with_fourteen_digits() -> None:
    assert read_gtin("4006381333931") == "04006381333931"
    assert read_gtin("96385074") == "00000096385074"
    assert read_gtin("036000291452") == "00036000291452"


@pytest.mark.parametrize("text", ["", "400638133393", "4006381333932", "400638133393x", "²006381333931", "1" * 15])
def test_what_is_no_gtin_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_gtin(text)


def test_a_wrong_gtin_is_told_its_right_check_digit() -> None:
    with pytest.raises(InvalidInput, match="should end in 1"):
        read_gtin("4006381333932")


@given(st.text("ABCXYZabcxyz0123456789-/", min_size=1, max_size=19).map(lambda text: "9521" + text), st.data())
def test_one_wrong_character_in_a_model_number_is_caught(body: str, data: st.DataObject) -> None:
    number = body + check_pair(body)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([letter for letter in "AZaz09" if letter != number[place]]))
    assert ends_in_check_pair(number)
    assert not ends_in_check_pair(number[:place] + other + number[place + 1 :])
