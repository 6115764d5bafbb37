"""Somebody finds a device in the street, and its owner reads that: over HTTP, on both engines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.town import Town, town
from web.settings import Settings

HTML = {"Accept": "text/html", "Accept-Language": "en"}
WHERE, CONTACT = "In the train to Zwolle <b>at my home</b> https://example.org/x", "finder@example.org"
TYPED = {"where": WHERE, "contact": CONTACT, "website": ""}


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@dataclass
class Display:
    """A display of the ministry (it keeps no data, so that it can leave the State without an erasure)."""

    people: Town
    serial: str
    model: str
    view: Any = None

    def __post_init__(self) -> None:
        owner = self.people.program("eigenaar")
        body = {"model": self.model, "owner": owner.organisation, "place": "Magazijn 2", "serial": self.serial}
        body |= {"classification": "none", "asset_tag": f"TAG-{self.serial}"}
        self.view = owner.made("/api/v1/devices", {**body, **self.held})

    @property
    def held(self) -> dict[str, str]:
        """Leased, so that it can go back to its lessor."""
        lessor = self.people.actors["regie"].organisation
        lessee = self.people.actors["eigenaar"].organisation
        assert lessor is not None
        assert lessee is not None
        return {"holding": "lessor", "owner": lessor, "lessee": lessee}

    @property
    def key(self) -> str:
        return str(self.view["device"]["key"])

    @property
    def passport(self) -> str:
        return f"/passports/{self.view['passport_id']}"

    @property
    def found(self) -> str:
        return f"{self.passport}/found"

    def event(self, **happening: Any) -> None:
        owner = self.people.program("eigenaar")
        owner.made(f"/api/v1/devices/{self.key}/events", {"events": [{"happening": happening}]})

    def lose(self) -> None:
        self.event(kind="lost_or_stolen", stolen=True, report="PV-2026-1")

    def leave(self) -> None:
        """Back to its lessor, who confirms that it came."""
        owner, lessor = self.people.program("eigenaar"), self.people.program("regie")
        wanted = {
            "receiver": lessor.organisation,
            "devices": [self.key],
            "route": "return-to-lessor",
            "contract": "L-1",
        }
        consignment = owner.made("/api/v1/consignments", wanted)["consignment"]["id"]
        owner.made(f"/api/v1/consignments/{consignment}/offers")
        lessor.made(f"/api/v1/consignments/{consignment}/receipts", {"place": "Depot"})


@pytest.fixture
def displays(people: Town) -> tuple[Display, Display]:
    model = people.model("dell-e2423h")
    return Display(people, "ONE-0001", model), Display(people, "TWO-0002", model)


def answers(people: Town, display: Display, where: str) -> list[tuple[int, str, str]]:
    """Everything that a stranger gets, in both languages: the form, mistakes, after sending, a made-up reference."""
    client, seen = people.client, []
    for language in ("nl", "en"):
        headers = {"Accept": "text/html", "Accept-Language": language, "Accept-Encoding": "identity"}
        sent = client.post(display.found, data={**TYPED, "where": where + language}, headers=headers)
        assert sent.status_code == 303, sent.text
        for answer in (
            client.get(display.found, headers=headers),
            client.post(display.found, data={**TYPED, "where": ""}, headers=headers),
            client.post(display.found, data={**TYPED, "website": "x"}, headers=headers),
            sent,
            client.get(sent.headers["location"], headers=headers),
            client.get(f"{display.found}?sent=00000000", headers=headers),
        ):
            fields = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
            seen.append((answer.status_code, _alike(fields, display), _alike(answer.text, display)))
    return seen


def _alike(text: str, display: Display) -> str:
    """Without what differs between any two devices: the passport's id, and the reference that was drawn."""
    text = text.replace(display.view["passport_id"], "ID")
    return re.sub(r"sent(=|%3D)[0-9a-z]{8}|>[0-9a-z]{4}-[0-9a-z]{4}<", "REFERENCE", text)


