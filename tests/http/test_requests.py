"""Devices are asked for and divided: by programs, and at the pages without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.laptop import GRADES, WIPE, Laptop
from tests.support.town import Town, town_in

ASKED = {
    "category": "laptop",
    "number": 2,
    "place": "Utrecht",
    "deadline": "2099-01-01",
    "specification": {"cosmetic_grade": 3},
    "programme": "Library programme",
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_in(tmp_path_factory.mktemp("requests")) as opened:
        yield opened


@pytest.fixture(scope="module", autouse=True)
def laptop(people: Town) -> Laptop:
    """Approved for donation."""
    one = Laptop(people)
    one.register()
    one.surplus()
    one.scan()
    one.evidence("glpi.json")
    one.event(one.ict, 30, **GRADES)
    one.event(one.ict, 29, **WIPE)
    one.event(one.checker, 28, kind="sanitisation_verified", medium="DEMOSSD0001", verification="full")
    one.ict.made(f"{one.path}/decisions")
    one.drz.made("/api/v1/approvals", {"devices": [one.view["device"]["key"]]})
    assert one.read(one.drz)["device"]["approval"]["route"] == "donate"
    return one


def at(people: Town, who: str) -> Clicker:
    return Clicker(people.client).sign_in(who)


def test_a_program_asks_and_another_divides_and_confirms(laptop: Laptop) -> None:
    key = laptop.view["device"]["key"]
    made = laptop.coordinator.made("/api/v1/requests", ASKED)
    name = made["request"]["id"]
    assert (made["state"], made["needs"], made["request"]["route"]) == ("open", 2, "donate")
    proposed = laptop.drz.made("/api/v1/allocations", {})
    assert [(each["device"], each["request"]) for each in proposed["content"]["placed"]] == [(key, name)]
    assert laptop.drz.get(f"/api/v1/allocations/reasons/{name}/{key}").json() == {"reasons": []}
    confirmed = laptop.drz.made(f"/api/v1/allocations/{proposed['id']}/confirmation")
    assert (confirmed["state"], confirmed["refused"]) == ("confirmed", [])
    laptop.drz.refused(f"/api/v1/allocations/{proposed['id']}/confirmation", status=409)
    read = laptop.coordinator.get(f"/api/v1/requests/{name}").json()
    assert (read["state"], [each["device"] for each in read["allotments"]]) == ("partly-met", [key])
    withdrawn = laptop.coordinator.made(f"/api/v1/requests/{name}/withdrawal", {"reason": "Not needed"})
    assert (withdrawn["state"], withdrawn["given"]) == ("withdrawn", 0)
    assert "reservation" not in laptop.read(laptop.drz)["device"]


def test_a_wrong_request_names_each_fault_and_strangers_read_none(people: Town, laptop: Laptop) -> None:
    wrong = ASKED | {"number": 0, "specification": {"memory_gib": -1}}
    problem = laptop.coordinator.refused("/api/v1/requests", wrong, status=400)
    assert [each["path"] for each in problem["errors"]] == ["$.number", "$.specification.memory_gib"]
    laptop.ict.refused("/api/v1/requests", ASKED, status=403)
    laptop.coordinator.refused("/api/v1/allocations", {}, status=403)
    name = laptop.coordinator.made("/api/v1/requests", ASKED)["request"]["id"]
    assert people.program("eigenaar").get(f"/api/v1/requests/{name}").status_code == 404
    laptop.coordinator.made(f"/api/v1/requests/{name}/withdrawal", {})


def test_people_ask_divide_and_withdraw_at_pages(people: Town) -> None:
    coordinator = at(people, "regie")
    coordinator.open("/requests/new")
    wrong = coordinator.fill(
        "/requests/new", category="laptop", number="2", place="", deadline="2099-01-01", keep="draft"
    )
    assert wrong.status == 400
    answers: dict[str, Any] = {"specification.cosmetic_grade": "3", "category": "laptop", "number": "2"}
    made = coordinator.fill("/requests/new", **answers, place="Utrecht", deadline="2099-01-01", keep="draft")
    assert "draft" in made.words
    assert "cosmetic grade at least C3" in made.words
    assert "open" in coordinator.fill("/opening").words
    assert "0 of 2" in coordinator.open("/requests").words

    drz = at(people, "drz")
    assert "Utrecht" in drz.open("/requests").words
    drz.open("/allocations")
    proposed = drz.fill("/allocations")
    assert "1 of 2" in proposed.words
    assert "nobody else needs it" in proposed.words
    confirmed = drz.fill("/confirmation")
    assert "confirmed" in confirmed.words

    own = at(people, "regie")
    lists = own.open("/requests")
    assert "partly met" in lists.words
    request = people.program("regie").get("/api/v1/requests").json()["requests"][0]["request"]["id"]
    own.open(f"/requests/{request}/changes")
    changed = own.fill("/changes", place="Zwolle")
    assert "Zwolle" in changed.words
    withdrawn = own.fill("/withdrawal", reason="Not needed any more")
    assert "withdrawn" in withdrawn.words
