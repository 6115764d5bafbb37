"""Measures taking in Open Repair Data, and reading figures of it: `python -m scripts.bench faults FILE`.

The rows of FILE are repeated with new ids up to the number that is asked. The whole way is measured: the file is handed
in and kept, every row is read, judged and classified, stored, and counted. Then the same file is handed in again, which
changes nothing. Figures are read as a page reads them. Nothing about one row is remembered for the next, so that
repeated rows cost what other rows would.
"""

import argparse
import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dpp.domain.actor import AccountId, Actor, Role
from lifecycle.domain.faults.counts import Wanted
from lifecycle.domain.faults.kinds import ProductKind
from lifecycle.domain.faults.loads import FaultLoad
from scripts.bench.measuring import Taken, machine, settings_in, taken
from web.bootstrap import Parts

SECONDS = 60
"""What 300,000 rows may take on two cores with nothing else running."""
_DATED = date(2025, 7, 31)
_READINGS = 20


@dataclass(frozen=True)
class Measured:
    """What the steps took; `reading` is one page of figures."""

    load: FaultLoad
    taking_in: Taken
    again: Taken
    reading: Taken
    reading_one: Taken


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench faults", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="CSV of the Open Repair Data Standard 0.3")
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--database", help="PostgreSQL, by its address; an empty database. SQLite where left out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kringpas-bench-") as folder:
        print(report(measured(Path(folder), options.file, options.rows, options.database), options.rows))


def measured(folder: Path, sample: Path, rows: int, database: str | None = None) -> Measured:
    """A first load into an empty database, the same file again, and figures."""
    file = repeated(sample, folder / "repairs.csv", rows)
    settings = settings_in(folder)
    if database is not None:
        settings = settings.model_copy(update={"database_url": database})
    with Parts.opened(settings) as parts:
        parts.migrate()
        actor = Actor(AccountId("bench"), None, frozenset({Role.ADMINISTRATOR}))
        load, taking_in = taken(lambda: _take_in(parts, actor, file))
        _, again = taken(lambda: _take_in(parts, actor, file))
        asked = (Wanted(), Wanted(kind=ProductKind.LAPTOP, brand="HP"))
        reading, one = (taken(lambda wanted=each: _read(parts, wanted))[1] for each in asked)  # type: ignore[misc]  # a default binds it
    return Measured(load, taking_in, again, reading, one)


def repeated(sample: Path, file: Path, rows: int) -> Path:
    """The rows of a file over and over, each with an id of its own."""
    with sample.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        known, fields = list(reader), list(reader.fieldnames or ())
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fields)
        writer.writeheader()
        writer.writerows({**known[number % len(known)], "id": f"bench-{number}"} for number in range(rows))
    return file


def _take_in(parts: Parts, actor: Actor, file: Path) -> FaultLoad:
    loading = parts.fault_loading.worker
    with file.open("rb") as content:
        load = loading.submit(actor, file.name, content, _DATED)
    return load if load.is_over else loading.work_on(load.number) or load


def _read(parts: Parts, wanted: Wanted) -> None:
    for _ in range(_READINGS):
        parts.use.faults.figures.report(wanted)


def report(it: Measured, rows: int) -> str:
    """As it stands in docs/faults.md."""
    took, now = it.load.taken, it.taking_in
    lines = [
        f"{rows:,} rows of Open Repair Data; {machine()}. Allowed: {SECONDS} seconds.",
        f"{took.new:,} new, {took.left:,} left out, {took.refused:,} refused.",
        "",
        "| step | seconds | CPU seconds | peak MiB |",
        "|---|---:|---:|---:|",
        f"| taking in | {now.wall:.1f} | {now.cpu:.1f} | {now.peak_mib} |",
        f"| the same file again | {it.again.wall:.1f} | {it.again.cpu:.1f} | {it.again.peak_mib} |",
        f"| figures of everything | {_each(it.reading)} | |",
        f"| figures of one kind and brand | {_each(it.reading_one)} | |",
    ]
    return "\n".join(lines)


def _each(readings: Taken) -> str:
    """Seconds of one reading of so many."""
    return f"{readings.wall / _READINGS:.4f} | {readings.cpu / _READINGS:.4f}"
