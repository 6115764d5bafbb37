"""What people do with what happened: receive with a scanner, erase by keyboard alone, look back on a timeline."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dpp.adapters import clock
from tests.browser.test_life import sign_in
from tests.browser.test_scanning import Wedge
from tests.http.test_erasure import Station, laptop
from tests.support import browser as browsers
from tests.support import templates
from tests.support.browser import PHONE
from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.erasure_samples import Disk, nwipe_log
from tests.support.live import check_accessible, free_port, served, window
from tests.support.town import Town, town

MANY_TABS = 80


@dataclass(frozen=True)
class Yard:
    """A service with its people, and a browser."""

    address: str
    people: Town
    model: str
    chromium: Browser

    @contextmanager
    def page_of(self, who: str, *, javascript: bool = True) -> Iterator[Page]:
        with window(self.chromium, self.address, javascript=javascript) as page:
            sign_in(page, who)
            yield page

    def device(self, serial: str, occurred_at: datetime | None = None) -> str:
        """A laptop of the ministry, on its books."""
        owner = self.people.program("eigenaar")
        body = {"model": self.model, "owner": owner.organisation, "place": "Magazijn 2", "serial": serial}
        when = {} if occurred_at is None else {"occurred_at": occurred_at.isoformat()}
        made = owner.made("/api/v1/devices", {**body, "classification": "none", **when})
        return str(made["device"]["key"])

    def consignment(self, *devices: str) -> str:
        """Offered by the ministry to its ICT provider; gives its address below `/consignments`."""
        owner, receiver = self.people.program("eigenaar"), self.people.program("ict").organisation
        made = owner.made("/api/v1/consignments", {"receiver": receiver, "devices": list(devices)})
        address = f"/consignments/{made['consignment']['id']}"
        owner.made(f"/api/v1{address}/offers")
        return address


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("yard")
    database = folder / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), database)
    settings = settings_for(f"sqlite:///{database}", folder, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address, browsers.chromium() as chromium:
        yield Yard(address, people, people.model("dell-latitude-7420"), chromium)


def now() -> datetime:
    return clock.utc_now()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, as somebody without a mouse does."""
    for _ in range(MANY_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {wanted}")


def test_a_consignment_is_received_by_a_scanner_that_types(yard: Yard) -> None:
    """One that was expected, the same again, one that nobody announced; what is missing is said when it is closed."""
    keys = [yard.device(f"HANDS-{number}") for number in range(4)]
    address = yard.consignment(*keys[:3])
    with yard.page_of("ict") as page:
        page.goto(f"{address}/receiving")
        page.get_by_label("Place").fill("Dock 4")
        wedge, verdict = Wedge(page), page.locator("#verdict")
        for scan, said in (
            ("HANDS-0", "On the manifest: received."),
            ("HANDS-0", "Received already."),
            ("HANDS-3", "Not on the manifest: extra."),
            ("HANDS-1", "On the manifest: received."),
        ):
            wedge.scan(scan)
            expect(verdict).to_have_text(said)
        expect(page.get_by_label("Place")).to_have_value("Dock 4")
        expect(page.locator(".kp-scans__line")).to_have_count(4)
        page.get_by_role("link", name="Close the receipt").click()
        page.get_by_role("button", name="Close: 1 device is missing").click()
        expect(page.get_by_text("Received with differences")).to_be_visible()
        expect(page.get_by_text("On the list, and not there")).to_be_visible()
        expect(page.get_by_text("There, and not on the list")).to_be_visible()
        page.set_viewport_size({"width": PHONE, "height": 900})
        check_accessible(page)
    owner, provider = (yard.people.program(who) for who in ("eigenaar", "ict"))
    held = [owner.get(f"/api/v1/devices/{key}").json()["line"]["custodian"] for key in keys]
    assert held == [provider.organisation] * 2 + [owner.organisation] * 2


def test_the_erasure_bench_is_worked_by_keyboard_alone(yard: Yard, tmp_path: Path) -> None:
    """A report is handed in; a pallet is verified but for the exception: nobody verifies a report of their own."""
    for number in (1, 2):
        laptop(yard.people, yard.model, f"BENCH-{number}", f"DISK-{number}")
    administrator = Clicker(yard.people.client).sign_in("beheer")
    administrator.open("/erasure/tools/new")
    administrator.fill("/erasure/tools/new", product="nwipe", advice="made up for a test")
    assert Station(yard.people).post(nwipe_log(Disk("DISK-1"), at=now())).status_code == 201
    report = tmp_path / "nwipe.log"
    report.write_bytes(nwipe_log(Disk("DISK-2"), at=now()))

    with yard.page_of("ict-controle") as page:
        with page.expect_file_chooser() as chooser:  # from before the page: a chooser that opens unasked for is lost
            page.goto("/erasure")
            tab_to(page, page.get_by_label("File"))
            page.keyboard.press("Enter")
        chooser.value.set_files(report)
        tab_to(page, page.get_by_role("button", name="Hand in"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Recorded on its device.")).to_be_visible()

        page.goto("/erasure")
        tab_to(page, page.get_by_role("link", name="Verify the media of a pallet together"))
        page.keyboard.press("Enter")
        everything = page.get_by_label("Everything that is to be verified")
        tab_to(page, everything)
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        exceptions = page.get_by_role("region", name="1 exception: look at it first")
        expect(exceptions).to_contain_text("DISK-2")
        verify = page.get_by_role("button", name="Verify 1 storage medium")
        tab_to(page, verify)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Verified. What is still listed needs a person.")).to_be_visible()
        expect(verify).to_have_count(0)
        expect(exceptions).to_contain_text("DISK-2")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_the_timeline_tells_how_a_device_stood_on_any_date(yard: Yard, *, javascript: bool) -> None:
    """By a date, and by pointing at what happened on the axis."""
    owner, began = yard.people.program("eigenaar"), now() - timedelta(days=100)
    key = yard.device(f"PAST-{javascript}", began)
    lock = {"happening": {"kind": "lock_found", "lock": "mdm"}, "occurred_at": (began + timedelta(days=60)).isoformat()}
    owner.made(f"/api/v1/devices/{key}/events", {"events": [lock]})
    with yard.page_of("eigenaar", javascript=javascript) as page:
        page.goto(f"/devices/{key}/timeline")
        state = page.locator("section.kp-at")
        locks = state.locator(".kp-fact", has_text="Locks")
        expect(locks).not_to_contain_text("none")
        day = (began + timedelta(days=30)).date()
        page.get_by_label("Show how it stood on").fill(day.isoformat())
        page.get_by_role("button", name="Show").click()
        expect(state.get_by_role("heading", name="How it stood")).to_be_visible()
        expect(state).to_contain_text(f"On {day.day} ")
        expect(state).to_contain_text(f"{day.year}, 23:59, as far as is known today")
        expect(locks).to_contain_text("none")
        page.locator(".kp-axis a", has_text="Lock found").click()
        expect(locks).not_to_contain_text("none")
        expect(page.locator(".kp-event--chosen")).to_contain_text("Lock found")
        page.get_by_role("link", name="Back to now").click()
        expect(state.get_by_role("heading", name="How it stands")).to_be_visible()
