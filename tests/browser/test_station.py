"""The intake station in a real browser: scanning with and without network, at a station where persons take turns."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.test_hands_and_history import Yard
from tests.browser.test_scanning import Wedge
from tests.support import browser as browsers
from tests.support import templates
from tests.support.browser import DESK, PHONE
from tests.support.client import settings_for
from tests.support.live import check_accessible, free_port, served
from tests.support.service_world import SERIAL
from tests.support.town import town
from web.demo import files
from web.demo.accounts import DEMO_PASSWORD
from web.pages.station_shell import Shell

FIFTY = tuple(f"LINE-{number:03}" for number in range(1, 51))
ADDRESS = hashlib.sha256(b"an address").hexdigest()
KEPT = """
    new Promise((resolve) => {
      const opening = indexedDB.open("kringpas-station");
      opening.onsuccess = () => {
        const all = opening.result.transaction("entries").objectStore("entries").getAll();
        all.onsuccess = () => { opening.result.close(); resolve(all.result); };
      };
    })
"""
"""What the browser keeps of the station: the entries of `web/static/station/queue.js`."""

LOSES_ONE_ANSWER = """
    const fetching = window.fetch;
    let lost = 0;
    window.fetch = async (...asked) => {
      const answer = await fetching(...asked);
      if (!String(asked[0]).endsWith("/sendings") || lost > 0) return answer;
      lost += 1;
      throw new TypeError("the answer was lost");
    };
"""
"""The first sending arrives, and its answer does not."""

SENDS_NOTHING_YET = """
    const asking = window.fetch;
    const isHeld = (address) => String(address).endsWith("/sendings") && !sessionStorage.sends;
    window.fetch = (...asked) => (isHeld(asked[0]) ? Promise.reject(new TypeError()) : asking(...asked));
"""
"""There is a network, and no sending arrives."""

HAS_NO_ROOM = """
    IDBObjectStore.prototype.add = () => { throw new DOMException("the disk is full", "QuotaExceededError"); };
"""
"""Nothing more fits into what the browser keeps."""

MAKES_NO_PICTURE_AT_FIRST = """
    const making = OffscreenCanvas.prototype.convertToBlob;
    OffscreenCanvas.prototype.convertToBlob = function () {
      OffscreenCanvas.prototype.convertToBlob = making;
      return Promise.reject(new DOMException("no memory", "EncodingError"));
    };
"""
"""The first picture of the camera cannot be made."""

ASKS_FOR_THE_CAMERA = """
    let allow;
    navigator.mediaDevices.getUserMedia = () => new Promise((resolve) => { allow = resolve; });
    window.allowCamera = async () => {
      const canvas = document.createElement("canvas");
      canvas.getContext("2d");
      const stream = canvas.captureStream();
      allow(stream);
      await new Promise((resolve) => setTimeout(resolve));
      return stream.getTracks().map(({ readyState }) => readyState);
    };
"""
"""The browser asks whether the camera may be used, until `allowCamera()` says so; it gives the states of its tracks."""

FAILS_ONCE = """
    const making = crypto.randomUUID.bind(crypto);
    crypto.randomUUID = () => { crypto.randomUUID = making; throw new Error("broken on purpose"); };
    null;
