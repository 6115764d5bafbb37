"""What the service does by itself."""

from datetime import timedelta

import anyio
import anyio.from_thread

from web.housekeeping import now_and_then


def test_it_sweeps_at_the_start_and_again_and_a_failure_stops_nothing() -> None:
    """The first sweep fails; the service runs on, and the sweep is tried again."""
    swept: list[int] = []

    def sweep() -> None:
        swept.append(len(swept))
        if len(swept) == 1:
            raise RuntimeError("the database was away")

    async def serve() -> None:
        again = anyio.Event()

        def swept_again() -> None:
            sweep()
            anyio.from_thread.run_sync(again.set)

        with anyio.fail_after(10):
            async with now_and_then(swept_again, every=timedelta(milliseconds=1)):
                await again.wait()

    anyio.run(serve)
    assert len(swept) >= 2
