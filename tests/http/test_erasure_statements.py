"""Erasure statements over HTTP: drawn on a device's page or by a program, and checked by a stranger with the paper."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.town import Program, Town, town
from web.demo import files
from web.settings import Settings

SERIAL, DISK = "STATED-1", "DISK-77"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def happened(program: Program, key: str, **happening: Any) -> None:
    program.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": happening}]})


def erased(people: Town) -> str:
    """A laptop of which the disk is erased and, by somebody else, verified."""
    owner, ict = people.program("eigenaar"), people.program("ict")
    body = {"model": people.model("dell-latitude-7420"), "owner": owner.organisation, "place": "Magazijn 2"}
    key = str(owner.made("/api/v1/devices", {**body, "serial": SERIAL, "classification": "none"})["device"]["key"])
    decision = {"decision": "OS-1", "decided_on": "2026-01-05", "authority": owner.organisation}
    happened(owner, key, kind="declared_surplus", **decision, intake_by=ict.organisation)
    ict.made("/api/v1/scans", {"raw": SERIAL, "place": "Innamelijn 1"})
    inventory = files.inventory(SERIAL, maker="Dell Inc.", model="Latitude 7420", disk=DISK, health=0.9)
    ict.made(f"/api/v1/devices/{key}/evidence", content=inventory)
    wipe = {"category": "purge", "technique": "block erase", "tool": "nwipe", "tool_version": "0.38"}
    happened(ict, key, kind="sanitisation_performed", medium=DISK, succeeded=True, **wipe)
    happened(people.program("ict-controle"), key, kind="sanitisation_verified", medium=DISK)
    return key


def test_a_program_draws_a_statement_and_anybody_checks_it(people: Town) -> None:
    key, ict = erased(people), people.program("ict")
    drawn = ict.post(f"/api/v1/devices/{key}/erasure-statements")
    assert drawn.status_code == 201, drawn.text
    code = drawn.json()["code"]
    paper = ict.get(drawn.headers["location"], params={"language": "en"})
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert [each["code"] for each in ict.get(f"/api/v1/devices/{key}/erasure-statements").json()["statements"]] == [
        code
    ]
    checks = f"/api/v1/erasure-statements/{code}/checks"
    for number, match in ((DISK, True), (SERIAL, True), ("DISK-78", False)):
        assert people.client.post(checks, json={"number": number}).json() == {"match": match}
    unknown = people.client.post(f"/api/v1/erasure-statements/{'0' * 20}/checks", json={"number": DISK})
    assert unknown.json() == {"match": False}
    assert people.client.get(drawn.headers["location"]).status_code == 401
    pallet = ict.post("/api/v1/erasure-statement-papers", {"devices": [key]})
    assert pallet.content.startswith(b"%PDF")


def test_it_is_drawn_on_a_page_and_a_stranger_learns_match_or_no_match_and_nothing_else(people: Town) -> None:
    key = erased(people)
    clicker = Clicker(people.client).sign_in("ict")
    page = clicker.open(f"/devices/{key}/erasure-statements")
    assert "No statement yet" in page.words or "Nog geen" in page.words
    page = clicker.fill(f"/devices/{key}/erasure-statements")
    ict = people.program("ict")
    (line,) = ict.get(f"/api/v1/devices/{key}/erasure-statements").json()["statements"]
    assert line["code"] in page.words
    assert ict.get(f"/devices/{key}/erasure-statements/{line['code']}.pdf").content.startswith(b"%PDF")

    address = f"/erasure-statements/{line['code']}"
    asked = people.client.get(address)
    assert asked.status_code == 200
    assert "set-cookie" not in asked.headers
    answers = {number: people.client.post(address, data={"number": number}) for number in (DISK, "OTHER")}
    unknown = people.client.post(f"/erasure-statements/{'0' * 20}", data={"number": DISK})
    for answer in (*answers.values(), unknown):
        assert answer.status_code == 200
        assert not {SERIAL, key, "Latitude", "ICT"} & set(answer.text.replace("<", " ").replace(">", " ").split())
    assert answers[DISK].text != answers["OTHER"].text
    assert unknown.text.replace("0" * 20, line["code"]).replace(DISK, "OTHER") == answers["OTHER"].text
    elsewhere = people.client.post(address, data={"number": DISK}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403


def test_before_the_check_the_page_says_what_is_missing(people: Town) -> None:
    owner = people.program("eigenaar")
    body = {"model": people.model("dell-latitude-7420"), "owner": owner.organisation, "place": "Magazijn 2"}
    key = owner.made("/api/v1/devices", {**body, "serial": SERIAL})["device"]["key"]
    problem = owner.refused(f"/api/v1/devices/{key}/erasure-statements")
    assert problem["rule"] == "statement-when-erased"
