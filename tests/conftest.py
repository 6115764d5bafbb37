"""Fixtures that all tests share: fresh databases on both engines, and the folder of the run."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties
from playwright.sync_api import Browser

from dpp.adapters.database import Database
from tests.support import browser, postgres, run, shortcuts, templates
from tests.support.client import Client, client_for, settings_for
from web.settings import Settings

_MINE = pytest.StashKey[bool]()
_OBJECTS_BEFORE_A_LOOK = 50_000
"""Of the collector of garbage, which else walks over fifteen thousand tests again and again, a second each time."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MINE] = run.begin()
    if config.stash[_MINE]:
        os.environ["KRINGPAS_TEST_PROCESS"] = str(os.getpid())
    _never_hurry_properties()
    shortcuts.share_statements()
    shortcuts.commit_quickly()
    gc.set_threshold(_OBJECTS_BEFORE_A_LOOK)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: tests wait for browsers and disks, and another one works meanwhile."""
    return (yield) + 1


def _never_hurry_properties() -> None:
    """A made-up example may take its time: a machine that is busy is no fault of ours."""
    properties.register_profile(
        "unhurried", properties.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    properties.load_profile("unhurried")


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(_MINE, False):
        run.end()


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Postgres:
    """The one server of this run, with its template filled."""
    server = postgres.server()
    server.make_template(templates.fill)
    return server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite file with every table, empty of rows."""
    path = tmp_path / "kringpas.sqlite"
    shutil.copyfile(templates.sqlite_template(), path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Postgres) -> Iterator[str]:
    """A fresh PostgreSQL database with every table, empty of rows."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with every table, on each engine in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each engine in turn: for migrations and restores."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    with server.database(empty=True) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The fresh database, opened; closed after the test."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings for a service over the fresh database."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    """A client of the whole application, on each engine in turn; it checks every page that it gets."""
    with client_for(settings) as client:
        yield client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, without a window.

    Closed after each file of tests: while it is open an event loop runs in this thread, and `asyncio.run` of any other
    test would be refused.
    """
    with browser.chromium() as opened:
        yield opened
