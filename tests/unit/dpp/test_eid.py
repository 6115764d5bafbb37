"""EIDs, the numbers of embedded SIMs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.eid import check_digits, read_eid
from dpp.domain.errors import InvalidInput

EID = "89049032123451234512345678901235"
"""#EID1 of GSMA's test specification SGP.23, annex A."""


def test_the_eid_of_the_gsma_s_own_tests_is_read() -> None:
    assert read_eid(EID) == EID
    assert check_digits(EID[:30]) == EID[30:]


def test_spaces_and_dashes_between_the_groups_are_passed_over() -> None:
    assert read_eid(" 8904 9032 1234 5123 4512-3456-7890-1235 ") == EID


@given(st.text("0123456789", min_size=30, max_size=30), st.integers(0, 31), st.integers(1, 9))
def test_one_flipped_digit_is_refused(body: str, place: int, shift: int) -> None:
    digits = body + check_digits(body)
    assert read_eid(digits) == digits
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(InvalidInput, match="wrong digit"):
        read_eid(wrong)


@pytest.mark.parametrize("text", ["", EID[:-1], EID + "0", "x" * 32, "²" * 32, "/".join(EID)])
def test_what_is_no_eid_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="32 digits"):
        read_eid(text)
