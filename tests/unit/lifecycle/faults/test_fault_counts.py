"""Shares with honest intervals, and the figures of a selection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.faults.counts import Counted, Share, figures, wilson
from lifecycle.domain.faults.kinds import NOT_CLASSIFIED, NOT_DESCRIBED, NOT_KNOWN, OTHER_BRAND, Fault, Origin
from lifecycle.domain.faults.kinds import RepairStatus as End
from lifecycle.domain.vocabulary import RepairBarrier
from tests.support.fault_samples import REFERENCE

POLICY = REFERENCE.policy
COUNTS = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def test_the_interval_is_that_of_the_paper() -> None:
    """8 of 10 with 95 per cent: 0.490 to 0.943 (Wilson 1927; Newcombe, Statistics in Medicine 17, 1998, method 3)."""
    assert wilson(8, 10, 1.959964) == pytest.approx((0.4901625, 0.9433178))


@given(counted=COUNTS)
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(counted: tuple[int, int]) -> None:
    count, of = counted
    low, high = wilson(count, of, POLICY.score)
    assert 0 <= low <= count / of <= high <= 1
    assert low < high


@given(counted=COUNTS, times=st.integers(2, 50))
def test_an_interval_shrinks_as_more_are_counted(counted: tuple[int, int], times: int) -> None:
    count, of = counted
    low, high = wilson(count, of, POLICY.score)
    narrow, wide = wilson(count * times, of * times, POLICY.score)
    assert wide - narrow < high - low


@given(counted=COUNTS)
def test_few_are_told_in_numbers_and_never_as_a_percentage(counted: tuple[int, int]) -> None:
    share = Share.made(*counted, POLICY)
    assert share.is_small is (share.of < POLICY.small)
    assert (share.share is None) is (share.low is None) is share.is_small


BY_FAULT: Counted = {
    ("battery", "fixed"): 6,
    ("battery screen", "end-of-life"): 3,
    ("screen", "unknown"): 2,
    (NOT_CLASSIFIED, "fixed"): 4,
    (NOT_DESCRIBED, "repairable"): 5,
}


def test_a_fault_is_counted_among_what_was_described_and_fixed_among_known_ends() -> None:
    """A repair with two faults counts with both; what is not classified comes last, not described does not count."""
    found = figures(Origin.OPEN, POLICY, BY_FAULT, {}, {}, {})
    assert (found.repairs, found.described, found.classified) == (20, 15, 11)
    assert [(line.fault, line.repairs.count, line.repairs.of) for line in found.faults] == [
        (Fault.BATTERY, 9, 15),
        (Fault.SCREEN, 5, 15),
        (NOT_CLASSIFIED, 4, 15),
    ]
    assert [(line.fixed.count, line.fixed.of) for line in found.faults] == [(6, 9), (0, 3), (4, 4)]
    assert dict(found.ends)[End.FIXED].count == 10
    assert dict(found.ends)[End.FIXED].share == pytest.approx(0.5)


def test_barriers_are_of_what_ended_and_brands_that_are_none_come_last() -> None:
    barrier = RepairBarrier.NO_INFORMATION
    by_barrier: Counted = {(barrier.value, "end-of-life"): 3, (NOT_KNOWN, "end-of-life"): 7, (NOT_KNOWN, "fixed"): 9}
    by_brand: Counted = {
        (NOT_KNOWN, "fixed"): 99,
        (OTHER_BRAND, "fixed"): 50,
        ("HP", "fixed"): 1,
        ("Acer", "unknown"): 4,
    }
    by_age: Counted = {(NOT_KNOWN, "fixed"): 9, ("10+", "fixed"): 1, ("0-2", "fixed"): 1}
    found = figures(Origin.OPEN, POLICY, {}, by_barrier, by_brand, by_age)
    assert [(each, share.count, share.of) for each, share in found.barriers] == [(barrier, 3, 3)]
    assert [line.name for line in found.brands] == ["Acer", "HP", OTHER_BRAND, NOT_KNOWN]
    assert (found.brands[0].repairs, found.brands[0].fixed.of) == (4, 0)
    assert [line.name for line in found.ages] == ["0-2", "10+", NOT_KNOWN]


@pytest.mark.parametrize(("age", "band"), [(None, NOT_KNOWN), (0.0, "0-2"), (2.9, "0-2"), (3.0, "3-5"), (40.0, "10+")])
def test_an_age_is_in_the_band_that_it_has_reached(age: float | None, band: str) -> None:
    assert POLICY.band(age) == band
