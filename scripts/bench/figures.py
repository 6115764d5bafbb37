"""Measures the pages of counts over 100,000 devices with their events: `python -m scripts.bench figures`.

The overview of an owner, what waits today for each role that has work, and every page of monitoring, as their use
cases answer; drawing a page takes some milliseconds more. All devices are one owner's and on their way, the most that
there can be to count; the overview is measured again when one in twenty is, as is usual. A report of monitoring is
counted anew each time here; the service keeps one that took long.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from sqlalchemy import text

from dpp.domain.actor import Actor
from lifecycle.domain.monitoring.topics import Topic
from lifecycle.service.kept_reports import KeptReports
from scripts.bench.measuring import machine
from scripts.bench.servers import ENGINES, analyse, parts_on, used_seconds
from tests.bench.life_data import EVENTS, fill_lives
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts

_HOME = """
UPDATE device SET lifecycle = 'in-use', custodian = owner
WHERE device_key IN (SELECT device_key FROM device ORDER BY device_key LIMIT :many)
"""


@dataclass(frozen=True)
class Figure:
    """Milliseconds, on the clock and of the processor."""

    engine: str
    what: str
    clock: float
    cpu: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench figures", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options = parser.parse_args(arguments)
    for engine in options.engines:
        with parts_on(engine) as parts:
            actors = open_demo_accounts(parts.accounts)
            fill_lives(parts, actors, options.devices)
            analyse(parts.database)
            print(f"\n{options.devices:,} devices, {options.devices * EVENTS:,} events; {machine()}.\n")
            print("| database | what | ms on the clock | CPU ms |\n|---|---|---:|---:|")
            for each in measured(parts, engine, actors, options.devices, options.times):
                print(f"| {each.engine} | {each.what} | {each.clock:.0f} | {each.cpu:.0f} |", flush=True)


def measured(parts: Parts, engine: str, actors: Mapping[str, Actor], devices: int, times: int) -> Iterator[Figure]:
    """Every page, then the overview again of a usual owner."""
    for what, ask in _asked(parts, actors):
        yield _figure(parts, engine, what, ask, times)
    with parts.database.writing() as session:
        session.connection().execute(text(_HOME), {"many": devices * 19 // 20})
        session.commit()
    analyse(parts.database)
    owner = actors["eigenaar"]
    usual = "overview of an owner, one in twenty on its way"
    yield _figure(parts, engine, usual, lambda: parts.use.holdings.overview(owner), times)


def _asked(parts: Parts, actors: Mapping[str, Actor]) -> Iterator[tuple[str, Callable[[], object]]]:
    owner, drz = actors["eigenaar"], actors["drz"]
    yield "overview of an owner, all on their way", lambda: parts.use.holdings.overview(owner)
    for name in ("eigenaar", "ict", "drz"):
        yield f"what waits today for {name}", partial(parts.use.today.of, actors[name])
    for topic in Topic:

        def report(topics: frozenset[Topic] = frozenset({topic})) -> object:
            return replace(parts.use.monitoring, kept=KeptReports()).compared(drz, topics=topics)

        yield f"monitoring: {topic.value}", report
    yield "monitoring: all", lambda: replace(parts.use.monitoring, kept=KeptReports()).compared(drz)


def _figure(parts: Parts, engine: str, what: str, ask: Callable[[], object], times: int) -> Figure:
    ask()
    used, began = used_seconds(parts.database), perf_counter()
    for _ in range(times):
        ask()
    clock, cpu = perf_counter() - began, used_seconds(parts.database) - used
    return Figure(engine, what, 1000 * clock / times, 1000 * cpu / times)
