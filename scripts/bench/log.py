"""Measures the log that nobody can rewrite unseen: `python -m scripts.bench log`.

On SQLite: a million leaves get their numbers and are published; then one more is, and proofs are made at random. In a
second database every event is checked against its leaf, its number, the signed roots and the tiles. Processor seconds
are given beside those on the clock: they hardly change with what else the machine does.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dpp.domain.log.tiles_check import check_tiles
from dpp.domain.log.tree import Frontier, leaf_hash
from scripts.bench.measuring import Taken, machine, settings_in, taken
from tests.bench.log_data import fill_events, fill_leaves
from web.bootstrap import Parts

PROOFS = 500


@dataclass(frozen=True)
class Measured:
    """One thing, done `count` times, and what it took."""

    what: str
    count: int
    taken: Taken


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench log", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kringpas-bench-") as folder:
        rows = [
            *_of_leaves(Path(folder) / "leaves", options.leaves),
            *_of_events(Path(folder) / "events", options.events),
        ]
    print(report(rows))


def _of_leaves(folder: Path, count: int) -> list[Measured]:
    entries = [number.to_bytes(32, "big") for number in range(count)]
    rows = [
        _measured("the tree over them, in memory", count, lambda: Frontier().extended(map(leaf_hash, entries)).root)
    ]
    with Parts.opened(settings_in(folder)) as parts:
        parts.migrate()
        fill_leaves(parts.database, count)
        log = parts.log

        def sequence() -> None:
            while log.sequencer.run(thorough=True).added:
                pass

        rows.append(_measured("numbers and signed checkpoints", count, sequence))
        rows.append(_measured("tiles, published", count, log.publisher.run))
        fill_more(parts, count)
        rows.append(_measured("one leaf more: number, checkpoint, tiles", 1, log.sweep))
        rows.append(_measured("nothing to do", 1, log.sweep))
        rows.append(_proofs(parts))
        trust = log.audit.trust
        rows.append(_measured("check of the published files", count, lambda: check_tiles(log.files.read, trust)))
    return rows


def fill_more(parts: Parts, count: int) -> None:
    """One leaf that was not there."""
    with parts.passports.storage.writing() as work:
        (leaf,) = work.leaves.of_subject(f"device{count - 1:09}", "event")
        work.leaves.add(type(leaf)("one more", "event", 1, leaf.commitment, leaf.salt, parts.clock()))
        work.commit()


def _proofs(parts: Parts) -> Measured:
    """The median of many, each as if it were the only one: nothing of the tiles is remembered."""
    chance = random.Random(1)  # noqa: S311 - which entries are asked for; nothing secret
    times, cpu = [], time.process_time()
    for _ in range(PROOFS):
        start = time.perf_counter()
        log = parts.log.proofs.published()
        log.inclusion(chance.randrange(log.size))
        times.append(time.perf_counter() - start)
    each = (time.process_time() - cpu) / PROOFS
    _, here = taken(lambda: None)
    one = Taken(statistics.median(times), each, here.peak_mib)
    return Measured("one proof of inclusion, from the files", 1, one)


def _of_events(folder: Path, count: int) -> list[Measured]:
    with Parts.opened(settings_in(folder)) as parts:
        parts.migrate()
        fill_events(parts.database, count)
        parts.log.sweep_all()

        def verify() -> None:
            verdict = parts.log.audit.run()
            if not verdict.holds or verdict.checked["entries"] != count:
                raise RuntimeError(f"the check did not go as it should: {verdict.faults[:3]}")

        return [_measured("check of a database, every event", count, verify)]


def _measured(what: str, count: int, work: Callable[[], object]) -> Measured:
    return Measured(what, count, taken(work)[1])


def report(rows: Sequence[Measured]) -> str:
    """As it stands in docs/benchmarks.md."""
    lines = [
        f"SQLite; {machine()} at the end.",
        "",
        "| what | of | seconds | CPU seconds | CPU us each | peak MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        took = row.taken
        figures = f"{took.wall:.4g} | {took.cpu:.4g} | {1e6 * took.cpu / row.count:,.1f} | {took.peak_mib}"
        lines.append(f"| {row.what} | {row.count:,} | {figures} |")
    return "\n".join(lines)
