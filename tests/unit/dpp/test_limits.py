"""Anonymous readers are held back, their neighbours are not, and nothing of them is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.api.limits import Buckets, ReaderLimits, network_of
from dpp.domain.errors import TooMany


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limits(clock: Seconds, reads: int = 3, misses: int = 2, lists: int = 1) -> ReaderLimits:
    keys = iter(range(100))
    return ReaderLimits(lambda size: next(keys).to_bytes(size, "big"), reads, misses, lists, clock)


def reader(limits: ReaderLimits, address: str) -> bytes:
    found = limits.reader({"client": (address, 4711)})
    assert found is not None
    return found


def test_a_bucket_fills_up_again_with_the_minute() -> None:
    clock = Seconds()
    bucket = Buckets(60, clock)
    assert [bucket.take(b"a") for _ in range(60)] == [0.0] * 60
    assert bucket.take(b"a") == pytest.approx(1.0)
    assert bucket.take(b"b") == 0.0
    clock.now += 1
    assert bucket.take(b"a") == 0.0


@given(st.lists(st.floats(0, 10), max_size=200))
def test_nobody_gets_more_than_a_bucket_and_what_ran_in(pauses: list[float]) -> None:
    clock = Seconds()
    bucket = Buckets(30, clock)
    given_out = 0
    for pause in pauses:
        clock.now += pause
        given_out += bucket.take(b"a") == 0.0
    assert given_out <= 30 + sum(pauses) * 0.5 + 1e-6


def test_no_limit_counts_nothing() -> None:
    bucket = Buckets(0)
    assert all(bucket.take(b"a") == 0.0 for _ in range(1000))
    assert len(bucket) == 0


def test_the_memory_is_bounded_and_the_one_not_seen_for_longest_goes_first() -> None:
    clock = Seconds()
    bucket = Buckets(1, clock, largest=2)
    for key in (b"a", b"b", b"c"):
        bucket.take(key)
    assert len(bucket) == 2
    assert bucket.take(b"c") > 0
    assert bucket.take(b"a") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("testclient", "testclient", True),
    ],
)
def test_a_reader_is_an_ipv4_address_or_a_64_of_ipv6(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (network_of(one) == network_of(other)) is same


def test_whoever_used_up_its_misses_waits_for_everything() -> None:
    """Else 'too many' would tell a guess that hit from one that missed."""
    clock = Seconds()
    counted = limits(clock)
    guesser, neighbour = reader(counted, "192.0.2.1"), reader(counted, "192.0.2.2")
    for _ in range(2):
        counted.read(guesser)
        counted.missed(guesser)
    with pytest.raises(TooMany) as refusal:
        counted.read(guesser)
    assert refusal.value.seconds == 30
    with pytest.raises(TooMany):
        counted.list(guesser)
    counted.read(neighbour)
    clock.now += 30
    counted.read(guesser)


def test_lists_have_a_bucket_of_their_own() -> None:
    counted = limits(Seconds())
    someone = reader(counted, "192.0.2.1")
    counted.list(someone)
    with pytest.raises(TooMany):
        counted.list(someone)
    counted.read(someone)


def test_a_reader_has_another_name_each_day_and_yesterdays_counts_are_gone() -> None:
    clock = Seconds()
    counted = limits(clock, reads=1)
    today = reader(counted, "192.0.2.1")
    counted.read(today)
    assert reader(counted, "192.0.2.1") == today
    clock.now += 86_400
    tomorrow = reader(counted, "192.0.2.1")
    assert tomorrow != today
    counted.read(tomorrow)


def test_an_address_is_not_kept() -> None:
    counted = limits(Seconds())
    counted.read(reader(counted, "192.0.2.1"))
    held = repr([vars(each) for each in (counted._reads, counted._misses)]).encode()
    assert b"192.0.2" not in held
    assert network_of("192.0.2.1").hex().encode() not in held.hex().encode()


def test_whoever_has_no_address_is_not_counted() -> None:
    assert limits(Seconds()).reader({"client": None}) is None


def test_reports_fill_up_with_the_hour_and_a_form_that_came_back_costs_nothing() -> None:
    clock = Seconds()
    counted = ReaderLimits(bytes, 0, 0, 0, clock, reports=2)
    finder, neighbour = reader(counted, "192.0.2.1"), reader(counted, "192.0.2.2")
    for _ in range(5):
        counted.report(finder)
        counted.not_reported(finder)
    counted.report(finder)
    counted.report(finder)
    with pytest.raises(TooMany, match="Several reports") as refusal:
        counted.report(finder)
    assert refusal.value.seconds == 1800
    counted.report(neighbour)
    clock.now += 1800
    counted.report(finder)


def test_putting_back_gives_nobody_more_than_a_full_bucket() -> None:
    clock = Seconds()
    bucket = Buckets(2, clock)
    bucket.take(b"a")
    for _ in range(5):
        bucket.put_back(b"a")
        bucket.put_back(b"unknown")
    assert [bucket.take(b"a") == 0.0 for _ in range(3)] == [True, True, False]
