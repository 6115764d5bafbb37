"""IMEI and IMEISV."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from dpp.domain.imei import imei_of, luhn_digit, read_imei, read_imeisv

# 00 1 is the range that is kept for tests: no telephone has these.
bodies = st.text("0123456789", min_size=11, max_size=11).map(lambda digits: "001" + digits)


@given(bodies, st.integers(0, 14), st.integers(1, 9))
def test_one_flipped_digit_is_refused(body: str, place: int, shift: int) -> None:
    imei = body + luhn_digit(body)
    wrong = imei[:place] + str((int(imei[place]) + shift) % 10) + imei[place + 1 :]
    assert read_imei(imei) == imei
    with pytest.raises(InvalidInput):
        read_imei(wrong)


@given(bodies)
def test_an_imeisv_leads_to_its_imei(body: str) -> None:
    assert imei_of(body + "42") == body + luhn_digit(body)


def test_the_separators_that_people_write_are_read_over() -> None:
    assert read_imei(" 49-015420-323751-8 ") == "490154203237518"


@pytest.mark.parametrize("text", ["", "490154203237519", "49015420323751", "000000000000000", "\uff1490154203237518"])
def test_what_is_no_imei_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_imei(text)


def test_a_placeholder_is_no_imeisv() -> None:
    with pytest.raises(InvalidInput):
        read_imeisv("0000000000000001")
