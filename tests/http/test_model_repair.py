"""The repair page of a model over HTTP: public, light, and found from the passport."""

from collections.abc import Iterator

import pytest

from tests.support.clicking import Clicker
from tests.support.town import Town, town
from web.settings import Settings

LARGEST_PAGE = 100_000
"""Bytes without pictures, so that a phone in a workshop has it at once."""


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def test_everybody_gets_from_the_passport_to_the_repair_page(people: Town) -> None:
    """Also from the passport of a device: repair knowledge belongs to the model."""
    owner, model = people.program("eigenaar"), people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": "DEMO7420A1"}
    passport = owner.made("/api/v1/devices", body)["passport_id"]
    visitor = Clicker(people.client)

    visitor.open(f"/passports/{passport}")
    page = visitor.click("How to repair it")

    assert page.address.endswith(f"/models/{model}/repair")
    assert page.title == "Repairing: Dell Latitude 7420"
    answer = people.client.get(f"/models/{passport}/repair", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/models/{model}/repair")
    assert len(people.client.get(f"/models/{model}/repair").content) < LARGEST_PAGE
    assert people.client.get("/models/nothing-here/repair").status_code == 404
