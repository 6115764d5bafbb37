"""Measures the search: `python -m scripts.bench search`.

Over an index of 100,000 devices with four numbers each (serial, asset tag, label, and for every third an IMEI), 2,000
models, 300 organisations and 5,000 consignments, on each engine, put straight into its tables. What is typed is what
people type: whole numbers, the first or the last of one, one with a mistake, names, and the worst that we could think
of. It is asked by somebody who sees everything, by an organisation with a third of the devices, and by one with forty.
Processor time is that of the service and, of PostgreSQL, that of its process that answers: on a busy machine it says
more than the time on the clock.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from scripts.bench.measuring import machine
from scripts.bench.servers import ENGINES, analyse, parts_on, used_seconds
from tests.bench.search_data import BIG, CODES, NAMES, SMALL, Filled, fill_index
from web.bootstrap import Parts

ALLOWED_MS = 100
EVERYTHING = Actor(AccountId("bench"), OrganisationId("drz"), frozenset({Role.DRZ}))
OF_MANY = Actor(AccountId("bench"), BIG, frozenset({Role.OWNER}))
OF_FEW = Actor(AccountId("bench"), SMALL, frozenset({Role.OWNER}))
READERS: Mapping[str, Actor] = {"sees everything": EVERYTHING, "a third": OF_MANY, "forty devices": OF_FEW}
WORST = (
    "111111",
    "SSC-",
    "SSC-1",
    "00",
    "12",
    "3569",
    "356938",
    "2024",
    "SSC-11111",
    "Latitude",
    "de la 14",
    "zzzzzzzz",
)


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one search; `found` is the share that had what was meant among the first of its kind."""

    engine: str
    what: str
    reader: str
    p50: float
    p99: float
    most: float
    cpu: float
    found: float | None = None


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench search", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200, help="of each kind")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    sizes: dict[str, int] = {}
    for engine in options.engines:
        with parts_on(engine) as parts:
            filled = fill_index(parts.database, options.devices)
            analyse(parts.database)
            sizes[engine] = filled.mebibytes
            figures += measured(parts, engine, filled, options.searches)
    print(report(figures, sizes, options))


def measured(parts: Parts, engine: str, filled: Filled, count: int) -> Iterator[Figure]:
    """Every way of typing, by whoever sees everything; the worst of them by the others too."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    asked = {what: [make(chance, filled) for _ in range(count)] for what, make in TYPED.items()}
    for what, pairs in asked.items():
        yield _figure(parts, engine, what, ("sees everything", EVERYTHING), pairs)
    pairs = [(typed, None) for typed in WORST for _ in range(5)]
    for named in READERS.items():
        yield _figure(parts, engine, "the worst to ask", named, pairs)
    for name in ("a third", "forty devices"):
        yield _figure(parts, engine, "with one mistake", (name, READERS[name]), asked["with one mistake"], told=False)


def _figure(
    parts: Parts,
    engine: str,
    what: str,
    reader: tuple[str, Actor],
    pairs: Sequence[tuple[str, str | None]],
    *,
    told: bool = True,
) -> Figure:
    name, actor = reader
    taken, hits = [], 0
    parts.search.find(actor, pairs[0][0])
    before = used_seconds(parts.database)
    for typed, meant in pairs:
        started = time.perf_counter()
        groups = parts.search.find(actor, typed)
        taken.append(1000 * (time.perf_counter() - started))
        hits += any(hit.candidate.id == meant for group in groups for hit in group.hits)
    cpu = 1000 * (used_seconds(parts.database) - before) / len(pairs)
    taken.sort()
    share = hits / len(pairs) if told and pairs[0][1] is not None else None
    return Figure(engine, what, name, taken[len(taken) // 2], taken[-1 - len(taken) // 100], taken[-1], cpu, share)


def _whole(chance: random.Random, filled: Filled) -> tuple[str, str | None]:
    number = chance.randrange(filled.devices) // 3 * 3
    return chance.choice(CODES)(number), filled.key(number)


def _mistaken(chance: random.Random, filled: Filled) -> tuple[str, str | None]:
    text, key = _whole(chance, filled)
    return one_mistake(chance, text), key


def _beginning(chance: random.Random, filled: Filled) -> tuple[str, str | None]:
    text, _ = _whole(chance, filled)
    return text[: len(text) - 3], None


def _ending(chance: random.Random, filled: Filled) -> tuple[str, str | None]:
    text, key = _whole(chance, filled)
    return text[-7:], key


def _named(chance: random.Random, _: Filled) -> tuple[str, str | None]:
    return chance.choice(NAMES)(chance.randrange(300)), None


TYPED: Mapping[str, Callable[[random.Random, Filled], tuple[str, str | None]]] = {
    "a whole number": _whole,
    "with one mistake": _mistaken,
    "all but its last three": _beginning,
    "its last seven": _ending,
    "a name": _named,
}


def one_mistake(chance: random.Random, text: str) -> str:
    """One character wrong, missing, twice, or two that changed places."""
    place = chance.randrange(1, len(text) - 1)
    match chance.randrange(4):
        case 0:
            return text[:place] + chance.choice("4789ACEX") + text[place + 1 :]
        case 1:
            return text[:place] + text[place + 1 :]
        case 2:
            return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def report(figures: Sequence[Figure], sizes: Mapping[str, int], options: argparse.Namespace) -> str:
    """As it stands in docs/search.md."""
    held = ", ".join(f"{size} MiB on {engine}" for engine, size in sizes.items())
    lines = [
        f"{options.devices:,} devices; {machine()}. Allowed: {ALLOWED_MS} ms. The index takes {held}.",
        "",
        "| database | typed | by whom | median ms | p99 ms | most ms | CPU ms | found |",
        "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *map(_line, figures)])


def _line(it: Figure) -> str:
    found = "" if it.found is None else f"{100 * it.found:.0f} %"
    numbers = f"{it.p50:.1f} | {it.p99:.1f} | {it.most:.1f} | {it.cpu:.1f}"
    return f"| {it.engine} | {it.what} | {it.reader} | {numbers} | {found} |"
