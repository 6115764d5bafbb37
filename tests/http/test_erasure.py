"""Wiping stations and the erasure bench over HTTP, on both engines: by API with a station's key, and by the forms."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from dpp.adapters import clock
from dpp.domain.actor import Capability, Role
from tests.support.clicking import Clicker
from tests.support.erasure_samples import Disk, nwipe_log
from tests.support.town import Program, Town, town
from web.demo import files
from web.settings import Settings

REPORTS = "/api/v1/erasure-reports"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings.model_copy(update={"erasure_reports_per_minute": 5})) as opened:
        yield opened


def now() -> datetime:
    return clock.utc_now()


class Station:
    """A wiping station of the ICT provider, with a key that may send reports and nothing else."""

    def __init__(self, people: Town) -> None:
        administrator = next(actor for actor in people.actors.values() if actor.holds(Role.ADMINISTRATOR))
        bound = Capability("post_erasure_report", "Bench 3, Hall B")
        until = now().date() + timedelta(days=30)
        made = people.accounts.keys.create(administrator, people.actors["ict"].account, "Bench 3", until, bound)
        self.people, self.key = people, made.secret

    def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.key}", **options.pop("headers", {})}
        return self.people.client.request(method, path, headers=headers, **options)

    def post(self, content: bytes) -> httpx2.Response:
        """As `curl --data-binary @nwipe.log` sends it: named a form, which it is not."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", REPORTS, content=content, headers=form)


def laptop(people: Town, model: str, serial: str, disk: str) -> str:
    """A laptop on the provider's bench, with its disk known; gives its key."""
    owner, ict = people.program("eigenaar"), people.program("ict")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": serial}
    view = owner.made("/api/v1/devices", {**body, "classification": "none"})
    key = str(view["device"]["key"])
    surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
    surplus |= {"authority": owner.organisation, "intake_by": ict.organisation}
    owner.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": surplus}]})
    ict.made("/api/v1/scans", {"raw": serial, "place": "Innamelijn 1"})
    inventory = files.inventory(serial, maker="Dell Inc.", model="Latitude 7420", disk=disk, health=0.9)
    ict.made(f"/api/v1/devices/{key}/evidence", content=inventory)
    return key


def trays(program: Program) -> dict[str, int]:
    found = program.get("/api/v1/erasure-trays").json()["trays"]
    return {each["tray"]: each["waiting"]["count"] if each.get("waiting") else 0 for each in found}


def test_a_station_posts_its_log_and_a_pallet_is_verified_by_somebody_else(people: Town) -> None:
    station, ict, checker = Station(people), people.program("ict"), people.program("ict-controle")
    model = people.model("dell-latitude-7420")
    keys = [laptop(people, model, f"SERIAL-{number}", f"DISK-{number}") for number in (1, 2)]
    assert trays(ict) == {"waiting": 2, "unplaced": 0, "failed": 0, "to-verify": 0}

    log = nwipe_log(Disk("DISK-1"), Disk("DISK-2"), Disk("WD-STRAY9"), at=now())
    sent = station.post(log)
    assert sent.status_code == 201, sent.text
    assert [disk["outcome"] for disk in sent.json()["disks"]] == ["recorded", "recorded", "no-device"]
    assert sent.json()["station"] == "Bench 3, Hall B"
    assert not {"SERIAL-1", *keys} & set(sent.text.split('"')), "a station is told nothing of devices"
    assert station.post(log).status_code == 200, "a retry changes nothing"
    assert trays(ict) == {"waiting": 0, "unplaced": 1, "failed": 0, "to-verify": 2}

    preview = checker.made("/api/v1/erasure-verification-previews", {"tray": True})
    assert {each["reason"] for each in preview["exceptions"]} == {"tool-not-advised"}
    _advise(people)
    own = ict.made("/api/v1/erasure-verification-previews", {"tray": True})
    assert {each["reason"] for each in own["exceptions"]} == {"own-work"}, "the key counts as its holder"
    preview = checker.made("/api/v1/erasure-verification-previews", {"devices": keys})
    done = checker.made("/api/v1/erasure-verifications", {"devices": keys, "erasures": preview["erasures"]})
    assert (len(done["clean"]), done["exceptions"]) == (2, [])
    assert trays(ict) == {"waiting": 0, "unplaced": 1, "failed": 0, "to-verify": 0}

    late = laptop(people, model, "SERIAL-3", "wd-stray9")
    assert ict.get(f"/api/v1/devices/{late}").json()["line"]["data_state"] == "cleared", "it had waited for its device"


