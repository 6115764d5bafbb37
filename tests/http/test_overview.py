"""What waits today and the overview of an owner, over HTTP: every count leads to its devices, and to nobody else's."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest

from tests.support.clicking import Clicker
from tests.support.town import Town, town_in


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Two laptops of one owner are surplus, one of them at intake; a third is in use."""
    with town_in(tmp_path_factory.mktemp("overview")) as opened:
        model = opened.model("dell-latitude-7420")
        owner, ict = opened.program("eigenaar"), opened.program("ict")
        for number in range(3):
            new = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
            made = owner.made("/api/v1/devices", new | {"serial": f"OWNED-{number}"})
            surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
            surplus |= {"authority": owner.organisation, "intake_by": ict.organisation}
            if number:
                owner.made(f"/api/v1/devices/{made['device']['key']}/events", {"events": [{"happening": surplus}]})
        ict.made("/api/v1/scans", {"raw": "OWNED-1", "place": "=Innamelijn 1"})
        yield opened


def test_each_count_leads_to_the_devices_behind_it(people: Town) -> None:
    person = Clicker(people.client).sign_in("eigenaar")
    page = person.open("/overview")
    assert "3 devices of your organisation, of which 2 surplus" in page.words
    assert "You declared 2 devices surplus." in page.words
    links = {step: next(link for link in page.links() if f"step={step}" in link) for step in ("collection", "intake")}
    collection, intake = (person.open(link).words for link in links.values())
    assert "OWNED-2" in collection
    assert "OWNED-1" not in collection
    assert "OWNED-1" in intake
    assert "OWNED-0" not in intake


def test_the_files_say_what_the_page_says(people: Town) -> None:
    """No cell of it is taken for a formula by a spreadsheet."""
    owner = people.program("eigenaar")
    counts = list(csv.DictReader(StringIO(owner.get("/overview.csv").content.decode("utf-8-sig"))))
    assert sum(int(row["devices"]) for row in counts if row["counted"] == "step") == 3
    devices = list(csv.DictReader(StringIO(owner.get("/overview/devices.csv").content.decode("utf-8-sig"))))
    assert {row["serial_number"] for row in devices} == {"OWNED-0", "OWNED-1", "OWNED-2"}
    assert {row["place"] for row in devices} == {"Magazijn 2", "'=Innamelijn 1"}


def test_another_owner_sees_its_own_and_others_see_no_overview(people: Town) -> None:
    """An empty overview says what would fill it; a list behind a count of somebody else's is empty."""
    other = Clicker(people.client).sign_in("noord")
    assert "has no devices here yet" in other.open("/overview").words
    assert "OWNED" not in other.open("/overview/devices").words
    assert Clicker(people.client).sign_in("drz").open("/overview").status == 403


def test_the_first_page_says_what_waits_for_whom(people: Town) -> None:
    """The ICT provider has the scanned laptop to inspect; a visitor meets the scan box."""
    provider = Clicker(people.client).sign_in("ict").open("/")
    assert provider.title == "Today"
    assert "/worklists/inspection" in provider.links()
    assert "/intake" in provider.links()
    owner = Clicker(people.client).sign_in("eigenaar").open("/")
    assert "/worklists/inspection" not in owner.links()