def test_a_stranger_learns_nothing_and_the_same_of_a_lost_device(
    people: Town, displays: tuple[Display, Display]
) -> None:
    """Byte for byte the same answers; no owner, place, number, key or word of the loss in any of them."""
    here, lost = displays
    lost.lose()
    told, told_of_lost = answers(people, here, "Here "), answers(people, lost, "Here ")
    assert told == told_of_lost
    assert [status for status, _, _ in told] == [200, 400, 400, 303, 200, 404] * 2
    secrets = {
        "Magazijn",
        "ONE-0001",
        "TWO-0002",
        "TAG-",
        "PV-2026",
        here.key,
        lost.key,
        "stolen",
        "missing",
        "vermist",
    }
    secrets |= {"Ministerie", "Domeinen", "ministry", "classif", "eigenaar@"}
    secrets |= {str(actor.organisation) for actor in people.actors.values()}
    for _, headers, text in told_of_lost:
        assert not {secret for secret in secrets if secret in text + headers}
        assert "set-cookie" not in headers


def test_the_code_on_the_device_leads_to_the_form_and_the_report_to_its_owner(
    people: Town, displays: tuple[Display, Display]
) -> None:
    """From the passport's page to a reference; the owner reads it as text, records that it is back, and closes it."""
    _, lost = displays
    lost.lose()
    stranger, owner = Clicker(people.client), Clicker(people.client).sign_in("eigenaar")
    stranger.open(f"/d/{lost.view['labels'][0]}")
    form = stranger.click("Found this device?")
    assert (form.title, form.status, form.headers["cache-control"]) == ("Found this device?", 200, "no-store")
    thanks = stranger.fill("/found", where=WHERE, contact=CONTACT)
    assert thanks.title == "Thank you: your report was sent"
    (reference,) = re.findall(r"\b[0-9a-z]{4}-[0-9a-z]{4}\b", thanks.words)

    assert reference in owner.open("/found-reports").words
    page = owner.click(reference)
    assert "In the train to Zwolle <b>at my home</b> https://example.org/x" in page.words
    assert CONTACT in page.words
    assert not [link for link in page.links() if "example.org" in link]
    finding = owner.click("Record that it was found")
    assert finding.form("/finding").value("report") == reference
    owner.fill("/finding", place="Magazijn 2")
    page = owner.open(f"/found-reports/{reference.replace('-', '')}")
    assert "recorded as missing" not in page.words
    again = owner.send(page.form("/closure"))
    assert again.status == 400
    closed = owner.fill("/closure", outcome="came-back")
    assert "What the finder wrote is erased." in closed.words
    assert CONTACT not in closed.words
    assert "No reports" in owner.open("/found-reports").words
    records = people.program("auditor").get("/api/v1/access-records").json()["records"]
    assert {record["passport"] for record in records if "finderWords" in record["elements"]} == {
        lost.view["passport_id"]
    }


def test_it_ends_with_the_ownership_of_the_state(people: Town, displays: tuple[Display, Display]) -> None:
    """The link goes from the passport, the form answers 410 in words, open reports are closed and have no words."""
    gone, _ = displays
    sent = people.client.post(gone.found, data=TYPED, headers=HTML)
    reference = sent.headers["location"].partition("sent=")[2]
    gone.leave()
    stranger = Clicker(people.client)
    assert gone.found not in stranger.open(gone.passport).links()
    page = stranger.open(gone.found)
    assert (page.status, page.title) == (410, "This device no longer belongs to the government")
    assert people.client.post(gone.found, data=TYPED, headers=HTML).status_code == 410
    drz = people.program("drz")
    report = drz.get(f"/api/v1/found-reports/{reference}").json()["report"]
    assert (report["outcome"], "words" in report) == ("left-state", False)
    assert stranger.open(sent.headers["location"]).status == 200, "who sent it can still read that it was sent"


