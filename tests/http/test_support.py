"""Security support over HTTP: on the passport for everybody, confirmed by a person, the register for insiders."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.support_samples import BY_PRODUCT, file_of
from tests.support.town import Town, town
from web.bootstrap import Parts

SURFACE = "microsoft-surface-laptop-4"
DATED = date(2026, 1, 1)


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    settings = settings_for(sqlite_url, tmp_path)
    with town(settings) as opened, Parts.opened(settings) as parts:
        parts.use.support.load(opened.actors["beheer"], file_of(BY_PRODUCT), DATED)
        yield opened


def test_a_person_confirms_the_release_of_a_model_and_everybody_reads_it(people: Town) -> None:
    """The name says more than the release's: it is proposed, and shown to nobody before a person said so."""
    model = people.model(SURFACE)
    visitor, keeper = Clicker(people.client), Clicker(people.client).sign_in("ict")
    assert "endoflife.date: Microsoft Surface" not in visitor.open(f"/passports/{model}").words
    page = keeper.open("/support")
    assert "It is Microsoft Surface, Surface Laptop 4" in page.words
    assert "Windows Fairphone Apple iPad Apple iPhone Motorola Nokia" in page.words
    saved = keeper.press(f"/models/{model}", "release")
    assert "confirmed by a person" in saved.words

    words = visitor.open(f"/passports/{model}").words
    assert "endoflife.date: Microsoft Surface, Surface Laptop 4 (MIT)" in words
    assert "a person said that this is the model" in words
    body = people.client.get(f"/api/v1/support/models/{model}").json()
    assert (body["security_support"], body["counts"], body["differ"]) == ("2027-04-15", "dataset", False)
    assert (body["dataset"]["licence"], body["dataset"]["dated"]) == ("MIT", DATED.isoformat())
    assert "endoflife.date: " not in people.client.get(f"/passports/{model}?format=json").text


def test_the_register_is_for_insiders(people: Town) -> None:
    provider, owner = people.program("ict"), people.program("eigenaar")
    releases = provider.get("/api/v1/support/releases?product=windows").json()["releases"]
    assert [each["release"] for each in releases] == ["windows/11-25h2-e", "windows/10-22h2"]
    history = provider.get("/api/v1/support/releases/windows/10-22h2").json()["history"]
    assert [(each["security"], each["extended"]) for each in history] == [("2025-10-14", "2028-10-10")]
    assert owner.get("/api/v1/support/releases").status_code == 403
    model = people.model(SURFACE)
    path = f"/api/v1/support/models/{model}/confirmations"
    owner.refused(path, {"release": None}, status=403)
    provider.refused(path, {"release": "pixel/7"}, status=400)
    assert provider.made(path, {"release": "surface/laptop-4"})["dataset"]["matched_by"] == "person"