"""
"""The next entry cannot be made."""


@dataclass(frozen=True)
class Hall(Yard):
    """A yard with an enrolled station of the ICT provider, and a badge of two who work there."""

    secret: str
    badges: dict[str, str]

    @contextmanager
    def station(
        self, *, width: int = DESK, language: str = "en-GB", keeps: bool = False, before: str = ""
    ) -> Iterator[Page]:
        """The station in a browser of its own, at which somebody (`ict`) has shown a badge.

        `keeps` has its worker keep the page for when there is no network: that costs fetching everything once more.
        """
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            locale=language,
            service_workers="allow" if keeps else "block",
        )
        context.add_cookies(
            [{"name": "kringpas-station", "value": self.secret, "url": f"{self.address}/station", "sameSite": "Strict"}]
        )
        context.add_init_script(before)
        page = opened(context, keeps=keeps)
        Wedge(page).scan(self.badges["ict"])
        expect(page.locator("#network")).to_have_attribute("data-state", "online")
        yield page
        context.close()

    def scan_of(self, raw: str) -> list[dict[str, Any]]:
        """Every event of the one device that was scanned under this code."""
        program = self.people.program("ict")
        found = program.made("/api/v1/scan-readings", {"raw": raw})["matches"]
        assert len(found) == 1, f"{raw}: {len(found)} devices"
        view = program.get(f"/api/v1/devices/{found[0]['device_key']}").json()
        return [entry["event"] for entry in view["timeline"]]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    database = folder / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), database)
    settings = settings_for(f"sqlite:///{database}", folder, public_url=f"http://127.0.0.1:{free_port()}")
    flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with town(settings) as people, served(settings) as address, browsers.chromium(*flags) as chromium:
        organisation = people.actors["ict"].organisation
        assert organisation is not None
        new = people.accounts.stations.enrol(people.actors["beheer"], organisation, "Line 2", "Hall B")
        badges = {
            who: people.accounts.badges.make(people.actors[who], DEMO_PASSWORD, ADDRESS).code
            for who in ("ict", "ict-controle")
        }
        secret = people.accounts.stations.take(new.code, ADDRESS)
        yield Hall(address, people, people.model("dell-latitude-7420"), chromium, secret, badges)


def opened(context: BrowserContext, *, keeps: bool) -> Page:
    """The station's page once it listens, and, if wanted, once its worker keeps it."""
    page = context.new_page()
    page.goto("/station")
    page.wait_for_selector(f"html[data-ready]{'[data-offline]' if keeps else ''}")
    return page


def all_sent(page: Page) -> None:
    expect(page.locator("#network")).to_have_attribute("data-state", "online", timeout=60_000)


def test_of_fifty_scans_none_is_lost_and_none_counts_twice(hall: Hall) -> None:
    """The first answer gets lost; then the network goes, and the page is closed and opened again without it.

    Once the network is back each scan is with the service once, in order, and with its own time.
    """
    with hall.station(keeps=True, before=LOSES_ONE_ANSWER) as first:
        scan_all(first, FIFTY[:15])
        first.context.set_offline(True)
        scan_all(first, FIFTY[15:30])
        expect(first.locator("#network")).to_contain_text("Offline")
        first.close()
        page = opened(first.context, keeps=True)
        expect(page.locator("#network")).to_contain_text("waiting to be sent")
        scan_all(page, FIFTY[30:])
        kept = {entry["happening"]["raw"]: entry["at"] for entry in page.evaluate(KEPT)}
        assert tuple(kept) == FIFTY
        page.context.set_offline(False)
        all_sent(page)
        expect(page.locator("#today")).to_have_text("50")
    lives = [hall.scan_of(code) for code in FIFTY]
    assert [len(life) for life in lives] == [1] * 50, "each is scanned once"
    assert [moment(life[0]["occurred_at"]) for life in lives] == [moment(kept[code]) for code in FIFTY]
    recorded = [moment(life[0]["recorded_at"]) for life in lives]
    assert recorded == sorted(recorded)


def moment(text: str) -> datetime:
    """Whether or not its whole second is written with a fraction."""
    return datetime.fromisoformat(text)


def scan_all(page: Page, codes: tuple[str, ...]) -> None:
    """One after the other; gives back once the last is kept."""
    wedge = Wedge(page)
    for code in codes:
        wedge.scan(code)
    expect(page.locator("#scans > li").first).to_contain_text(codes[-1])


def test_a_second_tab_sends_nothing_twice(hall: Hall) -> None:
    """Both see what waits, and both wake up when the network is back; the lock lets one of them send."""
    with hall.station() as page:
        other, sent = opened(page.context, keeps=False), list[str]()
        page.context.on("request", lambda asked: sent.extend(events_in(asked)))
        page.context.set_offline(True)
        scan_all(page, ("TAB-1", "TAB-2"))
        scan_all(other, ("TAB-3", "TAB-4"))
        expect(page.locator("#scans > li")).to_have_count(4)
        kept = [entry["id"] for entry in page.evaluate(KEPT)]
        page.context.set_offline(False)
        expect(page.locator("#scans > [data-state=sent]")).to_have_count(4, timeout=60_000)
        all_sent(other)
    assert sent == kept
    assert [len(hall.scan_of(f"TAB-{number}")) for number in range(1, 5)] == [1] * 4


