"""Answers a browser with rendered pages and the real browser assets, as the service would, with its policy."""

from collections.abc import Callable, Mapping
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Route

from web.headers import CONTENT_SECURITY_POLICY
from web.static_files import FOLDER

HOST = "https://pages.test"
"""Over TLS, as far as the browser knows: what needs a secure page works."""


def answering(rendered: Mapping[str, str]) -> Callable[[Route], None]:
    """For `page.route`: HTML by path; pictures that people added do not exist here."""
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Content-Type": "text/html; charset=utf-8"}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = FOLDER / path.removeprefix("/static/")
        if path in rendered:
            route.fulfill(body=rendered[path], headers=headers)
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(body=_bytes(file), content_type=guess_type(file.name)[0])
        else:
            route.fulfill(status=503)  # no service stands behind it; a page that asks anew stays as it is

    return answer


@cache
def _bytes(file: Path) -> bytes:
    """Read once, so that a build meanwhile leaves no page without its style."""
    return file.read_bytes()
