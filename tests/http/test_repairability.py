"""Scores with their working and models compared by repairability, over HTTP: as a page, as JSON and as JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.repairability_samples import PHONE
from tests.support.town import Town, town_in

JSON_LD = "application/ld+json"
LIMIT = 100_000


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of these tests, which change nothing."""
    with town_in(tmp_path_factory.mktemp("repairability")) as opened:
        yield opened


@pytest.fixture(scope="module")
def phone(people: Town) -> str:
    """A phone whose declared index does not follow from its scores, beside others whose index does."""
    people.model("hmd-ta-1688"), people.model("fairphone-4"), people.model("dell-e2423h")
    editor = people.program("drz")
    body = json.dumps(PHONE | {"brand": "Voorbeeld", "modelName": "Afwijking 9"})
    made = editor.client.post("/api/v1/models", content=body, headers={"Authorization": f"Bearer {editor.key}"})
    assert made.status_code == 201, made.text
    identifier: str = made.json()["passport_id"]
    return identifier


def read(people: Town, address: str, **headers: str) -> Any:
    answer = people.client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_program_reads_each_score_with_its_working(people: Town, phone: str) -> None:
    told = read(people, f"/api/v1/models/{phone}/repairability")
    index = next(working for working in told["workings"] if working["rule"] == "repairability.index")
    assert (index["declared"], index["low"], index["difference"], index["verdict"]) == (
        "3.81",
        "4.11",
        "-0.3",
        "differs",
    )
    assert index["terms"][0]["inputs"][0]["path"] == "$.repairabilityScores.disassemblyDepth"


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "*/*", "application/json"),
        ("", JSON_LD, JSON_LD),
        ("", "application/ld+json;q=0.5, application/json", "application/json"),
        ("?format=jsonld", "application/json", JSON_LD),
        ("?format=json", JSON_LD, "application/json"),
    ],
)
def test_the_same_document_is_json_and_json_ld(people: Town, phone: str, query: str, accept: str, kind: str) -> None:
    """Its context is one that is published here."""
    answer = people.client.get(f"/api/v1/models/{phone}/repairability{query}", headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == kind
    context = people.client.get(answer.json()["@context"].removeprefix("https://kringpas.nl"))
    assert (context.status_code, context.headers["content-type"]) == (200, JSON_LD)


def test_a_model_that_is_not_there_is_a_problem_document(people: Town) -> None:
    answer = people.client.get("/api/v1/models/0000000000000000/repairability")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_program_compares_models_of_one_group(people: Town, phone: str) -> None:
    told = read(people, "/api/v1/models/repairability?group=phone")
    assert [(model.get("rank"), model["repairability"]["modelName"]) for model in told["models"]] == [
        (1, "TA-1688"),
        (2, "Afwijking 9"),
        (None, "Fairphone 4"),
    ]
    assert told["models"][1]["model_id"] == phone
    assert told["models"][1]["sources"]["repairabilityIndex"]["title"] == "EPREL registration 900001"
    refused = people.client.get("/api/v1/models/repairability?group=display&atLeast=3")
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "atLeast")


@pytest.mark.usefixtures("phone")
def test_buyers_see_the_best_first_and_who_has_no_index_apart(people: Town) -> None:
    page = Clicker(people.client).open("/repair/compare")
    words = page.words
    order = [words.index(name) for name in ("HMD TA-1688", "Voorbeeld Afwijking 9", "Models without an index")]
    assert order == sorted(order)
    assert words.index("Models without an index") < words.index("Fairphone 4")
    assert "4.11 worked out here" in words
    assert "Dell" not in words


@pytest.mark.usefixtures("phone")
def test_a_buyer_narrows_and_is_told_what_cannot_be_asked(people: Town) -> None:
    visitor = Clicker(people.client)
    words = visitor.open("/repair/compare?group=phone&atLeast=3,9").words
    assert "HMD" in words
    assert "Afwijking" not in words
    refused = visitor.open("/repair/compare?atLeast=much")
    assert (refused.status, "Give a number such as 3.5." in refused.words) == (400, True)


@pytest.mark.usefixtures("phone")
def test_monitors_are_in_no_order(people: Town) -> None:
    words = Clicker(people.client).open("/repair/compare?group=display").words
    assert "no official repairability score" in words
    assert "Place" not in words.split()


def test_the_repair_page_of_a_model_shows_the_working(people: Town, phone: str) -> None:
    words = Clicker(people.client).open(f"/models/{phone}/repair").words
    assert "differs from what is declared" in words
    assert "Not certain: That information which is free for professionals alone scores 5" in words
    assert "(EU) 2023/1669, Annex IV, point 5" in words


@pytest.mark.parametrize("address", ["/repair/compare", "/models/{phone}/repair"])
def test_a_page_is_light_enough_for_a_workshop(people: Town, phone: str, address: str) -> None:
    body = people.client.get(address.format(phone=phone), headers={"Accept": "text/html"}).content
    assert len(body) < LIMIT


@pytest.mark.usefixtures("phone")
def test_the_list_of_models_leads_to_the_comparison(people: Town) -> None:
    assert "Compare by repairability" in Clicker(people.client).open("/models").words
