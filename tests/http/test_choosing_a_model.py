"""The model of a new device is chosen from the newest, or typed; of one whose passport is archived the form says so."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker, Page
from tests.support.dpps import path_of
from tests.support.html import HTML, text_of
from tests.support.town import Town, town
from web.pages.acts import models
from web.settings import Settings

FIELDS: dict[str, Any] = {"serial": "CHOSEN1", "classification": "none", "place": "Magazijn 2"}


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def listed(page: Page) -> list[str]:
    """What the list of models offers."""
    field = page.form("/devices").find("model")
    assert field is not None
    return [text_of(each) for each in field.iter(f"{HTML}option")]


def archive(people: Town, model: str) -> None:
    headers = {"Authorization": f"Bearer {people.program('drz').key}"}
    answer = people.client.delete(path_of(f"http://testserver/passports/{model}"), headers=headers)
    assert answer.status_code == 204, answer.text


def test_the_list_says_of_which_model_the_passport_is_archived(people: Town) -> None:
    archive(people, people.model("dell-p2222h"))
    people.model("dell-latitude-7420")
    page = Clicker(people.client).sign_in("drz").open("/devices/new")
    assert listed(page) == ["choose", "Dell Latitude 7420", "Dell P2222H (its passport is archived)"]
    assert page.form("/devices").find("model_named") is None


@pytest.mark.parametrize("typed", ["{code}", " dell  p2222H "])
def test_with_more_models_than_the_list_shows_any_other_is_typed(
    people: Town, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """By its name, whatever the case and the spaces, or by its code; what is not there is refused at that field."""
    monkeypatch.setattr(models, "SHOWN", 1)
    wanted = people.model("dell-p2222h")
    people.model("dell-latitude-7420")
    clicker = Clicker(people.client).sign_in("drz")
    assert listed(clicker.open("/devices/new")) == ["choose", "Dell Latitude 7420"]
    fields = FIELDS | {"owner": people.program("eigenaar").organisation}
    refused = clicker.fill("/devices", model_named="Dell P2222", **fields)
    assert (refused.status, "There is no model with this name or code." in refused.words) == (400, True)
    known = clicker.fill("/devices", model_named=typed.format(code=wanted), **fields)
    assert (known.status, "Dell P2222H" in known.title) == (200, True)


def test_the_model_that_was_typed_stands_in_the_list_of_a_form_that_comes_back(
    people: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "SHOWN", 1)
    archive(people, people.model("dell-p2222h"))
    people.model("dell-latitude-7420")
    clicker = Clicker(people.client).sign_in("drz")
    clicker.open("/devices/new")
    fields = FIELDS | {"serial": "", "owner": people.program("eigenaar").organisation}
    again = clicker.fill("/devices", model_named="Dell P2222H", **fields)
    assert "Give at least one number that is on the device." in again.words
    assert listed(again)[1:] == ["Dell Latitude 7420", "Dell P2222H (its passport is archived)"]
