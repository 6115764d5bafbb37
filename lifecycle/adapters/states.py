"""A device's state as JSON text, and back, tied to the code that made it.

Rules:
1. A kept state is trusted only by the very code that made it: `FOLD` is a digest of the modules that turn events into a
   state. After an upgrade that changes one of them, every state is folded anew from its events; nobody has to
   remember to raise a number.
2. What is read back equals what was kept, field for field.
"""

from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import TypeAdapter

from lifecycle.domain.device import Device

_MAKE_A_STATE = ("axes", "device", "events", "facts", "fold", "media", "vocabulary")
_DEVICE: TypeAdapter[Device] = TypeAdapter(Device)


def write_state(device: Device) -> str:
    """The state as JSON text."""
    return _DEVICE.dump_json(device, exclude_defaults=True).decode()


def read_state(text: str) -> Device:
    """The state again; pydantic's ValidationError where the text is none."""
    return _DEVICE.validate_json(text)


def _sources(folder: Traversable) -> list[tuple[str, bytes]]:
    """Every module in the folder and below, by its name."""
    inside = sorted(folder.iterdir(), key=lambda each: each.name)
    here = [(each.name, each.read_bytes()) for each in inside if each.name.endswith(".py")]
    return here + [source for each in inside if each.is_dir() for source in _sources(each)]


def _digest() -> str:
    domain, digest = files("lifecycle.domain"), sha256()
    for name in _MAKE_A_STATE:
        folder, module = domain / name, domain / f"{name}.py"
        for source, content in _sources(folder) if folder.is_dir() else [(module.name, module.read_bytes())]:
            digest.update(f"{name}/{source} {len(content)}\n".encode() + content)
    return digest.hexdigest()


FOLD = _digest()
"""Which code makes states here: a SHA-256 over its sources, in lower-case hexadecimal."""
