"""A worklist worked by keyboard alone, in a real browser."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.test_scanning import signed_in
from tests.support import browser as browsers
from tests.support import templates
from tests.support.browser import PHONE
from tests.support.client import settings_for
from tests.support.live import check_accessible, free_port, served, window
from tests.support.town import town


@dataclass(frozen=True)
class Desk:
    """A service with three laptops at the intake of the ICT provider."""

    address: str
    chromium: Browser
    session: StorageState


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("worklists")
    database = folder / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), database)
    settings = settings_for(f"sqlite:///{database}", folder, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address, browsers.chromium() as chromium:
        owner, provider = people.program("eigenaar"), people.program("ict")
        body = {
            "model": people.model("dell-latitude-7420"),
            "owner": owner.organisation,
            "custodian": provider.organisation,
            "place": "Inname 1",
        }
        for number in range(3):
            owner.made("/api/v1/devices", {**body, "serial": f"DESK-000{number}"})
            provider.made("/api/v1/scans", {"raw": f"DESK-000{number}", "place": "Inname 1"})
        yield Desk(address, chromium, signed_in(chromium, address))


def focused(page: Page) -> str:
    """The label of the box that has the focus."""
    text: str = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''")
    return text.strip()


def test_a_worklist_is_worked_by_keyboard_alone(desk: Desk) -> None:
    """Down, tick, down, tick, take; then an act on what is ticked, seen first and done."""
    with window(desk.chromium, desk.address) as page:
        page.context.set_storage_state(desk.session)
        page.goto("/worklists/inspection")
        page.keyboard.press("j")
        assert focused(page).endswith("DESK-0000")
        page.keyboard.press("x")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused(page).endswith("DESK-0002")
        page.keyboard.press("k")
        page.keyboard.press("x")
        assert page.locator('input[name="device"]:checked').count() == 2
        page.keyboard.press("t")
        expect(page.get_by_text("Taken: others leave these to you for now.")).to_be_visible()
        assert page.get_by_text("yours until").count() == 2
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("a")
        expect(page.get_by_label("What to do")).to_be_focused()
        page.get_by_label("What to do").select_option(label="Say whether the charger is there")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Say whether the charger is there")
        page.get_by_label("yes").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_text("this will be done")).to_be_visible()
        page.get_by_role("button", name="Do it with 1 device").press("Enter")
        expect(page.get_by_text("Done with 1 device.")).to_be_visible()


def test_the_keys_leave_fields_alone_and_can_be_switched_off(desk: Desk) -> None:
    """They stay off in this browser. The list can be used by everybody, on a phone too."""
    with window(desk.chromium, desk.address, width=PHONE) as page:
        page.context.set_storage_state(desk.session)
        page.goto("/worklists/inspection")
        check_accessible(page)
        page.get_by_label("Place or pallet").press_sequentially("jxt")
        expect(page.get_by_label("Place or pallet")).to_have_value("jxt")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("?")
        expect(page.get_by_text("next device")).to_be_visible()
        page.get_by_role("button", name="Use these keys").click()
        page.reload()
        page.keyboard.press("j")
        assert not focused(page)
