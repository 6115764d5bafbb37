"""The cursor over new events, in memory: whose events, in which parts, and what is no cursor."""

import pytest

from dpp.domain.errors import InvalidInput, NotPermitted
from lifecycle.service.feed import BEGINNING, LATEST
from tests.support.service_world import ADVISER, AUDITOR, ICT, OTHER_OWNER, OWNER, ROUTER, World


@pytest.fixture
def world() -> World:
    return World()


def test_a_cursor_goes_through_everything_once_in_parts(world: World) -> None:
    key = world.graded_laptop()
    feed, cursor, seen, more = world.use.feed, BEGINNING, [], True
    while more:
        page = feed.after(AUDITOR, cursor, 2)
        seen += [each.event.id for each in page.events]
        cursor, more = page.cursor, page.more
    assert seen == [event.id for event in world.events(key)]
    assert feed.after(AUDITOR, cursor, 2).events == ()
    latest = feed.after(AUDITOR, LATEST, 2)
    assert (latest.events, latest.cursor) == ((), cursor)


def test_an_organisation_gets_the_events_of_its_own_devices(world: World) -> None:
    world.collected_laptop()
    feed = world.use.feed
    assert feed.after(OTHER_OWNER, BEGINNING, 9).events == ()
    assert len(feed.after(OWNER, BEGINNING, 9).events) == len(feed.after(ROUTER, BEGINNING, 9).events) > 0
    assert {each.event.kind for each in feed.after(ICT, BEGINNING, 9, ["intake_scanned"]).events} == {"intake_scanned"}


def test_a_text_that_may_be_erased_does_not_travel(world: World) -> None:
    world.collected_laptop()
    events = world.use.feed.after(OWNER, BEGINNING, 9).events
    assert all(each.event.happening.remark is None for each in events)


def test_what_is_no_cursor_or_no_kind_is_told(world: World) -> None:
    for cursor in ("-2", "x", "1e3", "٣"):
        with pytest.raises(InvalidInput):
            world.use.feed.after(ROUTER, cursor, 9)
    with pytest.raises(InvalidInput):
        world.use.feed.after(ROUTER, BEGINNING, 9, ["nonsense"])
    with pytest.raises(NotPermitted):
        world.use.feed.after(ADVISER, BEGINNING, 9)
