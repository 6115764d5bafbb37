"""Files as machines would send them, for invented devices: the packaged set, with other numbers in it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "evidence"
_CAPACITY = 256_060_514_304
_MODEL = "KBG40ZNS256G NVMe"


@dataclass(frozen=True)
class Wiped:
    """A disk in a log of nwipe, and whether all of it was written and read back."""

    serial: str
    succeeded: bool = True


def packaged(name: str) -> bytes:
    """`glpi.json`, `smartctl.json` or `nwipe.log` of the Latitude 7420 with serial number DEMO7420A1."""
    return (_FOLDER / name).read_bytes()


def inventory(serial: str, *, maker: str, model: str, disk: str, health: float) -> bytes:
    """A GLPI inventory like the packaged one, of another laptop; `health` is what is left of its battery, 0 to 1."""
    report: dict[str, Any] = json.loads(packaged("glpi.json"))
    content = report["content"]
    content["bios"] |= {
        "ssn": serial,
        "smanufacturer": maker,
        "smodel": model,
        "assettag": f"DEMO-{serial.removeprefix('DEMO')}",
    }
    content["hardware"] |= {"uuid": f"4c4c4544-0044-4510-804d-{serial.encode().hex()[-12:]}"}
    content["storages"][0] |= {"serial": disk}
    battery = content["batteries"][0]
    battery["real_capacity"] = round(battery["capacity"] * health)
    battery["serial"] = f"{serial}BAT"
    return json.dumps(report).encode()


def models() -> tuple[bytes, ...]:
    """The real models of the demonstration, as they are registered."""
    return tuple(path.read_bytes() for path in sorted((Path(__file__).parent / "models").glob("*.json")))


def wipe_log(disks: Iterable[Wiped], finished: datetime) -> bytes:
    """A log of nwipe like the packaged one, of a rig that wipes loose disks: it names no machine."""
    begun, ended = (f"[{each:%Y/%m/%d %H:%M:%S}]" for each in (finished - timedelta(minutes=22), finished))
    named = [(f"nvme{number}n1", disk) for number, disk in enumerate(disks)]
    lines = [f"{begun}    info: nwipe 0.38"]
    for name, disk in named:
        lines.append(f"{begun}  notice: Found /dev/{name}, NVME   , {_MODEL},  256 GB, S/N={disk.serial}")
    for name, disk in named:
        lines += _wipe(f"/dev/{name}", disk, begun, ended)
    lines.append("******************************** Error Summary *********************************")
    for name, disk in named:
        mark, errors = (" ", 0) if disk.succeeded else ("!", 1)
        lines.append(f"{mark}  {name} | {errors:11} | {0:20} | {errors:20}")
    lines.append("********************************* Drive Status *********************************")
    for name, disk in named:
        mark, status = (" ", " Erased ") if disk.succeeded else ("!", "-FAILED-")
        lines.append(f"{mark}  {name} |{status}|  606 MB/s | 00:21:06 | {_MODEL}/{disk.serial}")
    return "\n".join(lines).encode()


def _wipe(device: str, disk: Wiped, begun: str, ended: str) -> Iterable[str]:
    yield f"{begun}  notice: {device} has serial number {disk.serial}"
    yield f"{begun}  notice: {device}, sect/blk/dev 512/512/{_CAPACITY}"
    yield f"{begun}  notice: Invoking method 'PRNG Stream' on {device}"
    yield f"{begun}  notice: Starting round 1 of 1 on {device}"
    yield f"{begun}  notice: Starting pass 1/1, round 1/1, on {device}"
    if not disk.succeeded:
        yield f"{ended}  notice: {_CAPACITY // 3} bytes written to {device}"
        yield f"{ended}   fatal: Nwipe exited with errors on device = {device}, see log for specific error"
        return
    yield f"{ended}  notice: {_CAPACITY} bytes written to {device}"
    yield f"{ended}  notice: Finished final round 1 of 1 on {device}"
    yield f"{ended}  notice: Blanking device {device}"
    yield f"{ended}  notice: {_CAPACITY} bytes written to {device}"
    yield f"{ended}  notice: {_CAPACITY} bytes read from {device}"
    yield f"{ended}  notice: [SUCCESS] Verified that {device} is empty."
    yield f"{ended}  notice: [SUCCESS] Blanked device {device}"
