"""Events of evidence that is kept: read again by a newer parser, erased. That it is attached is in `events.intake`."""

from dataclasses import dataclass, fields, replace
from typing import Literal

from lifecycle.domain.events.base import Remarked
from lifecycle.domain.events.intake import EvidenceAttached
from lifecycle.domain.facts import BatteryReading, ErasureReading, Hardware, IdentityClaim, MediumSeen, PartSeen

_OF_THE_EVENT = frozenset({"kind", "sha256", "remark"})


@dataclass(frozen=True, kw_only=True)
class EvidenceReadAgain(Remarked):
    """What a newer parser reads in a stored file: it counts in the place of the older reading, at the time of that."""

    kind: Literal["evidence_read_again"] = "evidence_read_again"
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
class EvidenceErased(Remarked):
    """The stored file is gone, on this ground (a short word); its hash, and what was read from it as facts, stay."""

    kind: Literal["evidence_erased"] = "evidence_erased"
    sha256: str
    ground: str


def as_read_again(attached: EvidenceAttached, again: EvidenceReadAgain) -> EvidenceAttached:
    """The attaching of a file with what was read in it later."""
    said = {each.name: getattr(again, each.name) for each in fields(again) if each.name not in _OF_THE_EVENT}
    return replace(attached, **said)
