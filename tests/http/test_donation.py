"""A coordinator delivers displays to a library, which answers by a link from a phone; over HTTP."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.clicking import Clicker
from tests.support.donation_town import SERIALS, DonationTown
from tests.support.town import settings_in, town
from web.bootstrap import Parts

PROGRAMMES, DELIVERIES = "/api/v1/donation-programmes", "/api/v1/donation-deliveries"
DEFECT: dict[str, Any] = {"said": "defect", "defect": "screen"}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DonationTown]:
    """One town for all these tests; each takes a delivery or a programme of its own."""
    settings = settings_in(tmp_path_factory.mktemp("donation"))
    with town(settings) as opened, Parts.opened(settings) as parts:
        yield DonationTown.opened(opened, parts)


@pytest.fixture(scope="module")
def link(people: DonationTown) -> str:
    """The address of the link of a delivery of both displays, made on the pages of the coordinator."""
    coordinator = Clicker(people.town.client).sign_in("regie")
    coordinator.open(f"/donation/programmes/{people.programme}")
    page = coordinator.fill("/deliveries", intermediary=people.library, passing="gift", device=list(people.devices))
    assert page.status == 200, page.words
    made = coordinator.fill("/links")
    assert made.status == 201
    address = next(word for word in made.words.split() if "/k/" in word)
    assert address not in coordinator.open(coordinator.address.removesuffix("/links")).words
    return urlsplit(address).path


def test_a_library_tells_by_its_link_what_arrived_and_what_does_not_work(people: DonationTown, link: str) -> None:
    """From the first look to an ended link: no account, no cookie, no cache, nothing of a person."""
    library = Clicker(people.town.client)
    page = library.open(link)
    assert page.status == 200
    assert page.headers["cache-control"] == "no-store"
    for secret in (*SERIALS, *people.devices, people.programme, "passport", "regie@"):
        assert secret not in page.words
    raw = people.town.client.get(link, headers={"Accept": "text/html"}).text
    for secret in (*SERIALS, *people.devices):
        assert secret not in raw
    assert library.cookies == {}

    told = library.send(page.forms()[1], device=None, said="works")
    assert (told.status, "Tick one device or more." in told.words) == (400, True)
    named = library.send(told.forms()[1], device=["2"], **DEFECT, note="Mevrouw De Vries sees nothing")
    assert (named.status, "data of a person" in named.words) == (400, True)

    everything = library.send(named.forms()[0])
    assert everything.status == 200
    assert everything.words.count("arrived") >= len(SERIALS)
    defect = library.send(everything.forms()[0], device=["2"], **DEFECT, note="Stays black")
    assert "the coordinator knows" in defect.words
    assert "Stays black" not in defect.words
    counted = library.send(defect.forms()[1], count="1")
    assert counted.forms()[1].value("count") == "1"

    coordinator = Clicker(people.town.client).sign_in("regie")
    delivery = coordinator.open(f"/donation/programmes/{people.programme}").link(_last_delivery(coordinator))
    shown = coordinator.open(delivery)
    assert "Stays black" in shown.words
    keys = shown.link("Repair keys for who got these devices")
    assert keys not in Clicker(people.town.client).sign_in("drz").open(delivery).links(), "they are not DRZ's to make"
    answered = coordinator.press("/remedies", "remedy")
    assert "Stays black" not in answered.words
    assert "Defects to answer" not in answered.words
    ended = coordinator.fill("/end")
    assert "End this link" not in ended.words
    gone = library.open(link)
    assert (gone.status, "not valid any more" in gone.words) == (410, True)
    late = people.town.client.post(link, data={"said": "works", "device": "all", "entry": "x" * 20})
    assert late.status_code == 410
    _what_came_back_lives_on(people, coordinator)


def test_another_site_cannot_speak_for_a_library(people: DonationTown, link: str) -> None:
    said = {"said": "works", "device": "all", "entry": "y" * 20}
    answer = people.town.client.post(link, data=said, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_link_that_nobody_made_opens_nothing(people: DonationTown) -> None:
    page = Clicker(people.town.client).open("/k/nosuchlink/delivery")
    assert page.status == 410


def test_the_desk_shows_programmes_and_who_may_not_see_them_is_told(people: DonationTown) -> None:
    desk = Clicker(people.town.client).sign_in("regie").open("/donation")
    assert desk.status == 200
    assert "Displays for libraries" in desk.words
    assert Clicker(people.town.client).sign_in("ict").open("/donation").status == 403


def test_a_programme_is_made_on_a_page_and_opened(people: DonationTown) -> None:
    coordinator = Clicker(people.town.client).sign_in("regie")
    coordinator.open("/donation/programmes/new")
    typed: dict[str, Any] = {
        "decision": "2026-5",
        "valid_from": "2026-01-01",
        "purpose": "For mevrouw De Vries",
        "wanted": "5",
    }
    wrong = coordinator.fill("/donation/programmes", name="Lending", passing="loan", **typed)
    assert (wrong.status, "data of a person" in wrong.words) == (400, True)
    made = coordinator.fill("/donation/programmes", purpose="Lessons")
    assert (made.status, made.title) == (200, "Lending")
    opened = coordinator.fill("/state", state="open")
    assert opened.status == 200
    assert re.search(r"State\s*open", opened.words)


def test_programs_do_the_same(people: DonationTown) -> None:
    """A refusal names its rule; a foreign programme is not found by who may not see it."""
    coordinator = people.coordinator
    body = {"programme": people.programme, "intermediary": people.library, "devices": ["0" * 16]}
    coordinator.refused(DELIVERIES, body, status=404)
    coordinator.refused(PROGRAMMES, {"name": "x"}, status=400)
    people.town.program("ict").refused(DELIVERIES, body, status=403)
    assert people.town.program("auditor").get(PROGRAMMES).json()["programmes"]
    assert people.town.program("ict").get(f"{PROGRAMMES}/{people.programme}").status_code == 403
    board = coordinator.get("/api/v1/donation-board").json()
    assert board["may_deliver"] is True


def _what_came_back_lives_on(people: DonationTown, coordinator: Clicker) -> None:
    """A device that arrived is recognised by its serial number and begins another life."""
    unknown = coordinator.open("/donation/return?scan=NO-SUCH-1")
    assert "No device that you may take back" in unknown.words
    coordinator.open(f"/donation/return?scan={SERIALS[0]}")
    form = coordinator.page.forms()[1]
    back = coordinator.send(form, reason="not needed any more", place="Depot", ground="gift")
    assert back.status == 200, back.words
    lives = people.coordinator.get(f"/api/v1/devices/{people.devices[0]}/lives").json()
    assert (lives["count"], len(lives["deliveries"])) == (2, 1)


def _last_delivery(browser: Clicker) -> str:
    """What the newest delivery is called on the page of its programme."""
    return next(word for word in browser.page.words.split() if re.fullmatch(r"[0-9A-Z]{8}", word))
