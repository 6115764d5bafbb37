"""Measures the import of item passports from NDJSON into SQLite: `python -m scripts.bench imports`.

The whole way is measured, validation and all: the file is handed in and kept, every row is checked, stored with its
version and its leaf of the log, and reported. Then the same file is imported again, which must change nothing.
Processor seconds are given beside those on the clock: they hardly change with what else the machine does.
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dpp.domain.actor import Actor  # noqa: E402 (the path to it is set above)
from dpp.domain.imports.rows import Totals  # noqa: E402
from dpp.service.imports.imports import Submission  # noqa: E402
from web.bootstrap import Parts  # noqa: E402
from web.demo.accounts import open_demo_accounts  # noqa: E402
from web.settings import Settings  # noqa: E402

MODEL = ROOT / "web" / "demo" / "models" / "samsung-galaxy-xcover7.json"
SECONDS, MEBIBYTES = 90, 400
"""What 100,000 rows may take on two cores with nothing else running."""


@dataclass(frozen=True)
class Measured:
    """One import: seconds on the clock and of the processor, and the most memory that the process had until its end."""

    what: str
    totals: Totals
    wall: float
    cpu: float
    peak_mib: int


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
    with Parts.opened(Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.sqlite'}")) as parts:
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
    wall, cpu = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        wanted = Submission(kind="item", name=path.name, file=file, dry_run=False)
        run = parts.importing.imports.submit(actor, wanted)
    done = parts.importing.runner.work_on(run.run_id)
    if done is None or done.totals.refused:
        raise RuntimeError(f"the import did not go as it should: {done}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(what, done.totals, time.perf_counter() - wall, time.process_time() - cpu, peak)


def report(runs: Sequence[Measured], rows: int) -> str:
    """As it stands in docs/benchmarks.md."""
    cores, python = len(os.sched_getaffinity(0)), platform.python_version()
    lines = [
        f"{rows:,} item passports from NDJSON into SQLite, validation on; {cores} cores, Python {python}.",
        "",
        "| import | new | unchanged | seconds | CPU seconds | us a row | peak MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        figures = f"{run.wall:.1f} | {run.cpu:.1f} | {1e6 * run.cpu / rows:.0f} | {run.peak_mib}"
        lines.append(f"| {run.what} | {run.totals.created:,} | {run.totals.unchanged:,} | {figures} |")
    return "\n".join(lines)
