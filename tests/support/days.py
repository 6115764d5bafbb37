"""The day of somebody in a real browser, in Dutch or in English, and the pictures of it that the user guides show.

`KRINGPAS_GUIDE_PICTURES` names the folder for the pictures (`make guide-pictures`): then every day is lived in both
languages. Without it the days are lived in Dutch, and no picture is made.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey, LabelCode
from tests.support.live import window
from web.bootstrap import Parts
from web.demo.accounts import DEMO_PASSWORD
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.translations import translations

_FOLDER = os.environ.get("KRINGPAS_GUIDE_PICTURES")
PICTURES = Path(_FOLDER) if _FOLDER else None
SPOKEN: tuple[Language, ...] = LANGUAGES if PICTURES else ("nl",)
WIDTH, HEIGHT = 960, 620
"""Of a picture, in pixels: a page that a guide can show without making it smaller than can be read."""
PHONE_WIDTH = 390
PATIENCE = 30_000
"""Milliseconds that a page may take on a busy machine."""
_QUALITY = 60
_SHOW = "place => { document.activeElement.blur(); place.scrollIntoView({block: 'start', behavior: 'instant'}); }"


@dataclass(frozen=True)
class House:
    """A running service with the whole demonstration in it; `parts` do what is not the work of whose day it is."""

    address: str
    language: Language
    chromium: Browser
    parts: Parts

    def actor(self, who: str) -> Actor:
        return self.parts.accounts.people.acting(f"{who}@demo.kringpas.nl")

    def organisation(self, who: str) -> OrganisationId:
        organisation = self.actor(who).organisation
        assert organisation is not None
        return organisation

    def device(self, serial: str) -> DeviceKey:
        (line,) = self.parts.use.intake.look_up(self.actor("drz"), serial).matches
        return line.device_key

    def label(self, serial: str) -> str:
        return self.labels_of(self.device(serial))[0]

    def labels_of(self, device: DeviceKey) -> tuple[LabelCode, ...]:
        return self.parts.use.devices.read(self.actor("drz"), device).labels

    @contextmanager
    def stranger(self, *, width: int = PHONE_WIDTH, javascript: bool = True) -> Iterator["Day"]:
        """Somebody without an account, mostly with a phone."""
        shown = window(self.chromium, self.address, width=width, language=self.language, javascript=javascript)
        with shown as page:
            page.set_default_timeout(PATIENCE)
            page.set_viewport_size({"width": width, "height": HEIGHT if width > PHONE_WIDTH else 760})
            yield Day(page, self.language, is_shown=javascript)

    @contextmanager
    def day(self, who: str, *, javascript: bool = True) -> Iterator["Day"]:
        """The day of somebody with an account, who signs in first."""
        with self.stranger(width=WIDTH, javascript=javascript) as day:
            day.page.goto("/sign-in")
            day.page.locator("#email").fill(f"{who}@demo.kringpas.nl")
            day.page.locator("#password").fill(DEMO_PASSWORD)
            day.page.locator("#password").press("Enter")
            day.page.wait_for_url(lambda url: "/sign-in" not in url)
            yield day


@dataclass(frozen=True)
class Day:
    """A window of somebody; the words of the pages are given in English and looked for in the window's language."""

    page: Page
    language: Language
    is_shown: bool

    def say(self, text: str, **values: object) -> str:
        said = translations(self.language).gettext(text)
        return said % values if "%(" in said else said.format(**values) if values else said

    def follow(self, text: str) -> None:
        """The first link with these words in the page itself."""
        self.page.get_by_role("main").get_by_role("link", name=self.say(text)).first.click()

    def follow_name(self, name: str) -> None:
        """The first link with a name that somebody gave, in no language of ours."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def press(self, text: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=self.say(text), exact=True).first.click()

    def unfold(self, text: str) -> None:
        self.page.locator("summary", has_text=self.say(text)).first.click()

    def field(self, text: str) -> Locator:
        return self.page.get_by_label(self.say(text), exact=True).first

    def choose(self, name: str, value: str) -> None:
        """One of the choices of a field, by the names that the form sends."""
        self.page.locator(f'[name="{name}"][value="{value}"]').first.check()

    def reads(self, text: str, **values: object) -> None:
        """These words are on the page."""
        expect(self.page.get_by_text(self.say(text, **values)).first).to_be_visible(timeout=PATIENCE)

    def title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(text), timeout=PATIENCE)

    def picture(self, name: str, at: Locator | None = None) -> None:
        """For a guide: the page below its head, or from this place of it on."""
        if PICTURES is None or not self.is_shown:
            return
        (at or self.page.locator("main")).evaluate(_SHOW)
        folder = PICTURES / self.language
        folder.mkdir(parents=True, exist_ok=True)
        with Image.open(BytesIO(self.page.screenshot(animations="disabled"))) as shot:
            shot.convert("RGB").save(folder / f"{name}.webp", quality=_QUALITY, method=6)
