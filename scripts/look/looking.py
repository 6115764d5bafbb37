"""A Chromium that visits sample pages, and what it saw.

Several of these run beside each other, each a process with a browser of its own (`scripts.look.__main__`). A page that
the browser cannot show is something to mend as well; the pages after it are looked at in a new window.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from scripts.look.report import Looked
from scripts.look.ways import Visit, visits
from tests.support.browser import chromium
from tests.support.sample_answers import HOST, answering
from web.pages.contexts.frame import Language

_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_NO_SERVICE = ("Failed to load resource", "fetching the script")
"""What the browser says of samples because no service stands behind them."""
_PATIENCE_MS = 600_000
"""For one step: on a machine that is busy with something else, Playwright's half a minute is too short."""
_QUALITY = 70
"""Of a picture, as JPEG: text can be read, and it takes half the time of a PNG."""


@dataclass(frozen=True)
class Share:
    """The pages that one browser looks at: HTML by name, in one language, and in which way only (None: in each)."""

    language: Language
    pages: dict[str, str]
    way: str | None
    folder: Path


def look(share: Share) -> Iterator[list[Looked]]:
    """All that was seen of one page after another."""
    visiting = list(visits(share.language, share.way))
    with chromium() as browser:
        left = list(share.pages)
        while left:
            with _window(browser, share) as (page, said):
                for name in tuple(left):
                    seen = [each for visit in visiting for each in _visit(page, name, visit, share, said)]
                    yield seen
                    left.remove(name)
                    if any(each.broken for each in seen):
                        break


@contextmanager
def _window(browser: Browser, share: Share) -> Iterator[tuple[Page, list[str]]]:
    """A window that shows the pages, and the list of what the browser says of them."""
    context = browser.new_context(base_url=HOST, locale=_LOCALES[share.language])
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.route("**/*", answering({f"/{name}": html for name, html in share.pages.items()}))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    context.close()


def _visit(page: Page, name: str, visit: Visit, share: Share, said: list[str]) -> Iterator[Looked]:
    """One page, opened once, looked at in each of these ways."""
    said.clear()
    page.emulate_media(reduced_motion="null", forced_colors="null")
    for turn, way in enumerate(visit):
        picture = f"{name}.{share.language}.{way.name}.jpg" if way.pictured else None
        broken = False
        try:
            page.set_viewport_size({"width": way.width, "height": 900})
            if turn == 0:
                page.goto(f"/{name}")
            complaints = [complaint for check in way.checks for complaint in check(page)]
            if picture:
                page.screenshot(path=share.folder / picture, full_page=True, type="jpeg", quality=_QUALITY)
        except Error as error:
            broken = True
            complaints = [f"the browser could not show it: {str(error).splitlines()[0]}"]
        complaints += [f"the browser says: {line}" for line in said if not any(each in line for each in _NO_SERVICE)]
        said.clear()
        yield Looked(name, share.language, way.name, picture, tuple(complaints), broken)
        if broken:
            return
