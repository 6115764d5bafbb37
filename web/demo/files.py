"""Files as machines would send them, for invented devices: the packaged set, with other numbers in it."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "evidence"


def packaged(name: str) -> bytes:
    """`glpi.json`, `smartctl.json` or `nwipe.log` of the Latitude 7420 with serial number DEMO7420A1."""
    return (_FOLDER / name).read_bytes()


def inventory(serial: str, *, maker: str, model: str, disk: str, health: float) -> bytes:
    """A GLPI inventory like the packaged one, of another laptop; `health` is what is left of its battery, 0 to 1."""
    report: dict[str, Any] = json.loads(packaged("glpi.json"))
    content = report["content"]
    content["bios"] |= {"ssn": serial, "smanufacturer": maker, "smodel": model, "assettag": f"DEMO-{serial[-4:]}"}
    content["hardware"] |= {"uuid": f"4c4c4544-0044-4510-804d-{serial.encode().hex()[-12:]}"}
    content["storages"][0] |= {"serial": disk}
    battery = content["batteries"][0]
    battery["real_capacity"] = round(battery["capacity"] * health)
    return json.dumps(report).encode()


def models() -> tuple[bytes, ...]:
    """The real models of the demonstration, as they are registered."""
    return tuple(path.read_bytes() for path in sorted((Path(__file__).parent / "models").glob("*.json")))
