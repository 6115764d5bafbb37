"""Measures deciding again about many devices: `python -m scripts.bench decisions`.

Devices that have each lived a life are read from SQLite with their facts, as a run does it, and decided about with the
policy of the package. A fifth each is as it was read, has a worn battery with a quote, is locked and has a hazard,
fails tests with two quotes, or is of an age known by its ends: what would change a decision is looked for as well.
Reading, deciding, and writing the whole decision as the text that is kept with its hash are given in processor seconds.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256
from lifecycle.domain.routing.decision import Decision, decide
from lifecycle.domain.routing.facts import Fact, Figure, RepairOption, RoutingFacts, Since
from lifecycle.domain.routing.written import written
from lifecycle.domain.vocabulary import Hazard, Lock
from lifecycle.service.routing_reading import FactsReader, Gathered
from scripts.bench.measuring import machine, settings_in, taken
from tests.bench.life_data import fill_lives
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts

SECONDS_PER_1000 = 2.0
"""What 1,000 devices may take on one core, from reading them to the hash of each decision."""
READING, DECIDING, WRITING = "reading the facts", "deciding", "writing its text, and the hash of that"
_SAID, _AT_ONCE = "inspection", 500


@dataclass(frozen=True)
class Measured:
    """The processor seconds of each step, the decisions by their route, and the bytes of all of them."""

    steps: Mapping[str, float]
    routes: Mapping[str, int]
    size: int

    @property
    def cpu(self) -> float:
        return sum(self.steps.values())


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench decisions", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=1_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kringpas-bench-") as folder:
        print(report(measured(Path(folder), options.devices), options.devices))


def measured(folder: Path, count: int) -> Measured:
    """Read, decide and write down so many devices; what is read once for all of them is part of the reading."""
    with Parts.opened(settings_in(folder)) as parts:
        parts.migrate()
        keys = fill_lives(parts, open_demo_accounts(parts.accounts), count)
        routing, today = parts.use.routing, parts.clock().date()
        with routing.storage.reading() as reads:
            policies = routing.policies.in_force(reads, today)
            reader = FactsReader(reads, routing.recorder.publisher, routing.organisations, today, policies)
            gathered, reading = taken(lambda: _read(reader, keys))
        asked = [(each, facts) for each, facts in zip(gathered, _varied(gathered), strict=True)]
        deciding = writing = 0.0
        routes, size = Counter[str](), 0
        for each, facts in asked:  # one after the other, as a run does it: no decision is held on to
            decision, decided = taken(lambda: decide(facts, policies.of(each.device), on=today))  # noqa: B023 - called at once
            written, wrote = taken(lambda: _written(decision))  # noqa: B023 - called at once
            deciding, writing, size = deciding + decided.cpu, writing + wrote.cpu, size + written
            routes[decision.route.value] += 1
    return Measured({READING: reading.cpu, DECIDING: deciding, WRITING: writing}, routes, size)


def _read(reader: FactsReader, keys: Sequence[DeviceKey]) -> list[Gathered]:
    batches = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    return [each for batch in batches for each in reader.of_devices(batch).values()]


def _varied(gathered: Sequence[Gathered]) -> Iterator[RoutingFacts]:
    """The facts as they were read with what an inspection adds, and four other fates of such a device in turn."""
    battery = RepairOption("battery", Figure.exact(38, "EUR"), 3)
    display = RepairOption("display", Figure.exact(95, "EUR"), 7, mends=frozenset({"screen"}), functional_grade=5)
    worn = {"battery_health": Fact(61.0, _SAID), "repair_options": Fact((battery,), _SAID)}
    unsafe = {"locks": Fact(frozenset({Lock.MDM}), _SAID), "hazards": Fact(frozenset({Hazard.SWOLLEN_BATTERY}), _SAID)}
    failing = {
        "functional_grade": Fact(3, _SAID),
        "failed_tests": Fact(frozenset({"screen"}), _SAID),
        "battery_health": Fact(70.0, _SAID),
        "repair_options": Fact((battery, display), _SAID),
    }
    for number, each in enumerate(gathered):
        on = each.device.changed_at.date()
        usual = {
            "market_value": Fact(Figure.exact(180, "EUR"), _SAID),
            "charger_present": Fact(value=True, source=_SAID),
            "battery_health": Fact(88.0, _SAID),
            "in_use_since": Fact(Since.exactly(on.replace(year=on.year - 3)), _SAID),
        }
        aged = {"in_use_since": Fact(Since(on.replace(year=on.year - 5), on.replace(year=on.year - 8), on), _SAID)}
        fates: tuple[dict[str, Any], ...] = ({}, worn, unsafe, failing, aged)
        yield replace(each.facts, **(usual | fates[number % len(fates)]))


def _written(decision: Decision) -> int:
    """The bytes that are kept; the hash of them is on the event."""
    content = written(decision).encode()
    assert sha256(content)
    return len(content)


def report(it: Measured, count: int) -> str:
    """As it stands in docs/benchmarks.md."""
    routes = ", ".join(f"{number:,} {route}" for route, number in it.routes.items())
    lines = [
        f"{count:,} devices in SQLite, decided about again; {machine()}.",
        f"Their routes: {routes}. A decision is {it.size // count:,} bytes.",
        "",
        "| step | CPU seconds | us a device |",
        "|---|---:|---:|",
        *(f"| {name} | {step:.2f} | {1e6 * step / count:,.0f} |" for name, step in it.steps.items()),
        f"| together | {it.cpu:.2f} | {1e6 * it.cpu / count:,.0f} |",
        "",
        f"Allowed: {SECONDS_PER_1000 * count / 1000:.1f} CPU seconds.",
    ]
    return "\n".join(lines)
