"""Repairers and repair keys over HTTP: a registration with its check, what a professional reads, a key that is used."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from dpp.adapters import clock
from lifecycle.domain.vocabulary import Classification
from tests.support.clicking import Clicker
from tests.support.town import MODELS, Town, town_in

LATITUDE = "dell-latitude-7420"
ACCESSES, GUIDE = "/api/v1/repair-accesses", "disassemblyInstructions"
HEADER = "number,name,town,kvk,groups,valid_from,valid_until\n"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_in(tmp_path_factory.mktemp("repairers")) as opened:
        yield opened


@pytest.fixture(scope="module")
def laptop(people: Town) -> str:
    """A laptop of the ministry, with its asset tag."""
    owner = people.program("eigenaar")
    wanted = {
        "model": people.model(LATITUDE),
        "owner": owner.organisation,
        "place": "Kamer 4.12",
        "serial": "KEYS7420A1",
        "asset_tag": "TAG-000931",
        "classification": Classification.NONE,
    }
    key: str = owner.made("/api/v1/devices", wanted)["device"]["key"]
    return key


def guided(people: Town) -> str:
    """A model whose passport has what is for professionals."""
    said = json.loads((MODELS / f"{LATITUDE}.json").read_bytes())
    address = {
        "modelName": "Latitude 7420 with a guide",
        GUIDE: {"title": "Apart", "url": "https://dell.example/take-apart"},
    }
    del said["gtin"]  # of the model that has no guide
    passport: str = people.program("drz").made("/api/v1/models", {**said, **address})["passport_id"]
    return passport


def elements(people: Town, who: str, passport: str) -> set[str]:
    return set(people.program(who).get(f"/passports/{passport}?format=json").json())


def explained(people: Town, passport: str) -> str:
    path = f"/api/v1/passports/{passport}/elements/{GUIDE}/explanation"
    said: str = people.program("reparateur").get(path).json()["why"]
    return said


def test_a_key_goes_from_its_holder_to_a_repairer_on_pages(people: Town, laptop: str) -> None:
    """The code is shown once; the repairer sees the bench and nothing of the owner; the holder withdraws it."""
    holder, repairer = Clicker(people.client).sign_in("eigenaar"), Clicker(people.client).sign_in("reparateur")
    assert repairer.open(f"/devices/{laptop}").status == 403
    made = holder.send(holder.open(f"/devices/{laptop}/repair-keys").forms()[-1])
    assert (made.status, made.headers["cache-control"]) == (201, "no-store")
    code = made.words.split("Your repair key")[-1].split()[0]
    assert len(code) == len("7k3m-9x2p-4q8d")
    assert code not in holder.open(f"/devices/{laptop}/repair-keys").words

    repairer.open("/repair-key")
    wrong = repairer.fill("/repair-key", code="7k3m-9x2p-4q8f")
    assert (wrong.status, "This is not a repair key" in wrong.words) == (400, True)
    bench = repairer.fill("/repair-key", code=code.upper())
    assert bench.status == 200
    assert f"/devices/{laptop}/repair" in bench.address
    for secret in ("TAG-000931", "Kamer 4.12", "Ministerie"):
        assert secret not in bench.words
    assert "Opened by a key" in repairer.open("/devices").words
    repairer.open("/repair-key")
    again = repairer.fill("/repair-key", code=code)
    assert (again.status, "works once" in again.words) == (422, True)

    shown = holder.open(f"/devices/{laptop}/repair-keys")
    assert "used by Reparateur (demo)" in shown.words
    assert "withdrawn" in holder.send(shown.forms()[0]).words
    assert repairer.open(f"/devices/{laptop}").status == 403


def test_a_key_over_the_api_names_no_hash_and_nothing_of_the_owner(people: Town, laptop: str) -> None:
    owner, repairer = people.program("eigenaar"), people.program("reparateur")
    made = owner.made(f"/api/v1/devices/{laptop}/repair-keys")
    opened = repairer.made(ACCESSES, {"code": made["code"]})
    assert (opened["line"]["device_key"], "asset_tag" in opened["line"]) == (laptop, False)
    whole = repairer.get(f"/api/v1/devices/{laptop}").text
    for secret in ("TAG-000931", "Kamer 4.12", owner.organisation, owner.actor.account):
        assert secret not in whole
    repairer.made(
        f"/api/v1/devices/{laptop}/events", {"events": [{"happening": {"kind": "repaired", "parts": ["fan"]}}]}
    )
    listed = owner.get(f"/api/v1/devices/{laptop}/repair-keys").json()["repair_keys"]
    assert listed[0]["used_by"] == "Reparateur (demo)"
    assert all("hash" not in name for name in listed[0])
    assert [each["line"]["device_key"] for each in repairer.get(ACCESSES).json()["devices"]] == [laptop]
    owner.made(f"/api/v1/devices/{laptop}/repair-keys/{made['key']}/withdrawals")
    assert repairer.get(ACCESSES).json()["devices"] == []
    repairer.refused(f"/api/v1/devices/{laptop}/repair-keys", status=403)


def test_who_is_registered_is_public_and_no_more_of_it(people: Town) -> None:
    (known,) = people.client.get("/api/v1/repairers?town=utr&group=laptop").json()["repairers"]
    assert (known["name"], known["number"], "kvk" in known) == ("Reparateur (demo)", "DEMO-RR-1", False)
    assert people.client.get("/api/v1/repairers?town=Delft").json()["repairers"] == []
    page = Clicker(people.client).open("/repairers?group=phone")
    assert (page.status, "DEMO-RR-1" in page.words, "00000000" in page.words) == (200, True, False)
    assert Clicker(people.client).open("/repairers/check").status == 401


def test_a_professional_reads_more_until_the_registration_ends_and_is_then_told_why(people: Town) -> None:
    """A list of the register that no longer names the repairer ends it; an own request waits for the administrator."""
    model, today = guided(people), clock.utc_now().date()
    assert GUIDE in elements(people, "reparateur", model)
    assert GUIDE not in elements(people, "eigenaar", model)
    check = Clicker(people.client).sign_in("beheer")
    file = {"file": ("register.csv", HEADER.encode())}
    check.open("/repairers/check")
    dry = check.fill("/repairers/check-list", file, dated=today.isoformat())
    assert ("no longer in the register: 1" in dry.words, "Nothing was written" in dry.words) == (True, True)
    assert GUIDE in elements(people, "reparateur", model)
    taken = check.fill("/repairers/check-list", file, dated=today.isoformat(), take="yes")
    assert "The list was taken over." in taken.words
    people.program("drz").refused(f"/api/v1/repairer-lists?dated={today}", status=403, content=HEADER.encode())
    yesterday = today - timedelta(days=1)
    assert f"ended on {yesterday}" in explained(people, model)
    assert GUIDE not in elements(people, "reparateur", model)
    people.program("reparateur").refused(ACCESSES, {"code": "0000-0000-0000"}, status=422)

    repairer = Clicker(people.client).sign_in("reparateur")
    page = repairer.open("/repairers/register")
    typed: dict[str, Any] = {
        "kind": "professional",
        "town": "Utrecht",
        "number": "DEMO-RR-2",
        "valid_from": date(2025, 1, 1).isoformat(),
    }
    wrong = repairer.fill("/repairers/register", **typed, kvk="123", groups=["laptop"])
    assert (page.status, wrong.status, "has eight digits" in wrong.words) == (200, 400, True)
    asked = repairer.fill("/repairers/register", **typed, kvk="12345678", groups=["laptop"])
    assert "waits to be checked" in asked.words
    assert "Accept Reparateur (demo)" in check.open("/repairers/check").words
    assert "accepted" in check.send(check.page.forms()[0]).words
    assert "ended on" not in explained(people, model)
    assert GUIDE in elements(people, "reparateur", model)
