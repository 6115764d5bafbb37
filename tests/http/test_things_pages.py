"""Things, locks, parts and counted goods by their pages, as people without scripts use them, and by the API."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker, Page
from tests.support.town import Town, town_in

HALL = "Innamelijn 1"
APPLE: dict[str, Any] = {"lock-activation-lock": "there", "lock-apple-business": "absent"}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file: each test has devices and lots of its own."""
    with town_in(tmp_path_factory.mktemp("things")) as opened:
        yield opened


@pytest.fixture(scope="module")
def ict(people: Town) -> Clicker:
    return Clicker(people.client).sign_in("ict")


def owner(people: Town) -> str:
    return people.program("eigenaar").organisation


def thing(people: Town, serial: str, kind: str = "tablet", **more: Any) -> str:
    body = {
        "thing": kind,
        "owner": owner(people),
        "custodian": people.program("ict").organisation,
        "place": HALL,
        "serial": serial,
        "classification": "none",
    }
    key: str = people.program("ict").made("/api/v1/things", body | more)["device"]
    return key


def sent(browser: Clicker, address: str, action: str, **typed: Any) -> Page:
    browser.open(address)
    return browser.fill(action, **typed)


def test_a_scanned_tag_becomes_a_desktop_without_a_passport(people: Town, ict: Clicker) -> None:
    scanned = sent(ict, "/intake", "/intake/scans", scan="STICKER-7001", place=HALL)
    assert "kind, without a passport" in scanned.words
    key = scanned.link("Placeholder").rpartition("/")[2]
    page = sent(
        ict,
        f"/things/new?device={key}",
        "/things",
        thing="desktop",
        owner=owner(people),
        maker="Dell",
        serial="DESK-1",
        classification="none",
        place=HALL,
    )
    assert "Recorded." in page.words
    assert "Registered without a passport" in page.words
    assert "Desktop computer" in page.words
    view = people.program("ict").get(f"/api/v1/devices/{key}").json()
    assert (view["line"]["group"], view["line"]["placeholder"]) == ("desktop", False)


def test_a_thing_of_no_kind_comes_back_with_what_is_wrong(ict: Clicker) -> None:
    page = sent(ict, "/things/new", "/things", place=HALL)
    assert page.status == 400
    assert "Give at least one number that is on the device." in page.words


def test_the_checklist_of_an_android_tablet_is_answered_with_one_button(people: Town, ict: Clicker) -> None:
    key = thing(people, "TAB-1")
    ict.open(f"/devices/{key}/locks?list=android")
    page = ict.press(f"/devices/{key}/locks", "none")
    assert "Recorded." in page.words
    assert "No lock found" in page.words
    device = people.program("ict").get(f"/api/v1/devices/{key}").json()["device"]
    assert device["locks_looked_for"]["checklist"] == "android"
    assert set(device["locks_looked_for"]["answered"]) == {"factory-reset-protection", "mdm"}


def test_a_lock_that_is_there_is_told_with_who_can_release_it(people: Town, ict: Clicker) -> None:
    key = thing(people, "TAB-2")
    ict.open(f"/devices/{key}/locks?list=iphone-ipad")
    page = ict.fill(f"/devices/{key}/locks", files=None, **APPLE)
    assert "Found: Activation Lock" in page.words
    again = ict.open(f"/devices/{key}/locks")
    assert "It was found before." in again.words
    released = sent(
        ict,
        f"/devices/{key}/lock-release",
        "/lock-release",
        lock="activation-lock",
        proof="not a hash",
        proof_kind="screenshot",
    )
    assert released.status == 422
    assert "64 signs" in released.words


def test_checks_that_are_left_open_are_asked_for(people: Town, ict: Clicker) -> None:
    key = thing(people, "TAB-3")
    ict.open(f"/devices/{key}/locks?list=android")
    page = ict.fill(f"/devices/{key}/locks", lock__mdm="absent")
    assert page.status == 400
    assert "Choose one." in page.words


def test_whether_the_charger_is_there_is_a_fact_of_its_own(people: Town, ict: Clicker) -> None:
    key = thing(people, "TAB-4")
    assert "Without its charger" in sent(ict, f"/devices/{key}/charger", "/charger", charger="no").words
    assert people.program("ict").get(f"/api/v1/devices/{key}").json()["device"]["charger"] is False


