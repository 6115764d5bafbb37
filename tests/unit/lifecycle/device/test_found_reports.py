"""What a finder tells, for whom it is, and when it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId
from dpp.domain.errors import InvalidInput, Refused
from dpp.domain.opaque import ALPHABET, DeviceKey, PassportId
from lifecycle.domain.events import Found, LostOrStolen, Place
from lifecycle.domain.found_reports import (
    A_DAY,
    LONGEST_CONTACT,
    LONGEST_WHERE,
    MOST_IN_A_DAY,
    FoundReport,
    Outcome,
    ReportReference,
    Words,
    closed,
    handed_on,
    new_reference,
    print_reference,
    until_the_next,
    whom_to_tell,
    words_of,
)
from lifecycle.domain.public import public_history
from tests.unit.lifecycle.device.lives import COORDINATOR, MINISTRY, PROVIDER, Life, given_away, registered
from tests.unit.lifecycle.device.test_guards import leased
from tests.unit.lifecycle.device.test_sequences import lives, thorough

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
REPORT = FoundReport(
    reference=ReportReference("7k3m9x2p"),
    device=DeviceKey("device00"),
    passport=PassportId("passport"),
    told=MINISTRY,
    reported_at=NOW,
    words=Words("In the train to Zwolle", "06-12345678"),
)


def test_a_report_is_for_the_owner() -> None:
    device = registered().device
    assert device is not None
    assert whom_to_tell(device) == MINISTRY


def test_a_report_of_a_leased_device_is_for_who_uses_it_and_not_for_the_lessor() -> None:
    device = leased().device
    assert device is not None
    assert device.ownership is not None
    assert whom_to_tell(device) == device.ownership.lessee != device.ownership.owner


def test_whether_it_was_reported_lost_changes_nothing() -> None:
    """Missing, found again, or neither: the same organisation is told."""
    life = registered()
    told = [whom_to_tell(life.device)] if life.device else []
    for happening in (LostOrStolen(stolen=True, report="PV-1"), Found(place=Place("Store"))):
        life = life.then(happening, organisation=PROVIDER)
        assert life.device is not None
        told.append(whom_to_tell(life.device))
    assert told == [MINISTRY] * 3


def test_nobody_is_told_of_what_was_given_away() -> None:
    device = given_away().device
    assert device is not None
    assert device.ownership is not None
    assert (device.ownership.owner, whom_to_tell(device)) == (COORDINATOR, None)


@thorough
@given(lives())
def test_somebody_is_told_as_long_as_the_public_page_says_that_it_is_the_states(life: Life) -> None:
    """The public page offers the form by `state_owned`, the form asks this: they must not part."""
    device = life.device
    if device is not None and device.ownership is not None:
        assert (whom_to_tell(device) is not None) is public_history(life.events).state_owned


def test_words_are_kept_without_white_space_around_them_and_an_empty_contact_is_none() -> None:
    assert words_of("  On platform 3\r\nat Zwolle\t\n", "  ") == Words("On platform 3\nat Zwolle", None)


@pytest.mark.parametrize("where", ["", "   ", "\n\r\n", "\x00\x07", "\u202e"])
def test_a_report_says_where(where: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        words_of(where, "me@example.org")
    assert [problem.path for problem in fault.value.problems] == ["$.where"]


def test_every_fault_is_told_at_once_beside_its_field() -> None:
    with pytest.raises(InvalidInput) as fault:
        words_of("x" * (LONGEST_WHERE + 1), "y" * (LONGEST_CONTACT + 1))
    assert [problem.path for problem in fault.value.problems] == ["$.where", "$.contact"]


@given(st.text(max_size=LONGEST_WHERE), st.text(max_size=LONGEST_CONTACT))
def test_no_text_breaks_a_report_and_cleaning_twice_is_cleaning_once(where: str, contact: str) -> None:
    """What comes out can be stored (no NUL, no half a surrogate) and turns no line around."""
    try:
        words = words_of(where, contact)
    except InvalidInput:
        return
    kept = words.where + (words.contact or "")
    assert not set("\x00\r\t\u202e\u2066") & set(kept)
    kept.encode()
    assert words_of(words.where, words.contact or "") == words


@given(st.binary(min_size=5, max_size=5))
def test_a_reference_can_be_read_aloud(chance: bytes) -> None:
    reference = new_reference(chance)
    assert set(reference) <= set(ALPHABET)
    assert print_reference(reference).replace("-", "") == reference
    assert [len(part) for part in print_reference(reference).split("-")] == [4, 4]


def _at(*hours: float) -> list[FoundReport]:
    return [replace(REPORT, reported_at=NOW + timedelta(hours=each)) for each in hours]


@pytest.mark.parametrize(
    ("hours", "wait"),
    [
        pytest.param((), 0, id="the first"),
        pytest.param((-3, -2), 0, id="the third"),
        pytest.param((-3, -2, -1), 21, id="the fourth waits until the first is a day old"),
        pytest.param((-24, -2, -1), 0, id="a day later"),
        pytest.param((-20, -3, -2, -1), 21, id="many"),
    ],
)
def test_a_device_has_three_new_reports_in_a_day(hours: tuple[float, ...], wait: float) -> None:
    assert until_the_next(_at(*hours), NOW) == timedelta(hours=wait)


def test_a_closed_report_makes_room() -> None:
    over = [closed(each, Outcome.NO_USE, NOW) for each in _at(-3, -2, -1)]
    assert until_the_next(over, NOW) == timedelta()


@given(st.lists(st.floats(0, 100), max_size=30))
def test_however_reports_come_no_day_has_more_than_three(pauses: list[float]) -> None:
    kept: list[FoundReport] = []
    now = NOW
    for pause in pauses:
        now += timedelta(hours=pause)
        if not until_the_next(kept, now):
            kept.append(replace(REPORT, reported_at=now))
    for each in kept:
        assert sum(each.reported_at <= other.reported_at < each.reported_at + A_DAY for other in kept) <= MOST_IN_A_DAY


def test_a_closed_report_has_no_words() -> None:
    over = closed(REPORT, Outcome.CAME_BACK, NOW + A_DAY, AccountId("anne"))
    assert over == replace(
        REPORT, words=None, outcome=Outcome.CAME_BACK, closed_at=NOW + A_DAY, closed_by=AccountId("anne")
    )
    with pytest.raises(Refused, match="closed already"):
        closed(over, Outcome.NO_USE, NOW + A_DAY)


def test_a_report_goes_with_its_device_until_that_leaves_the_state() -> None:
    """It keeps its words within the State, and loses them outside it."""
    assert handed_on(REPORT, PROVIDER, NOW) == replace(REPORT, told=PROVIDER)
    left = handed_on(REPORT, None, NOW)
    assert (left.outcome, left.words, left.told) == (Outcome.LEFT_STATE, None, MINISTRY)
