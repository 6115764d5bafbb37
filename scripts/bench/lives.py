"""Measures the life of devices under load, with wrk: `python -m scripts.bench lives`.

Over a database with 100,000 devices and 1,000,000 events, on each engine, with the service as it is run (one worker,
access rights, problem documents and all): events that are recorded one by one by one client and by eight, batches of
events from a scanner that was offline, and reading one device's state with its whole life. Devices are chosen at
random. The log has numbered what was loaded, and its next turn comes after the measurement.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from dpp.domain.opaque import DeviceKey
from scripts.bench.measuring import machine
from scripts.bench.servers import Run, analyse, cpu_seconds, free_port, need_wrk, peak_mib, postgres_url, serving, wrk
from tests.bench.life_data import EVENTS, fill_lives
from web.bootstrap import Parts
from web.demo.accounts import open_demo_accounts
from web.settings import Settings

_BATCH = 500
_LUA = """
local devices = {}
for line in io.lines("%(keys)s") do devices[#devices + 1] = line end
math.randomseed(os.time())
local headers = { ["Authorization"] = "Bearer %(secret)s", ["Content-Type"] = "application/json" }
request = function()
  local path = "/api/v1/devices/" .. devices[math.random(#devices)] .. "%(below)s"
  local body = %(body)s
  return wrk.format("%(method)s", path, headers, body)
end
"""
_READ = {"method": "GET", "below": "", "body": "nil"}
_RECORD = {
    "method": "POST",
    "below": "/events",
    "body": """'{"events": [{"happening": {"kind": "inspected", "functional": "F' .. math.random(6) ..
    '", "cosmetic": "C' .. math.random(9) .. '", "charger": true}}]}'""",
}


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    engine: str
    what: str
    run: Run


@dataclass(frozen=True)
class Service:
    """A service that answers, with a key of somebody who has the devices in custody."""

    engine: str
    base: str
    process: int
    secret: str
    devices: Sequence[DeviceKey]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench lives", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10, help="length of one measurement")
    parser.add_argument("--engines", nargs="+", choices=("SQLite", "PostgreSQL"), default=("SQLite", "PostgreSQL"))
    options = parser.parse_args(arguments)
    need_wrk()
    figures: list[Figure] = []
    peaks = {}
    for engine in options.engines:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kringpas-bench-")))
            folder.chmod(0o755)
            service = _service(stack, folder, engine, options.devices)
            measured = _measured(service, folder, options.seconds)
            peaks[engine] = peak_mib(service.process)
            print("\n".join(map(_line, measured)), flush=True)
            figures += measured
    print(report(figures, peaks, options))


def _service(stack: ExitStack, folder: Path, engine: str, count: int) -> Service:
    """Fill a database and serve it."""
    url = f"sqlite:///{folder / 'bench.sqlite'}" if engine == "SQLite" else postgres_url(stack, folder)
    with Parts.opened(Settings(data_dir=folder, database_url=url)) as parts:
        parts.migrate()
        actors = open_demo_accounts(parts.accounts)
        devices = fill_lives(parts, actors, count)
        while parts.log.sweep_all()[0].added:
            pass  # it numbers some at a time
        analyse(parts.database)
        administrator, provider = actors["beheer"], actors["ict"]
        until = parts.clock().date() + timedelta(days=1)
        secret = parts.accounts.keys.create(administrator, provider.account, "bench", until).secret
    port = free_port()
    environment = {
        "KRINGPAS_DATA_DIR": str(folder),
        "KRINGPAS_DATABASE_URL": url,
        "KRINGPAS_PUBLIC_URL": "https://id.kringpas.example",
        "KRINGPAS_LOG_EVERY_SECONDS": "86400",
        "KRINGPAS_CONTROLLED_READS_PER_DAY": "0",
        "KRINGPAS_LOG_LEVEL": "warning",
    }
    command = ["-c", "from web.cli import main; main()", "serve", "--port", str(port)]
    base, process = stack.enter_context(serving(command, port, environment))
    return Service(engine, base, process, secret, devices)


def _measured(service: Service, folder: Path, seconds: int) -> list[Figure]:
    listed = folder / "devices.txt"
    listed.write_text("\n".join(service.devices))

    def loaded(what: str, asked: dict[str, str], connections: int) -> Figure:
        script = folder / "load.lua"
        script.write_text(_LUA % (asked | {"keys": str(listed), "secret": service.secret}))
        wrk(service.base, service.process, script, connections=connections, seconds=2)  # warms up
        run = wrk(service.base, service.process, script, connections=connections, seconds=seconds)
        return Figure(service.engine, what, run)

    return [
        loaded("one device's state and life, one reader", _READ, 1),
        loaded("the same, eight readers", _READ, 8),
        loaded("events, one client", _RECORD, 1),
        loaded("events, eight clients", _RECORD, 8),
        _batches(service, seconds),
    ]


def _batches(service: Service, seconds: int) -> Figure:
    """Batches of events of as many devices, from one scanner, one after the other; every event is recorded."""
    chance, cpu = random.Random(1), cpu_seconds(service.process)  # noqa: S311 (no secret)
    taken: list[float] = []
    headers = {"Authorization": f"Bearer {service.secret}"}
    with httpx.Client(base_url=service.base, headers=headers, timeout=120) as client:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            body = _batch(chance.sample(service.devices, _BATCH), len(taken))
            started = time.perf_counter()
            answer = client.post("/api/v1/event-batches", json=body)
            taken.append(time.perf_counter() - started)
            if {each["outcome"] for each in answer.json()["events"]} != {"recorded"}:
                raise RuntimeError(f"a batch was not recorded: {answer.text[:500]}")
    each = [1000 * seconds / _BATCH for seconds in sorted(taken)]
    used = 1e6 * (cpu_seconds(service.process) - cpu) / (_BATCH * len(taken))
    run = Run(_BATCH * len(taken) / sum(taken), each[len(each) // 2], each[-1], used)
    return Figure(service.engine, f"events in batches of {_BATCH}, one client (each event)", run)


def _batch(devices: Sequence[DeviceKey], number: int) -> dict[str, object]:
    now = datetime.now(UTC).isoformat()  # noqa: TID251 - a scanner has a clock
    happening = {"kind": "inspected", "functional": "F5", "cosmetic": "C5", "charger": True}
    return {
        "batch": f"batch-{number:06}",
        "scanner": "bench",
        "sent_at": now,
        "events": [
            {"event_id": f"bench-{number:06}-{place:04}", "device": device, "occurred_at": now, "happening": happening}
            for place, device in enumerate(devices)
        ],
    }


def report(figures: Sequence[Figure], peaks: Mapping[str, int], options: argparse.Namespace) -> str:
    """As it stands in docs/benchmarks.md."""
    events, memory = options.devices * EVENTS, ", ".join(f"{peak} MiB on {engine}" for engine, peak in peaks.items())
    lines = [
        f"{options.devices:,} devices, {events:,} events, {options.seconds} s each; {machine()}.",
        f"The most memory that the service had: {memory}.",
        "",
        "| database | what | each second | median ms | p99 ms | CPU ms each |",
        "|---|---|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *map(_line, figures)])


def _line(it: Figure) -> str:
    run = it.run
    numbers = f"{run.requests:,.0f} | {run.p50_ms:.2f} | {run.p99_ms:.2f} | {run.cpu_us / 1000:.2f}"
    return f"| {it.engine} | {it.what} | {numbers} |"