def test_a_part_goes_from_one_device_by_the_stock_into_another(people: Town, ict: Clicker) -> None:
    donor, taker = thing(people, "DONOR-1", "desktop"), thing(people, "TAKER-1", "desktop")
    sent(ict, f"/devices/{donor}/part-out", "/part-out", part="memory", serial="MEM-1", maker="Samsung", kept="yes")
    stock = ict.open("/parts")
    assert "MEM-1" in stock.words
    part = next(each.get("value") for each in stock.form("/parts").fields() if each.get("type") == "radio")
    page = ict.fill("/parts", part=part, scan="TAKER-1")
    assert "MEM-1" in page.words
    assert "From another device" in page.words
    bill = people.program("ict").get(f"/api/v1/devices/{taker}/bill-of-materials").json()
    assert [(each["line"]["serial"], each["line"]["donor"]) for each in bill["parts"]] == [("MEM-1", donor)]
    before = people.program("ict").get(
        f"/api/v1/devices/{taker}/bill-of-materials", params={"asOf": "2020-01-01T00:00:00Z"}
    )
    assert before.json()["parts"] == []
    assert people.program("ict").get("/api/v1/parts").json()["parts"] == []
    second = {"kind": "component_installed", "component": "memory", "origin": "harvested", "donor": donor}
    refused = people.program("ict").refused(f"/api/v1/devices/{taker}/events", {"events": [{"happening": second}]})
    assert refused["rule"] == "part-out-of-donor"


def test_the_parts_of_a_day_that_is_none_are_asked_again(people: Town, ict: Clicker) -> None:
    key = thing(people, "TAB-5")
    assert ict.open(f"/devices/{key}/parts?day=yesterday").status == 422
    assert "No part is known on this day" in ict.open(f"/devices/{key}/parts?day=2020-01-01").words


def test_goods_are_taken_in_handed_over_counted_and_received(people: Town, ict: Clicker) -> None:
    page = sent(
        ict,
        "/goods",
        "/goods",
        kind="charger",
        quantity="40",
        unit="piece",
        condition="working",
        owner=owner(people),
        place=HALL,
    )
    assert "40 pieces" in page.words
    lot = page.link("Sort, move or hand over")
    coordinator = people.program("regie").organisation
    refused = sent(ict, lot, lot, act="hand-over", quantity="30", receiver=coordinator, ground="gift")
    assert "there is no decision that it is surplus" in refused.words
    page = sent(ict, lot, lot, act="hand-over", quantity="30", receiver=coordinator, ground="gift", decision="2026-117")
    assert "on its way to" in page.words
    receiver = Clicker(people.client).sign_in("regie")
    receipt = receiver.open("/goods").link("Count and receive")
    receiver.open(receipt)
    page = receiver.fill(receipt, counted__0="29", place="Utrecht")
    assert "29 pieces" in page.words
    held = people.program("auditor").get("/api/v1/counted-goods").json()["lots"]
    assert {(each["lot"]["custodian"], each["quantity"]) for each in held if each["lot"]["kind"] == "charger"} == {
        (people.program("ict").organisation, "11"),
        (coordinator, "29"),
    }


def test_more_than_there_is_does_not_go(people: Town) -> None:
    program = people.program("ict")
    body = {"kind": "cable", "quantity": "2.5", "unit": "kilogram", "owner": owner(people), "place": HALL}
    made = program.made("/api/v1/counted-goods", body)
    lot = made["entries"][0]["lot"]
    refused = program.refused(
        "/api/v1/counted-goods/write-offs", {"lot": lot, "quantity": "2.501", "reason": "weighed again"}
    )
    assert refused["rule"] == "goods-below-zero"
    program.refused("/api/v1/counted-goods", body | {"kind": "laptop"})
    program.refused("/api/v1/counted-goods", body | {"quantity": "0"}, status=400)


def test_the_register_of_kinds_and_checklists_is_data_for_programs(people: Town) -> None:
    told = people.client.get("/api/v1/kinds-of-thing").json()
    assert {"desktop", "server", "charger"} <= {each["code"] for each in told["kinds"]}
    assert {"windows-pc", "android"} <= {each["name"] for each in told["checklists"]}
