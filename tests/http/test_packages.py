"""A package over HTTP and by command, on both engines: from one service to another that holds nothing yet."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpp.adapters import migrate
from dpp.adapters.database import Database
from tests.support.town import Town, town
from web.settings import Settings


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture
def elsewhere(empty_database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A second service under the same name: the first has stopped, and this one takes its passports over."""
    database = Database(empty_database_url)
    migrate.upgrade(database)
    database.close()
    with town(Settings(database_url=empty_database_url, data_dir=tmp_path / "elsewhere")) as opened:
        yield opened


def test_a_model_moves_with_its_versions(people: Town, elsewhere: Town) -> None:
    """The same bytes come out at the other place; the same package again changes nothing there."""
    model = people.model("dell-latitude-7420")
    exported = people.program("drz").get(f"/api/v1/passports/{model}/package")
    assert exported.headers["content-type"] == "application/json"
    assert "no-store" in exported.headers["cache-control"]
    trial = elsewhere.program("drz").post("/api/v1/packages?dryRun=true", content=exported.content)
    assert trial.json()["passports"][0]["outcome"] == "added"
    assert elsewhere.client.get(f"/passports/{model}").status_code == 404
    for outcome in ("added", "unchanged"):
        taken = elsewhere.program("drz").post("/api/v1/packages", content=exported.content)
        assert taken.json()["passports"][0]["outcome"] == outcome
    again = elsewhere.program("drz").get(f"/api/v1/passports/{model}/package")
    assert again.content == exported.content
    here, there = (each.client.get(f"/passports/{model}") for each in (people, elsewhere))
    assert here.content == there.content


def test_a_package_that_was_changed_is_a_problem_that_names_the_place(people: Town) -> None:
    model = people.model("dell-latitude-7420")
    package = people.program("drz").get(f"/api/v1/passports/{model}/package").json()
    package["passports"][0]["versions"][0]["sha256"] = "0" * 64
    problem = people.program("drz").refused("/api/v1/packages", content=json.dumps(package).encode(), status=400)
    assert [fault["path"] for fault in problem["errors"]] == ["$.digest"]


def test_a_package_is_not_for_everybody(people: Town) -> None:
    model = people.model("dell-latitude-7420")
    assert people.client.get(f"/api/v1/passports/{model}/package").status_code == 401
    assert people.program("fabrikant").get(f"/api/v1/passports/{model}/package").status_code == 403