def events_in(asked: Request) -> list[str]:
    """The ids of the events that a request sends."""
    if urlsplit(asked.url).path != "/station/sendings" or asked.post_data is None:
        return []
    return [event["event_id"] for event in json.loads(asked.post_data)["events"]]


def test_where_the_browser_has_no_room_the_page_says_so_and_loses_nothing_while_it_is_open(hall: Hall) -> None:
    """What cannot be written is kept in memory, warned of, and sent like anything else."""
    with hall.station(before=HAS_NO_ROOM) as page:
        page.context.set_offline(True)
        scan_all(page, ("FULL-1", "FULL-2"))
        expect(page.locator("#unkept")).to_be_visible()
        assert page.evaluate(KEPT) == []
        check_accessible(page)
        page.context.set_offline(False)
        expect(page.locator("#scans > [data-state=sent]")).to_have_count(2, timeout=60_000)
        expect(page.locator("#unkept")).to_be_hidden()
    assert [len(hall.scan_of(f"FULL-{number}")) for number in (1, 2)] == [1, 1]


def test_what_was_scanned_by_mistake_is_undone_by_one_key(hall: Hall) -> None:
    """Its verdict is there at once, and nobody heard of it yet; with the next scan the one before is sent."""
    with hall.station() as page:
        wedge = Wedge(page)
        wedge.scan("UNDO-STAYS")
        expect(page.locator("#verdict")).to_have_attribute("data-tone", "attention")
        wedge.scan("UNDO-GOES")
        expect(page.locator("#verdict-device")).to_contain_text("UNDO-GOES")
        wedge.press("Backspace")
        expect(page.get_by_text("Undone. Nothing of it was sent.")).to_be_visible()
        expect(page.locator("#scans > li")).to_have_count(1)
        all_sent(page)
        wedge.press("Backspace")
        expect(page.get_by_text("There is nothing left to undo")).to_be_visible()
        check_accessible(page)
    assert len(hall.scan_of("UNDO-STAYS")) == 1
    assert not hall.people.program("ict").made("/api/v1/scan-readings", {"raw": "UNDO-GOES"})["matches"]


def test_a_pallet_is_taken_in_without_network_with_one_key_each(hall: Hall) -> None:
    """Expected, missing and extra are known; grades, charger and photo wait with their scan, and arrive with it.

    A picture that cannot be made is said, and taken again.
    """
    keys = [hall.device(f"PALLET-{number}") for number in range(3)]
    consignment = hall.consignment(*keys[:2]).rpartition("/")[2]
    with hall.station(before=MAKES_NO_PICTURE_AT_FIRST) as page:
        page.locator("#pallet").select_option(consignment)
        expect(page.locator("#count-expected")).to_have_text("2")
        page.context.set_offline(True)
        wedge = Wedge(page)
        wedge.scan("PALLET-2")
        expect(page.locator("#verdict-headline")).to_have_text("Not on the list of this pallet")
        wedge.scan("PALLET-1")
        expect(page.locator("#verdict")).to_have_attribute("data-tone", "good")
        for key, said in (("5", "F5"), ("7", "C7"), ("1", "charger there")):
            wedge.press(key)
            expect(page.locator(".st-step__value").filter(has_text=said)).to_be_visible()
        wedge.press("Enter")
        expect(page.get_by_role("button", name="Take the photo")).to_be_focused()
        wedge.press("Enter")
        expect(page.locator("#photo-fault")).to_be_visible()
        wedge.press("Enter")
        expect(page.locator("#photo")).to_be_hidden()
        expect(page.locator("#scans > li").first).to_contain_text("F5 C7, charger there, Photo", timeout=20_000)
        counts = [page.locator(f"#count-{name}").inner_text() for name in ("scanned", "missing", "extra")]
        assert counts == ["1", "1", "1"]
        check_accessible(page)
        page.context.set_offline(False)
        all_sent(page)
        expect(page.locator("#questions")).to_be_hidden()
        [photo] = [entry for entry in page.evaluate(KEPT) if entry["kind"] == "photo"]
        assert (photo["state"], photo["blob"]) == ("sent", None)
    life = hall.scan_of("PALLET-1")
    happened = {event["happening"]["kind"]: event["happening"] for event in life}
    assert (happened["inspected"]["functional"], happened["inspected"]["cosmetic"]) == ("F5", "C7")
    assert happened["charger_seen"]["present"] is True
    program = hall.people.program("ict")
    assert program.get(f"/api/v1/devices/{keys[1]}").json()["line"]["custodian"] == program.organisation


