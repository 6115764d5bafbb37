"""Photograph and check every sample page: `python -m scripts.look [FOLDER]`, or `make look FOLDER=...`.

The pages come from `tests/support/page_samples.py`, which has every template, with the Content-Security-Policy of the
service. Each is rendered in Dutch and in English; `scripts.look.checks` says what is asked of it. Pictures, and a page
that lists them with what fails, go into the folder; what fails is printed too, and makes the exit code 1. Needs the
browser assets (`scripts/npm.sh run build`) and a Chromium.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser

from scripts.look.checks import WAYS, Way, ways_of
from scripts.look.report import Looked, write
from tests.support.browser import chromium
from tests.support.page_samples import frame_for, samples
from tests.support.sample_answers import HOST, answering
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.rendering import Pages

_NO_SERVICE = ("Failed to load resource", "fetching the script")
"""What the browser says of samples because no service stands behind them."""


def main() -> int:
    """The exit code: 1 where something fails."""
    parser = argparse.ArgumentParser(prog="scripts.look", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("var/look"))
    parser.add_argument("--only", default="", help="part of a sample's name")
    parser.add_argument("--language", choices=LANGUAGES, help="one language instead of both")
    parser.add_argument("--way", choices=sorted(WAYS), help="one way of looking instead of all")
    chosen = parser.parse_args()
    languages = (chosen.language,) if chosen.language else LANGUAGES
    chosen.folder.mkdir(parents=True, exist_ok=True)
    began = perf_counter()
    with chromium() as browser:
        looked = [
            each
            for language in languages
            for way in ways_of(language, chosen.way)
            for each in _look(browser, way, _pages(language, chosen.only), language, chosen.folder)
        ]
    write(chosen.folder, looked)
    failing = [each for each in looked if each.complaints]
    print(f"{len(looked)} looks in {perf_counter() - began:.0f} s, {len(failing)} with something to mend")
    print(chosen.folder / "index.html")
    return 1 if failing else 0


def _pages(language: Language, only: str) -> dict[str, str]:
    """Each sample as HTML, by its name."""
    pages = Pages()
    return {
        name: pages.render(page, frame_for(language, person, address))
        for name, (page, person, address) in samples().items()
        if only in name
    }


def _look(browser: Browser, way: Way, pages: dict[str, str], language: Language, folder: Path) -> Iterator[Looked]:
    """Every page, looked at in one way."""
    context = browser.new_context(base_url=HOST, locale={"nl": "nl-NL", "en": "en-GB"}[language], **way.window)
    page = context.new_page()
    page.route("**/*", answering({f"/{name}": html for name, html in pages.items()}))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in pages:
        said.clear()
        page.goto(f"/{name}")
        complaints = [complaint for check in way.checks for complaint in check(page)]
        complaints += [f"the browser says: {line}" for line in said if not any(each in line for each in _NO_SERVICE)]
        picture = f"{name}.{language}.{way.name}.png" if way.pictured else None
        if picture:
            page.screenshot(path=folder / picture, full_page=True)
        for complaint in complaints:
            print(f"{name} ({language}, {way.name}): {complaint}", flush=True)
        yield Looked(name, language, way.name, picture, tuple(complaints))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
