"""To whom a device is offered on which day: inside government first, then for donation, then for sale."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.adapters.policies import packaged_policy
from lifecycle.domain.marketplace.phases import (
    Phase,
    Windows,
    dates_of,
    first_day_still_internal,
    offer_dates,
    offer_phase,
    phase_of,
)
from lifecycle.domain.vocabulary import Route
from tests.support.market_world import offered, ready, routed
from tests.support.service_world import World

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
WINDOWS = st.builds(Windows, st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.none() | st.integers(1, 99))
ORDER = list(Phase)
FORTNIGHT = Windows(internal_days=14, donation_days=30, reservation_days=14, devices_at_most=100)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 11, 22), Phase.INTERNAL),
        (date(2026, 12, 5), Phase.INTERNAL),
        (date(2026, 12, 6), Phase.DONATION),
        (date(2027, 1, 4), Phase.DONATION),
        (date(2027, 1, 5), Phase.SALE),
    ],
)
def test_a_fortnight_inside_government_then_thirty_days_for_donation(day: date, phase: Phase) -> None:
    """Approved on 22 November: inside government until 5 December, then donation."""
    assert offer_phase(date(2026, 11, 22), FORTNIGHT, day) is phase


@given(DAYS, WINDOWS, st.integers(0, 200), st.integers(0, 200))
def test_a_phase_never_comes_back(since: date, windows: Windows, one: int, more: int) -> None:
    first, later = (offer_phase(since, windows, since + timedelta(days=each)) for each in (one, one + more))
    assert ORDER.index(first) <= ORDER.index(later)


@given(DAYS, WINDOWS)
def test_each_phase_lasts_exactly_its_days(since: date, windows: Windows) -> None:
    found = [offer_phase(since, windows, since + timedelta(days=each)) for each in range(200)]
    assert found.count(Phase.INTERNAL) == windows.internal_days
    assert found.count(Phase.DONATION) == windows.donation_days


@given(DAYS, WINDOWS, st.sampled_from(Phase), st.integers(0, 200))
def test_the_dates_shown_are_the_last_days_of_the_phases(
    since: date, windows: Windows, starts: Phase, after: int
) -> None:
    dates, day = offer_dates(since, windows, starts), since + timedelta(days=after)
    last = {Phase.INTERNAL: dates.internal_until, Phase.DONATION: dates.donation_until}.get(dates.phase(day))
    if last is not None:
        assert day <= last
        assert dates.phase(last) is dates.phase(day)
        assert dates.phase(last + timedelta(days=1)) is not dates.phase(day)
    else:
        assert dates.phase(day) is Phase.SALE


@given(DAYS, WINDOWS, DAYS)
def test_the_first_day_that_is_still_internal_agrees_with_the_phase(since: date, windows: Windows, on: date) -> None:
    """The store asks by this day; the domain decides by the phase: they never disagree about what was approved."""
    if since <= on:
        is_internal = offer_phase(since, windows, on) is Phase.INTERNAL
        assert (since >= first_day_still_internal(windows, on)) is is_internal


@given(DAYS, WINDOWS, st.integers(1, 30), st.integers(0, 200))
def test_a_longer_internal_window_never_lets_a_device_out_sooner(
    since: date, windows: Windows, more: int, after: int
) -> None:
    longer = Windows(windows.internal_days + more, windows.donation_days, windows.reservation_days)
    day = since + timedelta(days=after)
    assert ORDER.index(offer_phase(since, longer, day)) <= ORDER.index(offer_phase(since, windows, day))


def test_numbers_that_no_policy_can_mean_are_faults() -> None:
    for wrong in ((-1, 0, 1, None), (0, -1, 1, None), (0, 0, 0, None), (0, 0, 1, 0)):
        with pytest.raises(ValueError, match="whole days"):
            Windows(*wrong)


def test_the_packaged_policy_has_every_number() -> None:
    windows = Windows.of(packaged_policy())
    assert windows == FORTNIGHT


def test_a_device_is_offered_from_the_approval_of_its_route_and_skips_what_it_is_unfit_for() -> None:
    world = World()
    on = world.clock().date()
    expected = {Route.REDEPLOY: Phase.INTERNAL, Route.DONATE: Phase.DONATION, Route.SELL: Phase.SALE, Route.HOLD: None}
    for number, (route, phase) in enumerate(expected.items()):
        key = routed(world, ready(world, f"S-{number}"), route)
        assert phase_of(world.device(key), FORTNIGHT, on) is phase
    undecided = ready(world, "S-9")
    assert dates_of(world.device(undecided), FORTNIGHT) is None


def test_a_route_that_is_approved_again_begins_anew() -> None:
    world = World()
    key = offered(world, "S-1")
    world.clock.forward(minutes=60 * 24 * 3)
    routed(world, key)
    dates = dates_of(world.device(key), FORTNIGHT)
    assert dates is not None
    assert dates.since == world.clock().date()
