"""What waits is worked on in the background: a thread in each process, for as long as the service runs.

Rules:
1. One thread in each process for each kind of work, one piece after the other. A bell calls it as soon as something is
   asked for; it looks by itself now and then for what another process left half-way, or whose day has come.
2. When the service stops, the thread leaves after the step that it is at (the worker asks `Bell.stopping`); at the next
   start the work goes on from there.
3. What goes wrong in one piece is logged and told there; the thread goes on with the next after a breath.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock
from typing import Generic, Protocol, TypeVar

import structlog
from anyio import create_task_group
from anyio.to_thread import run_sync

LOOK_AFTER = timedelta(seconds=30)
AFTER_FAILURE = timedelta(seconds=2)
"""While the database is away every piece fails: the thread takes breath, and fills neither a core nor the log."""


class Worker(Protocol):
    """Works on all that waits."""

    def run_pending(self) -> int:
        """Until nothing is left, or it is told to stop; how many pieces that were."""
        ...


WorkerT = TypeVar("WorkerT", bound=Worker)


@dataclass(frozen=True)
class Bell:
    """Calls the thread, and tells it to stop."""

    rung: Event = field(default_factory=Event)
    stopping: Event = field(default_factory=Event)

    def stop(self) -> None:
        self.stopping.set()
        self.rung.set()


@dataclass(frozen=True, kw_only=True)
class Working(Generic[WorkerT]):
    """A worker with the bell that calls it; `name` is that of its log."""

    name: str
    worker: WorkerT
    bell: Bell
    lock: Lock = field(default_factory=Lock)

    def run_pending(self) -> int:
        """Work on all that waits, here and now; how many pieces that were."""
        with self.lock:
            return self.worker.run_pending()

    def work(self) -> None:
        """What the thread does until it is told to stop."""
        while not self.bell.stopping.is_set():
            self.bell.rung.clear()
            try:
                self.run_pending()
            except Exception as error:  # noqa: BLE001 (whatever it is, the next piece goes on)
                structlog.get_logger(f"kringpas.{self.name}").error("work stopped", exc_info=error)
                self.bell.rung.wait(AFTER_FAILURE.total_seconds())
            else:
                self.bell.rung.wait(LOOK_AFTER.total_seconds())


@asynccontextmanager
async def working(kind: Working[WorkerT]) -> AsyncIterator[None]:
    """It is worked on for as long as this lasts; at the end the thread is told to stop, and waited for."""
    async with create_task_group() as tasks:
        tasks.start_soon(run_sync, kind.work)
        try:
            yield
        finally:
            kind.bell.stop()
