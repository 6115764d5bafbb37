"""Worklists and acts on many devices, by their pages without scripts and by the API."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.clicking import Clicker
from tests.support.town import Program, Town, town_in

HALL = "Innamelijn 1"
SERIALS = ("LIST-0001", "LIST-0002", "LIST-0003")
GRADED = {"kind": "inspected", "functional": "F5", "cosmetic": "C5"}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file, with three laptops in the hands of the ICT provider."""
    with town_in(tmp_path_factory.mktemp("worklists")) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(people: Town) -> str:
    return people.model("dell-latitude-7420")


@pytest.fixture(scope="module")
def keys(people: Town, model: str) -> list[str]:
    return [collected(people, model, serial) for serial in SERIALS]


def collected(people: Town, model: str, serial: str) -> str:
    """Surplus, and scanned at the intake of the ICT provider."""
    owner, provider = people.program("eigenaar"), people.program("ict")
    body = {
        "model": model,
        "owner": owner.organisation,
        "place": "Store 2",
        "serial": serial,
        "classification": "none",
    }
    key: str = owner.made("/api/v1/devices", body)["device"]["key"]
    surplus = {
        "kind": "declared_surplus",
        "decision": "OS-1",
        "decided_on": "2026-01-05",
        "authority": owner.organisation,
        "intake_by": provider.organisation,
    }
    recorded(owner, key, surplus)
    provider.made("/api/v1/scans", {"raw": serial, "place": HALL})
    return key


def recorded(program: Program, key: str, *happenings: dict[str, Any]) -> None:
    program.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": each} for each in happenings]})


def test_a_person_sees_the_lists_of_the_role_and_takes_what_is_on_them(people: Town, keys: list[str]) -> None:
    """A colleague is told by whom it is taken; of what is given back it is free again."""
    mine, colleague = Clicker(people.client).sign_in("ict"), Clicker(people.client).sign_in("ict-controle")
    lists = mine.open("/worklists")
    assert "To inspect Look at each device and give it its grades. 3 today" in lists.words
    assert "To approve" not in lists.words
    page = mine.click("To inspect")
    assert all(serial in page.words for serial in SERIALS)
    done = mine.fill("/takings", device=keys[0])
    assert "Taken: others leave these to you for now." in done.words
    assert "yours until" in done.words
    seen = colleague.open("/worklists/inspection?whose=others")
    assert "taken by Iris Inname until" in seen.words
    refused = colleague.send(seen.form("/takings?whose=others"), device=keys[0])
    assert (refused.status, refused.address) == (409, seen.address.replace("?", "/takings?"))
    assert "1 taken by Iris Inname until" in refused.words
    mine.open("/worklists/inspection?whose=mine")
    form = mine.page.form("/takings?whose=mine")
    form.element.set("action", "/worklists/inspection/returns")
    assert "Given back: others can take these." in mine.send(form, device=keys[0]).words
    assert "Nothing waits here" in colleague.open("/worklists/inspection?whose=others").words


@pytest.mark.parametrize(("who", "decides"), [("eigenaar", False), ("ict", False), ("drz", True)])
def test_links_to_what_only_drz_decides_are_for_drz(people: Town, who: str, decides: bool) -> None:  # noqa: FBT001
    person = Clicker(people.client).sign_in(who)
    assert ("/class-decisions" in person.open("/worklist").links()) is decides
    assert ("/marketplace/outlived" in person.open("/worklists").links()) is decides


def test_an_act_on_many_is_shown_first_and_done_once(people: Town, keys: list[str]) -> None:
    """What the act asks is asked; the answer stays readable; the same form sent again does nothing more."""
    ict = Clicker(people.client).sign_in("ict")
    ict.open("/worklists/inspection?place=inname")
    form = ict.page.form("/takings?place=inname")
    form.element.set("action", "/bulk-actions/preview?place=inname")
    asks = ict.send(form, all="yes", action="charger")
    assert asks.title == "Say whether the charger is there"
    assert "3 devices are chosen." in asks.words
    assert "Choose one." in ict.fill("/preview", input__present="").words
    shown = ict.fill("/preview", input__present="yes")
    assert "Nothing is done yet." in shown.words
    assert "this will be done See the 3 devices" in shown.words
    act = shown.form("/bulk-actions")
    result = ict.send(act)
    assert "Done with 3 devices." in result.words
    assert ict.send(act).address == result.address
    events = people.program("ict").get(f"/api/v1/devices/{keys[0]}").json()["timeline"]
    assert [each["event"]["happening"]["kind"] for each in events].count("charger_seen") == 1


