"""Scanning at the intake station, with a camera and with scanners that type, in a real browser."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, CDPSession, Page, StorageState, expect

from tests.support import browser as browsers
from tests.support import templates, video
from tests.support.browser import DESK, PHONE
from tests.support.client import settings_for
from tests.support.live import check_accessible, free_port, served, window
from tests.support.town import Program, town
from web.demo.accounts import DEMO_PASSWORD
from web.pages.contexts.frame import LANGUAGES, Language

GS = "\x1d"
GTIN = "09520000074203"
DATA = f"]d201{GTIN}21NEWSERIAL1{GS}10LOT7"
"""GS1 data as a scanner sends them: model, serial number, and after the separator a lot."""

SHOWN = 2.5
"""Seconds that the camera sees each label: longer than a code rests, so that the first counts again when it is back."""

LISTEN = """
    window.heard = [];
    window.AudioContext = class {
      currentTime = 0;
      resume() {}
      createOscillator() {
        const frequency = {};
        return { frequency, connect() {}, start() { heard.push(frequency.value); }, stop() {} };
      }
    };
"""
"""A loudspeaker that remembers what it played, in hertz."""


@dataclass(frozen=True)
class Line:
    """A service with two laptops of the ministry, and a browser whose camera sees the label of each in turn."""

    address: str
    laptops: tuple[str, ...]
    owner: Program
    provider: Program
    chromium: Browser
    session: StorageState

    @contextmanager
    def station(self, place: str, *, width: int = DESK, language: Language = "en", before: str = "") -> Iterator[Page]:
        """The intake page of somebody at a place of their own, so that tests do not meet."""
        with window(self.chromium, self.address, width=width, language=language) as page:
            page.context.set_storage_state(self.session)
            page.add_init_script(LISTEN + before)
            page.goto("/intake")
            page.locator("#place").fill(place)
            yield page

    def recorded(self, page: Page) -> tuple[str, str]:
        """What was recorded of the last scan: as it came, and its symbology."""
        reader = self.owner if device(page) in self.laptops else self.provider
        view = reader.get(f"/api/v1/devices/{device(page)}").json()
        last = view["timeline"][-1]["event"]["happening"]
        return last["raw"], last["symbology"]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("line")
    database = folder / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), database)
    settings = settings_for(f"sqlite:///{database}", folder, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address:
        owner, model = people.program("eigenaar"), people.model("dell-latitude-7420")
        body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2"}
        made = [owner.made("/api/v1/devices", {**body, "serial": f"DEMO7420A{number}"}) for number in (1, 2)]
        seen = [video.label(f"{address}/d/{view['labels'][0]}") for view in made]
        film = video.write(folder / "labels.y4m", [(picture, SHOWN) for picture in seen])
        with browsers.chromium(*browsers.camera_showing(film)) as chromium:
            laptops = tuple(view["device"]["key"] for view in made)
            yield Line(address, laptops, owner, people.program("ict"), chromium, signed_in(chromium, address))


def signed_in(chromium: Browser, address: str) -> StorageState:
    """The cookies of a session of somebody at the intake."""
    with window(chromium, address) as page:
        page.goto("/sign-in")
        page.fill("[name=email]", "ict@demo.kringpas.nl")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(address + "/")
        return page.context.storage_state()


def device(page: Page) -> str:
    """The key of the device in the verdict."""
    address = page.locator(".kp-verdict__device a").get_attribute("href")
    assert address is not None
    return address.rpartition("/")[2]


def count(page: Page, scans: int) -> None:
    """The station has counted so many scans."""
    expect(page.get_by_text(f"Scans at this station today: {scans}")).to_be_visible()


class Wedge:
    """A scanner that types: 5 milliseconds a key by its own clock, however busy this machine is.

    That clock is one for all, and may run ahead of the pages' own: a person's key after a scan is pressed here too
    (`press`), since one with an earlier time would be taken for the scanner's second ending.
    """

    _now: ClassVar[float] = 0.0
    """When the last key was pressed, in seconds since 1970."""

    def __init__(self, page: Page) -> None:
        self._keyboard: CDPSession = page.context.new_cdp_session(page)

    def scan(self, text: str, *, ends: str = "Enter", separator: str = "control") -> None:
        self._pause()
        for character in text:
            if character == GS and separator == "control":
                self._press("Control", modifiers=2)
                self._press("]", modifiers=2)
            elif character != GS or separator == "character":
                self._press(character)
        self._press(ends)

    def press(self, key: str) -> None:
        """One key of a person, by the same clock as what is scanned."""
        self._pause()
        self._press(key)

    @staticmethod
    def _pause() -> None:
        Wedge._now = max(time.time(), Wedge._now) + 0.5

    def _press(self, key: str, *, modifiers: int = 0) -> None:
        Wedge._now += 0.005
        types = len(key) == 1 and key.isprintable() and not modifiers
        text = key if types else "\r" if key == "Enter" else ""
        pressed = {"key": key, "modifiers": modifiers, "timestamp": self._now} | ({"text": text} if text else {})
        self._keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
        self._keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": self._now})


def test_the_camera_scans_one_label_after_the_other(line: Line) -> None:
    """Each is one scan as long as it is in view; the device is ours, and the service knows that a QR code was read."""
    with line.station("camera") as page:
        page.get_by_role("button", name="Scan with the camera").click()
        count(page, 1)
        expect(page.locator("[data-camera=code]")).to_contain_text(f"QR Code: {line.address}/d/")
        first = device(page)
        assert line.recorded(page)[1] == "]Q1"
        count(page, 2)
        assert {first, device(page)} == set(line.laptops)
        assert page.evaluate("heard.length") == 2
        page.get_by_role("button", name="Close the camera").click()
        assert page.evaluate("document.querySelector('video').srcObject") is None


def test_the_camera_stops_while_the_page_is_out_of_sight(line: Line) -> None:
    hide = """
        (hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
    """
    with line.station("out of sight") as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.locator("video")).to_be_visible()
        track = page.evaluate_handle("document.querySelector('video').srcObject.getTracks()[0]")
        page.evaluate(hide, arg=True)
        assert track.evaluate("track => track.readyState") == "ended"
        expect(page.locator("video")).to_be_hidden()
        page.evaluate(hide, arg=False)
        expect(page.locator("video")).to_be_visible()


def test_on_a_phone_the_picture_and_the_verdict_are_seen_together(line: Line) -> None:
    with line.station("phone", width=PHONE, language="nl") as page:
        page.locator("[data-camera=open]").click()
        expect(page.locator(".kp-verdict__device a")).to_be_visible()
        assert page.evaluate("scrollY") > 0, "the picture is brought into view"
        expect(page.locator("video")).to_be_in_viewport(ratio=1)
        expect(page.locator("#verdict")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.activeElement.id") != "scan", "the keys of the phone would cover it"
        check_accessible(page)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("NotAllowedError", "Allow it in the settings of this site"),
        ("NotFoundError", "There is no camera here."),
        ("NotReadableError", "another program may be using it"),
    ],
)
def test_a_camera_that_does_not_open_says_why(line: Line, fault: str, says: str) -> None:
    fails = f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{fault}'); }};"
    with line.station("no camera", before=fails) as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.locator("#camera").get_by_role("alert")).to_contain_text(says)
        expect(page.get_by_role("button", name="Scan with the camera")).to_be_visible()


def test_without_https_the_camera_says_what_it_needs(line: Line) -> None:
    plain = """
        Object.defineProperty(navigator, "mediaDevices", { value: undefined });
        Object.defineProperty(window, "isSecureContext", { value: false });
    """
    with line.station("plain", before=plain) as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.locator("#camera").get_by_role("alert")).to_contain_text("only over HTTPS")


@pytest.mark.parametrize(("separator", "ends"), [("control", "Enter"), ("character", "Tab")])
def test_the_group_separator_of_a_scanner_arrives(line: Line, separator: str, ends: str) -> None:
    """As Ctrl+] or as 0x1D, with Enter or Tab after it, into the scan field."""
    with line.station(f"{separator} {ends}") as page:
        page.locator("#scan").focus()
        Wedge(page).scan(DATA, ends=ends, separator=separator)
        count(page, 1)
        assert line.recorded(page) == (DATA, "]d2")
        expect(page.locator("#scan")).to_be_focused()
        expect(page.locator("#scan")).to_have_value("")


def test_a_scanner_that_loses_the_separator_is_understood_as_far_as_it_can_be(line: Line) -> None:
    with line.station("lost") as page:
        Wedge(page).scan(DATA, separator="none")
        count(page, 1)
        assert line.recorded(page)[0] == DATA.replace(GS, "")


def test_a_phone_with_a_scanner_in_it_gives_text_without_keys(line: Line) -> None:
    """Android's wedges put the whole scan in at once."""
    with line.station("hand-held") as page:
        page.locator("#scan").focus()
        page.evaluate(
            """(data) => {
              const field = document.activeElement;
              field.dispatchEvent(new InputEvent("beforeinput", { inputType: "insertText", data, bubbles: true }));
              field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
            }""",
            DATA,
        )
        count(page, 1)
        assert line.recorded(page)[0] == DATA


