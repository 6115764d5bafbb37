"""The bar stays short: what a role uses every day, where the reader is, and the rest under More."""

import pytest

from dpp.domain.actor import Role
from web.pages.navigation import MAIN, PLACES, TASKS, is_current, navigation_for, places_for

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


def test_a_place_is_called_one_thing_and_stands_at_one_spot() -> None:
    """The same words lead to the same place for everybody, and every role sees the places in one order."""
    assert len({place.address for place in PLACES}) == len(PLACES)
    assert len({place.text.template for place in PLACES}) == len(PLACES)
    for role in Role:
        shown, rest = navigation_for(frozenset({role}), "/")
        for part in (shown, rest):
            spots = [PLACES.index(place) for place in part]
            assert spots == sorted(spots)


def test_who_never_comes_at_a_place_does_not_go_there_daily() -> None:
    for place in PLACES:
        assert (place.daily or place.roles) <= place.roles


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/admin", "/admin"),
        ("/admin/people/x", "/admin/people"),
        ("/mandates", "/admin"),
        ("/worklists/approval", "/worklists"),
        ("/class-decisions/x?after=y", "/worklist"),
        ("/erasure/tools", "/erasure/tools"),
        ("/about", None),
    ],
)
def test_a_page_belongs_to_one_place(address: str, place: str | None) -> None:
    assert [each.address for each in PLACES if is_current(each, address)] == ([] if place is None else [place])


def test_what_a_role_does_most_is_a_place_that_it_has() -> None:
    for task in MAIN:
        for role in task.roles:
            assert task.address in {place.address for place in places_for(frozenset({role}))}


def test_what_one_comes_for_is_told_once() -> None:
    for role in Role:
        addresses = [task.address for task in TASKS if role in task.roles]
        assert len(set(addresses)) == len(addresses)
