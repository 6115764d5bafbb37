"""Photograph the real service for the README: `pictures.py [FOLDER]`.

Starts Kringpas with a demonstration of its own in a temporary folder, signs in as the people who do the work, and takes
pictures at desk and phone width into `docs/pictures`. Needs the browser assets and a Chromium.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.browser import chromium
from web.bootstrap import demo_accounts

DESK, PHONE = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}
PATIENCE_SECONDS = 180
DONATED, LOCKED = "DEMO7420A1", "DEMO845A02"
"""The laptops of the demonstration (`web/demo/life.py`) that the pictures follow."""
WHOLE = frozenset({"passport", "passport-phone", "passport-english", "intake"})
"""Pictures of the whole page; the others show its beginning, as a screen does."""


@dataclass(frozen=True)
class Picture:
    """One picture: what it shows, who looks (None: a stranger), where, and how wide."""

    name: str
    who: str | None
    address: str
    viewport: dict[str, int]
    language: str = "nl"


@contextmanager
def service() -> Iterator[str]:
    """The address of a service with fresh demo data; stopped and removed afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("kringpas")), "run", "--port", str(port)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KRINGPAS_")}
        running = subprocess.Popen(command, env={**environment, "KRINGPAS_DATA_DIR": folder}, stdout=subprocess.DEVNULL)
        try:
            _await(address)
            yield address
        finally:
            running.terminate()
            running.wait()


def _await(address: str) -> None:
    for _ in range(PATIENCE_SECONDS):
        try:
            if httpx.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(1)
    raise TimeoutError(f"{address} did not start")


def sign_in(page: Page, origin: str, who: str) -> None:
    _, password = demo_accounts()
    page.goto(f"{origin}/sign-in")
    page.fill("[name=email]", f"{who}@demo.kringpas.nl")
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


def stories(browser: Browser, origin: str) -> Iterator[Picture]:
    """What the README shows; the addresses are found by clicking, as a reader would."""
    page = browser.new_page()
    sign_in(page, origin, "drz")
    page.goto(f"{origin}/find?q={DONATED}")
    device, passport = urlsplit(page.url).path, _first(page, r"/passports/[0-9a-z]{16}$")
    page.goto(f"{origin}/find?q={LOCKED}")
    decision = _first(page, r"/decisions/[0-9a-z]+$")
    page.goto(f"{origin}{passport}")
    page.goto(f"{origin}{_first(page, r'/repair$')}")
    repair = urlsplit(page.url).path
    page.close()
    yield Picture("home", None, "/", DESK)
    yield Picture("passport", None, passport, DESK)
    yield Picture("passport-phone", None, passport, PHONE)
    yield Picture("passport-english", None, passport, DESK, "en")
    yield Picture("intake", "ict", "/intake", DESK)
    yield Picture("device", "drz", device, DESK)
    yield Picture("worklist", "drz", "/worklist", DESK)
    yield Picture("decision", "drz", decision, DESK)
    yield Picture("repair", "reparateur", repair, DESK)


def _first(page: Page, pattern: str) -> str:
    """The path of the first link on the page that ends so."""
    links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.href)")
    paths: list[str] = [urlsplit(link).path for link in links]
    return next(path for path in paths if re.search(pattern, path))


def photograph(browser: Browser, origin: str, picture: Picture, folder: Path) -> None:
    context = browser.new_context(viewport=picture.viewport, locale=picture.language)  # type: ignore[arg-type]  # a TypedDict
    page = context.new_page()
    if picture.who is not None:
        sign_in(page, origin, picture.who)
    page.goto(origin + picture.address)
    if picture.name == "intake":
        page.fill("[name=place]", "Innamelijn 1")
        page.fill("[name=scan]", "DEMO845A01")
        page.press("[name=scan]", "Enter")
        page.wait_for_selector("main a[href^='/devices/']")
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file, full_page=picture.name in WHOLE)
    context.close()
    _shrink(file)


def _shrink(file: Path) -> None:
    """256 colours are enough for text and lines, and a third of the bytes."""
    with Image.open(file) as whole:
        fewer = whole.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    fewer.save(file, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with service() as origin, chromium() as browser:
        for picture in stories(browser, origin):
            photograph(browser, origin, picture, folder)
            print(folder / f"{picture.name}.png")


if __name__ == "__main__":
    main()
