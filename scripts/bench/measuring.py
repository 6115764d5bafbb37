"""What the measurements share: how long something took, and on what machine that was."""

import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from web.settings import Settings

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "web" / "demo" / "models"

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock and of the processor, and the most memory that this process had until then, in MiB."""

    wall: float
    cpu: float
    peak_mib: int


def taken(work: Callable[[], _Made]) -> tuple[_Made, Taken]:
    """What `work` gives, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return made, Taken(time.perf_counter() - wall, time.process_time() - cpu, peak)


def machine() -> str:
    """The machine, in a few words, and how busy it is now."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return f"{cores} cores, Python {platform.python_version()}, load average {load:.1f}"


def settings_in(folder: Path) -> Settings:
    """A service of its own over SQLite in a folder, which is made."""
    folder.mkdir(exist_ok=True)
    return Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.sqlite'}")
