"""The whole demonstration: made once in a test run, and copied for each module of tests that looks at it."""

import shutil
from pathlib import Path

from tests.support.client import settings_for
from tests.support.first_run import first_run
from web.settings import Settings

_DATABASE = "kringpas.sqlite"


def demonstration(folder: Path, public_url: str) -> Settings:
    """A service at this address over a copy of the demonstration in `folder`: its labels lead wherever it is."""
    shutil.copytree(first_run().data, folder, dirs_exist_ok=True)
    return settings_for(f"sqlite:///{folder / _DATABASE}", folder, public_url=public_url)
