"""Logs of nwipe in the shape that it writes them, for disks and machines that a test names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_CAPACITY = 256_060_514_304


@dataclass(frozen=True)
class Disk:
    """A disk that one run of nwipe wiped; `failed`: the table says so."""

    serial: str
    bus: str = "NVME   "
    failed: bool = False
    wiped: bool = True
    verified: bool = True


def nwipe_log(
    *disks: Disk, at: datetime, machine: str | None = None, version: str = "0.38", zeros: bool = False
) -> bytes:
    """A log of these disks, finished at `at`, in whole seconds: not before what happened in the same second.

    `machine` is the serial number of the machine that it names.
    """
    whole = at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)
    end, begin = _time(whole), _time(whole - timedelta(minutes=20))
    lines = [f"[{begin}]    info: nwipe {version}"]
    names = {f"sd{chr(97 + number)}": disk for number, disk in enumerate(disks)}
    for name, disk in names.items():
        lines.append(f"[{begin}]  notice: Found /dev/{name}, {disk.bus}, KBG40ZNS256G,  256 GB, S/N={disk.serial}")
    if machine is not None:
        lines.append(f"[{begin}]    info: system-manufacturer = Dell Inc.")
        lines.append(f"[{begin}]    info: system-serial-number = {machine}")
    method = "Fill With Zeros" if zeros else "PRNG Stream"
    for name, disk in names.items():
        if disk.wiped:
            lines.extend(_wipe(f"/dev/{name}", disk, method, begin, end))
    lines.extend(_summary(names))
    return "\n".join(lines).encode()


def _wipe(device: str, disk: Disk, method: str, begin: str, end: str) -> list[str]:
    read = [
        f"[{end}]  notice: Verifying that {device} is empty.",
        f"[{end}]  notice: {_CAPACITY} bytes read from {device}",
        f"[{end}]  notice: [SUCCESS] Verified that {device} is empty.",
    ]
    return [
        f"[{begin}]  notice: {device} has serial number {disk.serial}",
        f"[{begin}]  notice: {device}, sect/blk/dev 512/512/{_CAPACITY}",
        f"[{begin}]  notice: Invoking method '{method}' on {device}",
        f"[{begin}]  notice: Starting round 1 of 1 on {device}",
        f"[{begin}]  notice: Starting pass 1/1, round 1/1, on {device}",
        f"[{end}]  notice: {_CAPACITY} bytes written to {device}",
        f"[{end}]  notice: Finished pass 1/1, round 1/1, on {device}",
        f"[{end}]  notice: Finished final round 1 of 1 on {device}",
        f"[{end}]  notice: Blanking device {device}",
        f"[{end}]  notice: {_CAPACITY} bytes written to {device}",
        *(read if disk.verified else ()),
        f"[{end}]  notice: [SUCCESS] Blanked device {device}",
    ]


def _summary(names: dict[str, Disk]) -> list[str]:
    errors = [f"   {name} |           0 |                    0 |                    0" for name in names]
    results = [
        f"   {name} | {'FAILED' if disk.failed else 'Erased'} |  606 MB/s | 00:21:06 | KBG40ZNS256G/{disk.serial}"
        for name, disk in names.items()
        if disk.wiped
    ]
    line = "-" * 80
    return [
        "******************************** Error Summary *********************************",
        r"!   Device | Pass Errors | Verifications Errors | Fdatasync I\O Errors",
        line,
        *errors,
        "*" * 80,
        "",
        "********************************* Drive Status *********************************",
        "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number",
        line,
        *results,
        line,
    ]


def _time(at: datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M:%S}"
