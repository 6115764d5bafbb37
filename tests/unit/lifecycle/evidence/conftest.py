"""The evidence of made-up laptops that the tests read."""

from collections.abc import Callable
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[3] / "fixtures" / "evidence"


@pytest.fixture(scope="session")
def evidence_file() -> Callable[[str], bytes]:
    """The bytes of a file in `tests/fixtures/evidence`, by its name."""
    return lambda name: (_FOLDER / name).read_bytes()
