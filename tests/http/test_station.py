"""The intake station over HTTP: a device that is enrolled, persons who change there, and what it sends."""

from collections.abc import Iterator
from datetime import timedelta
from time import process_time

import pytest

from tests.support.clicking import Clicker
from tests.support.tablet import HALL, Tablet, badge, now, pallet, scan
from tests.support.town import Town, town_in
from web.demo.accounts import DEMO_PASSWORD


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file: each test has a station, devices and events of its own."""
    with town_in(tmp_path_factory.mktemp("station")) as opened:
        yield opened


def test_a_day_at_a_station(people: Town) -> None:
    """A pallet is opened, a scan counts for it, its device gets grades, a photo and a label, and the next one comes."""
    tablet, arriving = Tablet.enrolled(people), pallet(people, "STATION-1", "STATION-2")
    state = tablet.enter(badge=badge(people, "ict"))
    assert (state["person"]["account"], state["today"]) == (people.actors["ict"].account, 0)
    assert state["station"]["place"] == HALL
    assert {"grade": "F6", "text": "as new"} in state["functional"]
    (line,) = [each for each in tablet.told("GET", "/pallets") if each["id"] == arriving]
    assert (line["expected"], line["scanned"]) == (2, 0)
    devices = tablet.told("GET", f"/pallets/{arriving}")["devices"]
    assert [each["scanned"] for each in devices if "STATION1" in each["codes"]] == [False]
    first = scan("STATION-1")
    graded = {
        "event_id": f"{first['event_id']}-grade",
        "occurred_at": now().isoformat(),
        "scan": first["event_id"],
        "happening": {"kind": "inspected", "functional": "F5", "cosmetic": "C5", "charger": True},
    }
    sent = {"shift": state["shift"]["id"], "pallet": arriving}
    answer = tablet.send(first, graded, **sent)
    assert [each["outcome"] for each in answer["events"]] == ["recorded", "recorded"]
    assert answer["events"][0]["receipt"]["verdict"] == "on-manifest"
    view = answer["events"][0]["view"]
    assert (view["verdict"], view["device"]["name"]) == ("good", "Dell Latitude 7420")
    assert {each["key"]: each["done"] for each in view["needs"]}["grade"] is True
    assert (answer["pallet"]["scanned"], answer["today"]) == (1, 1)
    assert tablet.send(scan("STATION-1"), **sent)["events"][0]["repeats"] == first["event_id"]
    again = tablet.send(first, graded, **sent)
    assert [each["outcome"] for each in again["events"]] == ["repeated", "repeated"]
    assert again["today"] == 1
    label = tablet.ask("GET", f"/labels/{first['event_id']}?ending=png")
    assert (label.status_code, label.headers["content-type"]) == (200, "image/png")
    left = tablet.told("DELETE", "/persons")
    assert (left["person"], left["today"]) == (None, 1)
    assert tablet.ask("GET", "/pallets").status_code == 401


def test_the_person_changes_below_two_seconds_and_what_the_first_one_made_is_sent_by_the_next(people: Town) -> None:
    """The service itself hashed the PIN, at its real cost; the whole change is one request."""
    tablet, person = Tablet.enrolled(people), Clicker(people.client).sign_in("ict-controle")
    person.open("/account/badges")
    person.fill("/account/badges/pin", name="cees", pin="31415", password=DEMO_PASSWORD)
    first = tablet.enter(badge=badge(people, "ict"))["shift"]
    made = scan("STICKER-STATION-1")
    began = process_time()  # of this process, which is the service too: others may use the machine at the same time
    second = tablet.enter(name="cees", pin="31415")
    assert process_time() - began < 2
    answer = tablet.send(made, shift=first["id"])
    assert answer["events"][0]["outcome"] == "recorded"
    ict, device = people.program("ict"), answer["events"][0]["device"]
    event = ict.get(f"/api/v1/devices/{device}").json()["timeline"][0]["event"]
    assert event["actor"] == people.actors["ict"].account != second["person"]["account"]
    early = scan("STICKER-STATION-2") | {"occurred_at": (now() - timedelta(hours=2)).isoformat()}
    refused = tablet.send(early, shift=first["id"])["events"][0]
    assert (refused["outcome"], refused["refusal"]["rule"]) == ("set-aside", "within-the-shift")
    unknown = tablet.send(scan("STICKER-STATION-3"), shift="nobody-knows")["events"][0]
    assert (unknown["outcome"], unknown["refusal"]["rule"]) == ("set-aside", "person-of-the-shift")


def test_what_a_person_settles_at_the_station_is_closed_in_the_inbox(people: Town) -> None:
    """By the person of the shift, also when it is sent by the next; saying it again changes nothing."""
    tablet, program = Tablet.enrolled(people), people.program("ict")
    first = tablet.enter(badge=badge(people, "ict"))["shift"]["id"]
    early = {"occurred_at": (now() - timedelta(hours=2)).isoformat()}
    sent = tablet.send(scan("STICKER-STATION-4") | early, scan("STICKER-STATION-5") | early, shift=first)
    anew, seen = (each["item"] for each in sent["events"])
    recorded = tablet.send(scan("STICKER-STATION-4"), shift=first)["events"][0]["event_id"]
    tablet.enter(badge=badge(people, "ict-controle"))
    unknown = tablet.ask("POST", f"/items/{anew}/dismissal", {"event": "nobody-knows", "shift": first})
    assert (unknown.status_code, unknown.json()["rule"]) == (422, "recorded-after-all")
    stranger = tablet.ask("POST", f"/items/{seen}/dismissal", {"shift": "nobody-knows"})
    assert stranger.status_code == 403
    for _ in range(2):
        settled = tablet.told("POST", f"/items/{anew}/dismissal", {"event": recorded, "shift": first})
        assert settled == {"item": anew, "outcome": "dismissed"}
    tablet.told("POST", f"/items/{seen}/dismissal", {})
    last = [program.get(f"/api/v1/inbox/{item}").json()["item"]["attempts"] for item in (anew, seen)]
    assert [[each["account"] for each in attempts] for attempts in last] == [
        [people.actors["ict"].account],
        [people.actors["ict-controle"].account],
    ]
    assert last[0][0]["reason"] == f"Recorded after all as {recorded}."


def test_the_cookies_of_a_station_open_nothing_but_the_station(people: Town) -> None:
    tablet = Tablet.enrolled(people)
    response = tablet.ask("POST", "/persons", {"badge": badge(people, "ict")})
    (cookie,) = response.headers.get_list("set-cookie")
    assert "; Path=/station; HttpOnly; SameSite=Strict" in cookie
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in tablet.cookies.items())}
    assert people.client.get("/account", headers=headers).status_code == 401
    assert people.client.get("/api/v1/devices", headers=headers).status_code == 401


def test_a_change_needs_the_token_of_the_shift_and_comes_from_our_own_page(people: Town) -> None:
    tablet = Tablet.enrolled(people)
    state = tablet.enter(badge=badge(people, "ict"))
    tablet.csrf = "another"
    refused = tablet.ask("POST", "/readings", {"raw": "STICKER-9"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    tablet.csrf = state["csrf"]
    assert tablet.told("POST", "/readings", {"raw": "STICKER-9"})["verdict"] in {"attention", "stop"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    crossing = people.client.post("/station/persons", json={"badge": "kpb"}, headers=headers)
    assert crossing.status_code == 403


def test_a_badge_counts_at_an_enrolled_station_of_ones_own_organisation_alone(people: Town) -> None:
    """Refusals are problem documents, in the reader's language."""
    tablet, theirs = Tablet.enrolled(people), badge(people, "drz")
    assert tablet.ask("POST", "/persons", {"badge": theirs}).status_code == 401
    nowhere = Tablet(people)
    refused = nowhere.ask("POST", "/persons", {"badge": badge(people, "ict")})
    assert (refused.status_code, refused.json()["detail"]) == (403, "This device is not enrolled as a station.")
    state = nowhere.told("GET", "/state")
    assert (state["person"], state["station"], state["today"]) == (None, None, None)


