"""Models and the editor in a real browser: a model is edited by hand, and every page is accessible."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.client import settings_for
from tests.support.live import check_everywhere, free_port, served, window
from tests.support.town import town
from web.demo.accounts import DEMO_PASSWORD


@dataclass(frozen=True)
class Shop:
    """A service with two phones that can be compared."""

    address: str
    phone: str
    other: str


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people:
        phone, other = people.model("fairphone-4"), people.model("samsung-galaxy-s25-fe")
        with served(settings) as address:
            yield Shop(address, phone, other)


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", "drz@demo.kringpas.nl")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.locator("main button[type=submit]").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_model_is_edited_by_hand(chromium: Browser, shop: Shop, *, javascript: bool) -> None:
    """A spare part is added, a second one taken back, the change looked at, and saved; Enter never loses anything."""
    with window(chromium, shop.address, javascript=javascript) as page:
        _sign_in(page)
        page.goto(f"/passports/{shop.phone}")
        page.get_by_role("link", name="Edit this passport").click()
        page.get_by_role("link", name="Repairability").click()
        parts = page.get_by_role("group", name="Spare parts", exact=True)
        parts.get_by_label("Part", exact=True).first.select_option("battery")
        parts.get_by_label("Price in euro").first.fill("39,95")
        parts.get_by_role("button", name="Add one more").click()
        expect(page.get_by_label("Price in euro")).to_have_count(2)
        expect(page.get_by_label("Price in euro").first).to_have_value("39,95")
        page.get_by_role("button", name="Take away Spare parts 2").click()
        page.get_by_label("Price in euro").first.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("1 element changes")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        page.goto(f"/passports/{shop.phone}")
        expect(page.get_by_text("€\u00a039.95").first).to_be_visible()


def test_a_visitor_chooses_models_and_compares_them(chromium: Browser, shop: Shop) -> None:
    with window(chromium, shop.address, javascript=False) as page:
        page.goto("/models")
        page.get_by_label("Compare Fairphone 4").check()
        page.get_by_label("Compare Samsung Galaxy S25 FE").check()
        page.get_by_role("button", name="Compare the chosen models").click()
        expect(page.get_by_role("columnheader", name="Fairphone 4")).to_be_visible()
        expect(page.get_by_text("best: 4 September 2032")).to_be_visible()


def test_these_pages_are_accessible_in_both_languages_on_phone_and_desk(chromium: Browser, shop: Shop) -> None:
    """axe-core finds nothing, and nothing is wider than the screen; what is folded is checked too."""
    passport = f"/passports/{shop.phone}"

    def begin(page: Page) -> None:
        _sign_in(page)
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => "
            "document.querySelectorAll('details').forEach(folded => { folded.open = true; }))"
        )

    paths = [
        passport,
        "/models?q=phone",
        f"/models/compare?ids={shop.phone},{shop.other}",
        f"{passport}/versions",
        f"{passport}/versions?from=0&to=1",
        f"{passport}/edit?group=repairability",
        "/models/new",
    ]
    check_everywhere(chromium, shop.address, paths, begin)
