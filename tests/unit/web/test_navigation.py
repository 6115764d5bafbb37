"""The bar stays short: what a role uses every day, where the reader is, and the rest under More."""

import pytest

from dpp.domain.actor import Role
from web.pages.navigation import navigation_for, places_for

AT_MOST = 7
"""Places in the bar of one role, besides the scan that begins it and More that ends it."""


@pytest.mark.parametrize("role", Role)
def test_the_bar_of_a_role_is_short_and_nothing_is_lost(role: Role) -> None:
    roles = frozenset({role})
    shown, rest = navigation_for(roles, "/")
    assert len(shown) <= AT_MOST
    assert {place.address for place in shown + rest} == {place.address for place in places_for(roles)}


def test_a_reader_sees_where_they_are() -> None:
    """A page of a place under More brings that place into the bar, and only that one."""
    roles = frozenset({Role.ICT_PROVIDER})
    at_home, _ = navigation_for(roles, "/")
    shown, rest = navigation_for(roles, "/goods/lots/x")
    assert {place.address for place in shown} - {place.address for place in at_home} == {"/goods"}
    assert "/goods" not in {place.address for place in rest}


def test_few_places_have_no_more() -> None:
    shown, rest = navigation_for(frozenset({Role.MANUFACTURER}), "/")
    assert shown
    assert not rest
