"""Measures the scan path under load, with wrk, on this machine: `make bench`.

For uvicorn and for granian, one worker each: requests a second and the slowest hundredth of (a) a bare ASGI callable
that sends the same bytes, (b) a public passport by key, (c) the resolver by label code and by GTIN with serial number;
on SQLite and on PostgreSQL, keys chosen at random out of 100,000 devices. All servers run at once and are loaded in
turn, several rounds, so that what else the machine does falls on all of them; the median round counts. The ratio to
bare is the figure to compare: absolutes belong to one machine.
"""

import argparse
import json
import os
import platform
import random
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httpx

from dpp.adapters.database import Database
from dpp.domain.links import Links
from scripts.bench.servers import Run, analyse, free_port, need_wrk, postgres_url, serving, wrk
from tests.bench.apps import PUBLIC_URL
from tests.bench.data import Device, fill

SERVERS = ("uvicorn", "granian")
CASES = ("passport", "label", "gs1")
TITLES = {
    "bare": "bare ASGI, the same bytes",
    "passport": "passport by key",
    "label": "`/d/{code}`",
    "gs1": "`/01/{gtin}/21/{serial}`",
}
_LUA = """
local targets = {}
for line in io.lines("%s") do targets[#targets + 1] = wrk.format("GET", line) end
math.randomseed(%d)
request = function() return targets[math.random(#targets)] end
"""


@dataclass(frozen=True)
class Target:
    """What is loaded: a case on a server over an engine."""

    server: str
    engine: str
    case: str
    url: str
    process: int
    script: Path


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    need_wrk()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kringpas-bench-")))
        folder.chmod(0o755)
        targets = _start(stack, folder, options)
        runs: dict[Target, list[Run]] = {target: [] for target in targets}
        for number in range(options.rounds + 1):
            for target in targets:
                run = wrk(
                    target.url, target.process, target.script, connections=options.connections, seconds=options.seconds
                )
                if number:  # the first round warms up
                    runs[target].append(run)
    report = _report(runs, options)
    print(report)
    if options.write:
        options.write.write_text(report)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="length of one round")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--servers", nargs="+", choices=SERVERS, default=SERVERS)
    parser.add_argument("--engines", nargs="+", choices=("SQLite", "PostgreSQL"), default=("SQLite", "PostgreSQL"))
    parser.add_argument("--write", type=Path, help="the page to write the report to, such as docs/benchmarks.md")
    return parser.parse_args(arguments)


def _start(stack: ExitStack, folder: Path, options: argparse.Namespace) -> list[Target]:
    """Fill the databases, start every server, and look that each gives the right answer."""
    urls = {"SQLite": f"sqlite:///{folder / 'bench.sqlite'}"}
    if "PostgreSQL" in options.engines:
        urls["PostgreSQL"] = postgres_url(stack, folder)
    devices: list[Device] = []
    for engine in options.engines:
        database = Database(urls[engine])
        devices = fill(database, Links(PUBLIC_URL), options.devices)
        analyse(database)
        database.close()
    scripts = _scripts(folder, devices)
    recorded = folder / "answer.json"
    targets = []
    for server in options.servers:
        of_server = []
        for engine in options.engines:
            base, process = stack.enter_context(_serving(server, "scan", {"BENCH_DATABASE": urls[engine]}))
            recorded.write_text(json.dumps(_checked_answer(base, devices[0])))
            of_server += [Target(server, engine, case, base, process, scripts[case]) for case in CASES]
        base, process = stack.enter_context(_serving(server, "bare", {"BENCH_ANSWER": str(recorded)}))
        targets += [Target(server, "", "bare", base, process, scripts["passport"]), *of_server]
    return targets


def _scripts(folder: Path, devices: Sequence[Device]) -> dict[str, Path]:
    """A wrk script for each case, that asks for devices at random."""
    addresses = {
        "passport": [f"/passports/{device.passport}" for device in devices],
        "label": [f"/d/{device.label}" for device in devices],
        "gs1": [device.gs1 for device in devices],
    }
    scripts = {}
    for case, paths in addresses.items():
        listed, scripts[case] = folder / f"{case}.txt", folder / f"{case}.lua"
        listed.write_text("\n".join(paths))
        scripts[case].write_text(_LUA % (listed, random.Random(case).randrange(10**6)))  # noqa: S311 (no secret)
    return scripts


def _serving(server: str, app: str, environment: dict[str, str]) -> AbstractContextManager[tuple[str, int]]:
    """A server with one worker: its address and its process."""
    port = free_port()
    common = {"uvicorn": ["uvicorn", "--factory", "--no-access-log", "--log-level=warning", "--loop=uvloop"]}
    common["uvicorn"] += ["--http=httptools", f"--port={port}", f"tests.bench.apps:{app}"]
    common["granian"] = ["granian", "--factory", "--interface=asgi", "--workers=1", "--log-level=warning"]
    common["granian"] += ["--no-ws", "--loop=uvloop", f"--port={port}", f"tests.bench.apps:{app}"]
    return serving(["-m", *common[server]], port, environment)


def _checked_answer(base: str, device: Device) -> dict[str, object]:
    """A passport as it was sent, for the bare callable. A fast wrong answer would be worth nothing, so all are read."""
    passport = httpx.get(f"{base}/passports/{device.passport}")
    if passport.json()["digitalProductPassportId"] != f"{PUBLIC_URL}/passports/{device.passport}":
        raise RuntimeError(f"{base} gives another passport")
    for path in (f"/d/{device.label}", device.gs1):
        sent_on = httpx.get(base + path)
        if (sent_on.status_code, sent_on.headers["location"]) != (307, f"{PUBLIC_URL}/passports/{device.passport}"):
            raise RuntimeError(f"{base}{path} leads elsewhere")
    own = [header for header in passport.headers.multi_items() if header[0] not in {"date", "server"}]
    return {"headers": own, "body": passport.text}


def _report(runs: dict[Target, list[Run]], options: argparse.Namespace) -> str:
    limits = {target.server: _median(found) for target, found in runs.items() if target.case == "bare"}
    lines = [
        "# Speed of the scan path",
        "",
        f"Measured by `make bench` with wrk: {options.connections} connections, {options.rounds} rounds of",
        f"{options.seconds} s, the median of each figure; {options.devices:,} devices, one worker,",
        f"{len(os.sched_getaffinity(0))} cores shared by server and client, Python {platform.python_version()},",
        f"uvicorn {version('uvicorn')}, granian {version('granian')}. Compare the ratios, not the absolutes. The last",
        "column divides processor times of the server, which what else the machine does hardly touches.",
        "",
        "| server | database | what | requests/s | p99 ms | of bare | CPU us a request | of bare by CPU |",
        "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    for target, found in runs.items():
        median, limit = _median(found), limits[target.server]
        of_bare, by_cpu = median.requests / limit.requests, limit.cpu_us / median.cpu_us
        figures = f"{median.requests:,.0f} | {median.p99_ms:.2f} | {of_bare:.2f} | {median.cpu_us:.0f} | {by_cpu:.2f}"
        lines.append(f"| {target.server} | {target.engine} | {TITLES[target.case]} | {figures} |")
    return "\n".join(lines) + "\n"


def _median(runs: Sequence[Run]) -> Run:
    return Run(
        statistics.median(run.requests for run in runs),
        statistics.median(run.p50_ms for run in runs),
        statistics.median(run.p99_ms for run in runs),
        statistics.median(run.cpu_us for run in runs),
    )
