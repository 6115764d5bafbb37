"""Storage media and what is on them: pure steps per medium, and the worst of them for the device.

Rules:
1. The device's data state is that of its worst medium, in the order of `DataState`. Without any known medium it is
   unknown, unless it is established that there is none.
2. New evidence adds what it knows of a medium and never changes its data state.
3. A wipe that succeeded leaves the medium cleared or purged; only verification makes it verified. One that failed
   makes it failed, whatever it was.
4. A medium that was in the device, is not among those that a complete list shows, and that no recorded removal or
   repair explains, is missing. One that is seen for the first time is there, and unknown.
5. Use writes data: in a device that is given out, every medium that is not destroyed contains data.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.events.base import EventId
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.vocabulary import DataState, MediumKind, SanitisationCategory

SAFE = frozenset({DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM})
_ORDER = tuple(DataState)


class Whereabouts(StrEnum):
    """Where a medium is, as far as this device is concerned."""

    INSTALLED = "installed"
    REMOVED = "removed"
    MISSING = "missing"


@dataclass(frozen=True)
class Erasure:
    """The last erasure of a medium since its last use, as a tool or a person reported it; `at` is when it happened.

    `tool_verified`: whether the tool read back what it wrote; None where nobody said.
    """

    event: EventId
    at: datetime
    by: AccountId
    succeeded: bool
    category: SanitisationCategory | None
    technique: str
    tool: str
    tool_version: str | None = None
    tool_verified: bool | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Medium:
    """A storage medium that is or was in the device. `erased_by` are the accounts that wiped it since its last use."""

    serial: str
    kind: MediumKind = MediumKind.OTHER
    model: str | None = None
    size_bytes: int | None = None
    data: DataState = DataState.UNKNOWN
    whereabouts: Whereabouts = Whereabouts.INSTALLED
    erased_by: tuple[AccountId, ...] = ()
    kept_by: OrganisationId | None = None
    seen: MediumSeen | None = None
    erasure: Erasure | None = None

    @property
    def is_safe(self) -> bool:
        """Whether it may leave: it is out of the device by a recorded act, or nothing is on it."""
        return self.whereabouts is Whereabouts.REMOVED or self.data in SAFE

    @property
    def counts(self) -> bool:
        """Whether it tells of the device's data: it should be in it, or was destroyed."""
        return self.whereabouts is not Whereabouts.REMOVED or self.data is DataState.DESTROYED

    @property
    def awaits_verification(self) -> bool:
        return self.data in {DataState.CLEARED, DataState.PURGED}


Media = tuple[Medium, ...]


def worst(media: Media, *, none_established: bool) -> DataState:
    """The data state of a device with these media; `none_established` says that it is known to have no others."""
    states = [each.data for each in media if each.counts]
    if not states:
        return DataState.NO_MEDIUM if none_established or media else DataState.UNKNOWN
    return min(states, key=_ORDER.index)


def find(media: Media, serial: str) -> Medium | None:
    return next((each for each in media if each.serial == serial), None)


def change(media: Media, serial: str, step: Callable[[Medium], Medium]) -> Media:
    """The media with one step taken on one of them, which is added when it was not known."""
    if find(media, serial) is None:
        return (*media, step(Medium(serial)))
    return tuple(step(each) if each.serial == serial else each for each in media)


def seen(media: Media, found: MediumSeen) -> Media:
    """What evidence shows is in the device, and what is known of it; its data state stays."""

    def note(medium: Medium) -> Medium:
        return replace(
            back(medium),
            kind=found.kind,
            model=found.model or medium.model,
            size_bytes=found.size_bytes or medium.size_bytes,
            seen=found,
        )

    return change(media, found.serial, note)


def listed(media: Media, serials: Iterable[str]) -> Media:
    """A complete list of the serials in the device: others that were in it are missing, new ones are unknown."""
    present = tuple(serials)
    for serial in present:
        media = change(media, serial, back)
    return tuple(each if each.serial in present else _gone(each) for each in media)


def back(medium: Medium) -> Medium:
    """Seen in the device: one that had been out of it, or was said to be destroyed, may hold anything now."""
    if medium.whereabouts is Whereabouts.INSTALLED and medium.data is not DataState.DESTROYED:
        return medium
    return installed(medium)


def _gone(medium: Medium) -> Medium:
    explained = medium.whereabouts is Whereabouts.REMOVED or medium.data is DataState.DESTROYED
    return medium if explained else replace(medium, whereabouts=Whereabouts.MISSING)


def wiped(medium: Medium, erasure: Erasure) -> Medium:
    done = DataState.PURGED if erasure.category is SanitisationCategory.PURGE else DataState.CLEARED
    by_whom = tuple(dict.fromkeys((*medium.erased_by, erasure.by)))
    here = Whereabouts.REMOVED if medium.whereabouts is Whereabouts.REMOVED else Whereabouts.INSTALLED
    result = done if erasure.succeeded else DataState.FAILED
    return replace(medium, data=result, erased_by=by_whom, whereabouts=here, erasure=erasure)


def verified(medium: Medium) -> Medium:
    return replace(medium, data=DataState.VERIFIED)


def failed(medium: Medium) -> Medium:
    return replace(medium, data=DataState.FAILED)


def removed(medium: Medium, kept_by: OrganisationId | None = None) -> Medium:
    return replace(medium, whereabouts=Whereabouts.REMOVED, kept_by=kept_by)


def destroyed(medium: Medium) -> Medium:
    return replace(medium, data=DataState.DESTROYED, whereabouts=Whereabouts.REMOVED)


def installed(medium: Medium) -> Medium:
    """Put in by a repair: unknown until it was erased and verified, wherever it came from."""
    here = replace(medium, whereabouts=Whereabouts.INSTALLED, data=DataState.UNKNOWN)
    return replace(here, erased_by=(), kept_by=None, erasure=None)


def used(media: Media) -> Media:
    """After use by someone: what is in the device contains data."""
    return _all_in_it(media, DataState.CONTAINS_DATA)


def unguarded(media: Media) -> Media:
    """After a time when nobody answered for the device: nothing that was known of its media holds."""
    return _all_in_it(media, DataState.UNKNOWN)


def _all_in_it(media: Media, state: DataState) -> Media:
    return tuple(
        replace(each, data=min(state, each.data, key=_ORDER.index), erased_by=(), erasure=None)
        if each.whereabouts is Whereabouts.INSTALLED
        else each
        for each in media
    )
