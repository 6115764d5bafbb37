"""Verifying many erasures in one act: which are clean, which a person looks at one by one, and which are drawn.

Rules (BIO2 v1.3, 7.10.01 and 7.10.02: it is checked that all is gone):
1. Clean is an erasure with success, that the tool itself read back, by a tool that the register lists with an advice
   that was valid on the day of the wipe, of a category that the classification allows, by another account than the
   one that checks. Everything else is an exception, with its reason.
2. By policy a share of the lot is drawn to be read by hand. The lot is every medium in it that was erased since its
   last use, verified ones too, so that checking the drawn ones changes no draw. The seed is the hash of those erasures:
   whoever checks cannot choose it, and anybody can draw again.
3. The rest of the lot is verified only after every drawn medium was verified by itself. One that then failed stops the
   lot: nothing of it is verified together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from dpp.domain.actor import AccountId
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.methods import is_allowed
from lifecycle.domain.erasure.tools import Gate, Standing, Tool, standing_of
from lifecycle.domain.media import Erasure, Medium, Whereabouts
from lifecycle.domain.vocabulary import DataState


class Reason(StrEnum):
    """Why a medium is not verified together with the others."""

    NO_MEDIUM_KNOWN = "no-medium-known"
    MISSING = "missing"
    NOT_ERASED = "not-erased"
    FAILED = "failed"
    OWN_WORK = "own-work"
    NOT_ALLOWED = "not-allowed"
    NOT_READ_BACK = "not-read-back"
    TOOL_UNLISTED = "tool-unlisted"
    TOOL_EXPIRED = "tool-expired"
    TOOL_NOT_ADVISED = "tool-not-advised"
    DRAWN = "drawn"
    SAMPLE_FIRST = "sample-first"
    SAMPLE_FAILED = "sample-failed"
    REFUSED = "refused"


@dataclass(frozen=True)
class ErasurePolicy:
    """*Policy.* What a tool without a valid advice means, and which share of a lot (0 to 1) is read by hand."""

    gate: Gate = Gate.WARN
    sample_share: Decimal = Decimal(0)


DEFAULT_POLICY = ErasurePolicy()


@dataclass(frozen=True)
class Candidate:
    """A medium of a device in the lot; None where no medium of the device is known."""

    device: Device
    medium: Medium | None

    @property
    def erasure(self) -> Erasure | None:
        return None if self.medium is None else self.medium.erasure


_BY_STANDING = {
    Standing.UNLISTED: Reason.TOOL_UNLISTED,
    Standing.EXPIRED: Reason.TOOL_EXPIRED,
    Standing.LISTED: Reason.TOOL_NOT_ADVISED,
}


def candidates(devices: Iterable[Device]) -> tuple[Candidate, ...]:
    """Every medium in these devices that is not out of it by a recorded act."""
    found: list[Candidate] = []
    for device in devices:
        media = [each for each in device.media if each.counts and each.data is not DataState.DESTROYED]
        if not media and not device.is_data_safe:
            found.append(Candidate(device, None))
        found.extend(Candidate(device, medium) for medium in media)
    return tuple(found)


def exception_of(it: Candidate, checker: AccountId, register: Collection[Tool]) -> Reason | None:
    """Rule 1: the first reason why a person looks at this one by itself; None when it is clean."""
    medium, erasure = it.medium, it.erasure
    if medium is None:
        return Reason.NO_MEDIUM_KNOWN
    if medium.whereabouts is Whereabouts.MISSING:
        return Reason.MISSING
    if medium.data is DataState.FAILED:
        return Reason.FAILED
    if not medium.awaits_verification or erasure is None or erasure.category is None:
        return Reason.NOT_ERASED
    faults = (
        (checker in medium.erased_by, Reason.OWN_WORK),
        (not is_allowed(it.device.classification, erasure.category), Reason.NOT_ALLOWED),
        (not erasure.tool_verified, Reason.NOT_READ_BACK),
    )
    return next((why for holds, why in faults if holds), _BY_STANDING.get(standing(erasure, register)))


def standing(erasure: Erasure, register: Collection[Tool]) -> Standing:
    """How the tool of an erasure stood on its day."""
    return standing_of(register, erasure.tool, erasure.tool_version, erasure.technique, erasure.at.date())


def in_draw(them: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Rule 2: the media from which is drawn."""
    return tuple(it for it in them if it.erasure is not None)


def seed_of(lot: Iterable[Candidate]) -> str:
    """Rule 2: the hash of the erasures in the lot, in whatever order they came."""
    return sha256(canonical(sorted(it.erasure.event for it in lot if it.erasure is not None)))


def drawn(lot: Collection[Candidate], share: Decimal, seed: str) -> frozenset[tuple[DeviceKey, str]]:
    """The media to be read by hand: the share of the lot rounded up, those whose hash with the seed is lowest."""
    size = int((share * len(lot)).to_integral_value(ROUND_CEILING))
    named = [(it.device.key, it.medium.serial) for it in lot if it.medium is not None]
    ranked = sorted(named, key=lambda name: sha256(canonical([seed, *name])))
    return frozenset(ranked[:size])