def test_a_scan_wins_over_the_field_that_has_the_focus(line: Line) -> None:
    """What the scanner typed there is taken out again; a button is not pressed by its Enter or by a space in it."""
    with line.station("focus") as page:
        wedge = Wedge(page)
        page.locator("#place").focus()
        wedge.scan("FOCUS-1")
        count(page, 1)
        expect(page.locator("#place")).to_have_value("focus")
        page.get_by_role("button", name="Mute").focus()
        wedge.scan("FOCUS 22")
        count(page, 2)
        expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "false")
        assert line.recorded(page)[0] == "FOCUS 22"


def test_what_a_person_has_filled_in_elsewhere_is_no_part_of_a_scan(line: Line) -> None:
    """A browser that fills in several fields at once gives text without keys too."""
    with line.station("filled") as page:
        page.locator("#category").fill("laptops")
        page.locator("#scan").fill("FILLED-1")
        page.locator("#scan").press("Enter")
        count(page, 1)
        assert line.recorded(page)[0] == "FILLED-1"
        expect(page.locator("#category")).to_have_value("laptops")


def test_scans_that_come_faster_than_their_answers_all_arrive(line: Line) -> None:
    """One after the other, each under an event id of its own; nothing is lost while there is no network."""
    with line.station("fast", before="console.error = () => {};") as page:  # htmx says there that it reached nobody
        page.locator("#scan").focus()
        page.context.set_offline(True)
        wedge = Wedge(page)
        codes = [f"FAST-{number}" for number in range(1, 5)]
        for code in codes:
            wedge.scan(code)
        expect(page.get_by_text("Scans that wait to be sent: 4")).to_be_visible()
        page.context.set_offline(False)
        count(page, 4)
        shown = page.locator(".kp-scans__line .kp-code").all_inner_texts()
        assert shown == codes[::-1]