def test_who_comes_in_first_chooses_a_pallet_at_once(hall: Hall) -> None:
    """The station had nobody when its page was opened: no pallet was told to it."""
    with hall.station() as page:
        page.locator("#person").click()
        page.get_by_role("button", name="End my shift").click()
        expect(page.locator("#network")).to_have_attribute("data-state", "nobody")
        consignment = hall.consignment(hall.device("MORNING-1")).rpartition("/")[2]
        Wedge(page).scan(hall.badges["ict"])
        page.locator("#pallet").select_option(consignment)
        expect(page.locator("#count-expected")).to_have_text("1")


def test_a_pallet_stays_chosen_in_its_list_when_another_one_is_announced(hall: Hall) -> None:
    """Also while the list has the focus: what it shows is what is taken in."""
    first = hall.consignment(hall.device("CHOSEN-1")).rpartition("/")[2]
    with hall.station() as page:
        pallets = page.locator("#pallet")
        pallets.select_option(first)
        expect(page.locator("#count-expected")).to_have_text("1")
        pallets.focus()
        second = hall.consignment(hall.device("CHOSEN-2")).rpartition("/")[2]
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(pallets.locator(f"option[value='{second}']")).to_be_attached()
        expect(pallets).to_be_focused()
        expect(pallets).to_have_value(first)


def test_with_a_grade_for_the_stack_a_device_is_one_scan_and_one_key(hall: Hall) -> None:
    """What is not asked of the stack is left out."""
    keys = [hall.device(f"STACK-{number}") for number in range(2)]
    consignment = hall.consignment(*keys).rpartition("/")[2]
    with hall.station() as page:
        page.get_by_role("button", name="The same for a stack").click()
        page.get_by_label("Functional grade").select_option("F4")
        for name in ("charger", "photo", "label"):
            page.get_by_label(name, exact=True).uncheck()
        page.get_by_role("button", name="Use this").click()
        page.locator("#pallet").select_option(consignment)
        expect(page.locator("#count-expected")).to_have_text("2")
        wedge = Wedge(page)
        for number, key in enumerate("36"):
            wedge.scan(f"STACK-{number}")
            expect(page.locator("#step-keys [data-key]")).to_have_count(10)
            wedge.press(key)
            expect(page.get_by_text("Complete. Scan the next device.")).to_be_visible()
        all_sent(page)
    grades = [hall.scan_of(f"STACK-{number}")[-1]["happening"] for number in range(2)]
    assert [(each["functional"], each["cosmetic"]) for each in grades] == [("F4", "C3"), ("F4", "C6")]


def test_who_scans_a_badge_works_here_from_then_on(hall: Hall) -> None:
    """Wherever the focus is. What the one before made is sent as hers; nobody sees the code of the badge."""
    with hall.station() as page:
        page.context.set_offline(True)
        Wedge(page).scan("SHIFT-OF-SANNE")
        expect(page.locator("#scans > li")).to_have_count(1)
        page.locator("#typed").focus()
        page.context.set_offline(False)
        before = page.locator("#person-name").inner_text()
        wedge = Wedge(page)
        wedge.scan(hall.badges["ict-controle"])
        expect(page.locator("#person-name")).not_to_have_text(before)
        wedge.scan("SHIFT-OF-HER-COLLEAGUE")
        expect(page.locator("#scans > li")).to_have_count(2)
        all_sent(page)
        expect(page.locator("#typed")).to_have_value("")
        assert hall.badges["ict-controle"] not in page.content()
    actors = [hall.scan_of(raw)[0]["actor"] for raw in ("SHIFT-OF-SANNE", "SHIFT-OF-HER-COLLEAGUE")]
    assert actors == [hall.people.actors[who].account for who in ("ict", "ict-controle")]


