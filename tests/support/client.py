"""The test client: it asks the whole application, and checks every page that any test fetches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from tests.support import shortcuts
from web.settings import Settings


def _page_check() -> Callable[[str], Element | None]:
    if find_spec("tests.support.html") is None:
        return lambda _page: None
    check: Callable[[str], Element] = import_module("tests.support.html").check_page
    return check


class Client(TestClient):
    """Keeps its own cookies, opens its own database sessions, follows no redirect unless asked to.

    A page that it checked comes along, read, as the response's `extensions["page"]`: reading one takes long.
    """

    _check_page = staticmethod(_page_check())

    def request(self, *args: Any, **options: Any) -> httpx2.Response:
        response = super().request(*args, **options)
        if response.headers.get("content-type", "").startswith("text/html") and response.content:
            response.extensions["page"] = self._check_page(response.text)
        return response


_UNLIMITED = {"reads_per_minute": 0, "misses_per_minute": 0, "lists_per_minute": 0, "found_reports_per_hour": 0}
"""All tests come from one address."""


def settings_for(database_url: str, data_dir: Path, **more: Any) -> Settings:
    """Settings that depend on nothing of the machine, with a service that delivers when a test says so."""
    apart: dict[str, Any] = {"deliver_every_seconds": 86_400, "log_level": "info"}
    chosen = {"public_url": "http://testserver", "trusted_proxies": ""} | apart | _UNLIMITED | more
    return Settings(database_url=database_url, data_dir=data_dir, **chosen)


@contextmanager
def client_for(settings: Settings) -> Iterator[Client]:
    """A client of a service with these settings, started and stopped.

    The application is imported when it is first asked for: tests of a pure core do not wait for it.
    """
    shortcuts.take()
    create_app: Callable[[Settings], ASGIApp] = import_module("web.app").create_app
    with Client(create_app(settings), follow_redirects=False) as client:
        yield client
