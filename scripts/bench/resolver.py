"""Measures the resolver with few and with many serial numbers under one GTIN: `python -m scripts.bench resolver`.

Two SQLite databases that differ in nothing but the number of devices of one model are asked in turn, in this process,
without a server: the scan path from the request to its last byte. Devices are chosen at random. Times are those of the
processor, which what else the machine does hardly touches; the median round counts, and the ratio of the two databases
is the figure to compare.
"""

import argparse
import asyncio
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpp.adapters.database import Database
from dpp.adapters.public_reader import public_reader
from dpp.api.http import ErrorAnswers
from dpp.api.scanpath import ScanPath
from dpp.domain.links import Links
from scripts.bench.measuring import machine
from tests.bench.apps import PUBLIC_URL
from tests.bench.data import fill_one_gtin, serial_of
from tests.support.raw_asgi import scope_of

_LINKSET = [(b"accept", b"application/linkset+json")]


@dataclass(frozen=True)
class Case:
    """One kind of request: the target for device `number`, its headers, and the status that must come back."""

    title: str
    target: Callable[[str, int], str]
    headers: list[tuple[bytes, bytes]]
    status: int


CASES = (
    Case("a serial number that is registered", lambda gtin, number: f"/01/{gtin}/21/{serial_of(number)}", [], 307),
    Case("one that is not", lambda gtin, number: f"/01/{gtin}/21/X{number}", [], 307),
    Case("the GTIN alone", lambda gtin, _: f"/01/{gtin}", [], 307),
    Case("the linkset of a device", lambda gtin, number: f"/01/{gtin}/21/{serial_of(number)}", _LINKSET, 200),
)


@dataclass(frozen=True)
class Filled:
    """A database with `count` serial numbers under one GTIN, and the scan path over it."""

    count: int
    gtin: str
    app: ASGIApp


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench resolver", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--serials", type=int, nargs=2, default=(1_000, 1_000_000), metavar=("FEW", "MANY"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=5_000, help="of each kind in a round")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kringpas-bench-")))
        databases = [_filled(folder, count) for count in options.serials]
        measured = asyncio.run(_measured(databases, options.rounds, options.requests))
    print(report(databases, measured, options))


def _filled(folder: Path, count: int) -> Filled:
    database = Database(f"sqlite:///{folder / f'{count}.sqlite'}")
    links = Links(PUBLIC_URL)
    gtin = fill_one_gtin(database, links, count)
    with database.writing() as session:
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    return Filled(count, gtin, ScanPath(public_reader(database), links, ErrorAnswers(), _nothing))


async def _measured(databases: Sequence[Filled], rounds: int, requests: int) -> dict[tuple[str, int], float]:
    """Microseconds of the processor a request, by case and number of serials: the median round; the first warms up."""
    times: dict[tuple[str, int], list[float]] = {}
    for number in range(rounds + 1):
        for case in CASES:
            for database in databases:
                taken = await _round(case, database, requests, seed=number)
                if number:
                    times.setdefault((case.title, database.count), []).append(taken)
    return {key: statistics.median(found) for key, found in times.items()}


async def _round(case: Case, database: Filled, requests: int, seed: int) -> float:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    scopes = [
        scope_of(case.target(database.gtin, chance.randrange(database.count)).encode(), "GET", case.headers)
        for _ in range(requests)
    ]
    answers = _Answers()
    gc.collect()
    started = time.process_time()
    for scope in scopes:
        await database.app(scope, _receive, answers.send)
        await asyncio.sleep(0)  # each request in a turn of the loop of its own, as over the wire
    taken = time.process_time() - started
    if answers.statuses != {case.status}:
        raise RuntimeError(f"{case.title}: {answers.statuses}")
    return 1e6 * taken / requests


class _Answers:
    """Takes answers and keeps their status: a fast wrong answer would be worth nothing."""

    def __init__(self) -> None:
        self.statuses: set[int] = set()

    async def send(self, event: Message) -> None:
        if event["type"] == "http.response.start":
            self.statuses.add(event["status"])


async def _receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 (the interface of ASGI)
    raise RuntimeError(f"nobody answers {scope['path']}")


def report(databases: Sequence[Filled], measured: dict[tuple[str, int], float], options: argparse.Namespace) -> str:
    few, many = (database.count for database in databases)
    lines = [
        f"| request | {few:,} serials, us | {many:,} serials, us | ratio |",
        "|---|---:|---:|---:|",
    ]
    for case in CASES:
        first, second = measured[case.title, few], measured[case.title, many]
        lines.append(f"| {case.title} | {first:.1f} | {second:.1f} | {second / first:.2f} |")
    return "\n".join(
        [*lines, "", f"{options.rounds} rounds of {options.requests:,} requests of each kind; {machine()}."]
    )