def test_what_could_not_be_recorded_waits_for_a_person(hall: Hall) -> None:
    """Which of two devices is it? It is told after the network is back, and settled there; on a phone, in Dutch."""
    hall.device(SERIAL)
    program = hall.people.program("ict")
    placeholder = program.made("/api/v1/scans", {"raw": "STICKER-0009", "place": "Hall B"})["device"]
    program.made(f"/api/v1/devices/{placeholder}/evidence?fileName=glpi.json", content=files.packaged("glpi.json"))
    with hall.station(width=PHONE, language="nl-NL") as page:
        page.context.set_offline(True)
        Wedge(page).scan(SERIAL)
        expect(page.locator("#scans > li")).to_have_attribute("data-state", "waiting")
        page.context.set_offline(False)
        expect(page.locator("#questions-count")).to_have_text("1", timeout=60_000)
        check_accessible(page)
        page.locator("#question-list .kp-candidates button").first.click()
        expect(page.locator("#questions")).to_be_hidden()
        all_sent(page)
        expect(page.locator("#scans > li")).to_have_attribute("data-state", "sent")
        Wedge(page).scan(SERIAL)
        page.get_by_role("button", name="Gezien").click(timeout=60_000)
        expect(page.locator("#questions")).to_be_hidden()
        all_sent(page)
    settled = program.get("/api/v1/inbox?open=false").json()["items"]
    reasons = sorted(each["item"]["attempts"][-1]["reason"] for each in settled)
    assert [reason.partition(" als ")[0] for reason in reasons] == [
        "Gezien bij het innamestation, en daar van de lijst gehaald.",
        "Toch vastgelegd",
    ]


def test_the_bar_says_that_it_reads_until_it_knows_what_waits(hall: Hall) -> None:
    """Neither green nor empty: what is not known yet is not said to be well."""
    with hall.station() as page:
        answer = silenced(page, "**/station/state")
        page.reload(wait_until="commit")
        expect(page.locator("#network")).to_have_attribute("data-state", "reading")
        expect(page.locator("#network")).to_have_text("One moment: reading what waits here")
        answer()
        all_sent(page)


def silenced(page: Page, addresses: str) -> Callable[[], None]:
    """A network that takes what is asked and says nothing, until what is given back is called."""
    held: list[Route] = []
    page.route(addresses, lambda asked, _: held.append(asked))

    def answer() -> None:
        for asked in held:
            asked.continue_()
        page.unroute(addresses)

    return answer


def test_a_network_that_says_nothing_holds_up_no_scan(hall: Hall) -> None:
    """Whoever comes back to the page has it look for news: nobody waits for that, nor for the life of a device."""
    with hall.station() as page:
        scan_all(page, ("SILENT-1",))
        expect(page.locator("#scans > [data-state=sent]")).to_have_count(1)
        answer = silenced(page, "**/station/**")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.get_by_role("button", name="What is recorded").click()
        scan_all(page, ("SILENT-2", "SILENT-3"))
        expect(page.locator("#verdict-device")).to_contain_text("SILENT-3", timeout=5_000)
        answer()
        expect(page.locator("#scans > [data-state=sent]")).to_have_count(3, timeout=60_000)
        expect(page.locator("#life")).to_be_hidden()
    assert [len(hall.scan_of(f"SILENT-{number}")) for number in (1, 2, 3)] == [1] * 3


def test_a_station_without_work_sees_by_itself_that_the_service_is_back(hall: Hall) -> None:
    """Its own network never went, so no browser tells it; and what was undone is not there to be sent."""
    with hall.station() as page:
        page.route("**/station/*", lambda asked, _: asked.abort())
        wedge = Wedge(page)
        wedge.scan("GONE-AGAIN")
        expect(page.locator("#network")).to_contain_text("Offline")
        wedge.press("Backspace")
        expect(page.locator("#scans > li")).to_have_count(0)
        page.unroute("**/station/*")
        all_sent(page)


def test_a_camera_that_nobody_allows_holds_up_no_scan(hall: Hall) -> None:
    """The browser asks, and waits for as long as nobody answers. The one that is allowed too late is closed at once."""
    with hall.station(before=ASKS_FOR_THE_CAMERA) as page:
        wedge = Wedge(page)
        wedge.scan("CAMERA-1")
        expect(page.locator("#verdict")).to_have_attribute("data-tone", "attention")
        wedge.press("1")
        expect(page.locator("#scans > li").first).to_contain_text("charger there")
        wedge.press("1")
        expect(page.locator("#photo")).to_be_visible()
        wedge.scan("CAMERA-2")
        expect(page.locator("#photo")).to_be_hidden()
        expect(page.locator("#verdict-device")).to_contain_text("CAMERA-2")
        assert page.evaluate("allowCamera()") == ["ended"]
        all_sent(page)


