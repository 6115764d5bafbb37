"""Reading scans, and looking at other providers' passports, over HTTP: programs, people at the pages, their rights.

Nobody is asked until somebody asks for it, and nothing leaves this machine here.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from dpp.adapters.foreign import HttpForeignPages
from dpp.domain.errors import Refused, Unavailable
from dpp.domain.message import message
from dpp.service.foreign.ports import Answer
from tests.support.checking_samples import ODD
from tests.support.clicking import Clicker
from tests.support.town import Town, town_in

GTIN = "09520000074203"
ABROAD = "https://passports.example/21/SERIAL-OF-ANNA"
PAGE = "https://passports.example/d/1"
OLD_HOST = "labels.old.example"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of these tests, which change nothing that others look at."""
    more = {"own_hosts": f"https://{OLD_HOST}/", "asset_tags": "SSC-ICT=SSC-######"}
    with town_in(tmp_path_factory.mktemp("scans"), **more) as opened:
        yield opened


@pytest.fixture(scope="module")
def device(people: Town) -> dict[str, Any]:
    ministry = people.program("eigenaar")
    wanted = {
        "model": people.model("dell-latitude-7420"),
        "owner": ministry.organisation,
        "place": "Store 2",
        "serial": "0011AB",
        "classification": "none",
    }
    made: dict[str, Any] = ministry.made("/api/v1/devices", wanted)
    return made


def reading(people: Town, raw: str, who: str = "ict", **more: Any) -> dict[str, Any]:
    view: dict[str, Any] = people.program(who).made("/api/v1/scan-readings", {"raw": raw, **more})
    return view


def test_a_program_reads_a_scan_and_nothing_is_recorded(people: Town, device: dict[str, Any]) -> None:
    key = device["device"]["key"]
    view = reading(people, "0011AB", symbology="]C0")
    assert [line["device_key"] for line in view["matches"]] == [key]
    assert (view["scan"]["raw"], view["scan"]["symbology"]) == ("0011AB", "]C0")
    assert "device" not in view
    events = people.program("eigenaar").get(f"/api/v1/devices/{key}").json()["timeline"]
    assert [each["event"]["happening"]["kind"] for each in events] == ["passport_registered"]


@pytest.mark.usefixtures("device")
def test_a_near_miss_is_told(people: Town) -> None:
    view = reading(people, "OO11AB")
    assert [near["value"] for near in view["near"]] == ["0011AB"]
    assert view["what"] == "Nothing is known under OO11AB; a device with 0011AB is known."


def test_a_label_of_a_former_address_is_ours(people: Town, device: dict[str, Any]) -> None:
    view = reading(people, f"https://{OLD_HOST}/d/{device['labels'][0]}")
    assert [line["device_key"] for line in view["matches"]] == [device["device"]["key"]]
    assert "foreign" not in view
    strange = reading(people, f"https://{OLD_HOST}.evil.example/d/{device['labels'][0]}")
    assert strange["matches"] == []
    assert "looks like" in strange["foreign"]["warning"]


def test_a_tag_says_whose_it_is(people: Town) -> None:
    reasons = [each["reason"] for each in reading(people, "SSC-000001")["scan"]["candidates"]]
    assert "the form of asset tags of SSC-ICT" in reasons


def test_what_is_sent_wrong_is_a_problem(people: Town) -> None:
    program = people.program("ict")
    for body in ({}, {"raw": ""}, {"raw": "x" * 3000}, {"raw": 7}, {"raw": "  "}):
        assert program.refused("/api/v1/scan-readings", body, status=400)["errors"]
    assert people.client.post("/api/v1/scan-readings", json={"raw": "x"}).status_code == 401


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> dict[str, Answer | Exception]:
    """What other providers answer, by address; nothing leaves this machine."""
    answers: dict[str, Answer | Exception] = {}

    def fetch(_: HttpForeignPages, address: str) -> Answer:
        answer = answers[address]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(HttpForeignPages, "fetch", fetch)
    return answers


