"""The bench where labels are stuck on, with a scanner that types, in a real browser."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.test_scanning import LISTEN, Wedge, signed_in
from tests.support import browser as browsers
from tests.support import templates
from tests.support.browser import DESK, PHONE
from tests.support.client import settings_for
from tests.support.live import check_everywhere, free_port, served, window
from tests.support.town import Program, town

GOOD, STOP = 880, 180
"""The pitch of a verdict, in hertz (`tones.js`)."""


@dataclass(frozen=True)
class Bench:
    """A service, a roll of labels of the ICT provider, and laptops in its hands."""

    address: str
    provider: Program
    roll: str
    codes: tuple[str, ...]
    serials: tuple[str, ...]
    chromium: Browser
    session: StorageState

    @contextmanager
    def page(self, width: int = DESK) -> Iterator[Page]:
        with window(self.chromium, self.address, width=width) as page:
            page.context.set_storage_state(self.session)
            page.add_init_script(LISTEN)
            page.goto("/labelling")
            yield page


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    database = folder / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), database)
    settings = settings_for(f"sqlite:///{database}", folder, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address, browsers.chromium() as chromium:
        provider, owner = people.program("ict"), people.program("eigenaar")
        body = {
            "model": people.model("dell-latitude-7420"),
            "owner": owner.organisation,
            "custodian": provider.organisation,
            "place": "Inname 1",
        }
        serials = tuple(f"DEMO7420B{number}" for number in range(4))
        for serial in serials:
            owner.made("/api/v1/devices", {**body, "serial": serial})
        roll = provider.made("/api/v1/label-rolls", {"labels": 8, "size": "57x32"})["roll"]["roll_id"]
        zpl = provider.get(f"/api/v1/label-rolls/{roll}/labels?form=zpl").text
        codes = tuple(dict.fromkeys(re.findall(r"/d/([0-9a-z]{12})", zpl)))
        yield Bench(address, provider, roll, codes, serials, chromium, signed_in(chromium, address))


def test_pairs_are_scanned_in_a_row_without_a_mouse_as_fast_as_a_scanner_can(bench: Bench) -> None:
    """Label, device, label, device: each pair is heard once, none is lost though scans come faster than answers."""
    with bench.page() as page:
        wedge = Wedge(page)
        for code, serial in zip(bench.codes[:3], bench.serials[:3], strict=True):
            wedge.scan(f"{bench.address}/d/{code}")
            wedge.scan(serial)
        expect(page.get_by_text("Labels stuck on here today: 3")).to_be_visible()
        assert page.evaluate("heard") == [GOOD] * 3
        assert page.evaluate("document.activeElement.id") == "scan"
        expect(page.locator(".kp-scans__line")).to_have_count(3)
    for code in bench.codes[:3]:
        assert bench.provider.client.get(f"/d/{code}").status_code == 307


def test_a_claimed_label_is_heard_as_a_stop_and_the_device_goes_on_waiting(bench: Bench) -> None:
    with bench.page() as page:
        wedge = Wedge(page)
        wedge.scan(bench.codes[4])
        wedge.scan(bench.serials[0])
        expect(page.locator("#verdict")).to_contain_text("is linked.")
        wedge.scan(bench.serials[3])
        expect(page.locator("#verdict")).to_have_text("The device is read.")
        wedge.scan(bench.codes[4])
        expect(page.locator("#verdict")).to_contain_text("is on another device already")
        assert page.evaluate("heard") == [GOOD, STOP]
        wedge.scan(bench.codes[5])
        expect(page.locator("#verdict")).to_contain_text("is linked.")


def test_the_pages_of_labels_are_accessible_on_a_phone_and_at_a_desk(bench: Bench) -> None:
    paths = ["/labelling", "/labelling/rolls", f"/labelling/rolls/{bench.roll}", "/labelling/labels"]
    check_everywhere(bench.chromium, bench.address, paths, lambda page: page.context.set_storage_state(bench.session))
    with bench.page(PHONE) as page:
        Wedge(page).scan(bench.codes[6])
        expect(page.locator("#verdict")).to_have_text("The label is read.")
