"""What the service does by itself now and then: it forgets sessions that ended and attempts that no longer count."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from anyio import create_task_group, sleep
from anyio.to_thread import run_sync

EVERY = timedelta(hours=6)


@asynccontextmanager
async def now_and_then(sweep: Callable[[], None], every: timedelta = EVERY) -> AsyncIterator[None]:
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
