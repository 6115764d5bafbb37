"""How long a sign-in must wait after failures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.accounts.domain.attempts import Attempt, address_hash, name_hash, seconds, wait
from web.accounts.domain.policy import Policy

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
POLICY = Policy()
WINDOW = POLICY.attempt_window


def failed(*ages: float, name: str = "n", address: str = "a") -> list[Attempt]:
    """Failures so many seconds ago."""
    return [Attempt(name, address, NOW - timedelta(seconds=age)) for age in ages]


def waiting(attempts: list[Attempt], now: datetime = NOW) -> int:
    return seconds(wait(attempts, "n", "a", now, POLICY))


@pytest.mark.parametrize(
    ("failures", "expected"),
    [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 16), (8, 32), (9, 64), (10, 900), (30, 900)],
)
def test_the_wait_doubles_and_ends_in_a_lock_out(failures: int, expected: int) -> None:
    assert waiting(failed(*[0.0] * failures)) == expected


def test_the_lock_out_lasts_from_the_last_failure() -> None:
    assert waiting(failed(*range(100, 0, -10))) == WINDOW.total_seconds() - 10


def test_another_name_from_another_address_does_not_wait() -> None:
    assert waiting(failed(*[0.0] * 100, name="m", address="b")) == 0


def test_an_address_that_tries_many_names_waits_until_enough_have_left_the_window() -> None:
    many = [Attempt(f"n{age}", "a", NOW - timedelta(seconds=age)) for age in range(POLICY.address_failures)]
    assert waiting(many) == WINDOW.total_seconds() - (POLICY.address_failures - 1)
    assert waiting(many[1:]) == 0


def test_one_name_tried_from_many_addresses_waits() -> None:
    assert waiting([Attempt("n", f"a{each}", NOW) for each in range(10)]) == WINDOW.total_seconds()


ages = st.lists(st.floats(0, 2000), max_size=80)


@given(ages, st.floats(0, 2000))
def test_one_failure_more_never_shortens_the_wait(earlier: list[float], one: float) -> None:
    newest = min([*earlier, one])
    assert waiting(failed(*earlier, newest)) >= waiting(failed(*earlier))


@given(ages)
def test_no_wait_is_longer_than_the_window(earlier: list[float]) -> None:
    assert 0 <= waiting(failed(*earlier)) <= WINDOW.total_seconds()


@given(ages)
def test_who_waits_as_long_as_told_is_let_through(earlier: list[float]) -> None:
    attempts = failed(*earlier)
    assert waiting(attempts, NOW + timedelta(seconds=waiting(attempts))) == 0


@given(ages)
def test_the_order_in_which_failures_are_read_does_not_matter(earlier: list[float]) -> None:
    assert waiting(failed(*earlier)) == waiting(failed(*reversed(earlier)))


def test_a_name_is_counted_as_one_however_it_is_typed() -> None:
    assert name_hash(" J.Jansen@Example.nl") == name_hash("j.jansen@example.nl")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_an_address_counts_by_household(one: str, other: str, *, same: bool) -> None:
    assert (address_hash(one, b"key") == address_hash(other, b"key")) is same


def test_who_has_no_key_cannot_find_an_address_by_trying_them_all() -> None:
    assert address_hash("192.0.2.1", b"one") != address_hash("192.0.2.1", b"two")
