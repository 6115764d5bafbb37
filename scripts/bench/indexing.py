"""Measures what registering pays for the index of the search, and making it again: `python -m scripts.bench indexing`.

Devices are registered through the use case, each with its passport, label, event and leaf of the log: a round of them
as the service does it and a round without the index, by turns, so that both meet the same machine. Then the index of
all that were registered is thrown away and made again as `kringpas rebuild` makes it, and once more, when all is right.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from unittest import mock

from sqlalchemy import text

from dpp.domain.actor import Actor
from lifecycle.domain.events import Place
from lifecycle.service import recording
from lifecycle.service.registering import Registration
from scripts.bench.measuring import MODELS, machine, taken
from scripts.bench.servers import ENGINES, parts_on, used_seconds
from tests.bench.search_data import asset_tag, serial
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts

_TABLES = ("search_gram", "search_reader", "search_entry")


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one device, on the clock and of the processor."""

    engine: str
    what: str
    clock: float
    cpu: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench indexing", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=10, help="with and without the index, by turns")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options = parser.parse_args(arguments)
    print(f"{options.devices:,} devices on each engine; {machine()}.\n")
    print("| database | what | ms on the clock | CPU ms |\n|---|---|---:|---:|")
    for engine in options.engines:
        with parts_on(engine) as parts:
            for each in measured(parts, engine, options.devices, options.rounds):
                print(f"| {each.engine} | {each.what} | {each.clock:.2f} | {each.cpu:.2f} |", flush=True)
    _, took = taken(lambda: None)
    print(f"\nThe most memory that it had: {took.peak_mib} MiB.")


def measured(parts: Parts, engine: str, count: int, rounds: int) -> Iterator[Figure]:
    """Registering in both ways, and making the index again."""
    owner, numbers = _owner(parts), iter(range(count))
    size = count // rounds
    totals = {"registering": (0.0, 0.0), "registering, without the index": (0.0, 0.0)}
    _register(parts, owner, [next(numbers) for _ in range(size)])  # warms up
    for place in range(rounds - 1):
        what = list(totals)[place % 2]
        some = [next(numbers) for _ in range(size)]
        switched = nullcontext() if place % 2 == 0 else mock.patch.object(recording, "note_search", _nothing)
        with switched:
            clock, cpu = _taken(parts, partial(_register, parts, owner, some))
        totals[what] = (totals[what][0] + clock, totals[what][1] + cpu)
    for place, (what, (clock, cpu)) in enumerate(totals.items()):
        done = size * len(range(place, rounds - 1, 2))
        yield Figure(engine, what, 1000 * clock / done, 1000 * cpu / done)
    _forget(parts)
    for what in ("rebuilding, the index too", "rebuilding, all is right"):
        clock, cpu = _taken(parts, lambda: parts.rebuilding.rebuild(_nothing))
        done = size * rounds
        yield Figure(engine, what, 1000 * clock / done, 1000 * cpu / done)


def _owner(parts: Parts) -> Actor:
    actors = open_demo_accounts(parts.accounts)
    parts.passports.register_model(actors["drz"], (MODELS / "dell-latitude-7420.json").read_bytes())
    return actors["eigenaar"]


def _register(parts: Parts, owner: Actor, numbers: Sequence[int]) -> None:
    [model] = parts.passports.models(owner)
    assert owner.organisation is not None
    for number in numbers:
        wanted = Registration(
            model=model.model_id,
            owner=owner.organisation,
            place=Place("Store 2"),
            serial=f"{serial(number)}{number}",
            asset_tag=asset_tag(number),
        )
        parts.use.devices.register(owner, wanted)


def _taken(parts: Parts, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    used, began = used_seconds(parts.database), perf_counter()
    work()
    return perf_counter() - began, used_seconds(parts.database) - used


def _forget(parts: Parts) -> None:
    with parts.database.writing() as session:
        for table in _TABLES:
            session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 (names of ours)
        session.commit()


def _nothing(*_: object) -> None:
    """Instead of keeping the index in step, or telling progress."""
