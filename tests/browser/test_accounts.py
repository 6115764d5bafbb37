"""Signing in, one's own account and the administrator's work, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.client import settings_for
from tests.support.live import check_everywhere, free_port, served, window
from tests.support.town import Town, town
from web.demo.accounts import DEMO_PASSWORD

NEW_PASSWORD = "six other bicycles in the rain"


@dataclass(frozen=True)
class Office:
    """A running service, and its people."""

    address: str
    people: Town


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people, served(settings) as address:
        yield Office(address, people)


def sign_in(page: Page, who: str, password: str = DEMO_PASSWORD) -> None:
    """Through the page, as a person does; labels are in the language of the window."""
    page.goto("/sign-in")
    page.locator("#email").fill(who if "@" in who else f"{who}@demo.kringpas.nl")
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_signs_in_changes_language_and_password_and_signs_out(
    chromium: Browser, office: Office, *, javascript: bool
) -> None:
    with window(chromium, office.address, javascript=javascript) as page:
        sign_in(page, "drz")
        expect(page.get_by_role("link", name="Dana Domeinen")).to_be_visible()
        page.get_by_role("link", name="Nederlands").click()
        page.get_by_role("link", name="Dana Domeinen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Uw account")
        page.get_by_label("Uw huidige wachtwoord").fill(DEMO_PASSWORD)
        page.get_by_label("Nieuw wachtwoord", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("Nieuw wachtwoord, nog een keer").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Wachtwoord wijzigen").click()
        expect(page.get_by_text("Uw wachtwoord is gewijzigd.")).to_be_visible()
        page.get_by_role("button", name="Uitloggen").click()
        expect(page.get_by_text("U bent uitgelogd.")).to_be_visible()
        expect(page.get_by_role("link", name="Inloggen")).to_be_visible()
        sign_in(page, "drz", NEW_PASSWORD)
        expect(page.get_by_role("link", name="Dana Domeinen")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_administrator_makes_a_person_who_then_chooses_a_password(
    chromium: Browser, office: Office, *, javascript: bool
) -> None:
    with window(chromium, office.address, javascript=javascript) as page:
        sign_in(page, "beheer")
        page.get_by_role("link", name="Add a person, or give a new password").click()
        page.get_by_label("Name", exact=True).fill("Noor Haddad")
        page.get_by_label("E-mail address").fill("noor@example.nl")
        page.get_by_label("Organisation").select_option(label="SSC-ICT (demo)")
        page.get_by_label("ICT service provider").check()
        page.get_by_role("button", name="Add person").click()
        first = page.locator("#first-password").inner_text()
    with window(chromium, office.address, javascript=javascript) as page:
        sign_in(page, "noor@example.nl", first)
        expect(page.get_by_text("Choose a password of your own")).to_be_visible()
        page.get_by_label("Password that you have now").fill(first)
        page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("New password again").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Change password").click()
        page.get_by_role("link", name="Today").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_an_administrator_makes_a_key_that_a_program_can_use(chromium: Browser, office: Office) -> None:
    """Shown once; the journal tells who made it."""
    with window(chromium, office.address) as page:
        sign_in(page, "beheer")
        page.goto("/admin/keys")
        page.get_by_label("What is it for?").fill("wiping station 3")
        page.get_by_label("For which account does it act?").select_option(label="Iris Inname, SSC-ICT (demo)")
        latest = page.get_by_label("Last day").get_attribute("max")
        assert latest is not None
        page.get_by_label("Last day").fill(latest)
        page.get_by_role("button", name="Make key").click()
        key = page.locator("#new-key").inner_text()
        answer = httpx.get(f"{office.address}/api/v1/devices", headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == 200
        page.goto("/admin/keys")
        assert key not in page.content()
        page.get_by_role("link", name="Journal").click()
        expect(page.get_by_role("row").nth(1)).to_contain_text("made the key")
        expect(page.get_by_role("row").nth(1)).to_contain_text("wiping station 3")


def test_a_fault_in_a_form_can_be_found_and_mended(chromium: Browser, office: Office) -> None:
    """The list of faults leads to the field, and what was filled in stays."""
    with window(chromium, office.address) as page:
        sign_in(page, "beheer")
        page.goto("/admin/people")
        page.get_by_label("Name", exact=True).fill("Noor Haddad")
        page.get_by_label("E-mail address").fill("noor@localhost")
        page.get_by_label("Organisation").select_option(label="SSC-ICT (demo)")
        page.get_by_role("button", name="Add person").click()
        page.get_by_role("alert").get_by_role("link").first.click()
        assert page.url.endswith("#sign_in_name")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Noor Haddad")
        page.get_by_label("E-mail address").fill("noor@example.nl")
        page.get_by_role("button", name="Add person").click()
        expect(page.locator("#first-password")).to_be_visible()


def test_pages_of_people_are_accessible_in_both_languages_on_phone_and_desk(chromium: Browser, office: Office) -> None:
    """axe-core finds nothing, and nothing is wider than the screen."""
    drz = office.people.actors["drz"]
    lists = ["/", "/account", "/admin/people", "/admin/organisations", "/admin/keys", "/admin/journal"]
    single = [f"/admin/people/{drz.account}", f"/admin/organisations/{office.people.actors['regie'].organisation}"]
    check_everywhere(chromium, office.address, [*lists, *single], lambda page: sign_in(page, "beheer"))
