"""Measures the import of item passports from NDJSON into SQLite: `python -m scripts.bench imports`.

The whole way is measured, validation and all: the file is handed in and kept, every row is checked, stored with its
version and its leaf of the log, and reported. Then the same file is imported again, which must change nothing.
Processor seconds are given beside those on the clock: they hardly change with what else the machine does.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dpp.domain.actor import Actor
from dpp.domain.imports.rows import Totals
from dpp.domain.imports.run import Run
from dpp.service.imports.imports import Submission
from scripts.bench.measuring import MODELS, Taken, machine, settings_in, taken
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts

MODEL = MODELS / "samsung-galaxy-xcover7.json"
SECONDS, MEBIBYTES = 90, 400
"""What 100,000 rows may take on two cores with nothing else running."""


@dataclass(frozen=True)
class Measured:
    """One import, and what it took."""

    what: str
    totals: Totals
    taken: Taken


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench imports", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kringpas-bench-") as folder:
        print(report(measured(Path(folder), options.rows), options.rows))


def measured(folder: Path, rows: int) -> list[Measured]:
    """A first import into an empty database, and the same file again."""
    file = folder / "items.ndjson"
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    with file.open("w", encoding="utf-8") as target:
        for number in range(rows):
            target.write(json.dumps(_item(model["gtin"], number)) + "\n")
    with Parts.opened(settings_in(folder)) as parts:
        parts.migrate()
        actor = open_demo_accounts(parts.accounts)["drz"]
        parts.passports.register_model(actor, MODEL.read_bytes())
        return [_import(parts, actor, file, what) for what in ("into an empty database", "the same file again")]


def _item(gtin: str, number: int) -> dict[str, object]:
    """A row as a factory would send it: nine elements, three of them figures with their source."""
    source = {"title": "Factory record"}
    return {
        "gtin": gtin,
        "serialNumber": f"SN{number:08}",
        "productionMonth": f"2024-{number % 12 + 1:02}",
        "operatingSystem": "Android 14",
        "memory": {"value": 6, "unit": "GB", "source": source},
        "storage": {"value": 128, "unit": "GB", "source": source},
        "batteryHealth": {"value": 100, "unit": "%", "source": source},
        "assemblyCountry": "VN",
        "configurationCode": f"C{number % 7}",
    }


def _import(parts: Parts, actor: Actor, path: Path, what: str) -> Measured:
    def work() -> Run | None:
        with path.open("rb") as file:
            wanted = Submission(kind="item", name=path.name, file=file, dry_run=False)
            run = parts.importing.imports.submit(actor, wanted)
        return parts.importing.worker.work_on(run.run_id)

    done, took = taken(work)
    if done is None or done.totals.refused:
        raise RuntimeError(f"the import did not go as it should: {done}")
    return Measured(what, done.totals, took)


def report(runs: Sequence[Measured], rows: int) -> str:
    """As it stands in docs/benchmarks.md."""
    lines = [
        f"{rows:,} item passports from NDJSON into SQLite, validation on; {machine()}.",
        "",
        "| import | new | unchanged | seconds | CPU seconds | us a row | peak MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        took = run.taken
        figures = f"{took.wall:.1f} | {took.cpu:.1f} | {1e6 * took.cpu / rows:.0f} | {took.peak_mib}"
        lines.append(f"| {run.what} | {run.totals.created:,} | {run.totals.unchanged:,} | {figures} |")
    return "\n".join(lines)