def test_a_program_asks_for_a_passport_elsewhere_and_nothing_is_kept(
    people: Town, abroad: dict[str, Answer | Exception], caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    abroad[ABROAD] = Answer(ABROAD, "application/json", json.dumps(ODD).encode())
    before = people.client.get("/api/v1/models").json()
    with caplog.at_level(logging.DEBUG):
        seen = people.program("ict").made("/api/v1/foreign-passports", {"address": ABROAD})
    assert (seen["host"], seen["operator"]) == ("passports.example", "https://maker.example/")
    assert seen["report"]["verdict"] == "reads-with-deviations"
    assert seen["elements"]["brand"] == "Voorbeeld"
    assert "Nothing of this was kept" in seen["note"]
    assert people.client.get("/api/v1/models").json() == before
    said = capsys.readouterr()
    assert "SERIAL-OF-ANNA" not in caplog.text + said.out + said.err


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("https://10.0.0.1/", 400, "invalid-input"),
        ("ftp://passports.example/", 400, "invalid-input"),
        (f"https://{OLD_HOST}/d/1", 422, "refused"),
        ("https://refuses.example/", 422, "refused"),
        ("https://down.example/", 503, "unavailable"),
    ],
)
def test_what_cannot_be_looked_at_is_a_problem(
    people: Town, abroad: dict[str, Answer | Exception], address: str, status: int, code: str
) -> None:
    abroad["https://refuses.example/"] = Refused("outbound.address", message("no"))
    abroad["https://down.example/"] = Unavailable(message("no"))
    problem = people.program("ict").refused("/api/v1/foreign-passports", {"address": address}, status=status)
    assert problem["type"] == f"urn:kringpas:problem:{code}"


@pytest.mark.usefixtures("abroad")
def test_a_visitor_lets_us_ask_nobody(people: Town) -> None:
    """Else anybody could use us to ask others."""
    assert people.client.post("/api/v1/foreign-passports", json={"address": ABROAD}).status_code == 401


def test_the_description_shows_examples_that_are_answered(people: Town) -> None:
    paths = people.client.get("/api/v1/openapi.json").json()["paths"]
    readings = paths["/scan-readings"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for example in readings.values():
        assert people.program("ict").made("/api/v1/scan-readings", example["value"])["scan"]["candidates"]
    assert paths["/foreign-passports"]["post"]["requestBody"]["content"]["application/json"]["examples"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which addresses were asked for people at the pages; all but one are down."""
    addresses: list[str] = []

    def fetch(_: HttpForeignPages, address: str) -> Answer:
        addresses.append(address)
        if address != PAGE:
            raise Unavailable(message("{host} does not answer.", host="down.example"))
        return Answer(address, "application/json", json.dumps(ODD).encode())

    monkeypatch.setattr(HttpForeignPages, "fetch", fetch)
    return addresses


def test_a_search_offers_the_other_provider_and_the_button_asks_it(people: Town, asked: list[str]) -> None:
    person = Clicker(people.client).sign_in("ict")
    found = person.open(f"/find?q={PAGE}")
    assert (found.status, asked) == (404, [])
    page = person.fill("/foreign-passports")
    assert asked == [PAGE]
    assert (page.status, page.title) == (200, "Voorbeeld Een")
    for words in (
        "passports.example",
        "https://maker.example/",
        "Nothing of this was kept",
        "'Active' is read as 'active'.",
    ):
        assert words in page.words


def test_an_address_that_cannot_be_asked_comes_back_with_the_reason(people: Town, asked: list[str]) -> None:
    person = Clicker(people.client).sign_in("ambtenaar")
    person.open("/foreign-passports?address=https://down.example/")
    page = person.fill("/foreign-passports")
    assert (page.status, asked) == (503, ["https://down.example/"])
    assert "down.example does not answer." in page.words
    wrong = person.fill("/foreign-passports", address="https://anna@passports.example/")
    assert (wrong.status, len(asked)) == (400, 1)
    assert "An address with a user" in wrong.words


def test_a_visitor_is_asked_to_sign_in(people: Town, asked: list[str]) -> None:
    visitor = Clicker(people.client)
    assert "Sign in to see its passport here" in visitor.open(f"/find?q={PAGE}").words
    assert visitor.open("/foreign-passports").status == 401
    assert asked == []


def test_no_address_of_others_is_a_link(people: Town, asked: list[str]) -> None:
    """Whoever wants to go there copies it."""
    person = Clicker(people.client).sign_in("ict")
    person.open("/foreign-passports")
    page = person.fill("/foreign-passports", address=PAGE)
    links = [element.get("href", "") for element in page.root.iter() if element.get("href")]
    assert asked
    assert not [link for link in links if "passports.example" in link or "maker.example" in link]
