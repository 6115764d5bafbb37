"""Gathers the lines of an nwipe log into runs and disks: what was done to each, not yet what it is worth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lifecycle.domain.evidence.members import said
from lifecycle.domain.evidence.nwipe_lines import Line, Says
from lifecycle.domain.evidence.shape import is_identifier


@dataclass
class Disk:
    """What one run of the log says of one disk, gathered line by line."""

    serial: str | None = None
    model: str | None = None
    bus: str = ""
    capacity: int | None = None
    method: str | None = None
    rounds: int | None = None
    finished: bool = False
    commanded: bool = False
    written: int | None = None
    checked_only: bool = False
    verified: bool = False
    hidden: bool = False
    status: str | None = None
    failures: list[str] = field(default_factory=list)
    last: datetime | None = None


@dataclass
class Run:
    """One start of nwipe: its version, the machine it ran on and the disks it saw, by device name."""

    version: str | None = None
    machine: dict[str, str] = field(default_factory=dict)
    disks: dict[str, Disk] = field(default_factory=dict)


def runs_of(lines: Iterable[Line]) -> Iterator[Run]:
    """Each run begins with the version; ShredOS names its own beside it, before any disk is found."""
    run = Run()
    for line in lines:
        if line.says is Says.VERSION:
            if run.disks:
                yield run
                run = Run()
            run.version = line.parts["version"]
        elif line.says is Says.MACHINE:
            value = said(line.parts["value"])
            if value is not None:
                run.machine[line.parts["name"]] = value
        else:
            _gather(run, line)
    yield run


def _gather(run: Run, line: Line) -> None:
    name = line.parts.get("name") or line.parts.get("device", "").removeprefix("/dev/")
    if not name:
        return
    disk = run.disks.setdefault(name, Disk())
    if "device" in line.parts and line.time is not None:
        disk.last = line.time
    if line.says in (Says.FOUND, Says.SERIAL, Says.STATUS):
        _identify(disk, line)
    elif line.says in (Says.METHOD, Says.ROUND, Says.CAPACITY, Says.HIDDEN, Says.ERRORS):
        _describe(disk, line)
    else:
        _follow(disk, line)


def _identify(disk: Disk, line: Line) -> None:
    """Serial and model, the first source that gives them: the table at the end may have cut them short."""
    serial = said(line.parts.get("serial"))
    if serial and is_identifier(serial):
        disk.serial = serial if line.says is Says.SERIAL else disk.serial or serial
    disk.model = disk.model or said(line.parts.get("model"))
    disk.bus = disk.bus or line.parts.get("bus", "").upper()
    if line.says is Says.STATUS:
        disk.status = line.parts["status"].strip(" -").lower()


def _describe(disk: Disk, line: Line) -> None:
    if line.says is Says.METHOD:
        disk.method = line.parts["method"]
    elif line.says is Says.ROUND:
        disk.rounds = int(line.parts["rounds"])
    elif line.says is Says.CAPACITY:
        disk.capacity = int(line.parts["count"])
    elif line.says is Says.HIDDEN:
        disk.hidden = True
    else:
        counts = {"write": "passes", "verification": "verify", "sync": "sync"}
        found = {kind: int(line.parts.get(part, "0")) for kind, part in counts.items()}
        disk.failures += [f"{kind} errors: {count}" for kind, count in found.items() if count]


def _follow(disk: Disk, line: Line) -> None:
    """The course of the wipe. A new pass makes what was read back before it worthless."""
    if line.says is Says.PASS:
        disk.verified = False
    elif line.says is Says.WRITTEN:
        disk.written = int(line.parts["count"])
    elif line.says is Says.VERIFIED:
        disk.verified = disk.written is not None
    elif line.says is Says.CHECKED:
        disk.checked_only = True
    elif line.says is Says.FINISHED:
        disk.finished = True
    elif line.says is Says.COMMAND_DONE:
        disk.commanded = True
    elif line.says is Says.FAILED:
        disk.failures.append("an error is reported")
