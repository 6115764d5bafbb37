"""The erasure statement (wisverklaring): what was done to each storage medium of a device, and whether it still stands.

Rules:
1. A statement is drawn when every medium is verified, destroyed or gone by a recorded act, and never before. It rests
   on named events: what was done, and who checked it.
2. It holds no name of a person. Who checked can be read from the events, for as long as that name is not erased.
3. It stands while none of the events on which it rests is declared in error, and no later case says that something
   that was said to be erased may not have been. Later use of the device takes nothing from it: it tells of its day.
4. Whoever holds the paper may ask whether a number on it is one of this statement: the answer is match or no match,
   and a statement that does not stand matches nothing.
5. The fields are those of the sample certificate of NIST SP 800-88 revision 2, except names and titles of persons.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NewType

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.labels.rolls import LabelState
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, encode, print_label_code
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    ComponentRemoved,
    Event,
    EventId,
    Inspected,
    MediaDestroyed,
    MediaRemoved,
    SanitisationPerformed,
    SanitisationVerified,
    effective,
)
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.labels import labels_of
from lifecycle.domain.media import Medium
from lifecycle.domain.vocabulary import DataState, SanitisationCategory

StatementCode = NewType("StatementCode", str)
CODE_BYTES, _CODE_LENGTH = 13, 20
_PRINTED = frozenset({ClaimKind.SERIAL, ClaimKind.IMEI, ClaimKind.ASSET_TAG})
"""Claims of a device that its statement prints."""


@dataclass(frozen=True)
class Erased:
    """One medium on a statement: sanitised and checked, destroyed before a witness, or taken out as it was.

    `size_bytes` as evidence gave it; `particle_mm` is the largest particle; shares lie between 0 and 1.
    """

    serial: str
    kind: str
    data: DataState
    at: datetime
    rests_on: tuple[EventId, ...]
    model: str | None = None
    size_bytes: int | None = None
    category: SanitisationCategory | None = None
    technique: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    tool_verified: bool | None = None
    verified_at: datetime | None = None
    verified_by: OrganisationId | None = None
    verification: str | None = None
    sample_share: Decimal | None = None
    sample_size: int | None = None
    lot_size: int | None = None
    particle_mm: Decimal | None = None
    evidence: tuple[str, ...] = ()
    is_removed: bool = False


@dataclass(frozen=True)
class Statement:
    """What is said of one device. Without media it says that there are none, as an inspection found."""

    code: StatementCode
    device: DeviceKey
    issued_at: datetime
    organisation: OrganisationId
    numbers: tuple[str, ...]
    media: tuple[Erased, ...]
    rests_on: tuple[EventId, ...]
    name: str | None = None

    def says_the_same(self, other: "Statement") -> bool:
        """Whether both say the same of the same device, whenever they were drawn."""
        return (self.device, self.media, self.rests_on) == (other.device, other.media, other.rests_on)


def statement_code(chance: bytes) -> StatementCode:
    """A code that nobody guesses: 20 characters out of `CODE_BYTES` random bytes."""
    return StatementCode(encode(chance, _CODE_LENGTH))


def draw(
    device: Device, events: Sequence[Event], *, code: StatementCode, by: OrganisationId, at: datetime, name: str | None
) -> Statement:
    """The statement of a device as it is now; `name` is its brand and model. Refused by rule 1."""
    if device.has_open_data_case or not device.is_data_safe:
        raise Refused(
            "statement-when-erased",
            message("Not every storage medium of this device is erased and verified, or destroyed."),
            remedy=message("Erase each medium and let somebody else verify it; then ask for the statement."),
        )
    life = effective(events)
    media = tuple(_told(medium, life) for medium in device.media)
    rests = tuple(each for medium in media for each in medium.rests_on) or tuple(_found_none(life))
    return Statement(code, device.key, at, by, tuple(_numbers(device)), media, rests, name)


def _numbers(device: Device) -> Iterable[str]:
    """What a person finds on the device: our labels, numbers of its maker and its owner. Its key is never printed."""
    labels = (print_label_code(code) for code, state in labels_of(device).items() if state is LabelState.ACTIVE)
    claimed = (claim.value for claim in device.claims if claim.kind in _PRINTED)
    return dict.fromkeys((*labels, *claimed))


def _told(medium: Medium, life: Sequence[Event]) -> Erased:
    if medium.data is DataState.DESTROYED:
        return _destroyed(medium, _last(life, medium.serial, MediaDestroyed))
    if medium.data is DataState.VERIFIED:
        return _erased(medium, life)
    return _removed(medium, _last(life, medium.serial, MediaRemoved, ComponentRemoved))


def _erased(medium: Medium, life: Sequence[Event]) -> Erased:
    done, checked = (_last(life, medium.serial, kind) for kind in (SanitisationPerformed, SanitisationVerified))
    it, check = done.happening, checked.happening
    assert isinstance(it, SanitisationPerformed)
    assert isinstance(check, SanitisationVerified)
    return Erased(
        serial=medium.serial,
        kind=medium.kind,
        data=medium.data,
        at=done.occurred_at,
        rests_on=(done.id, checked.id),
        model=medium.model,
        size_bytes=medium.size_bytes,
        category=it.category,
        technique=it.technique,
        tool=it.tool,
        tool_version=it.tool_version,
        tool_verified=it.tool_verified,
        verified_at=checked.occurred_at,
        verified_by=checked.organisation,
        verification=check.verification,
        sample_share=check.sample_share,
        sample_size=check.sample_size,
        lot_size=check.lot_size,
        evidence=tuple(filter(None, (it.evidence, check.evidence))),
    )


def _destroyed(medium: Medium, event: Event) -> Erased:
    it = event.happening
    assert isinstance(it, MediaDestroyed)
    return Erased(
        serial=medium.serial,
        kind=medium.kind,
        data=medium.data,
        at=event.occurred_at,
        rests_on=(event.id,),
        model=medium.model,
        size_bytes=medium.size_bytes,
        category=SanitisationCategory.DESTROY,
        technique=it.method,
        verified_by=event.organisation,
        particle_mm=it.particle_mm,
        evidence=tuple(filter(None, (it.evidence,))),
    )


def _removed(medium: Medium, event: Event) -> Erased:
    """It went out as it was: somebody else answers for what is on it."""
    return Erased(
        serial=medium.serial,
        kind=medium.kind,
        data=medium.data,
        at=event.occurred_at,
        rests_on=(event.id,),
        model=medium.model,
        size_bytes=medium.size_bytes,
        is_removed=True,
    )


def _last(life: Iterable[Event], serial: str, *kinds: type[object]) -> Event:
    """The last event of these kinds on this medium; there is one, or the medium would not be safe."""
    found = [event for event in life if isinstance(event.happening, kinds) and _medium_of(event.happening) == serial]
    return found[-1]


def _medium_of(it: object) -> str | None:
    return getattr(it, "medium", None) or getattr(it, "serial", None)


def _found_none(life: Iterable[Event]) -> Iterator[EventId]:
    """The inspections that found no medium, or what says by its kind that there is none."""
    return (event.id for event in life if isinstance(event.happening, Inspected) and event.happening.media_absent)


def stands(statement: Statement, device: Device, events: Iterable[Event]) -> bool:
    """Rule 3."""
    counted = {event.id for event in effective(events)}
    doubted = any(case.doubts_erasure and case.opened_at >= statement.issued_at for case in device.cases)
    return counted.issuperset(statement.rests_on) and not doubted


def matches(statement: Statement, number: str) -> bool:
    """Whether this number is printed on the statement; spaces, dashes and capitals make no difference."""
    printed = (*statement.numbers, *(medium.serial for medium in statement.media))
    return bool(number.strip()) and _folded(number) in {_folded(each) for each in printed}


def _folded(number: str) -> str:
    return "".join(claim_key(number).replace("-", "").split())
