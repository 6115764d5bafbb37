"""Pages about rights, by their links and forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.town import Town, town

CONTENT = {
    "productGroup": "laptop",
    "brand": "Dell",
    "modelName": "Latitude 7420",
    "processor": "Core i7",
    "disassemblyInstructions": {"title": "Apart", "url": "https://example.nl/apart"},
}


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path)) as opened:
        yield opened


@pytest.fixture
def model(people: Town) -> str:
    passport: str = people.program("drz").made("/api/v1/models", CONTENT)["passport_id"]
    return passport


def test_from_the_passport_anybody_finds_who_sees_what_and_why(people: Town, model: str) -> None:
    visitor = Clicker(people.client)
    visitor.open(f"/passports/{model}")
    table = visitor.click("Who sees what, and why")
    assert table.status == 200
    assert "if the passport says it" in table.words
    element = visitor.click("Processor")
    assert "Everybody may read it." in element.words
    hidden = visitor.open(f"/passports/{model}/access/disassemblyInstructions")
    assert "Whether the passport says this is not told here." in hidden.words
    assert "ESPR art. 11(b)" in hidden.words
    assert visitor.open(f"/passports/{model}/access/inventedLater").status == 404


def test_an_administrator_closes_and_lifts_by_forms(people: Town, model: str) -> None:
    administrator = Clicker(people.client).sign_in("beheer")
    administrator.open("/admin/closures")
    refused = administrator.fill(
        "/admin/closures", element_id="brand", access="authority", reason="A test.", legal="ESPR"
    )
    assert (refused.status, "identifying" in refused.words) == (400, True)
    page = administrator.fill(
        "/admin/closures", element_id="processor", access="authority", reason="It was wrong.", legal="ESPR art. 9"
    )
    assert "in every passport" in page.words
    assert "processor" not in people.client.get(f"/passports/{model}").json()
    lifting = next(form for form in page.forms() if form.path.endswith("/lifting"))
    page = administrator.send(lifting, why="It was right.")
    assert "lifted on" in page.words
    assert people.client.get(f"/passports/{model}").json()["processor"] == "Core i7"


def test_whoever_answers_closes_in_its_own_passport_and_sees_who_read_it(people: Town, model: str) -> None:
    Clicker(people.client).sign_in("reparateur").open(f"/passports/{model}")
    owner = Clicker(people.client).sign_in("drz")
    owner.open(f"/passports/{model}/access")
    page = owner.fill(
        f"/passports/{model}/access/closures",
        element_id="processor",
        access="professional",
        reason="It was wrong.",
        legal="ESPR art. 9",
    )
    assert "What is closed" in page.words
    assert "processor" not in people.client.get(f"/passports/{model}").json()
    records = owner.click("Who read this passport")
    assert "Reparateur (demo)" in records.words
    assert "Read what is not public" in records.words
    assert "Closed an element" in records.words


def test_everybody_sees_what_is_kept_of_himself(people: Town, model: str) -> None:
    repairer = Clicker(people.client).sign_in("reparateur")
    repairer.open(f"/passports/{model}")
    repairer.open("/account")
    page = repairer.click("What is kept of you")
    assert "Disassembly instructions" in page.words or "by a page" in page.words
    assert "After 730 days it is forgotten who it was." in page.words
    assert Clicker(people.client).open("/account/access").status == 401


def test_the_auditor_sees_readings_and_changes_of_accounts_together(people: Town, model: str) -> None:
    Clicker(people.client).sign_in("toezicht").open(f"/passports/{model}")
    Clicker(people.client).sign_in("reparateur").open(f"/passports/{model}")
    page = Clicker(people.client).sign_in("auditor").open("/admin/access")
    assert page.status == 200
    assert "Changes of roles, keys and accounts" in page.words
    assert "Reparateur (demo)" in page.words
    assert Clicker(people.client).sign_in("ict").open("/admin/access").status == 403
    assert Clicker(people.client).sign_in("ict").open("/admin/closures").status == 403
