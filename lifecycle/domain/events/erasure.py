"""Events of data erasure, per storage medium (NIST SP 800-88 revision 2)."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.events.base import ERASABLE, Remarked
from lifecycle.domain.vocabulary import SanitisationCategory


class VerificationKind(StrEnum):
    """How the erasure was checked."""

    FULL = "full"
    SAMPLE = "sample"


@dataclass(frozen=True, kw_only=True)
class SanitisationPerformed(Remarked):
    """The acting account erased one medium; `succeeded` is the tool's result. It counts for nothing until verified.

    `media_present` are the serials of all media that the station saw in the device; empty when it did not say.
    `tool_verified`: whether the tool itself read back what it wrote. `finished_at` is the moment that the tool says, by
    its own clock; `station` is where it ran. `evidence` is the hash of the report.
    """

    kind: Literal["sanitisation_performed"] = "sanitisation_performed"
    medium: str
    category: SanitisationCategory
    technique: str
    tool: str
    tool_version: str
    succeeded: bool
    media_present: tuple[str, ...] = ()
    evidence: str | None = None
    tool_verified: bool | None = None
    rounds: int | None = None
    finished_at: datetime | None = None
    station: str | None = None


@dataclass(frozen=True, kw_only=True)
class SanitisationVerified(Remarked):
    """Another account than the performer's checked that all of it is gone (BIO2 7.10.02).

    Checked by itself, `sample_share` is which part of the medium was read (0 to 1). Checked in a lot, `lot_size` media
    were judged together on their reports, and `sample_size` of them, drawn with `sample_seed`, were read by hand.
    """

    kind: Literal["sanitisation_verified"] = "sanitisation_verified"
    medium: str
    verification: VerificationKind = VerificationKind.FULL
    evidence: str | None = None
    statement_name: str | None = field(default=None, metadata=ERASABLE)
    sample_share: Decimal | None = None
    sample_size: int | None = None
    lot_size: int | None = None
    sample_seed: str | None = None


@dataclass(frozen=True, kw_only=True)
class SanitisationFailed(Remarked):
    """The tool reported failure, or the check found data. With a `tool` it is the report of that tool."""

    kind: Literal["sanitisation_failed"] = "sanitisation_failed"
    medium: str
    evidence: str | None = None
    category: SanitisationCategory | None = None
    technique: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    media_present: tuple[str, ...] | None = None
    finished_at: datetime | None = None
    station: str | None = None
    detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class MediaRemoved(Remarked):
    """A medium came out, to be kept by an organisation; its data state stays what it was."""

    kind: Literal["media_removed"] = "media_removed"
    medium: str
    kept_by: OrganisationId


@dataclass(frozen=True, kw_only=True)
class MediaDestroyed(Remarked):
    """A medium was destroyed before a witness. `particle_mm` is the largest particle, in millimetres.

    `evidence` is the hash of a report or a photo of it.
    """

    kind: Literal["media_destroyed"] = "media_destroyed"
    medium: str
    method: str
    witness: AccountId
    particle_mm: Decimal | None = None
    witness_name: str | None = field(default=None, metadata=ERASABLE)
    evidence: str | None = None
