"""What stands in the way at an intake station: it is told in plain words, nothing is lost, a person settles it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dpp.domain.actor import Role
from tests.support.clicking import Clicker
from tests.support.tablet import Tablet, badge, now, pallet, scan
from tests.support.town import Town, town_in
from web.accounts.domain.stations import ShiftId
from web.demo.accounts import DEMO_PASSWORD

GRADED = {"kind": "inspected", "functional": "F5", "cosmetic": "C5"}
CHARGER = {"kind": "charger_seen", "present": True}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file: each test has a station of its own, and gives back what it takes away."""
    with town_in(tmp_path_factory.mktemp("troubles")) as opened:
        yield opened


def of(scanned: dict[str, Any], happening: dict[str, Any], number: int) -> dict[str, Any]:
    """What is said of the device that a scan found, at this moment."""
    name = f"{scanned['event_id']}-{number}"
    return {"event_id": name, "occurred_at": now().isoformat(), "scan": scanned["event_id"], "happening": happening}


def wrong(event: dict[str, Any], *right: dict[str, Any]) -> dict[str, Any]:
    """That an event was wrong, and which ones tell it right."""
    corrective = [each["event_id"] for each in right]
    return {"kind": "corrected", "event": event["event_id"], "reason": "incorrect_data", "corrective": corrective}


def told(answer: Any) -> list[tuple[str, str | None]]:
    return [(each["outcome"], each["refusal"] and each["refusal"]["rule"]) for each in answer["events"]]


def colleague(people: Town, tablet: Tablet) -> Any:
    """Another person of the same organisation takes over."""
    return tablet.enter(badge=badge(people, "ict"))


@contextmanager
def without(people: Town, who: str, *, right: bool) -> Iterator[None]:
    """Somebody loses the right to take devices in, or the whole account, and gets it back afterwards."""
    administrator, account = people.actors["beheer"], people.actors[who].account
    if right:
        people.accounts.people.set_roles(administrator, account, frozenset({Role.AUDITOR}))
    else:
        people.accounts.people.set_active(administrator, account, active=False)
    yield
    people.accounts.people.set_active(administrator, account, active=True)
    people.accounts.people.set_roles(administrator, account, people.actors[who].roles)


def test_a_person_corrects_at_a_station_what_it_made_there_in_this_shift(people: Town) -> None:
    """The wrong grade stays readable and counts no more; what is recorded is read at the station, without names."""
    tablet, arriving = Tablet.enrolled(people), pallet(people, "TROUBLE-1")
    shift = tablet.enter(badge=badge(people, "ict"))["shift"]["id"]
    scanned = scan("TROUBLE-1")
    graded = of(scanned, GRADED, 1)
    tablet.send(scanned, graded, shift=shift, pallet=arriving)
    better = of(scanned, {**GRADED, "cosmetic": "C7"}, 2)
    corrected = of(scanned, wrong(graded, better), 3)
    assert told(tablet.send(better, corrected, shift=shift)) == [("recorded", None), ("recorded", None)]
    known = tablet.told("GET", f"/lives/{scanned['event_id']}")
    assert (known["name"], "TROUBLE-1" in known["codes"]) == ("Dell Latitude 7420", True)
    grades = [(each["details"], each["corrected"]) for each in known["life"] if each["what"] == "Inspected"]
    assert [marked for _, marked in grades] == [False, True]
    assert "C7" in str(grades[0][0])
    assert set(known["life"][0]) == {"at", "what", "details", "organisation", "corrected"}
    mistaken = of(scanned, wrong(scanned) | {"reason": "did_not_occur"}, 4)
    assert told(tablet.send(mistaken, shift=shift)) == [("recorded", None)]


def test_nothing_is_corrected_for_another_station_person_or_shift(people: Town) -> None:
    """Each waits in the inbox with its reason; and where nobody works, nobody sends anything."""
    tablet, other = Tablet.enrolled(people), Tablet.enrolled(people)
    mine = badge(people, "ict")
    shift = tablet.enter(badge=mine)["shift"]["id"]
    scanned = scan("TROUBLE-2")
    seen = of(scanned, CHARGER, 1)
    assert told(tablet.send(scanned, seen, shift=shift)) == [("recorded", None)] * 2
    elsewhere = other.enter(badge=mine)["shift"]["id"]
    assert told(other.send(of(scanned, wrong(seen), 2), shift=elsewhere)) == [("set-aside", "of-the-shift")]
    assert told(other.send(of(scanned, wrong(seen), 3), shift=shift)) == [("set-aside", "person-of-the-shift")]
    theirs = tablet.enter(badge=badge(people, "ict-controle"))["shift"]["id"]
    assert told(tablet.send(of(scanned, wrong(seen), 4), shift=theirs)) == [("set-aside", "own-record")]
    long_over = yesterday(people, shift)
    assert told(tablet.send(of(scanned, wrong(seen), 5), shift=long_over)) == [("set-aside", "within-the-shift")]
    tablet.told("DELETE", "/persons")
    assert tablet.ask("POST", "/readings", {"raw": "TROUBLE-2"}).status_code == 401
    assert tablet.ask("GET", f"/lives/{scanned['event_id']}").status_code == 401


def yesterday(people: Town, shift: str) -> str:
    """The same shift a day earlier: it is over."""
    day = timedelta(days=1)
    with people.accounts.shifts.means.units.writing() as work:
        found = work.shifts.get(ShiftId(shift))
        assert found is not None
        earlier = replace(
            found,
            id=ShiftId(f"{shift}-before"),
            token_hash=f"{found.token_hash[:-1]}-",
            started_at=found.started_at - day,
            seen_at=found.seen_at - day,
            ended_at=found.started_at - day / 2,
        )
        work.shifts.add(earlier)
        work.commit()
    return earlier.id