@pytest.mark.usefixtures("keys")
def test_pasted_codes_are_devices_and_what_they_are_not_is_told(people: Town) -> None:
    """A rule's own words stand with the devices that it refuses."""
    owner = Clicker(people.client).sign_in("eigenaar")
    owner.open("/bulk-actions")
    assert (
        "Choose at least one device."
        in owner.send(owner.page.form("/preview"), codes="NOTHING-1", action="release-hold").words
    )
    asks = owner.fill("/preview", codes="\n".join(SERIALS[:2]))
    assert "2 devices are chosen." in asks.words
    shown = owner.fill("/preview", input__hold="H-9", input__reason="Inquiry")
    assert "this will be refused" in shown.words
    assert all(serial in shown.words for serial in SERIALS[:2])
    assert not [form for form in shown.forms() if urlsplit(form.path).path == "/bulk-actions"]


def test_a_group_is_approved_in_one_act_but_for_what_a_colleague_has(people: Town, keys: list[str]) -> None:
    """The page says who has it; whoever sends the form all the same is refused, with the reason."""
    ict = people.program("ict")
    for key in keys:
        recorded(ict, key, GRADED)
        ict.made(f"/api/v1/devices/{key}/decisions")
    drz, colleague = Clicker(people.client).sign_in("drz"), Clicker(people.client).sign_in("drz-akkoord")
    stale = drz.open("/worklist").form("/worklist/approvals")
    colleague.open("/worklist")
    taken = colleague.page.form("/worklist/approvals")
    taken.element.set("action", "/worklists/approval/takings")
    [first, *_] = taken.filled()["device"]
    assert "Taken:" in colleague.send(taken, device=first).words
    assert "Taken by" in drz.open("/worklist").words
    refused = drz.send(stale)
    assert refused.status == 422
    assert "1 device was not approved" in refused.words
    assert "A colleague of yours works on it until" in refused.words


def test_programs_read_lists_take_items_and_act_on_many(people: Town, model: str) -> None:
    """The batch decides what is a retry; the same id with something else is a conflict."""
    keys = [collected(people, model, serial) for serial in ("LIST-1001", "LIST-1002")]
    ict, auditor = people.program("ict"), people.program("auditor")
    lists = ict.get("/api/v1/worklists").json()["worklists"]
    assert {each["name"] for each in lists} >= {"inspection", "wipe", "receive"}
    view = ict.get("/api/v1/worklists/inspection", params={"limit": 1, "place": "inname"}).json()
    assert (view["count"], view["items"][0]["item"]["device"]) == (2, keys[0])
    page = {"since": view["more"]["since"], "after": view["more"]["device"]}
    rest = ict.get("/api/v1/worklists/inspection", params=page).json()["items"]
    assert [each["item"]["device"] for each in rest] == [keys[1]]
    assert ict.made("/api/v1/worklists/inspection/takings", {"devices": keys})["taken"] == keys
    seen = auditor.get("/api/v1/worklists/inspection").json()["items"]
    assert [set(each["taken"]) for each in seen] == [{"is_mine", "organisation", "until"}] * 2
    assert ict.post("/api/v1/worklists/inspection/returns", {"devices": keys}).status_code == 204
    body = {"action": "charger", "devices": keys, "inputs": {"present": "yes"}}
    assert ict.made("/api/v1/bulk-actions/preview", body)["groups"] == [{"outcome": "done", "devices": keys}]
    batch = {**body, "batch": "batch-0001"}
    once = ict.made("/api/v1/bulk-actions", batch)
    assert ict.made("/api/v1/bulk-actions", batch) == once == ict.get("/api/v1/bulk-actions/batch-0001").json()
    ict.refused("/api/v1/bulk-actions", {**batch, "inputs": {"present": "no"}}, status=409)
    ict.refused("/api/v1/bulk-actions", {**batch, "inputs": {}}, status=400)
    assert auditor.get("/api/v1/bulk-actions").json() == {"actions": []}
