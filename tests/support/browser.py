"""A real browser for the tests: the machine's own Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.support import needs

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = 390, 1280
"""Widths of windows, in CSS pixels."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # tests may run as root, who gets no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


expect.set_options(timeout=20_000)
"""Milliseconds until what is expected must be there: more than its own five seconds, for machines that are busy."""


def camera_showing(video: Path) -> tuple[str, ...]:
    """Flags for a camera that shows this video over and over, and that every page may use without asking."""
    return (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    )


def executable() -> str:
    """The path of Chromium: CHROMIUM, else what is on the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        needs.missing("Chromium", "install it, or name it in the variable CHROMIUM")
    return found


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """`more` are flags for what a test needs of the machine, such as a camera."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*_FLAGS, *more])
        yield browser
        browser.close()