def _advise(people: Town) -> None:
    """The administrator's browser, for a program never administers."""
    browser = Clicker(people.client).sign_in("beheer")
    browser.open("/erasure/tools")
    browser.click("Add an erasure tool")
    page = browser.fill("/erasure/tools/new", product="nwipe", advice="made up for a test")
    assert "Saved." in page.words, page.words
    assert "with advice" in page.words


def test_the_key_of_a_station_may_do_this_and_nothing_else_within_its_limits(people: Town) -> None:
    """It ends with the role of the account that it belongs to."""
    station = Station(people)
    for method, path in (
        ("GET", "/api/v1/devices"),
        ("GET", "/api/v1/erasure-trays"),
        ("POST", "/api/v1/scans"),
        ("POST", "/api/v1/erasure-verifications"),
        ("POST", "/api/v1/erasure-tools"),
    ):
        body = {"raw": "X-1", "place": "Here", "tray": True, "product": "x"}
        answer = station.ask(method, path, json=body if method == "POST" else None)
        assert answer.status_code in {403, 422}, (path, answer.text)
        if answer.status_code == 422:
            answer = station.ask(method, path, json={name: body[name] for name in _names(path)})
            assert answer.status_code == 403, (path, answer.text)

    assert station.post(b"nwipe 0.38\n" + b"x" * (4 * 1024 * 1024)).status_code == 413
    answers = [station.post(b"not a log at all") for _ in range(5)]
    assert (answers[0].status_code, answers[-1].status_code) == (400, 429)
    assert int(answers[-1].headers["retry-after"]) > 0

    administrator = next(actor for actor in people.actors.values() if actor.holds(Role.ADMINISTRATOR))
    people.accounts.people.set_roles(administrator, people.actors["ict"].account, frozenset({Role.AUDITOR}))
    assert station.post(nwipe_log(Disk("D"), at=now())).status_code == 401


def _names(path: str) -> tuple[str, ...]:
    return {"/api/v1/scans": ("raw", "place"), "/api/v1/erasure-tools": ("product",)}.get(path, ("tray",))


def test_the_bench_by_its_forms(people: Town) -> None:
    """Without JavaScript: upload, point out a device by hand, verify together, destroy before a witness, take out."""
    model = people.model("dell-latitude-7420")
    laptop(people, model, "SERIAL-1", "DISK-1")
    second = laptop(people, model, "SERIAL-2", "DISK-2")
    _advise(people)
    ict, checker = Clicker(people.client).sign_in("ict"), Clicker(people.client).sign_in("ict-controle")

    ict.open("/erasure")
    log = nwipe_log(Disk("DISK-1"), Disk("ELSEWHERE"), at=now())
    page = ict.fill("/erasure/reports", files={"file": ("nwipe.log", log)})
    assert "Recorded on its device." in page.words, page.words
    ict.click("Point out the device")
    page = ict.fill("/disks/2", device="NOBODY")
    assert (page.status, "No device here has this number." in page.words) == (400, True)
    page = ict.fill("/disks/2", device="SERIAL-2")
    assert page.status == 200, page.words
    assert "Point out the device" not in page.words

    checker.open("/erasure")
    page = checker.click("Verify together")
    assert "Verify 2 storage media" in page.words, page.words
    page = checker.fill("/erasure/verification")
    assert "Verified." in page.words
    assert "Nothing to verify together" in page.words

    page = ict.open("/erasure/trays/waiting")
    assert "DISK-2" in page.words, "the medium that was known of the second device still waits"
    ict.open(f"/devices/{second}/destruction?medium=DISK-2")
    witness = people.actors["ict-controle"].account
    page = ict.fill("/destruction", medium="DISK-2", method="shredded", particle="1,5", witness=witness)
    assert "Recorded." in page.words, page.words
    assert "Nothing waits here" in ict.open("/erasure/trays/waiting").words

    third = laptop(people, model, "SERIAL-3", "DISK-3")
    ict.open(f"/devices/{third}/removal?medium=DISK-3")
    page = ict.fill("/removal", medium="DISK-3", kept_by=people.program("ict").organisation)
    assert "Recorded." in page.words, page.words

    assert Clicker(people.client).sign_in("eigenaar").open("/erasure").status == 403
    assert "Add an erasure tool" not in Clicker(people.client).sign_in("auditor").open("/erasure/tools").words
