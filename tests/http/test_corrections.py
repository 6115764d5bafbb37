"""Corrections, cases and the timeline of a laptop: by programs, and at the pages without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.laptop import GRADES, WIPE, Laptop
from tests.support.town import Town, town


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path)) as opened:
        yield opened


def erased(people: Town) -> Laptop:
    """Graded, and its disk erased and checked."""
    laptop = Laptop(people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    laptop.evidence("glpi.json")
    laptop.event(laptop.ict, 30, **GRADES)
    laptop.event(laptop.ict, 29, **WIPE)
    laptop.event(laptop.checker, 28, kind="sanitisation_verified", medium="DEMOSSD0001", verification="full")
    return laptop


def given_away(people: Town) -> Laptop:
    laptop = erased(people)
    laptop.ict.made(f"{laptop.path}/decisions")
    laptop.drz.made("/api/v1/approvals", {"devices": [laptop.view["device"]["key"]]})
    body = {"receiver": laptop.coordinator.organisation, "route": "donate", "devices": [laptop.view["device"]["key"]]}
    consignment = laptop.ict.made("/api/v1/consignments", body)["consignment"]["id"]
    laptop.ict.made(f"/api/v1/consignments/{consignment}/offers")
    laptop.coordinator.made(f"/api/v1/consignments/{consignment}/receipts", {"place": "Depot"})
    return laptop


def event_of(laptop: Laptop, kind: str) -> str:
    timeline = laptop.read(laptop.drz)["timeline"]
    found: str = next(each["event"]["id"] for each in timeline if each["event"]["happening"]["kind"] == kind)
    return found


def at(people: Town, who: str) -> Clicker:
    return Clicker(people.client).sign_in(who)


def test_a_program_sees_what_a_correction_changes_and_confirms_that(people: Town) -> None:
    """An old preview is a 409 with a fresh one; the fresh one is confirmed, and nothing is deleted."""
    laptop = erased(people)
    wanted: dict[str, Any] = {
        "event": event_of(laptop, "inspected"),
        "reason": "incorrect_data",
        "right": [{"happening": GRADES | {"cosmetic": "C2"}}],
    }
    seen = laptop.ict.made(f"{laptop.path}/corrections/preview", wanted)
    assert {"axis": "grades", "of": "", "before": "F5 C5", "after": "F5 C2"} in seen["differences"]
    laptop.event(laptop.ict, 1, kind="lock_found", lock="mdm")
    stale = laptop.ict.refused(f"{laptop.path}/corrections", {**wanted, "digest": seen["digest"]}, status=409)
    assert stale["preview"]["digest"] != seen["digest"]
    laptop.ict.made(f"{laptop.path}/corrections", {**wanted, "digest": stale["preview"]["digest"]})
    now = laptop.read(laptop.ict)
    assert now["line"]["cosmetic_grade"] == "C2"
    kinds = [each["event"]["happening"]["kind"] for each in now["timeline"]]
    assert kinds.count("inspected") == 2
    assert kinds[-2:] == ["corrected", "inspected"]


def test_a_person_corrects_a_check_by_forms(people: Town) -> None:
    """The form holds what was recorded; before and after stand side by side; the timeline strikes what was wrong."""
    laptop = erased(people)
    page = at(people, "ict-controle")
    device = f"/devices/{laptop.view['device']['key']}"
    timeline = page.open(f"{device}/timeline")
    assert "Erasure checked" in timeline.words
    page.open(f"{device}/corrections/new?event={event_of(laptop, 'sanitisation_verified')}")
    preview = page.fill("/corrections/preview", reason="incorrect_data", outcome="failed")
    assert "Before and after" in preview.words
    assert "Public page" in preview.words
    done = page.fill("/corrections")
    assert "Recorded." in done.words
    assert "declared wrong" in done.words
    then = page.open(f"{device}/timeline?at={laptop.read(laptop.ict)['timeline'][0]['event']['occurred_at'][:10]}")
    assert "as far as is known today" in then.words
    assert page.open(f"{device}/timeline?at=nonsense").status == 200


def test_what_went_wrong_after_the_device_left_becomes_a_case(people: Town) -> None:
    """The past cannot be rewritten: the page says why, a case is opened, all are told, somebody else closes it."""
    laptop = given_away(people)
    device = f"/devices/{laptop.view['device']['key']}"
    passport = f"/passports/{laptop.view['passport_id']}"
    told = "Data erased and checked"
    assert told in at(people, "drz").open(passport).words
    coordinator = at(people, "regie")
    coordinator.open(f"{device}/corrections/new?event={event_of(laptop, 'sanitisation_verified')}")
    impossible = coordinator.fill("/corrections/preview", reason="did_not_occur")
    assert "This cannot be corrected" in impossible.words
    coordinator.open(impossible.link("Open a case"))
    opened = coordinator.fill(
        "/cases", severity="possible_data_leak", since="2026-05-04", what="Another disk was in the cage."
    )
    assert "Another disk was in the cage." in opened.words
    case = opened.address.partition("?")[0].partition("/devices/")[2].rpartition("/")[2]
    drz = at(people, "drz")
    assert told not in drz.open(passport).words
    assert "A case is open" in drz.open(device).words
    assert "possible data leak" in drz.open("/cases").words
    for step in ("owner_told", "drz_told", "receiver_told"):
        drz.open(f"{device}/cases/{case}")
        drz.fill("/steps", step=step)
    drz.open(f"{device}/cases/{case}")
    closed = drz.fill("/closing", outcome="exposed")
    assert "the data was seen, or may have been" in closed.words
    assert "No cases" in drz.open("/cases").words
    assert told not in drz.open(passport).words


def test_of_a_device_that_left_one_person_proposes_and_another_confirms(people: Town) -> None:
    laptop = given_away(people)
    wanted: dict[str, Any] = {
        "event": event_of(laptop, "inspected"),
        "reason": "incorrect_data",
        "right": [{"happening": GRADES | {"cosmetic": "C4"}}],
    }
    digest = laptop.coordinator.made(f"{laptop.path}/corrections/preview", wanted)["digest"]
    answer = laptop.coordinator.post(f"{laptop.path}/corrections", {**wanted, "digest": digest})
    assert answer.status_code == 202, answer.text
    proposal = answer.json()["proposal"]["id"]
    own = laptop.coordinator.refused(f"{laptop.path}/corrections/{proposal}/approval", {"digest": digest})
    assert own["rule"] == "own-correction"
    drz = at(people, "drz")
    assert "Corrections that wait for a second person" in drz.open("/cases").words
    drz.open(f"/devices/{laptop.view['device']['key']}/corrections/{proposal}")
    assert "Recorded." in drz.fill("/approval").words
    assert laptop.read(laptop.drz)["line"]["cosmetic_grade"] == "C4"


def test_a_person_makes_a_web_hook_and_ends_it(people: Town) -> None:
    """The secret is shown on the page that follows, and never again; a program polls the same events by a cursor."""
    owner = at(people, "eigenaar")
    owner.open("/web-hooks")
    wrong = owner.fill("/web-hooks", url="http://hooks.example.org/")
    assert wrong.status == 400
    made = owner.fill("/web-hooks", url="https://hooks.example.org/kringpas", kinds="inspected")
    assert "whsec_" in made.words
    assert "whsec_" not in owner.open("/web-hooks").words
    hook = people.program("eigenaar").get("/api/v1/web-hooks").json()["web_hooks"][0]
    owner.open(f"/web-hooks/{hook['id']}")
    assert "ended" in owner.fill("/end").words
    page = people.program("drz").get("/api/v1/events?after=latest").json()
    assert (page["events"], page["more"]) == ([], False)
    assert people.program("drz").get("/api/v1/events?after=nonsense").status_code == 400
