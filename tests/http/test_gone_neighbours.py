"""Pages that name what is over: a replaced policy, an ended claim, a repairer, a link, a model, a lost file, a label.

What somebody reads then is a sentence in the language of the page that says what happened and what to do: no page
breaks, none shows a bare key, and no link leads to nothing.
"""

import json
import re
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dpp.adapters import clock
from tests.support.clicking import Clicker, Page
from tests.support.dpps import path_of
from tests.support.policy_samples import policy_file
from tests.support.town import Town, town_in

SERIALS = count(1)
POLICIES = "/api/v1/routing-policies"
REGISTER = b"number,name,town,kvk,groups,valid_from,valid_until\n"
PHONE = {
    "productGroup": "phone",
    "brand": "Voorbeeld",
    "modelName": "Foon 1",
    "manufacturerName": "Voorbeeld Telefoons",
    "eprelRegistrationNumber": "2238053",
    "compiledBy": "Kringpas, from public sources",
    "mass": {"value": 0.2, "unit": "kg", "source": {"title": "EPREL"}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gone")


@pytest.fixture(scope="module")
def people(folder: Path) -> Iterator[Town]:
    """One service for this file: each test has devices of its own."""
    with town_in(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(people: Town) -> str:
    return people.model("dell-latitude-7420")


def registered(people: Town, model: str) -> dict[str, Any]:
    owner = people.program("eigenaar")
    new = {"model": model, "owner": owner.organisation, "place": "Store 2", "classification": "none"}
    made: dict[str, Any] = owner.made("/api/v1/devices", new | {"serial": f"GONE{next(SERIALS):03}"})
    return made


def handed_over(people: Town, key: str) -> None:
    """To the provider, who has it then."""
    owner, ict = people.program("eigenaar"), people.program("ict")
    made = owner.made("/api/v1/consignments", {"receiver": ict.organisation, "devices": [key]})["consignment"]["id"]
    owner.made(f"/api/v1/consignments/{made}/offers")
    ict.made(f"/api/v1/consignments/{made}/receipts", {"place": "Bench 1"})


def read(people: Town, who: str | None, address: str, language: str = "en") -> Page:
    reader = Clicker(people.client)
    if who is not None:
        reader.sign_in(who)
    reader.cookies["language"] = language
    return reader.open(address)


def test_a_proposal_of_a_policy_that_was_replaced_says_so_and_leads_to_the_one_that_counts(
    people: Town, model: str
) -> None:
    key = registered(people, model)["device"]["key"]
    surplus = {"kind": "declared_surplus", "decision": "B-1", "decided_on": "2026-11-01", "authority": "Director"}
    people.program("eigenaar").made(f"/api/v1/devices/{key}/events", {"events": [{"happening": surplus}]})
    handed_over(people, key)
    drz = people.program("drz")
    old = drz.made(f"/api/v1/devices/{key}/decisions")["decision_id"]
    drz.made(POLICIES, content=policy_file("strenger", functional_grade_at_least="6"))
    run = people.program("drz-akkoord").post(f"{POLICIES}/strenger/1.0.0/activation").headers["location"]
    deadline = time.monotonic() + 30
    while drz.get(run).json()["state"] != "finished":
        assert time.monotonic() < deadline
        time.sleep(0.05)

    address = f"/devices/{key}/decisions/{old}"
    shown = read(people, "drz", address)
    assert "Another proposal has come in the place of this one" in shown.words
    assert not [form.path for form in shown.forms() if form.path.endswith(("/approval", "/override"))]
    newer = shown.link("The proposal that counts")
    assert newer in read(people, "drz", f"/devices/{key}").links()
    counts = read(people, "drz", newer)
    assert (counts.status, "Another proposal has come" in counts.words) == (200, False)
    assert "strenger 1.0.0" in counts.words
    assert "This proposal was never approved" in read(people, "drz", f"{address}/reasons").words
    assert "In de plaats van dit voorstel is een ander voorstel gekomen" in read(people, "drz", address, "nl").words


def test_a_claim_that_ended_leaves_its_passport_and_its_contradictions_readable(people: Town) -> None:
    maker, scope = people.program("fabrikant"), {"kind": "eprel-numbers", "values": ["2238053"]}
    passport = people.program("drz").made("/api/v1/models", content=json.dumps(PHONE).encode())["passport_id"]
    wanted = {"operator": "https://demo.kringpas.nl/operators/DEMO-EO-1", "capacity": "maker", "ground": "Register"}
    claim = maker.made("/api/v1/model-claims", wanted | {"scope": scope})["claim_id"]
    decider, refurbisher = Clicker(people.client).sign_in("beheer"), Clicker(people.client).sign_in("refurbisher")
    decider.open(f"/claims/{claim}")
    decider.fill("/decision", decision="approved")
    maker.made(f"/api/v1/model-claims/{claim}/take-over", {})
    refurbisher.open(f"/passports/{passport}/contradictions/new")
    filed = refurbisher.fill("/contradictions", element_id="mass", value="0.3", method="measured", evidence="A scale")
    decider.open(f"/claims/{claim}")
    decider.fill("/decision", decision="ended", reason="The extract was taken back.")

    for who, address in (
        ("fabrikant", "/claims"),
        ("fabrikant", f"/claims/{claim}"),
        ("beheer", f"/claims/{claim}"),
        ("fabrikant", filed.address),
        ("refurbisher", filed.address),
        ("fabrikant", "/contradictions"),
        (None, f"/passports/{passport}"),
        ("drz", "/search?q=Voorbeeld"),
    ):
        assert read(people, who, address).status == 200, address
    assert "ended: The extract was taken back." in read(people, "fabrikant", f"/claims/{claim}").words
    refused = read(people, "fabrikant", f"/claims/{claim}/models/{passport}")
    assert (refused.status, "claim these models anew" in refused.words) == (422, True)
    assert "claim deze modellen opnieuw" in read(people, "fabrikant", f"/claims/{claim}/take-over", "nl").words


def test_a_claim_that_was_withdrawn_says_so_and_takes_nothing_over(people: Town) -> None:
    maker, scope = people.program("fabrikant"), {"kind": "eprel-numbers", "values": ["2238099"]}
    wanted = {"operator": "https://demo.kringpas.nl/operators/DEMO-EO-1", "capacity": "maker", "ground": "Register"}
    claim = maker.made("/api/v1/model-claims", wanted | {"scope": scope})["claim_id"]
    maker.made(f"/api/v1/model-claims/{claim}/withdrawal", {})
    for who in ("fabrikant", "beheer"):
        shown = read(people, who, f"/claims/{claim}")
        assert (shown.status, "withdrawn" in shown.words, shown.forms()) == (200, True, [])
    assert read(people, "fabrikant", f"/claims/{claim}/take-over").status == 422


def test_whoever_gave_a_repairer_the_device_reads_that_its_registration_ended(people: Town, model: str) -> None:
    """On the keys of the device and on the order with its quote; the finder of repairers leaves it out."""
    key = registered(people, model)["device"]["key"]
    owner, repairer = Clicker(people.client).sign_in("eigenaar"), Clicker(people.client).sign_in("reparateur")
    made = owner.send(owner.open(f"/devices/{key}/repair-keys").forms()[-1])
    repairer.open("/repair-key")
    repairer.fill("/repair-key", code=made.words.split("Your repair key")[-1].split()[0])
    repairer.fill("/repair/order", complaint="It switches off.")
    owner.open("/repairs")
    [order] = [link for link in owner.page.links() if link.startswith("/repairs/")]
    assert "The registration of this repairer ended" not in owner.open(order).words

    check = Clicker(people.client).sign_in("beheer")
    check.open("/repairers/check")
    today = clock.utc_now().date().isoformat()
    check.fill("/repairers/check-list", {"file": ("register.csv", REGISTER)}, dated=today, take="yes")
    for address in (order, f"/devices/{key}/repair-keys"):
        assert "The registration of this repairer ended on" in owner.open(address).words
        assert "De registratie van deze reparateur is geëindigd op" in read(people, "eigenaar", address, "nl").words
    finder = read(people, None, "/repairers")
    assert (finder.status, "Reparateur (demo)" in finder.words) == (200, False)
    for address in (f"/devices/{key}", f"/devices/{key}/timeline", f"/devices/{key}/repair"):
        assert read(people, "eigenaar", address).status == 200


def test_a_link_that_was_withdrawn_says_what_to_do_wherever_it_is_opened(people: Town, model: str) -> None:
    key, owner = registered(people, model)["device"]["key"], people.program("eigenaar")
    body = {"receiver": people.program("ict").organisation, "devices": [key]}
    made = owner.made("/api/v1/consignments", body)["consignment"]["id"]
    owner.made(f"/api/v1/consignments/{made}/offers")
    sender = Clicker(people.client).sign_in("eigenaar")
    sender.open(f"/consignments/{made}")
    found = re.search(r"https?://\S+?(/k/\S+)", sender.fill("/link").words)
    assert found is not None
    receiver = Clicker(people.client)
    assert receiver.open(found[1]).status == 200
    administrator = people.actors["beheer"]
    people.accounts.links.revoke(administrator, people.accounts.links.all(administrator)[-1].id)
    late = receiver.fill("/receipt", place="Hall 1")
    assert (late.status, "This link is not valid any more" in late.words) == (410, True)
    assert "Ask who sent it for a new one." in read(people, None, found[1]).words
    assert "Vraag de afzender om een nieuwe." in read(people, None, found[1], "nl").words
    assert sender.open(f"/consignments/{made}").status == 200


def test_a_program_whose_key_was_withdrawn_is_told_and_what_it_recorded_stays(people: Town, model: str) -> None:
    device, administrator = registered(people, model), people.actors["beheer"]
    owner = people.actors["noord"]
    until = clock.utc_now().date().replace(year=clock.utc_now().year + 1)
    key = people.accounts.keys.create(administrator, owner.account, "Old system", until)
    asking = {"Authorization": f"Bearer {key.secret}"}
    assert people.client.get("/api/v1/devices", headers=asking).status_code == 200
    people.accounts.keys.revoke(administrator, key.id)
    refused = people.client.get("/api/v1/devices", headers=asking)
    assert (refused.status_code, refused.json()["title"]) == (401, "Not signed in")
    assert "Send a valid key" in refused.json()["remedy"]
    assert "Old system" in read(people, "noord", "/account").words
    assert "withdrew the key" in read(people, "beheer", "/admin/journal").words
    assert read(people, "eigenaar", f"/devices/{device['device']['key']}/timeline").status == 200


def test_devices_live_on_when_the_passport_of_their_model_is_archived(people: Town) -> None:
    model = people.model("dell-p2222h")
    device = registered(people, model)
    authority = {"Authorization": f"Bearer {people.program('drz').key}"}
    archived = people.client.delete(path_of(f"http://testserver/passports/{model}"), headers=authority)
    assert archived.status_code == 204, archived.text
    public = read(people, None, f"/passports/{device['passport_id']}")
    assert public.status == 200
    assert "This passport is archived" in read(people, None, public.link("Passport of the model")).words
    for who, address in (
        ("eigenaar", f"/devices/{device['device']['key']}"),
        ("eigenaar", f"/models/{model}/repair"),
        ("drz", f"/models?group=display&with={model}"),
        ("drz", "/models"),
    ):
        assert read(people, who, address).status == 200, address
    assert registered(people, model)["passport_id"], "more of these devices can come in"


def test_a_photo_whose_file_is_lost_is_told_in_words_and_can_be_removed(people: Town, model: str, folder: Path) -> None:
    key, drawn = registered(people, model)["device"]["key"], BytesIO()
    handed_over(people, key)
    Image.new("RGB", (40, 30), (next(SERIALS), 2, 3)).save(drawn, "JPEG")
    photo = people.program("ict").made(f"/api/v1/devices/{key}/photos", content=drawn.getvalue())["sha256"]
    kept = list(folder.rglob(f"{photo}*"))
    assert len(kept) == 2
    for file in kept:
        file.unlink()
    holder = Clicker(people.client).sign_in("ict")
    shown = holder.open(f"/devices/{key}/photos")
    assert "The picture of this photo is not kept here (any more)." in shown.words
    assert f"/photos/{photo}" not in shown.links()
    lost = holder.open(f"/photos/{photo}")
    assert (lost.status, photo in lost.words, "Add the photo again" in lost.words) == (404, False, True)
    assert "De foto zelf is hier niet (meer)" in read(people, "ict", f"/devices/{key}/photos", "nl").words
    holder.open(f"/devices/{key}/photos")
    assert "No photos yet" in holder.fill("/removal").words


def test_a_sheet_that_asks_for_a_label_that_was_retired_says_so_and_prints_nothing(people: Town, model: str) -> None:
    device = registered(people, model)
    [code] = device["labels"]
    people.program("eigenaar").made(f"/api/v1/labels/{code}/retirements", {"fault": "lost"})
    printer = Clicker(people.client).sign_in("eigenaar")
    printer.open("/labels")
    told = printer.fill("/labels", codes=code)
    assert (told.status, "it was taken out of use" in told.words) == (400, True)
    assert told.form("/labels").find("codes") is not None
    whole = people.program("eigenaar").refused(
        "/api/v1/label-sheets", {"devices": [device["device"]["key"]], "size": "l7160"}, status=400
    )
    assert "nothing was" in whole["detail"]
