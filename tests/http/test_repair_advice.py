"""The advice to repair over HTTP: for programs, on the bench and the page of a device, and of a model in general."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.town import Program, Town, town


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path)) as opened:
        yield opened


def record(who: Program, key: str, **happening: object) -> None:
    who.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": happening}]})


def at_intake(people: Town) -> str:
    """A laptop that the owner gave up, scanned at the ICT provider."""
    owner, provider = people.program("eigenaar"), people.program("ict")
    model = people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": "DEMO7420A1"}
    key: str = owner.made("/api/v1/devices", body)["device"]["key"]
    given_up = {"decision": "OS-1", "decided_on": "2026-01-05", "authority": owner.organisation}
    record(owner, key, kind="declared_surplus", **given_up, intake_by=provider.organisation)
    provider.made("/api/v1/scans", {"raw": "DEMO7420A1", "place": "Innamelijn 1"})
    return key


def broken(provider: Program, key: str) -> None:
    tests = [{"test": "keyboard", "passed": False}, {"test": "display", "passed": True}]
    record(
        provider, key, kind="inspected", functional="F3", cosmetic="C5", charger=True, tests=tests, value_eur="150.00"
    )


def test_who_reads_a_device_gets_its_advice_with_figures_and_sources(people: Town) -> None:
    key = at_intake(people)
    provider, stranger = people.program("ict"), people.program("regie")
    address = f"/api/v1/devices/{key}/repair-advice"
    assert provider.get(address).json()["advice"] == "cannot-say"

    broken(provider, key)
    body = provider.get(address).json()
    (repair,) = body["repairs"]
    assert (repair["parts"], repair["basis"], repair["cost"]["low"]) == (["keyboard"], "policy", 22.5)
    assert repair["cost"]["source"]["title"].startswith("policy: advice.parts.laptop.keyboard.eur")
    avoided = body["avoided"]
    assert avoided["kg"]["low"] < avoided["kg"]["value"] < avoided["kg"]["high"]
    assert all(each["source"]["title"] for each in avoided["terms"].values())
    named = {each["name"]: each["source"] for each in body["facts"]}
    assert (named["failed_tests"], named["market_value"]) == ("inspection", "inspection")

    record(provider, key, kind="repair_quoted", parts=["keyboard"], cost_eur="48.00")
    (quoted,) = provider.get(address).json()["repairs"]
    assert (quoted["basis"], quoted["cost"]["value"]) == ("quote", 48)
    assert stranger.get(address).status_code == 403


def test_the_bench_the_page_of_the_device_and_that_of_the_model_say_it(people: Town) -> None:
    key = at_intake(people)
    broken(people.program("ict"), key)
    worker = Clicker(people.client).sign_in("ict")
    assert "Repair it, or not?" in worker.open(f"/devices/{key}").words
    bench = worker.click("Reasons, figures, and what after the last update").words
    for said in (
        "What is needed",
        "this test failed: keyboard",
        "estimate of the policy, without a published source",
        "What it reckons with",
        "Every fact that was looked at",
        "After the last update",
        "Ubuntu Desktop 26.04 LTS",
        "Not checked for this model",
    ):
        assert said in bench
    model = worker.click("How this model is repaired").words
    assert "What a repair costs as a rule" in model
    assert "Software, and what after the last update" in model
