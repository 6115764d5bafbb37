"""A service that a real browser can reach, and what a page must be in it."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.support import needs, shortcuts
from tests.support.browser import AXE, DESK, PHONE
from tests.support.checked_pages import CheckedPages
from web.app import create_app
from web.pages.contexts.frame import Language
from web.settings import Settings

SEEN: tuple[tuple[Language, int], ...] = (("nl", PHONE), ("en", DESK))
_LOOK = """
axe.run(document, {resultTypes: ['violations']})
    .then(({passes, violations}) => ({passes: passes.length, violations}))
"""
_EXPECTED = "Failed to load resource"  # the page itself was asked for with an address that is not there


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The application on the port of its public address, in a thread; gives that address. Its pages are checked."""
    shortcuts.take()
    app = CheckedPages(create_app(settings))
    port = urlsplit(settings.public_url).port
    assert port is not None
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, ws="none", http="h11", loop="asyncio")
    )
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        thread.join(0.02)
    yield settings.public_url
    server.should_exit = True
    thread.join()
    assert not app.faults, "\n".join(app.faults)


@contextmanager
def window(
    browser: Browser, address: str, *, width: int = DESK, language: Language = "en", javascript: bool = True
) -> Iterator[Page]:
    """A fresh window of somebody who reads this language; what the browser complains about fails the test."""
    locale = {"nl": "nl-NL", "en": "en-GB"}[language]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        locale=locale,
        java_script_enabled=javascript,
    )
    complaints: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error" and _EXPECTED not in said.text:
            complaints.append(said.text)

    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints


def check_accessible(page: Page) -> None:
    """No rule of axe-core is broken, and nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} is too wide"
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe().read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(_LOOK)
    broken = [
        {"rule": each["id"], "help": each["help"], "where": [node["target"] for node in each["nodes"]]}
        for each in found["violations"]
    ]
    assert found["passes"], "axe-core looked at nothing"
    assert not broken, f"{page.url}: {json.dumps(broken, indent=1)}"


def bring_axe(page: Page) -> None:
    """Each page that this window opens from now on has axe-core: handing half a megabyte over takes half of a look."""
    page.context.add_init_script(path=_axe())


def _axe() -> Path:
    if not AXE.is_file():
        needs.missing("axe-core", "run 'scripts/npm.sh ci --ignore-scripts'")
    return AXE


def check_everywhere(browser: Browser, address: str, paths: list[str], before: Callable[[Page], None]) -> None:
    """Each page in Dutch on a phone, where its longer words have least room, and in English at a desk.

    `before` may sign somebody in.
    """
    for language, width in SEEN:
        with window(browser, address, width=width, language=language) as page:
            before(page)
            bring_axe(page)
            for path in paths:
                page.goto(path)
                assert page.locator("html").get_attribute("lang") == language
                check_accessible(page)
