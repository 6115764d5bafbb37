"""A repair on the pages: the provider at the bench, the owner at the order; over HTTP, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.town import Town, town_in

MOST = 100_000
"""Bytes of a page, without pictures."""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for these tests."""
    with town_in(tmp_path_factory.mktemp("repairs")) as opened:
        yield opened


@pytest.fixture(scope="module")
def device(people: Town) -> str:
    """The path of a desktop computer of the owner that its provider has."""
    provider, owner = people.program("ict"), people.program("eigenaar")
    thing = {"thing": "desktop", "owner": owner.organisation, "custodian": provider.organisation, "place": "Bench 1"}
    made = provider.made("/api/v1/things", {**thing, "serial": "REPAIR-0001"})
    return f"/devices/{made['device']}"


def test_a_repair_goes_from_complaint_to_warranty_by_forms(people: Town, device: str) -> None:
    """Each step by the person whose it is; what is missing is told, and the pages stay small."""
    ict, owner = Clicker(people.client).sign_in("ict"), Clicker(people.client).sign_in("eigenaar")
    bench = f"{device}/repair"
    ict.open(bench)
    assert "person" in ict.fill("/repair/order", complaint="Mevrouw De Vries zegt dat hij uitvalt.").words
    page = ict.fill("/repair/order", complaint="It switches off.")
    assert "Work cannot begin yet" in page.words
    page = ict.fill("/repair/diagnosis", findings="The fan is stuck.")
    assert page.status == 400
    assert "Choose what does not work." in page.words
    ict.fill("/repair/diagnosis", findings="The fan is stuck.", faults="cooling")

    ict.click("Make a quote")
    typed: dict[str, Any] = {
        "repairer.name": "SSC-ICT",
        "repairer.address": "Den Haag",
        "repairer.email": "repair@ssc.example",
        "repair": "A new fan.",
        "price_eur": "38,50",
        "days": "2",
        "place": "The desk",
    }
    assert "30 days at least" in ict.fill("/quote", **typed, valid_days="14").words
    page = ict.fill("/quote", **typed, valid_days="30")
    assert "€ 46.59" in page.words
    assert "the approval of the owner" in page.words

    owner.open("/repairs?stage=waiting")
    page = owner.open(next(link for link in owner.page.links() if link.startswith("/repairs/")))
    paper = next(link for link in page.links() if link.endswith(".pdf"))
    order = page.address
    page = owner.fill("/answer", answer="yes")
    assert "accepted by the owner" in page.words
    again = owner.open(paper)
    assert again.headers["content-type"] == "application/pdf"

    ict.open(bench)
    ict.fill("/repair/work", part="fan", origin="new-original", serial="FAN-2", out="yes", minutes="20")
    ict.fill("/repair/tests")
    page = ict.fill("/repair/result", outcome="repaired", warranty_months="6", covers="The fan.")
    assert "Fan in" in page.words or "fan in" in page.words.lower()
    assert "until" in page.words
    assert (
        len(people.client.get(bench, headers={"Cookie": "; ".join(map("=".join, ict.cookies.items()))}).content) < MOST
    )

    owner.open(order)
    page = owner.fill("/disputes", reason="It still switches off.")
    assert "What the owner says" in page.words
    ict.open(order)
    assert "Bring it in." in ict.fill("/replies", text="Bring it in.").words


def test_a_stranger_is_refused_and_a_link_that_is_none_says_so(people: Town, device: str) -> None:
    stranger = Clicker(people.client).sign_in("regie")
    assert stranger.open(f"{device}/repair").status == 403
    assert stranger.open("/repairs/none").status == 404
    assert Clicker(people.client).open("/k/nothing/repair").status == 410
    refused = people.program("regie").refused(
        "/api/v1/repair-orders", {"device": device.rpartition("/")[2], "complaint": "It hums."}, status=403
    )
    assert refused["status"] == 403


def test_programs_do_the_same(people: Town, device: str) -> None:
    ict, api = people.program("ict"), "/api/v1/repair-orders"
    order = ict.made(api, {"device": device.rpartition("/")[2], "complaint": "It hums."})["order"]["id"]
    refused = ict.refused(f"{api}/{order}/work", {"minutes": 5}, status=422)
    assert "repair-approval" in str(refused)
    ict.made(f"{api}/{order}/diagnoses", {"faults": ["cooling"], "findings": "Dust."})
    view = ict.made(f"{api}/{order}/result", {"barrier": "item-too-worn-out"})
    assert view["state"] == "failed"
    assert next(each["state"] for each in ict.get(f"{api}?stage=done").json()["lines"]) == "failed"
