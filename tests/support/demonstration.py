"""The whole demonstration: lived once in a test run, and copied for each module of tests that looks at it."""

import shutil
from pathlib import Path

from tests.support import run
from tests.support.client import settings_for
from tests.support.templates import sqlite_template
from web.bootstrap import Parts, load_demo
from web.settings import Settings

_DATABASE = "kringpas.sqlite"


def demonstration(folder: Path, public_url: str) -> Settings:
    """A service at this address over a copy of the demonstration in `folder`: its labels lead wherever it is."""
    shutil.copytree(_lived(), folder, dirs_exist_ok=True)
    return _settings(folder, public_url)


def _lived() -> Path:
    """The data folder of the service in which it was lived."""
    folder = run.folder() / "demonstration"
    with run.only_once("demonstration") as undone:
        if undone:
            folder.mkdir()
            shutil.copyfile(sqlite_template(), folder / _DATABASE)
            with Parts.opened(_settings(folder, "http://127.0.0.1:8000")) as parts:
                load_demo(parts, lambda _what, _count: None)
    return folder


def _settings(folder: Path, public_url: str) -> Settings:
    return settings_for(f"sqlite:///{folder / _DATABASE}", folder, public_url=public_url)
