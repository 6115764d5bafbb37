"""Pages that name something that was withdrawn, retired, merged or closed still open, and say so."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from dpp.domain.opaque import print_label_code
from tests.support.clicking import Clicker
from tests.support.dpps import path_of
from tests.support.town import Program, Town, town_in

SERIALS = count(1)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for this file: each test has devices of its own."""
    with town_in(tmp_path_factory.mktemp("neighbours")) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(people: Town) -> str:
    return people.model("dell-latitude-7420")


@pytest.fixture
def laptop(people: Town, model: str) -> dict[str, Any]:
    owner, serial = people.program("eigenaar"), f"NEXT{next(SERIALS):03}"
    new = {"model": model, "owner": owner.organisation, "place": "Store 2", "classification": "none"}
    made: dict[str, Any] = owner.made("/api/v1/devices", new | {"serial": serial})
    return made


def address(view: dict[str, Any]) -> str:
    return f"/devices/{view['device']['key']}"


def told(who: Program, device: str, happening: dict[str, Any]) -> None:
    who.made(f"/api/v1{device}/events", {"events": [{"happening": happening}]})


def test_a_device_whose_label_was_retired_opens_and_its_old_code_still_leads_to_it(
    people: Town, laptop: dict[str, Any]
) -> None:
    [code] = laptop["labels"]
    people.program("eigenaar").made(f"/api/v1/labels/{code}/retirements", {"fault": "lost"})
    owner = Clicker(people.client).sign_in("eigenaar")
    page = owner.open(address(laptop))
    assert (page.status, "Label" in page.words) == (200, True)
    assert print_label_code(code) not in page.words.partition("What happened")[0]
    assert f"/passports/{laptop['passport_id']}/label" not in page.links()
    gone = owner.open(f"/passports/{laptop['passport_id']}/label")
    assert (gone.status, "it was taken out of use" in gone.words) == (404, True)
    assert "Stick a label of a roll on the device, and link it." in gone.words
    assert people.client.get(f"/d/{code}").headers["location"] == laptop["passport_url"]


def test_a_placeholder_that_was_another_device_leads_on_to_it(people: Town, laptop: dict[str, Any]) -> None:
    drz = people.program("drz")
    drz.made("/api/v1/scans", {"raw": "STICKER-1", "place": "Hall 1"})
    person = Clicker(people.client).sign_in("drz")
    placeholder = _placeholder(drz)
    told(drz, placeholder, {"kind": "identity_matched", "claims": [], "same_as": laptop["device"]["key"]})
    page = person.open(placeholder)
    assert "It turned out to be another device that is known." in page.words
    assert page.link("To the device") == address(laptop)
    assert person.open(f"{placeholder}/timeline").status == 200


def _placeholder(drz: Program) -> str:
    [line] = [each for each in drz.get("/api/v1/devices").json()["devices"] if each["placeholder"]]
    return f"/devices/{line['device_key']}"


def test_a_consignment_that_was_taken_back_says_so_to_both_sides(people: Town, laptop: dict[str, Any]) -> None:
    owner, ict = people.program("eigenaar"), people.program("ict")
    body = {"receiver": ict.organisation, "devices": [laptop["device"]["key"]]}
    made = owner.made("/api/v1/consignments", body)["consignment"]["id"]
    owner.made(f"/api/v1/consignments/{made}/offers")
    owner.made(f"/api/v1/consignments/{made}/withdrawals")
    for who in ("eigenaar", "ict"):
        page = Clicker(people.client).sign_in(who).open(f"/consignments/{made}")
        assert (page.status, "Taken back by the sender" in page.words) == (200, True)
    sender = Clicker(people.client).sign_in("eigenaar")
    assert sender.open(address(laptop)).status == 200
    assert sender.open(f"/consignments/{made}/receiving").status in {403, 409}


def test_a_passport_that_was_archived_stays_readable_from_its_device(people: Town, laptop: dict[str, Any]) -> None:
    key = people.program("drz").key
    answer = people.client.delete(path_of(laptop["passport_url"]), headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 204, answer.text
    person = Clicker(people.client).sign_in("drz")
    assert "This passport is archived" in person.open(person.open(address(laptop)).link("Public passport")).words


def test_a_key_that_was_withdrawn_and_a_person_whose_account_is_closed_stay_in_their_lists(
    people: Town, laptop: dict[str, Any]
) -> None:
    """What they did stays theirs, and their pages say that it is over."""
    administrator, account = Clicker(people.client).sign_in("beheer"), people.actors["eigenaar"].account
    administrator.open("/admin/keys")
    withdrawn = administrator.send(next(f for f in administrator.page.forms() if "/admin/keys/" in f.path))
    assert "withdrawn" in withdrawn.words
    administrator.open(f"/admin/people/{account}")
    closed = administrator.fill("/active")
    assert closed.status == 200
    assert "closed" in closed.words
    for page in ("/admin/people", "/admin/journal", "/admin/keys", "/mandates", "/admin/stations"):
        assert administrator.open(page).status == 200
    drz = Clicker(people.client).sign_in("drz")
    for page in (address(laptop), f"{address(laptop)}/timeline"):
        shown = drz.open(page)
        assert shown.status == 200
        assert "Ellen Eigenaar" in shown.words, "what somebody did stays theirs"
