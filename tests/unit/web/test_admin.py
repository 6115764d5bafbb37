"""The entrance of administration says what ends, failed or waits, and is silent about what is in order."""

from datetime import date, timedelta

from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally
from web.pages.mapping.admin import (
    admin_page,
    keys_line,
    organisations_line,
    people_line,
    stations_line,
    support_line,
)

TODAY = date(2026, 5, 4)
IN_ORDER = keys_line(KeyTally(valid=3, unused=1, ending=0))
ENDING = keys_line(KeyTally(valid=3, unused=1, ending=2))


def test_what_ends_soon_or_was_left_asks_attention() -> None:
    assert (bool(IN_ORDER.attention), bool(ENDING.attention)) == (False, True)
    assert organisations_line(OrganisationTally(2, valid=1, ending=1)).attention
    assert not organisations_line(OrganisationTally(2, valid=1, ending=0)).attention
    assert people_line(PeopleTally(2, closed=1, unchanged=1)).attention
    assert not people_line(PeopleTally(2, closed=1, unchanged=0)).attention
    assert stations_line(StationTally(2, quiet=1)).attention
    assert not stations_line(StationTally(2, quiet=0)).attention


def test_dates_of_support_age() -> None:
    """None at all asks attention too."""
    assert support_line(None, TODAY).attention
    assert support_line(TODAY - timedelta(days=200), TODAY).attention
    assert not support_line(TODAY, TODAY).attention


def test_what_asks_attention_comes_first_and_nothing_is_left_out() -> None:
    page = admin_page((IN_ORDER, ENDING))
    assert (page.asking, page.others) == ((ENDING,), (IN_ORDER,))