def test_what_happened_is_told_before_a_photo_is_sent(hall: Hall) -> None:
    """Over a slow network a photo takes long: the scans that came after it do not wait for it."""
    with hall.station() as page:
        sent: list[str] = []
        page.on("request", lambda asked: sent.append(urlsplit(asked.url).path.split("/")[2]))
        wedge = Wedge(page)
        wedge.scan("FIRST-1")
        all_sent(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="Photo").click()
        wedge.press("1")
        page.get_by_role("button", name="Take the photo").click()
        expect(page.locator("#scans > li").first).to_contain_text("Photo")
        wedge.scan("FIRST-2")
        expect(page.locator("#scans > li")).to_have_count(2)
        sent.clear()
        page.context.set_offline(False)
        all_sent(page)
        expect(page.locator("#scans > [data-state=sent]")).to_have_count(2)
    assert [what for what in sent if what in {"sendings", "photos"}] == ["sendings", "photos"]


def test_what_fails_here_holds_up_nothing_after_it(hall: Hall) -> None:
    """A fault of the page is told; the next scan is taken as ever."""
    with hall.station() as page:
        faults = list[str]()
        page.on("pageerror", lambda error: faults.append(error.message))
        page.evaluate(FAILS_ONCE)
        Wedge(page).scan("FAULT-1")
        expect(page.get_by_text("Something went wrong")).to_be_visible()
        scan_all(page, ("FAULT-2",))
        all_sent(page)
    assert faults == ["broken on purpose"]
    assert len(hall.scan_of("FAULT-2")) == 1


def test_what_was_sent_is_corrected_at_the_station_in_two_taps(hall: Hall) -> None:
    """What was said is said again; a scan that was a mistake is taken back. What is recorded is read there too."""
    consignment = hall.consignment(hall.device("WRONG-1")).rpartition("/")[2]
    with hall.station() as page:
        page.locator("#pallet").select_option(consignment)
        expect(page.locator("#count-expected")).to_have_text("1")
        wedge = Wedge(page)
        wedge.scan("WRONG-1")
        page.get_by_role("button", name="Charger").click()
        wedge.press("1")
        expect(page.locator("#scans > li")).to_contain_text("charger there")
        all_sent(page)  # what was not would be replaced, and not corrected
        page.get_by_role("button", name="Correct").click()
        page.get_by_role("button", name="charger there").click()
        wedge.press("0")
        expect(page.locator("#scans > li")).to_contain_text("no charger")
        all_sent(page)
        page.get_by_role("button", name="What is recorded").click()
        expect(page.locator("#life-events")).to_contain_text("(declared wrong)")
        check_accessible(page)
        page.get_by_role("button", name="Close this window").click()
        page.get_by_role("button", name="Correct").click()
        check_accessible(page)
        page.get_by_role("button", name="This scan was a mistake").click()
        expect(page.locator("#scans > li")).to_contain_text("taken back")
        all_sent(page)
        expect(page.locator("#questions")).to_be_hidden()
        corrected = [each["happening"] for each in page.evaluate(KEPT) if each["happening"]["kind"] == "corrected"]
    assert [each["reason"] for each in corrected] == ["incorrect_data", "did_not_occur", "did_not_occur"]
    assert len({each["event"] for each in corrected}) == 3


