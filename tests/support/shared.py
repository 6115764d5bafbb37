"""Finds the reference data that lies beside the repository: other people's samples, never copied into it."""

import os
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).parents[2]


def shared_data(name: str) -> Path:
    """The file or folder `name` of the reference data (`gs1/dl_vectors.json`); skips the test where it is absent."""
    folder = Path(os.environ.get("KRINGPAS_SHARED_DATA", _REPOSITORY.parent / "shared" / "data"))
    found = folder / name
    if not found.exists():
        pytest.skip(f"reference data not found: {found} (KRINGPAS_SHARED_DATA names its folder)")
    return found
