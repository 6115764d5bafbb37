"""What the code says, collected once in a test run, and its Dutch, read once in a process: they take seconds."""

import pickle
from functools import cache

from babel.messages.catalog import Catalog

from scripts.translations import collect
from tests.support import run
from web.pages.translations import read_catalogue


@cache
def known() -> Catalog:
    """Every message with its Dutch, not to be changed."""
    return read_catalogue()


@cache
def said() -> Catalog:
    """Every message of the code and the templates, not to be changed."""
    path = run.folder() / "said.pickle"
    with run.only_once("said") as undone:
        if undone:
            path.write_bytes(pickle.dumps(collect()))
    kept: Catalog = pickle.loads(path.read_bytes())  # noqa: S301 - written by this run of the tests
    return kept
