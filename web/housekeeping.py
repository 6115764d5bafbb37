"""What the service does by itself now and then.

It forgets sessions that ended and attempts that no longer count, tells others of passports and of events, and keeps the
log.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Protocol

import structlog
from anyio import create_task_group, sleep
from anyio.to_thread import run_sync

from dpp.service.log.log import Log

EVERY = timedelta(hours=6)


@asynccontextmanager
async def now_and_then(sweep: Callable[[], object], every: timedelta = EVERY) -> AsyncIterator[None]:
    """Sweep at the start and from then on, for as long as the service runs. A sweep that fails is tried again later."""

    async def repeat() -> None:
        while True:
            try:
                await run_sync(sweep)
            except Exception as error:  # noqa: BLE001 (whatever it is, answering requests goes on)
                structlog.get_logger("kringpas.housekeeping").warning("sweep failed", reason=type(error).__name__)
            await sleep(every.total_seconds())

    async with create_task_group() as tasks:
        tasks.start_soon(repeat)
        yield
        tasks.cancel_scope.cancel()


class Worker(Protocol):
    """Delivers what is due, until it is told to stop."""

    def run(self, stopping: Callable[[], bool]) -> int: ...


@asynccontextmanager
async def delivering(deliveries: Iterable[Worker], every: timedelta) -> AsyncIterator[None]:
    """Deliver what the outbox holds, each destination in a thread; when it stops, they end after a step."""
    stopping = Event()
    async with AsyncExitStack() as workers:
        for delivery in deliveries:
            await workers.enter_async_context(now_and_then(partial(delivery.run, stopping.is_set), every))
        try:
            yield
        finally:
            stopping.set()


@asynccontextmanager
async def keeping_log(log: Log, every: timedelta) -> AsyncIterator[None]:
    """Number and publish what was recorded, and now and then look at all leaves; it stops after a step."""
    stopping = Event()
    lately, all_of_it = partial(log.sweep, stopping.is_set), partial(log.sweep_all, stopping.is_set)
    async with now_and_then(all_of_it), now_and_then(lately, every):
        try:
            yield
        finally:
            stopping.set()
