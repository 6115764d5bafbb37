"""Mandates, decisions by class and the reasoned decision by their pages, as people without JavaScript use them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.approving import mandate, today
from tests.support.clicking import Clicker
from tests.support.town import Town, town_in
from web.demo.files import packaged

GRADES = {"kind": "inspected", "functional": "F5", "cosmetic": "C5", "charger": True}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Three laptops that are alike wait for a destination, and one that was not inspected."""
    with town_in(tmp_path_factory.mktemp("approvals")) as opened:
        model = opened.model("dell-latitude-7420")
        for number in range(4):
            laptop(opened, model, number, graded=number < 3)
        yield opened


def laptop(people: Town, model: str, number: int, *, graded: bool) -> None:
    owner, ict = people.program("eigenaar"), people.program("ict")
    serial, tag = f"ALIKE7420A{number}", f"DEMO-00020{number}"
    made = owner.made(
        "/api/v1/devices",
        {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": serial, "asset_tag": tag}
        | {"classification": "none", "in_use_since": "2021-03-15"},
    )
    path = f"/api/v1/devices/{made['device']['key']}"
    surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
    surplus |= {"authority": owner.organisation, "intake_by": ict.organisation}
    owner.made(f"{path}/events", {"events": [{"happening": surplus}]})
    ict.made("/api/v1/scans", {"raw": serial, "place": "Innamelijn 1"})
    own = {"DEMO7420A1": serial, "DEMO-000123": tag, "DEMOSSD0001": f"ALIKESSD000{number}"}
    own |= {"DEMOBOARD0001": f"DEMOBOARD100{number}", "4c4c4544-0044-4510": f"4c4c4544-0044-451{number}"}
    inventory = packaged("glpi.json")
    for shared, its in own.items():
        inventory = inventory.replace(shared.encode(), its.encode())
    ict.made(f"{path}/evidence?fileName=glpi.json", content=inventory)
    if graded:
        ict.made(f"{path}/events", {"events": [{"happening": GRADES}]})


def at(people: Town, who: str) -> Clicker:
    return Clicker(people.client).sign_in(who)


def test_a_class_is_decided_looked_at_approved_and_put_on_file(people: Town) -> None:
    """From a description by facts to the paper; whoever has no mandate is told who could approve.

    One turns out to be locked meanwhile: it goes with the class no more, which is told before anybody approves.
    """
    drz, colleague, admin = (at(people, who) for who in ("drz", "drz-akkoord", "beheer"))
    drz.open("/class-decisions")
    wrong = drz.fill("/class-decisions", name="", route="donate")
    assert wrong.status in {400, 422}
    assert "Describe the class by at least one fact." in wrong.words
    page = drz.fill("/class-decisions", name="Latitude 7420, C5", route="donate", category="laptop")
    assert page.title == "Latitude 7420, C5", page.words
    assert "3 devices can go together: Donate." in page.words
    assert "1 exception" in page.words
    assert "a fact is missing that could change the answer" in page.words
    where = urlsplit(page.address).path

    ict = people.program("ict")
    locked = ict.get("/api/v1/devices?text=ALIKE7420A1").json()["devices"][0]["device_key"]
    ict.made(f"/api/v1/devices/{locked}/events", {"events": [{"happening": {"kind": "lock_found", "lock": "mdm"}}]})
    left = colleague.open(where)
    assert "2 devices can go together: Donate." in left.words
    assert "Something changed since the class was decided." in left.words
    assert "2 devices of the sample were not looked at yet." in colleague.page.words
    for _ in range(2):
        looked = colleague.press("/looks", "found")
    assert "You have no mandate to approve this." in looked.words
    assert "Nobody has a mandate for this now" in looked.words
    mandate(people, admin, drz, "drz-akkoord")
    assert "You decided this class yourself." in drz.open(where).words
    colleague.open(where)
    done = colleague.fill("/approval")
    assert "Approved." in done.words, done.words
    assert "mandate MB-2026-7" in done.words

    paper = colleague.click("The reasoned decision, for the file")
    for said in ("2 of 4 devices go together", "ISO 2859-1", "MB-2026-7", "internal reuse takes devices of at most 48"):
        assert said in paper.words
    pdf = people.client.get(
        paper.link("Save as PDF"),
        headers={"Cookie": colleague._cookie_header()},
    )
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_a_single_decision_has_a_paper_of_its_own(people: Town) -> None:
    drz = at(people, "drz")
    device = people.program("drz").get("/api/v1/devices?text=ALIKE7420A3").json()["devices"][0]["device_key"]
    people.program("drz").made(f"/api/v1/devices/{device}/decisions")
    drz.open(f"/devices/{device}")
    drz.click("Decision")
    paper = drz.click("The reasoned decision, for the file")
    assert paper.title == "Reasoned decision"
    assert "This is a proposal; it is not approved yet." in paper.words
    assert "What was not known" in paper.words
    dutch = Clicker(people.client).sign_in("drz")
    dutch.cookies["language"] = "nl"
    assert dutch.open(urlsplit(paper.address).path).status == 200


def test_a_mandate_has_deputies_and_an_end_and_stays_on_file(people: Town) -> None:
    admin, drz = at(people, "beheer"), at(people, "drz")
    page = mandate(people, admin, drz, "drz-akkoord", reference="MB-2026-8", devices_at_most="5")
    assert "at most 5 devices in one act" in page.words
    admin.open(urlsplit(page.address).path)
    deputy = str(people.actors["drz"].account)
    named = admin.fill("/deputies", account=deputy, first_day=today().isoformat(), last_day=today().isoformat())
    assert "stands in from" in named.words
    assert admin.fill("/ending", ends_on="2020-01-01").status == 400
    ended = admin.fill("/ending", ends_on=today().isoformat())
    assert "Ended; its last day is" in ended.words
    assert "MB-2026-8" in ended.words
    assert "Mandates" in drz.open("/mandates").title


def test_deviations_are_listed_with_their_ground(people: Town) -> None:
    drz = at(people, "drz")
    device = people.program("drz").get("/api/v1/devices?text=ALIKE7420A3").json()["devices"][0]["device_key"]
    people.program("drz").made(f"/api/v1/devices/{device}/decisions")
    drz.open(f"/devices/{device}")
    drz.click("Decision")
    assert "Choose a ground." in drz.fill("/override", route="recycle", reason="Broken housing").words
    drz.fill("/override", route="recycle", ground="other-condition", reason="Broken housing")
    listed = drz.open("/overrides")
    assert "1 deviation from" in listed.words
    assert "The device is in another condition than is recorded" in listed.words
    assert "Broken housing" in listed.words
    assert at(people, "auditor").open("/overrides").status == 200
    assert people.client.get("/overrides", headers={"Accept": "text/html"}).status_code in {303, 307, 401}