def test_programs_of_the_owner_list_read_and_close(people: Town, displays: tuple[Display, Display]) -> None:
    here, _ = displays
    location = people.client.post(here.found, data=TYPED, headers=HTML).headers["location"]
    reference = location.partition("sent=")[2]
    owner, path = people.program("eigenaar"), f"/api/v1/found-reports/{reference}"
    (listed,) = owner.get("/api/v1/found-reports").json()["reports"]
    assert (listed["report"]["reference"], "words" in listed["report"]) == (reference, False)
    assert owner.get(path).json()["report"]["words"] == {"where": WHERE, "contact": CONTACT}
    assert people.program("ict").get(path).status_code == 403
    assert people.client.get("/api/v1/found-reports").status_code == 401
    owner.refused(f"{path}/closures", {"outcome": "expired"}, status=400)
    closed = owner.made(f"{path}/closures", {"outcome": "no-use"})
    assert closed["report"]["outcome"] == "no-use"
    assert owner.get("/api/v1/found-reports?open=false").json()["reports"][0]["report"]["reference"] == reference


def test_who_may_not_see_reports_gets_no_page_of_them(people: Town) -> None:
    assert Clicker(people.client).open("/found-reports").status == 401
    assert Clicker(people.client).sign_in("ict").open("/found-reports").status == 403
    assert Clicker(people.client).sign_in("drz").open("/found-reports").title == "Found devices"
    assert Clicker(people.client).open("/found-reports/00000000").status in {401, 404}


@pytest.mark.parametrize("kind", ["model", "nothing"])
def test_what_is_no_device_has_no_form(sqlite_url: str, tmp_path: Path, kind: str) -> None:
    with town(settings_for(sqlite_url, tmp_path)) as people:
        passport = people.model("dell-e2423h") if kind == "model" else "0000000000000000"
        for answer in (
            people.client.get(f"/passports/{passport}/found", headers=HTML),
            people.client.post(f"/passports/{passport}/found", data=TYPED, headers=HTML),
        ):
            assert answer.status_code == 404
            assert answer.headers["content-type"].startswith("text/html")


def test_reports_are_held_back_by_network_by_device_and_by_size(sqlite_url: str, tmp_path: Path) -> None:
    """A form that came back does not count; a form of another site, or one without an end, is not read."""
    with town(settings_for(sqlite_url, tmp_path, found_reports_per_hour=4)) as people:
        model = people.model("dell-e2423h")
        one, two = Display(people, "ONE-0001", model), Display(people, "TWO-0002", model)

        def send(display: Display, headers: dict[str, str] = HTML, **typed: str) -> Any:
            return people.client.post(display.found, data={**TYPED, **typed}, headers=headers)

        assert [send(one, where="").status_code for _ in range(6)] == [400] * 6
        assert [send(one, where=f"Place {number}").status_code for number in range(4)] == [303, 303, 303, 429]
        refused = send(one, where="Place 5")
        assert "This device was reported several times today already." in refused.text
        assert "Place 5" in refused.text
        assert 0 < int(refused.headers["retry-after"]) <= 86_400
        assert send(two).status_code == 303
        held_back = send(two, where="Elsewhere")
        assert held_back.status_code == 429
        assert "Several reports came from your network already." in held_back.text
        assert 0 < int(held_back.headers["retry-after"]) <= 3_600
        assert people.client.get(two.found, headers=HTML).status_code == 200, "reading goes on"


def test_another_site_and_a_long_body_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    with town(settings_for(sqlite_url, tmp_path)) as people:
        display = Display(people, "ONE-0001", people.model("dell-e2423h"))
        foreign = people.client.post(display.found, data=TYPED, headers={**HTML, "Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
        own = people.client.post(display.found, data=TYPED, headers={**HTML, "Sec-Fetch-Site": "same-origin"})
        assert own.status_code == 303
        long = people.client.post(display.found, data={**TYPED, "where": "x" * 70_000}, headers=HTML)
        assert long.status_code == 413
        chunks = people.client.post(
            display.found,
            content=iter([b"where=x"]),
            headers={**HTML, "Content-Type": "application/x-www-form-urlencoded"},
        )
        assert chunks.status_code == 413
