"""The rules of stations, shifts, badges and PINs, by examples."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput
from web.accounts.domain.badges import BADGE_BYTES, badge_code, badge_hash, check_pin, short_name
from web.accounts.domain.policy import Policy
from web.accounts.domain.stations import (
    CODE_BYTES,
    Ending,
    Shift,
    ShiftId,
    Station,
    StationId,
    checked_station,
    code_hash,
    enrolment_code,
    forgotten_before,
    printed_code,
)

POLICY = Policy()
NINE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
STATION = Station(id=StationId("s1"), name="Line 1", organisation=OrganisationId("o1"), place="Hall A")
SHIFT = Shift(
    id=ShiftId("h1"),
    token_hash="t",
    station=STATION.id,
    account=AccountId("a1"),
    started_at=NINE,
    seen_at=NINE,
)


def after(**time: float) -> datetime:
    return NINE + timedelta(**time)


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_an_enrolment_code_is_read_however_it_is_typed(chance: bytes) -> None:
    code = enrolment_code(chance)
    shown = printed_code(code)
    assert len(shown) == 11
    assert code_hash(f" {shown.upper()} ") == code_hash(code) == code_hash(shown.replace("0", "o").replace("1", "l"))


@given(st.binary(min_size=BADGE_BYTES, max_size=BADGE_BYTES))
def test_a_badge_is_read_in_any_case_and_is_told_from_every_other_code(chance: bytes) -> None:
    code = badge_code(chance)
    grouped = f"{code[:5]} {code[5:9]}-{code[9:]}"
    assert badge_hash(code) == badge_hash(f"{code.upper()}\r") == badge_hash(grouped) != code
    assert badge_hash(code[1:]) is badge_hash(f"{code}0") is badge_hash("") is None


def test_a_badge_holds_at_least_128_random_bits() -> None:
    assert len({badge_code(bytes([each]) * BADGE_BYTES) for each in range(256)}) == 256
    assert BADGE_BYTES * 8 >= 128


@pytest.mark.parametrize("pin", ["31415", "112233", "90210", "100000000000"])
def test_a_pin_that_can_be_used(pin: str) -> None:
    check_pin("kim", pin, POLICY)


@pytest.mark.parametrize(
    "pin", ["3141", "", "00000", "12345", "987654", "1234567890123", "3141a", "\uff13\uff11\uff14\uff11\uff15"]
)
def test_a_pin_that_is_too_short_or_that_everybody_tries_is_not_taken(pin: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_pin("kim", pin, POLICY)
    assert [problem.path for problem in refused.value.problems] == ["pin"]


@pytest.mark.parametrize("name", ["", "k", "kim de wit", "a" * 21, "kim@"])
def test_a_name_that_is_not_one_short_word_is_not_taken(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_pin(short_name(name), "31415", POLICY)
    assert [problem.path for problem in refused.value.problems] == ["name"]


def test_a_name_is_compared_without_regard_to_case() -> None:
    assert short_name(" Kim ") == "kim"


@pytest.mark.parametrize(("name", "place"), [("", "Hall A"), ("Line 1", " "), ("x" * 101, "Hall A"), ("a\nb", "c")])
def test_a_station_has_a_name_and_a_place(name: str, place: str) -> None:
    with pytest.raises(InvalidInput):
        checked_station(Station(id=StationId("s2"), name=name, organisation=OrganisationId("o1"), place=place))


def test_the_session_of_a_shift_ends_when_the_tablet_is_left_alone_and_the_shift_goes_on() -> None:
    """Without network nobody asks anything of the service while the work does."""
    assert SHIFT.ending(after(minutes=29), POLICY) is None
    assert SHIFT.ending(after(minutes=30), POLICY) is Ending.LEFT_ALONE
    assert SHIFT.until(POLICY) == after(hours=10)


def test_a_shift_ends_when_the_next_begins_and_in_any_case_after_its_longest() -> None:
    ended = Shift(**{**vars(SHIFT), "ended_at": after(hours=2)})
    late = Shift(**{**vars(SHIFT), "ended_at": after(hours=40)})
    assert (ended.until(POLICY), late.until(POLICY)) == (after(hours=2), after(hours=10))
    assert ended.ending(after(minutes=1), POLICY) is Ending.ENDED


def test_what_was_made_in_a_shift_is_taken_for_a_week_and_then_the_shift_is_forgotten() -> None:
    over = SHIFT.until(POLICY) + POLICY.shift_kept
    assert SHIFT.takes(over - timedelta(seconds=1), POLICY)
    assert not SHIFT.takes(over, POLICY)
    assert forgotten_before(over, POLICY) == SHIFT.started_at
