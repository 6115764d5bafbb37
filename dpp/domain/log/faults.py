"""What a check finds, and where: each fault names the entry, what it is about and what differs.

The sentences are for the command line, which speaks English; programs read `kind`, `entry`, `about` and `path`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, order=True)
class LeafKey:
    """What an entry of the log is about: event or version `number` of a subject (a device key, a passport id, ...)."""

    kind: str
    subject: str
    number: int

    def __str__(self) -> str:
        words = _WORDS.get(self.kind, f"{self.kind} {{number}} of {{subject}}")
        return words.format(subject=self.subject, number=self.number)


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "event": "event {number} of device {subject}",
        "version": "version {number} of passport {subject}",
        "access": "access record {subject}",
        "model-claim": "step {number} of claim {subject} on models",
        "contradiction": "step {number} of contradiction {subject}",
        "erasure": "the erasure of a text of event {number} of device {subject}",
    }
)


class FaultKind(StrEnum):
    """What kind of fault: where the history and its proof part."""

    ENTRY_MISSING = "entry-missing"
    LEAF_MISSING = "leaf-missing"
    CONTENT_MISSING = "content-missing"
    CONTENT_DIFFERS = "content-differs"
    TEXT_DIFFERS = "text-differs"
    TEXT_GONE = "text-gone"
    NOT_IN_LOG = "not-in-log"
    RECORDED_LATER = "recorded-later"
    ENTRY_DIFFERS = "entry-differs"
    ENTRY_MOVED = "entry-moved"
    TRUNCATED = "truncated"
    UNSIGNED = "unsigned"
    ROOT_DIFFERS = "root-differs"
    FORKED = "forked"
    SIGNATURE = "signature"
    TILE_MISSING = "tile-missing"
    TILE_DIFFERS = "tile-differs"
    PROOF = "proof"
    FORM = "form"


@dataclass(frozen=True)
class Fault:
    """One fault. `entry` is the number of the entry in the log, from 0; `path` is of a tile or another file."""

    kind: FaultKind
    what: str
    entry: int | None = None
    about: LeafKey | None = None
    path: str | None = None

    @property
    def place(self) -> str:
        """Where it is, in words; empty where the sentence says it all."""
        entry = None if self.entry is None else f"entry {self.entry}"
        about = None if self.about is None else str(self.about)
        return ", ".join(each for each in (about, entry, self.path) if each)

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: how many of what were looked at, the faults, and what to know besides."""

    checked: Mapping[str, int]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain data."""
    return {
        "holds": verdict.holds,
        "checked": dict(verdict.checked),
        "faults": [_fault(fault) for fault in verdict.faults],
        "notes": list(verdict.notes),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    about = fault.about
    said = {
        "kind": fault.kind.value,
        "entry": fault.entry,
        "about": about and {"kind": about.kind, "subject": about.subject, "number": about.number},
        "path": fault.path,
        "what": fault.what,
    }
    return {name: value for name, value in said.items() if value is not None}