def test_a_new_version_comes_while_scans_wait_and_loses_none(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told where a device is at hand and taken over when somebody says so, without network; else by itself."""
    with hall.station(keeps=True, before=SENDS_NOTHING_YET) as page:
        scan_all(page, ("RENEW-1",))
        renew(page, monkeypatch, "one")
        expect(page.locator("#renew")).to_be_visible(timeout=120_000)
        page.context.set_offline(True)
        scan_all(page, ("RENEW-2",))
        page.get_by_role("button", name="Load it now").click()
        newly_loaded(page, "one")
        assert [entry["happening"]["raw"] for entry in page.evaluate(KEPT)] == ["RENEW-1", "RENEW-2"]
        expect(page.locator("#waiting")).to_have_text("2 waiting to be sent")
        page.context.set_offline(False)
        renew(page, monkeypatch, "two")
        newly_loaded(page, "two")
        assert len(page.evaluate(KEPT)) == 2
        page.evaluate("sessionStorage.sends = 'yes'; dispatchEvent(new Event('online'))")
        all_sent(page)
    assert [len(hall.scan_of(f"RENEW-{number}")) for number in (1, 2)] == [1, 1]


def renew(page: Page, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """The service has another version from now on, and the browser looks for it."""
    worker = re.sub(r'"version": "[^"]+"', f'"version": "{version}"', Shell().worker)
    monkeypatch.setattr(Shell, "worker", property(lambda _: worker))
    page.evaluate("document.documentElement.dataset.old = ''")
    page.evaluate("navigator.serviceWorker.getRegistration().then((each) => void each.update())")


def newly_loaded(page: Page, version: str) -> None:
    """The page was loaded anew, and this version alone is kept."""
    page.wait_for_selector("html[data-offline]:not([data-old])", timeout=120_000)
    kept = page.evaluate("caches.keys()")
    assert [name for name in kept if not name.endswith("settings")] == [f"kringpas-station-{version}"]


def test_a_shift_that_was_ended_from_elsewhere_is_told_and_what_waits_is_settled(hall: Hall) -> None:
    """A withdrawn badge: a colleague sends what waits. A closed account: who has the device records it anew."""
    people, administrator = hall.people.accounts, hall.people.actors["beheer"]
    holder = hall.people.actors["ict-controle"]
    lost = people.badges.make(holder, DEMO_PASSWORD, ADDRESS)
    with hall.station() as page:
        wedge = Wedge(page)
        wedge.scan(lost.code)
        scans_alone(page, "ENDED-1", lambda: people.badges.revoke(administrator, lost.id))
        expect(page.locator("#notice")).to_contain_text("the badge or PIN was withdrawn", timeout=60_000)
        expect(page.locator("#waiting")).to_have_text("1 waiting to be sent")
        expect(page.locator("#verdict-headline")).to_have_text("Scan your badge")
        check_accessible(page)
        wedge.scan(hall.badges["ict"])
        all_sent(page)
        expect(page.locator("#notice")).to_be_hidden()
        wedge.scan(hall.badges["ict-controle"])
        expect(page.locator("#person-name")).to_have_text("Cas Controle")
        scans_alone(page, "ENDED-2", lambda: people.people.set_active(administrator, holder.account, active=False))
        expect(page.locator("#notice")).to_contain_text("was closed", timeout=60_000)
        wedge.scan(hall.badges["ict"])
        page.get_by_role("button", name="I have it here").click(timeout=60_000)
        expect(page.locator("#questions")).to_be_hidden()
        all_sent(page)
    people.people.set_active(administrator, holder.account, active=True)
    actors = [hall.scan_of(raw)[0]["actor"] for raw in ("ENDED-1", "ENDED-2")]
    assert actors == [holder.account, hall.people.actors["ict"].account]


def scans_alone(page: Page, code: str, meanwhile: Callable[[], None]) -> None:
    """A scan without network, while something happens at the service."""
    page.context.set_offline(True)
    Wedge(page).scan(code)
    expect(page.locator("#scans > li").first).to_contain_text(code)
    meanwhile()
    page.context.set_offline(False)


@pytest.mark.parametrize(("chosen", "stays"), [("b", "b"), ("", None)])
def test_a_pallet_that_is_chosen_while_the_last_one_is_looked_at_stays_chosen(
    hall: Hall, chosen: str, stays: str | None
) -> None:
    """Its counts are asked for anew when scans were sent; that answer may come late."""
    with hall.chromium.new_context(base_url=hall.address) as context:
        page = context.new_page()
        page.goto("/station")
        told = page.evaluate(
            """async (chosen) => {
              const { Known } = await import("/static/station/known.js");
              const kept = new Map([["pallet", { id: "a" }]]);
              const queue = {
                recall: async (name) => kept.get(name),
                remember: async (name, value) => kept.set(name, value),
              };
              let answerLate;
              const late = new Promise((resolve) => { answerLate = () => resolve({ id: "a", devices: [1] }); });
              const service = { pallet: async (id) => (id === "a" ? late : { id }) };
              const known = new Known(queue, service, { changed: async () => {}, say: () => {} });
              await known.recall();
              const looking = known.lookAtPallet();
              await known.usePallet(chosen);
              answerLate();
              await looking;
              const after = [known.pallet?.id ?? null, kept.get("pallet")?.id ?? null];
              await known.usePallet("a");
              await known.lookAtPallet();
              return { after, anew: known.pallet.devices };
            }""",
            chosen,
        )
    assert told == {"after": [stays, stays], "anew": [1]}


@pytest.mark.parametrize("asks", ["refresh", "knowAnew"])
def test_a_late_answer_does_not_bring_back_who_worked_here_before(hall: Hall, asks: str) -> None:
    """It was asked before a badge was scanned; with who was here before would come back the token of that session."""
    with hall.chromium.new_context(base_url=hall.address) as context:
        page = context.new_page()
        page.goto("/station")
        told = page.evaluate(
            """async (asks) => {
              const { Known } = await import("/static/station/known.js");
              const queue = { recall: async () => undefined, remember: async () => {} };
              const state = (account) => ({ person: { account }, csrf: `of ${account}` });
              let answerLate;
              const late = new Promise((resolve) => { answerLate = () => resolve(state("before")); });
              const service = { state: () => late, pallets: async () => [], csrf: null };
              const known = new Known(queue, service, { changed: async () => {}, say: () => {} });
              const asking = known[asks]();
              await known.hear(state("now"));
              answerLate();
              await asking;
              const heard = [known.state.person.account, service.csrf];
              await known[asks]();
              return { heard, anew: known.state.person.account, reached: known.reached };
            }""",
            asks,
        )
    assert told == {"heard": ["now", "of now"], "anew": "before", "reached": True}


def test_the_rules_of_the_queue_hold_in_the_browser_that_runs_them(hall: Hall) -> None:
    """A scan goes before what concerns its device; a photo goes alone, and last; what is of others is left.

    What was set aside is closed once the scan that took its place was recorded, and not by undoing.
    """
    with hall.chromium.new_context(base_url=hall.address) as context:
        page = context.new_page()
        page.goto("/static/ring.svg")
        told = page.evaluate(
            """async () => {
              const { nextSending, nextHold, canUndo, undoneWith } = await import("/static/station/entries.js");
              const { codesIn } = await import("/static/station/pallet.js");
              const base = { state: "waiting", hold: 0, shift: "s", by: { account: "a" }, pallet: null };
              const scan = { ...base, id: "1", kind: "scan" };
              const grade = { ...base, id: "2", kind: "event", scan: "1" };
              const photo = { ...base, id: "3", kind: "photo", scan: "1" };
              const other = { ...base, id: "4", kind: "scan", shift: "t" };
              const closing = { ...base, id: "6", kind: "dismissal", item: "i", event: "1" };
              const alone = { ...base, id: "5", kind: "scan", shift: null, by: { account: "b" } };
              const person = { account: "a" };
              const ids = (entries, who = person, now = 1) => nextSending(entries, who, now).map(({ id }) => id);
              const answered = { ...scan, state: "sent", answered: "device" };
              return {
                first: ids([scan, grade, photo, other]),
                then: ids([answered, grade, photo, other]),
                photo: [ids([answered, photo, other]), ids([answered, photo, photo])],
                closing: [ids([scan, closing]), ids([answered, closing, other]), canUndo(closing)],
                others: ids([alone]),
                nobody: ids([scan], null),
                held: [ids([{ ...scan, hold: 9 }]), nextHold([{ ...scan, hold: 9 }], 1)],
                undo: [canUndo(scan), canUndo({ ...scan, tried: true }), undoneWith(scan, [scan, grade, other]).length],
                codes: codesIn("]d201095200000742032112SERIAL\u001d10LOT"),
                address: codesIn("https://id.example.nl/d/7k3m-9x2p-4q8d?x=1"),
              };
            }"""
        )
    assert told["first"] == ["1"]
    assert told["then"] == ["2"]
    assert told["photo"] == [["4"], ["3"]]
    assert told["closing"] == [["1"], ["6"], False]
    assert told["others"] == told["nobody"] == []
    assert told["held"] == [[], 9]
    assert told["undo"] == [True, False, 2]
    assert "12SERIAL" in told["codes"]
    assert told["address"][0] == "7K3M9X2P4Q8D"
