"""Measures how long many labels take: `python -m scripts.bench labels`.

The whole way is measured, as a page or a program asks for it: devices of a database (their life, their rights, their
passports, codes and asset tags), laid out, drawn, and written as one file. Processor seconds are given beside those on
the clock: they hardly change with what else the machine does.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dpp.domain.actor import Actor
from dpp.domain.labels.options import DataMatrix, PrintOptions
from dpp.domain.opaque import DeviceKey
from dpp.service.labels.printing import LabelFormat, PrintJob
from lifecycle.domain.events import Place
from lifecycle.service.registering import Registration
from scripts.bench.measuring import MODELS, Taken, machine, settings_in, taken
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts

MODEL = MODELS / "dell-latitude-7420.json"
SECONDS = 10
"""What 1,000 labels as one PDF may take."""
JOBS = {
    "sheets of 21 (PDF)": PrintJob("avery-l7160"),
    "sheets of 65 (PDF)": PrintJob("avery-l7651"),
    "roll of 57 x 32 mm (PDF)": PrintJob("57x32"),
    "the same with Data Matrix (PDF)": PrintJob("57x32", options=PrintOptions(data_matrix=DataMatrix.LINK)),
    "roll of 57 x 32 mm (ZPL)": PrintJob("57x32", LabelFormat.ZPL),
}


@dataclass(frozen=True)
class Measured:
    """One job, what it took, and the size of its file."""

    what: str
    taken: Taken
    mebibytes: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench labels", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--labels", type=int, default=1000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kringpas-bench-") as folder:
        print(report(measured(Path(folder), options.labels), options.labels))


def measured(folder: Path, count: int) -> list[Measured]:
    """Every job over the same devices."""
    with Parts.opened(settings_in(folder)) as parts:
        parts.migrate()
        actors = open_demo_accounts(parts.accounts)
        parts.passports.register_model(actors["drz"], MODEL.read_bytes())
        devices = _registered(parts, actors["eigenaar"], count)
        return [_print(parts, actors["eigenaar"], devices, what, job) for what, job in JOBS.items()]


def _registered(parts: Parts, actor: Actor, count: int) -> list[DeviceKey]:
    [model] = parts.passports.models(actor)
    assert actor.organisation is not None
    place, owner = Place("Store 2"), actor.organisation
    return [
        parts.use.devices.register(
            actor,
            Registration(
                model=model.model_id,
                owner=owner,
                place=place,
                serial=f"SN{number:08}",
                asset_tag=f"SSC-{number:06}",
            ),
        ).device.key
        for number in range(count)
    ]


def _print(parts: Parts, actor: Actor, devices: Sequence[DeviceKey], what: str, job: PrintJob) -> Measured:
    printed, took = taken(lambda: parts.device_labels.many(actor, devices, job))
    return Measured(what, took, len(printed.content) / 2**20)


def report(runs: Sequence[Measured], count: int) -> str:
    """As it stands in docs/benchmarks.md."""
    lines = [
        f"{count:,} labels of devices as one file; {machine()}. The aim is {SECONDS} s.",
        "",
        "| labels | seconds | CPU seconds | file MiB | peak MiB |",
        "|---|---:|---:|---:|---:|",
    ]
    for run in runs:
        took = run.taken
        lines.append(f"| {run.what} | {took.wall:.1f} | {took.cpu:.1f} | {run.mebibytes:.1f} | {took.peak_mib} |")
    return "\n".join(lines)
