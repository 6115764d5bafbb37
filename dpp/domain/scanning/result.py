"""What a scan is told to be: each reading with its confidence and the reason.

A confidence (0 to 1) is our own judgement. It only orders what a person is shown and what is looked up first:

    0.95 and more   it says itself what it is, and a check digit or an address of ours proves it
    0.6 to 0.9      a form that hardly anything else has
    0.4 and 0.5     a form that many things have
    below           told, so that nothing is hidden, and looked up last
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dpp.domain.imei import imei_of
from dpp.domain.message import Message


class ScanKind(StrEnum):
    """What a candidate's value is.

    Of one device: `label`, `passport` (ids of ours), `gs1` (a canonical path, if it has a serial number in it), `imei`,
    `imeisv`, `eid`, `asset-tag`, `serial`, `identification-link` (an address). Of many: `gtin`, `model-number`, `lot`.
    Of neither: `gln` (a place), `own-page`, `foreign-url`.
    """

    LABEL = "label"
    PASSPORT = "passport"
    OWN_PAGE = "own-page"
    FOREIGN_URL = "foreign-url"
    IDENTIFICATION_LINK = "identification-link"
    GS1 = "gs1"
    IMEI = "imei"
    IMEISV = "imeisv"
    EID = "eid"
    GTIN = "gtin"
    GLN = "gln"
    MODEL_NUMBER = "model-number"
    LOT = "lot"
    ASSET_TAG = "asset-tag"
    SERIAL = "serial"


@dataclass(frozen=True)
class Candidate:
    """One reading of the scan.

    `maker` where the form itself tells it; `possible_makers` whose numbers look like this, where it does not.
    """

    kind: ScanKind
    value: str
    confidence: float
    reason: Message
    warnings: tuple[Message, ...] = ()
    maker: str | None = None
    possible_makers: tuple[str, ...] = ()


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
