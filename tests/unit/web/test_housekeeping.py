"""What the service does by itself."""

from datetime import timedelta

import anyio
import anyio.from_thread

from tests.support.registry_world import RegistryWorld
from web.housekeeping import delivering, now_and_then


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


def test_it_delivers_while_it_runs_and_stops_when_told() -> None:
    world = RegistryWorld()
    for _ in range(3):
        world.publish()

    async def serve() -> None:
        with anyio.fail_after(10):
            async with delivering([world.worker()], every=timedelta(milliseconds=1)):
                while world.open() != (0, 0, 0):
                    world.clock.forward(minutes=1)
                    await anyio.sleep(0.01)

    anyio.run(serve)
    world.check_nothing_lost_or_doubled()


def test_a_delivery_that_is_told_to_stop_takes_no_further_step() -> None:
    world = RegistryWorld()
    world.publish()
    assert world.worker().run(lambda: True) == 0
