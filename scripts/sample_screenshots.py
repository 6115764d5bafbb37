"""Photograph every sample page in both languages, on a phone and on a desk: `sample_screenshots.py [FOLDER]`.

The pages come from `tests/support/page_samples.py`, with the same Content-Security-Policy as the service, so that a
page that breaks it fails here. Needs the browser assets (`npm run build`) and a Chromium on the path.
"""

import argparse
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, sync_playwright

from tests.support.page_samples import frame_for, samples
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.rendering import STATIC, Pages

ORIGIN = "http://kringpas.test"
WIDTHS = {"phone": 390, "desk": 1280}
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def answer(route: Route, html: str) -> None:
    """Serve the page itself, and the static files it asks for; anything else does not exist."""
    path = urlsplit(route.request.url).path
    file = STATIC / path.removeprefix("/static/")
    if path == "/page":
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})
    elif path.startswith("/static/") and file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
    else:
        route.fulfill(status=404)


def photograph(browser: Browser, html: str, width: int, target: Path) -> list[str]:
    """One picture of the whole page; what the browser complained about comes back."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900}, device_scale_factor=1)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", lambda route: answer(route, html))
    page.goto(f"{ORIGIN}/page")
    page.screenshot(path=target, full_page=True)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        complaints.append("the page is wider than the screen")
    page.close()
    return [said for said in complaints if "404" not in said]


def photograph_all(folder: Path, only: str, languages: tuple[Language, ...]) -> int:
    """Every sample whose name holds `only`; the number of complaints."""
    pages, bad = Pages(), 0
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (page, person, address) in samples().items():
            for language in languages if only in name else ():
                html = pages.render(page, frame_for(language, person, address))
                for device, width in WIDTHS.items():
                    for said in photograph(browser, html, width, folder / f"{name}.{language}.{device}.png"):
                        bad += 1
                        print(f"{name} ({language}, {device}): {said}")
        browser.close()
    return bad


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("var/screenshots"))
    parser.add_argument("--only", default="", help="part of a sample's name")
    parser.add_argument("--language", choices=LANGUAGES, help="one language instead of both")
    chosen = parser.parse_args()
    languages = (chosen.language,) if chosen.language else LANGUAGES
    return 1 if photograph_all(chosen.folder, chosen.only, languages) else 0


if __name__ == "__main__":
    sys.exit(main())
