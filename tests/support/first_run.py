"""A service in a process of its own, as `make run` starts it; its first run is done once in a test run.

The demonstration that it makes takes a quarter of a minute: every test that looks at it has a copy.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support import run
from tests.support.live import free_port

_SAID, _ADDRESS, _ALIVE = "said.txt", "address.txt", "alive.json"


@dataclass(frozen=True)
class FirstRun:
    """What the first run left behind: its data folder, what it said, where it was, and what it said of its health."""

    data: Path
    said: str
    address: str
    alive: str


def environment(url: str, data: Path) -> dict[str, str]:
    """The settings of a service or command over this database (none: its own) and this folder."""
    return {"KRINGPAS_DATABASE_URL": url, "KRINGPAS_DATA_DIR": str(data), "COLUMNS": "100"}


def first_run() -> FirstRun:
    """`kringpas run --tls` in an empty folder, until it was ready; the folder is not to be changed."""
    folder = run.folder() / "first-run"
    data = folder / "data"
    with run.only_once("first-run") as undone:
        if undone:
            data.mkdir(parents=True, exist_ok=True)
            with _running(folder, data) as address:
                (folder / _ADDRESS).write_text(address)
                alive = httpx.get(f"{address}/healthz", verify=False)  # noqa: S501 - self-signed
                (folder / _ALIVE).write_text(alive.text)
    said, address, alive_text = ((folder / name).read_text() for name in (_SAID, _ADDRESS, _ALIVE))
    return FirstRun(data, said, address, alive_text)


@contextmanager
def _running(folder: Path, data: Path) -> Iterator[str]:
    port, said = free_port(), folder / _SAID
    command = [sys.executable, "-c", "from web.cli import main; main()", "run", "--tls", "--port", str(port)]
    with (
        said.open("w") as out,
        subprocess.Popen(command, env=os.environ | environment("", data), stdout=out, stderr=out) as child,
    ):
        address = f"https://127.0.0.1:{port}"
        try:
            _await_ready(address, child, said)
            yield address
        finally:
            child.terminate()
            child.wait(timeout=20)


def _await_ready(address: str, child: subprocess.Popen[bytes], said: Path, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and child.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", verify=False, timeout=10).status_code == 200:  # noqa: S501 - self-signed
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the service did not become ready; it said: {said.read_text()}")
