"""Label and device, scanned in turn: what each scan means at the bench.

Rules:
1. A label and then a device, or a device and then a label, are a pair. After a pair nothing waits.
2. Two labels in a row, or two devices: the newer one takes the place of the first, because that is the one in hand, and
   the person is told. The same one twice changes nothing.
3. A scan that is neither is told, and what waits goes on waiting.
4. A label that is on a device already stands for that device, as every code on it does; while a device waits, it is a
   label that cannot be linked.

Which of these a code is, is for whoever can look it up (`lifecycle.service.labelling`).
"""

from dataclasses import dataclass
from enum import StrEnum


class Half(StrEnum):
    """What a scan can be."""

    LABEL = "label"
    DEVICE = "device"


@dataclass(frozen=True)
class Scanned:
    """One half of a pair: a label code or a device key."""

    half: Half
    key: str


class Told(StrEnum):
    """What the person hears after a scan that made no pair yet."""

    WAITS_FOR_DEVICE = "waits-for-device"
    WAITS_FOR_LABEL = "waits-for-label"
    SAME_LABEL = "same-label"
    SAME_DEVICE = "same-device"
    OTHER_LABEL = "other-label"
    OTHER_DEVICE = "other-device"


@dataclass(frozen=True)
class Step:
    """After a scan: the pair, label first, or what waits now and what is told."""

    pair: tuple[str, str] | None = None
    waiting: Scanned | None = None
    told: Told | None = None


def step(waiting: Scanned | None, scanned: Scanned) -> Step:
    """What a scan means after the one that waits, if any."""
    if waiting is None:
        return Step(waiting=scanned, told=_FIRST[scanned.half])
    if waiting == scanned:
        return Step(waiting=waiting, told=_SAME[scanned.half])
    if waiting.half is scanned.half:
        return Step(waiting=scanned, told=_OTHER[scanned.half])
    label, device = (waiting, scanned) if waiting.half is Half.LABEL else (scanned, waiting)
    return Step(pair=(label.key, device.key))


_FIRST = {Half.LABEL: Told.WAITS_FOR_DEVICE, Half.DEVICE: Told.WAITS_FOR_LABEL}
_SAME = {Half.LABEL: Told.SAME_LABEL, Half.DEVICE: Told.SAME_DEVICE}
_OTHER = {Half.LABEL: Told.OTHER_LABEL, Half.DEVICE: Told.OTHER_DEVICE}
