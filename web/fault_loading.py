"""Files of repair data in the service: the thread that takes in those that wait.

Rules:
1. One thread in each process, called as soon as a file is handed in; it looks by itself now and then for one that
   another process left half-way.
2. When the service stops, the thread leaves after the rows that it is at; at the next start the file goes on there.
3. What goes wrong with one file is logged and told of that file; the thread goes on with the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Lock

import structlog
from anyio import create_task_group
from anyio.to_thread import run_sync

from lifecycle.service.fault_loading import FaultLoading
from web.importing import LOOK_AFTER, Bell


@dataclass(frozen=True)
class TakingFaultsIn:
    """What takes files in, and calls the thread that does it."""

    loading: FaultLoading
    bell: Bell
    lock: Lock

    def run_pending(self) -> int:
        """Work on all that waits, here and now; how many files that were."""
        with self.lock:
            return self.loading.run_pending()

    def work(self) -> None:
        """What the thread does until it is told to stop."""
        while not self.bell.stopping.is_set():
            self.bell.rung.clear()
            try:
                self.run_pending()
            except Exception as error:  # noqa: BLE001 (whatever it is, the next file goes on)
                structlog.get_logger("kringpas.faults").error("repair data stopped", exc_info=error)
            else:
                self.bell.rung.wait(LOOK_AFTER.total_seconds())


@asynccontextmanager
async def taking_faults_in(parts: TakingFaultsIn) -> AsyncIterator[None]:
    """Files are taken in for as long as the service runs."""
    async with create_task_group() as tasks:
        tasks.start_soon(run_sync, parts.work)
        try:
            yield
        finally:
            parts.bell.stop()
