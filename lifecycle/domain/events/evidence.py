"""Events of evidence: a file is attached, read again by a newer parser, erased."""

from dataclasses import dataclass, fields, replace
from typing import Literal

from lifecycle.domain.events.base import Remarked
from lifecycle.domain.facts import BatteryReading, ErasureReading, Hardware, IdentityClaim, MediumSeen, PartSeen


@dataclass(frozen=True, kw_only=True)
class _Read(Remarked):
    """What a parser read in the file that is stored under `sha256`.

    `lists_all_media` says that the source names every storage medium in the device, so that one which it leaves out is
    not there. An erasure that evidence reports is a report: the data state changes by sanitisation_performed and
    _verified alone. `parts` are those of its kinds all that are in it.
    """

    sha256: str
    parser: str
    parser_version: str
    claims: tuple[IdentityClaim, ...] = ()
    media: tuple[MediumSeen, ...] = ()
    lists_all_media: bool = False
    battery: BatteryReading | None = None
    hardware: Hardware | None = None
    erasures: tuple[ErasureReading, ...] = ()
    parts: tuple[PartSeen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(_Read):
    """A file from a machine, stripped and stored, and what its parser read; `original_sha256` is from before stripping.

    It occurred when the machine was read, so that an old file added late tells of its own time.
    """

    kind: Literal["evidence_attached"] = "evidence_attached"
    original_sha256: str
    format: str


@dataclass(frozen=True, kw_only=True)
class EvidenceReadAgain(_Read):
    """What a newer parser reads in a stored file: it counts in the place of the older reading, at the time of that."""

    kind: Literal["evidence_read_again"] = "evidence_read_again"


@dataclass(frozen=True, kw_only=True)
class EvidenceErased(Remarked):
    """The stored file is gone, on this ground (a short word); its hash, and what was read from it as facts, stay."""

    kind: Literal["evidence_erased"] = "evidence_erased"
    sha256: str
    ground: str


def as_read_again(attached: EvidenceAttached, again: EvidenceReadAgain) -> EvidenceAttached:
    """The attaching of a file with what was read in it later; its own remark stays."""
    read = {each.name for each in fields(_Read)} - {each.name for each in fields(Remarked)}
    return replace(attached, **{name: getattr(again, name) for name in read})
