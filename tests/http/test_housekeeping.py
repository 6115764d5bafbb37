"""What the whole service forgets by itself, on each engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.support import shortcuts
from tests.support.client import client_for
from web.settings import Settings


def test_a_service_looks_for_all_that_it_should_forget(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sweep is handed over at the start, and runs without a fault, which housekeeping would only log."""
    swept: list[str] = []

    @asynccontextmanager
    async def at_once(sweep: Callable[[], object]) -> AsyncIterator[None]:
        sweep()
        swept.append(getattr(sweep, "__qualname__", repr(sweep)))
        yield

    shortcuts.take()
    monkeypatch.setattr("web.app.now_and_then", at_once)
    with client_for(settings):
        assert sorted(swept) == [
            "FoundReports.forget",
            "Importing.forget_files",
            "Reservations.expire",
            "Reviewing.forget",
            "RoutingPolicies.forget_previews",
            "Sessions.sweep",
            "Shifts.sweep",
        ]