def test_without_a_station_whoever_is_signed_in_works_there(people: Town) -> None:
    """The whole person, with the ordinary session of the service."""
    clicker = Clicker(people.client).sign_in("ict")
    tablet = Tablet(people, dict(clicker.cookies))
    state = tablet.told("GET", "/state")
    tablet.csrf = state["csrf"]
    assert (state["person"]["account"], state["shift"]) == (people.actors["ict"].account, None)
    answer = tablet.send(scan("STICKER-STATION-8"))
    assert (answer["events"][0]["outcome"], answer["today"]) == ("recorded", None)


def test_an_administrator_enrols_a_device_and_a_person_makes_a_badge_by_the_pages(people: Town) -> None:
    """Both are shown once; the code is typed on a device where nobody is signed in."""
    admin = Clicker(people.client).sign_in("beheer")
    admin.open("/admin/stations")
    provider = people.program("ict").organisation
    shown = admin.fill("/admin/stations", name="Line 9", place="Hall B", organisation=provider)
    code = next(each for each in shown.main.iter() if each.get("id") == "new-code").text or ""
    assert "Line 9" in shown.words
    assert code not in admin.open("/admin/stations").words

    device = Clicker(people.client)
    device.open(f"/station/enrol?code={code}")
    device.client.cookies.clear()
    sent = people.client.post("/station/enrol", data={"code": code}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/station")
    tablet = Tablet(people, dict(sent.cookies.items()))
    again = people.client.post("/station/enrol", data={"code": code})
    assert again.status_code == 403

    person = Clicker(people.client).sign_in("ict")
    person.open("/account/badges")
    refused = person.fill("/account/badges", current="not my password")
    assert "This is not your password." in refused.words
    made = person.fill("/account/badges", current=DEMO_PASSWORD)
    badge_code = next(each for each in made.main.iter() if each.get("id") == "new-badge").text or ""
    assert badge_code not in person.open("/account/badges").words
    assert tablet.enter(badge=badge_code)["station"]["name"] == "Line 9"

    listed = admin.open("/admin/stations")
    admin.send(next(form for form in listed.forms() if form.path.endswith("/revocation")))
    lines = people.accounts.stations.all(people.actors["beheer"])
    assert sum(each.station.revoked for each in lines) == 1
    assert "revoked the station" in admin.open("/admin/journal").words
