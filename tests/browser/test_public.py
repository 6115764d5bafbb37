"""What a stranger with a device in hand does, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dpp.domain.opaque import LabelCode, print_label_code
from tests.support.client import settings_for
from tests.support.live import check_everywhere, free_port, served, window
from tests.support.town import town


@dataclass(frozen=True)
class Street:
    """A service with one laptop of the ministry, and two models."""

    address: str
    code: str
    passport: str
    model: str


@pytest.fixture
def street(sqlite_url: str, tmp_path: Path) -> Iterator[Street]:
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people:
        model, _ = people.model("dell-latitude-7420"), people.model("fairphone-4")
        owner = people.program("eigenaar")
        body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": "DEMO7420A1"}
        view = owner.made("/api/v1/devices", body)
        with served(settings) as address:
            yield Street(address, view["labels"][0], view["passport_id"], model)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_types_the_code_of_a_label_and_reads_the_passport(
    chromium: Browser, street: Street, *, javascript: bool
) -> None:
    """The box has the focus; a scanner types and presses Enter."""
    with window(chromium, street.address, javascript=javascript) as page:
        page.goto("/")
        field = page.get_by_role("searchbox")
        field.press_sequentially(print_label_code(LabelCode(street.code)))
        field.press("Enter")
        page.wait_for_url(f"**/passports/{street.passport}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dell Latitude 7420")
        expect(page.get_by_role("heading", name="Is it safe that I have this?")).to_be_visible()


def test_a_visitor_changes_the_language_and_stays_on_the_page(chromium: Browser, street: Street) -> None:
    with window(chromium, street.address) as page:
        page.goto(f"/passports/{street.passport}")
        page.get_by_role("link", name="Nederlands").click()
        expect(page.locator("html")).to_have_attribute("lang", "nl")
        assert page.url.endswith(f"/passports/{street.passport}")
        page.goto("/models")
        expect(page.get_by_role("heading", level=1)).to_have_text("Modellen met een paspoort")


def test_everything_in_the_passport_is_one_click_away(chromium: Browser, street: Street) -> None:
    """Also without JavaScript; the data are links that a person can follow."""
    with window(chromium, street.address, javascript=False) as page:
        page.goto(f"/passports/{street.passport}")
        expect(page.get_by_text("Demonstration number")).not_to_be_visible()
        page.get_by_text("Everything in this passport").click()
        page.locator("summary", has_text="Identification").click()
        expect(page.get_by_text("Demonstration number")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("link", name="JSON", exact=True).click()
        assert '"modelName"' in page.content()


def test_a_wrong_code_leads_back_to_the_scan_box(chromium: Browser, street: Street) -> None:
    with window(chromium, street.address) as page:
        page.goto("/find?q=7O3M9X2P4Q8X")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing found for 7O3M9X2P4Q8X")
        page.get_by_role("link", name="Scan again").click()
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_public_pages_are_accessible_in_both_languages_on_phone_and_desk(chromium: Browser, street: Street) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    passports = [f"/passports/{street.passport}", f"/passports/{street.model}"]
    texts = ["/", "/models", "/find?q=nothing-like-this", "/about", "/accessibility", "/sign-in", "/nothing/here"]
    check_everywhere(chromium, street.address, [*texts, *passports], _open_details)


def _open_details(page: Page) -> None:
    """What is folded is checked too."""
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => "
        "document.querySelectorAll('details').forEach(folded => { folded.open = true; }))"
    )
