"""The published contracts are found, and what is released stays as it is."""

import hashlib
import json

import pytest

from schemas import catalog

RELEASED_VERSIONS = sorted({tuple(path.split("/")[:2]) for path in catalog.released()})


def test_passports_have_a_version_with_its_files() -> None:
    """The kinds and versions are the folders of the package."""
    assert "passport" in catalog.kinds()
    assert catalog.versions("passport")[:2] == ("1.0", "1.1")
    files = {"catalogue.json", "schema.json", "context.jsonld", "shapes.ttl", "examples/item-laptop.json"}
    assert files <= set(catalog.paths("passport", "1.0"))


def test_a_file_is_read_as_text_and_as_bytes() -> None:
    text = catalog.read_text("passport", "1.0", "schema.json")
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert catalog.read_bytes("passport", "1.0", "schema.json") == text.encode()


def test_a_file_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.json"):
        catalog.read_text("passport", "1.0", "absent.json")


def test_checksums_are_those_of_the_bytes() -> None:
    now = catalog.checksums("passport", "1.0")
    content = catalog.read_bytes("passport", "1.0", "context.jsonld")
    assert now["passport/1.0/context.jsonld"] == hashlib.sha256(content).hexdigest()


def test_something_is_released() -> None:
    """Without this the test of released versions would hold for an empty list."""
    assert ("passport", "1.0") in RELEASED_VERSIONS


@pytest.mark.parametrize(("kind", "version"), RELEASED_VERSIONS)
def test_a_released_version_never_changes(kind: str, version: str) -> None:
    """No file of it is changed, added or removed: a change is a new version."""
    released = {path: sha for path, sha in catalog.released().items() if path.startswith(f"{kind}/{version}/")}
    assert catalog.checksums(kind, version) == released
