"""Events of data erasure, per storage medium (NIST SP 800-88 revision 2)."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True, kw_only=True)
class SanitisationVerified(Remarked):
    """Another account than the performer's checked that all of it is gone (BIO2 7.10.02)."""

    kind: Literal["sanitisation_verified"] = "sanitisation_verified"
    medium: str
    verification: VerificationKind = VerificationKind.FULL
    evidence: str | None = None
    statement_name: str | None = field(default=None, metadata=ERASABLE)


@dataclass(frozen=True, kw_only=True)
class SanitisationFailed(Remarked):
    """The tool reported failure, or the check found data."""

    kind: Literal["sanitisation_failed"] = "sanitisation_failed"
    medium: str
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class MediaRemoved(Remarked):
    """A medium came out, to be kept by an organisation; its data state stays what it was."""

    kind: Literal["media_removed"] = "media_removed"
    medium: str
    kept_by: OrganisationId


@dataclass(frozen=True, kw_only=True)
class MediaDestroyed(Remarked):
    """A medium was destroyed before a witness. `particle_mm` is the largest particle, in millimetres."""

    kind: Literal["media_destroyed"] = "media_destroyed"
    medium: str
    method: str
    witness: AccountId
    particle_mm: Decimal | None = None
    witness_name: str | None = field(default=None, metadata=ERASABLE)
