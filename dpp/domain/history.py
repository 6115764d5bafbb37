"""What the public sees of a device's life: the kind of event and its month, nothing else.

The list below is the allow-list; whoever pushes a history can only say these words. No organisation, place, route,
classification, lock or person, and never the word donated: the page follows a person.
"""

from dataclasses import dataclass
from enum import StrEnum


class PublicKind(StrEnum):
    """What may be said of an event in public."""

    MADE = "made"
    REGISTERED = "registered"
    REPAIRED = "repaired"
    PART_REPLACED = "part-replaced"
    DATA_ERASED = "data-erased"
    REFURBISHED = "refurbished"
    NEW_USE = "new-use"
    RECYCLED = "recycled"


class PublicPart(StrEnum):
    """Kinds of part that may be named; never a serial number."""

    BATTERY = "battery"
    DISPLAY = "display"
    KEYBOARD = "keyboard"
    MEMORY = "memory"
    STORAGE = "storage"
    CHARGER = "charger"
    OTHER = "other"


@dataclass(frozen=True, order=True)
class PublicEntry:
    """`month` is `2026-05`; `part` only with PART_REPLACED."""

    month: str
    kind: PublicKind
    part: PublicPart | None = None


@dataclass(frozen=True)
class PublicHistory:
    """A device's life so far in public, oldest first; `data_safe` is the month when all media were verified."""

    entries: tuple[PublicEntry, ...] = ()
    data_safe: str | None = None
    reported_lost: bool = False
    state_owned: bool = True