def test_a_network_that_says_nothing_is_told_and_loses_no_scan(line: Line) -> None:
    """Ten seconds are waited for, not the minute that is usual; the same scan goes again, and counts once."""
    with line.station("silent", before="console.error = () => {};") as page:
        assert page.evaluate("htmx.config.defaultTimeout") == 10_000
        page.evaluate("htmx.config.defaultTimeout = 500")  # the test does not wait for ten
        page.route("**/intake/scans", lambda _: None, times=1)
        wedge = Wedge(page)
        wedge.scan("SILENT-1")
        wedge.scan("SILENT-2")
        expect(page.get_by_text("Scans that wait to be sent: 2")).to_be_visible()
        page.evaluate("htmx.config.defaultTimeout = 10_000")
        count(page, 2)
        expect(page.get_by_text("Scans that wait to be sent")).to_be_hidden()
        assert page.locator(".kp-scans__line .kp-code").all_inner_texts() == ["SILENT-2", "SILENT-1"]


def test_enter_of_a_person_half_way_sends_nothing(line: Line) -> None:
    """It goes to the next field; in the scan field it sends what was typed."""
    with line.station("hall") as page:
        page.locator("#scan").press_sequentially("TYPED-1", delay=60)
        page.locator("#place").press("Enter")
        expect(page.locator("#owner")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#category")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#scan")).to_be_focused()
        count(page, 0)
        page.keyboard.press("Enter")
        count(page, 1)


def test_each_verdict_has_a_sound_of_its_own_that_can_be_muted(line: Line) -> None:
    """A device that nobody knows, one that is scanned again, a code that is no device; muted stays muted."""
    with line.station("sound") as page:
        wedge, played = Wedge(page), []
        for scan, tone in (("SOUND-1", "attention"), ("SOUND-1", "again"), ("https://shop.example/42", "stop")):
            page.evaluate("heard.length = 0")
            wedge.scan(scan)
            expect(page.locator(".kp-verdict")).to_have_attribute("data-tone", tone)
            count(page, 1)
            played.append(tuple(page.evaluate("heard")))
        assert len(set(played)) == 3
        expect(page.locator(".kp-verdict")).to_contain_text("Stop")
        page.get_by_role("button", name="Mute").click()
        page.reload()
        expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
        wedge.scan("SOUND-2")
        count(page, 2)
        assert page.evaluate("heard") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_station_is_accessible_after_a_scan(line: Line, language: Language, width: int) -> None:
    with line.station(f"{language} {width}", width=width, language=language) as page:
        wedge = Wedge(page)
        for _ in range(2):
            wedge.scan(f"AXE-{width}")
        expect(page.locator(".kp-verdict--info")).to_be_visible()
        check_accessible(page)
