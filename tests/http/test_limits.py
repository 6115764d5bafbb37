"""Limits against scraping over HTTP: 429 with Retry-After, for who has no account."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from dpp.domain.opaque import label_code
from tests.support.client import Client, client_for, settings_for
from tests.support.town import Town, town
from web.app import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    chosen = settings_for(sqlite_url, tmp_path, reads_per_minute=20, misses_per_minute=3, lists_per_minute=2)
    with town(chosen) as opened:
        yield opened


@pytest.fixture
def model(people: Town) -> str:
    return people.model("dell-e2423h")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_too_many_readings_are_answered_429(people: Town, model: str, accept: str) -> None:
    address = f"/passports/{model}"
    answers = [people.client.get(address, headers={"Accept": accept}) for _ in range(25)]
    assert {answer.status_code for answer in answers[:20]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


@pytest.mark.parametrize("path", ["/passports/{number:016}", "/d/{code}", "/01/09521234543213/21/S{number}"])
def test_guessing_ends_sooner_and_does_not_tell_a_hit_from_a_miss(people: Town, model: str, path: str) -> None:
    addresses = [path.format(number=number, code=label_code(number.to_bytes(16, "big"))) for number in range(5)]
    guesses = [people.client.get(address).status_code for address in addresses]
    assert guesses[-1] == 429
    hit = people.client.get(f"/passports/{model}")
    assert hit.status_code == 429
    assert hit.json()["type"].endswith("too-many")


def test_a_serial_number_that_is_not_registered_counts_as_a_guess(people: Town) -> None:
    """Though it is answered from its model, it tells whether the number is there."""
    gtin = "09521234543213"
    content = {"productGroup": "laptop", "brand": "Dell", "modelName": "X", "gtin": gtin, "demonstrationNumber": True}
    people.program("drz").made("/api/v1/models", content)
    answers = [people.client.get(f"/01/{gtin}/21/S{number}").status_code for number in range(4)]
    assert answers == [307, 307, 307, 429]


def test_lists_are_limited_and_who_has_an_account_is_not_counted(people: Town) -> None:
    assert [people.client.get("/api/v1/models").status_code for _ in range(3)] == [200, 200, 429]
    assert [people.program("ict").get("/api/v1/models").status_code for _ in range(5)] == [200] * 5


def test_the_client_behind_a_trusted_proxy_is_counted_and_not_the_proxy(sqlite_url: str, tmp_path: Path) -> None:
    chosen = settings_for(sqlite_url, tmp_path, reads_per_minute=2, trusted_proxies="testclient")
    app = create_app(chosen)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    with Client(served) as client:
        for address in ("192.0.2.1", "192.0.2.2"):
            told = {"X-Forwarded-For": address}
            answers = [client.get("/d/nothing-there", headers=told).status_code for _ in range(3)]
            assert answers == [400, 400, 429]


def test_a_stranger_cannot_choose_its_address(sqlite_url: str, tmp_path: Path) -> None:
    """Without a trusted proxy the header counts for nothing."""
    with client_for(settings_for(sqlite_url, tmp_path, reads_per_minute=2)) as client:
        answers = [
            client.get("/d/nothing-there", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
            for number in range(3)
        ]
    assert answers[-1] == 429


def test_an_account_has_so_many_controlled_readings_a_day(sqlite_url: str, tmp_path: Path) -> None:
    """Then they are refused; the first refusal is recorded, and what is public stays open."""
    with town(settings_for(sqlite_url, tmp_path, controlled_reads_per_day=2)) as people:
        content = {
            "productGroup": "laptop",
            "brand": "Dell",
            "modelName": "X",
            "disassemblyInstructions": {"title": "Apart", "url": "https://example.nl/apart"},
        }
        model = people.program("drz").made("/api/v1/models", content)["passport_id"]
        repairer = people.program("reparateur")
        answers = [repairer.get(f"/api/v1/passports/{model}") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
        assert "disassemblyInstructions" not in answers[-1].text
        kinds = [record["kind"] for record in repairer.get("/api/v1/access-records").json()["records"]]
        assert kinds == ["refused", "read", "read"]
        assert people.client.get(f"/passports/{model}").status_code == 200
