"""What the tests need from the machine: on a developer's machine its absence skips, under CI it fails."""

import os
from typing import NoReturn

import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """End the test, because `what` is not on this machine. With CI=true nothing may be skipped for want of it."""
    reason = f"{what} is not on this machine: {remedy}"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)
