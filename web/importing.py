"""Imports in the service: their use cases, and the thread that works on those that wait.

Rules:
1. One thread in each process works on imports, one after the other; it is called as soon as one is handed in, and looks
   by itself now and then for one that another process left half-way.
2. When the service stops, the thread leaves after the rows that it is at; at the next start the run goes on from there.
3. What goes wrong in one run is logged and told in that run; the thread goes on with the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Lock
from typing import Any

import structlog
from anyio import create_task_group
from anyio.to_thread import run_sync

from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports
from dpp.service.imports.runner import Runner
from dpp.service.ports import Clock

LOOK_AFTER = timedelta(seconds=30)
FILES_KEPT = timedelta(days=7)
"""How long a file stays that was tried and not imported."""


@dataclass(frozen=True)
class Bell:
    """Calls the thread, and tells it to stop."""

    rung: Event
    stopping: Event

    @classmethod
    def new(cls) -> "Bell":
        return cls(Event(), Event())

    def stop(self) -> None:
        self.stopping.set()
        self.rung.set()


@dataclass(frozen=True)
class Importing:
    """Everything about imports that pages, programs and commands ask."""

    imports: Imports[Any]
    column_maps: ColumnMaps[Any]
    runner: Runner[Any]
    clock: Clock
    bell: Bell
    lock: Lock

    def run_pending(self) -> int:
        """Work on all that waits, here and now; how many runs that were."""
        with self.lock:
            return self.runner.run_pending()

    def forget_files(self) -> int:
        """Files that nobody imported within their time."""
        return self.imports.forget_files(self.clock() - FILES_KEPT)

    def work(self) -> None:
        """What the thread does until it is told to stop."""
        while not self.bell.stopping.is_set():
            self.bell.rung.clear()
            try:
                self.run_pending()
            except Exception as error:  # noqa: BLE001 (whatever it is, the next import goes on)
                structlog.get_logger("kringpas.imports").error("import stopped", exc_info=error)
            else:
                self.bell.rung.wait(LOOK_AFTER.total_seconds())


@asynccontextmanager
async def importing(parts: Importing) -> AsyncIterator[None]:
    """Imports are worked on for as long as the service runs."""
    async with create_task_group() as tasks:
        tasks.start_soon(run_sync, parts.work)
        try:
            yield
        finally:
            parts.bell.stop()
