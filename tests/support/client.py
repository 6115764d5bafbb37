"""The test client: it asks the whole application, and checks every page that any test fetches."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp

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


@cache
def _remember_adapters() -> None:
    """Most of what a start of the application takes is one pydantic adapter for each parameter of each route.

    The tests start hundreds of applications in one process, whose parameters are the same: each adapter is made once.
    """
    compat: Any = import_module("fastapi._compat.v2")
    made, known = compat.TypeAdapter, {}

    def adapter(parameter: Any, config: Any = None) -> Any:
        key = (parameter.__origin__, repr(parameter), repr(config))
        if key not in known:
            known[key] = made(parameter, config=config)
        return known[key]

    compat.TypeAdapter = adapter


@cache
def _prepare_when_asked() -> None:
    """What is left is the preparation of nearly eight hundred routes, of which a test asks a handful.

    Here a route knows its path, name and methods at once, and the rest of itself when something first asks for it (its
    handler, its part of the description). A service in a process of its own prepares all of them at its start, as
    always: the tests of the command line start such services.
    """
    routing: Any = import_module("fastapi.routing")
    route = routing.APIRoute
    prepare = route.__init__

    def begin(self: Any, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
        self.path, self.endpoint = path, endpoint
        self.name = how.get("name") or routing.get_name(endpoint)
        self.methods = {method.upper() for method in how.get("methods") or ["GET"]}
        self.path_regex, self.path_format, self.param_convertors = routing.compile_path(path)
        self.how = how | {"path": path, "endpoint": endpoint}

    def more(self: Any, name: str) -> Any:
        if name.startswith("__") or "how" not in self.__dict__:
            raise AttributeError(name)
        how, known = self.__dict__.pop("how"), dict(self.__dict__)
        prepare(self, **how)
        self.__dict__ |= known  # somebody may have set something since, such as that a page is not described
        return getattr(self, name)

    route.__init__, route.__getattr__ = begin, more


@cache
def _remember_paths() -> None:
    """The pattern of each path is made once: there are more of them than the 512 that `re` remembers."""
    for name in ("starlette.routing", "fastapi.routing"):
        routing: Any = import_module(name)
        routing.compile_path = cache(routing.compile_path)


@cache
def _share_reader() -> None:
    """The process that reads evidence is started once in each test process, not once in each application."""
    parts: Any = import_module("web.bootstrap.parts")
    reader = parts.ProcessReader()
    close = reader.close
    reader.close = lambda: None
    atexit.register(close)
    parts.ProcessReader = lambda: reader


@contextmanager
def client_for(settings: Settings) -> Iterator[Client]:
    """A client of a service with these settings, started and stopped.

    The application is imported when it is first asked for: tests of a pure core do not wait for it.
    """
    _remember_adapters()
    _prepare_when_asked()
    _remember_paths()
    _share_reader()
    create_app: Callable[[Settings], ASGIApp] = import_module("web.app").create_app
    with Client(create_app(settings), follow_redirects=False) as client:
        yield client
