"""What a scan is told to be: each reading with its confidence and the reason.

A confidence (0 to 1) only orders what a person is shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dpp.domain.imei import imei_of
from dpp.domain.message import Message


class ScanKind(StrEnum):
    """What a candidate's value is: a label code, a passport id, a canonical GS1 path, ..."""

    LABEL = "label"
    PASSPORT = "passport"
    OWN_PAGE = "own-page"
    FOREIGN_URL = "foreign-url"
    GS1 = "gs1"
    IMEI = "imei"
    IMEISV = "imeisv"
    GTIN = "gtin"
    ASSET_TAG = "asset-tag"
    SERIAL = "serial"


@dataclass(frozen=True)
class Candidate:
    """One reading of the scan. `maker` where the form itself tells it."""

    kind: ScanKind
    value: str
    confidence: float
    reason: Message
    warnings: tuple[Message, ...] = ()
    maker: str | None = None


@dataclass(frozen=True)
class ScanResult:
    """The scan as it came, and what it may be, in the order of rule 2."""

    raw: str
    symbology: str | None
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The most confident candidate; of equals the first."""
        return max(self.candidates, key=lambda candidate: candidate.confidence, default=None)


@dataclass(frozen=True)
class Scan:
    """What a recogniser looks at: the text without its symbology identifier, our hosts, the forms of asset tags."""

    text: str
    symbology: str | None
    own_hosts: frozenset[str] = frozenset()
    asset_tags: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


def device_imei(candidate: Candidate) -> str | None:
    """The IMEI that a candidate gives, also from an IMEISV; None for another kind."""
    if candidate.kind is ScanKind.IMEISV:
        return imei_of(candidate.value)
    return candidate.value if candidate.kind is ScanKind.IMEI else None