def test_who_lost_the_right_is_told_so_and_a_colleague_sends_what_was_made(people: Town) -> None:
    """It waits in the inbox, and nothing of what was recorded before is corrected."""
    tablet = Tablet.enrolled(people)
    shift = tablet.enter(badge=badge(people, "ict-controle"))["shift"]["id"]
    before, after = scan("TROUBLE-3"), scan("TROUBLE-4")
    tablet.send(before, shift=shift)
    with without(people, "ict-controle", right=True):
        state = tablet.told("GET", "/state")
        assert state["person"]["account"] == people.actors["ict-controle"].account
        assert state["notice"]["what"] == "Your account may not take devices in (any more)."
        body = {"batch": "b", "scanner": "Tablet", "sent_at": now().isoformat(), "events": [after], "shift": shift}
        assert tablet.ask("POST", "/sendings", body).status_code == 403
        assert tablet.ask("GET", f"/lives/{before['event_id']}").status_code == 403
        assert colleague(people, tablet)["notice"] is None
        answer = tablet.send(after, of(before, wrong(before), 1), shift=shift)
        assert told(answer) == [("set-aside", "not-permitted")] * 2
        item = answer["events"][0]["item"]
        assert tablet.told("POST", f"/items/{item}/dismissal", {})["outcome"] == "dismissed"


def test_who_was_closed_works_no_more_and_a_colleague_records_what_was_made_anew(people: Town) -> None:
    """The item is closed with the event that took its place, in the colleague's own shift."""
    tablet = Tablet.enrolled(people)
    shift = tablet.enter(badge=badge(people, "ict-controle"))["shift"]["id"]
    with without(people, "ict-controle", right=False):
        state = tablet.told("GET", "/state")
        assert (state["person"], state["shift"]) == (None, None)
        assert state["notice"]["what"].startswith("The account that worked here was closed")
        mine = colleague(people, tablet)["shift"]["id"]
        answer = tablet.send(scan("TROUBLE-5"), shift=shift)
        assert told(answer) == [("set-aside", "person-of-the-shift")]
        anew = scan("TROUBLE-5")
        assert told(tablet.send(anew, shift=mine)) == [("recorded", None)]
        settled = {"event": anew["event_id"], "shift": mine}
        item = answer["events"][0]["item"]
        assert tablet.told("POST", f"/items/{item}/dismissal", settled)["outcome"] == "dismissed"


def test_a_badge_that_is_withdrawn_ends_the_shift_and_what_was_made_in_it_counts(people: Town) -> None:
    """Whoever found it works on nowhere; the next person sends what waits, as made by who made it."""
    tablet, actor = Tablet.enrolled(people), people.actors["ict-controle"]
    new = people.accounts.badges.make(actor, DEMO_PASSWORD, "0" * 64)
    shift = tablet.enter(badge=new.code)["shift"]["id"]
    made = scan("TROUBLE-6")
    people.accounts.badges.revoke(people.actors["beheer"], new.id)
    state = tablet.told("GET", "/state")
    assert state["person"] is None
    assert state["notice"]["what"].startswith("The shift here was ended: the badge or PIN was withdrawn")
    assert tablet.ask("POST", "/persons", {"badge": new.code}).status_code == 401
    colleague(people, tablet)
    assert told(tablet.send(made, shift=shift)) == [("recorded", None)]


def test_a_shift_that_ended_while_scans_wait_is_told_and_they_are_sent_by_the_next_person(people: Town) -> None:
    tablet = Tablet.enrolled(people)
    shift = tablet.enter(badge=badge(people, "ict-controle"))["shift"]["id"]
    made = scan("TROUBLE-7")
    with people.accounts.shifts.means.units.writing() as work:
        work.shifts.touch(ShiftId(shift), now() - timedelta(minutes=31))
        work.commit()
    state = tablet.told("GET", "/state")
    assert (state["person"], state["notice"]["what"]) == (
        None,
        "Nothing was asked here for 30 minutes: nobody works here now.",
    )
    colleague(people, tablet)
    assert told(tablet.send(made, shift=shift)) == [("recorded", None)]


def test_what_waits_at_a_revoked_station_goes_to_the_inbox_once_somebody_signs_in(people: Town) -> None:
    """With a password, on the same tablet; there it is settled in the name of who did that."""
    tablet = Tablet.enrolled(people)
    station = tablet.told("GET", "/state")["station"]["id"]
    shift = tablet.enter(badge=badge(people, "ict-controle"))["shift"]["id"]
    made = scan("TROUBLE-8")
    people.accounts.stations.revoke(people.actors["beheer"], station)
    state = tablet.told("GET", "/state")
    assert (state["person"], state["station"]) == (None, None)
    assert state["notice"]["what"].startswith("This device is no station any more")
    assert "goes to Conflicts" in state["notice"]["remedy"]
    assert tablet.ask("GET", "/pallets").status_code == 401
    tablet.cookies |= dict(Clicker(people.client).sign_in("ict").cookies)
    tablet.csrf = tablet.told("GET", "/state")["csrf"]
    (answer,) = tablet.send(made, shift=shift)["events"]
    assert (answer["outcome"], answer["refusal"]["rule"]) == ("set-aside", "person-of-the-shift")
    assert tablet.told("POST", f"/items/{answer['item']}/dismissal", {})["outcome"] == "dismissed"
