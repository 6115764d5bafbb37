"""Previews of routing policies and deciding again, in the background: the thread that works on runs that wait.

Rules:
1. One thread in each process, called as soon as a run is asked for; it looks by itself now and then for one that
   another process left half-way, or whose day has come.
2. When the service stops, the thread leaves after the devices that it is at; at the next start the run goes on there.
3. What goes wrong in one run is logged and told in that run; the thread goes on with the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Lock

import structlog
from anyio import create_task_group
from anyio.to_thread import run_sync

from lifecycle.service.decision_checks import DecisionChecks
from lifecycle.service.routing_worker import RoutingWorker
from web.importing import LOOK_AFTER, Bell


@dataclass(frozen=True)
class Deciding:
    """What works on runs, and what makes stored decisions again."""

    worker: RoutingWorker
    checks: DecisionChecks
    bell: Bell
    lock: Lock

    def run_pending(self) -> int:
        """Work on all that waits, here and now; how many runs that were."""
        with self.lock:
            return self.worker.run_pending()

    def work(self) -> None:
        """What the thread does until it is told to stop."""
        while not self.bell.stopping.is_set():
            self.bell.rung.clear()
            try:
                self.run_pending()
            except Exception as error:  # noqa: BLE001 (whatever it is, the next run goes on)
                structlog.get_logger("kringpas.deciding").error("routing run stopped", exc_info=error)
            else:
                self.bell.rung.wait(LOOK_AFTER.total_seconds())


@asynccontextmanager
async def deciding(parts: Deciding) -> AsyncIterator[None]:
    """Runs are worked on for as long as the service runs."""
    async with create_task_group() as tasks:
        tasks.start_soon(run_sync, parts.work)
        try:
            yield
        finally:
            parts.bell.stop()
