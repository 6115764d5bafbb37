"""The trays of the erasure bench: where each storage medium waits, and for what.

Rules:
1. Only media of devices on the bench wait: received, at intake, inspected, graded, refurbished or routed. What is in
   use, in store or gone waits for nothing.
2. A medium that is verified, destroyed or out of the device by a recorded act waits for nothing.
3. A failed one is in `failed`; a cleared or purged one in `to-verify`; any other in `waiting`, also one that is
   missing: its report may be what finds it.
4. A device that bears data and of which no medium is known waits as a whole (without a serial number) for evidence that
   shows its media.
5. Serial numbers are compared as claims are (`lifecycle.domain.claims`): without case and white space. What else looks
   alike is another medium.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.media import Medium, Whereabouts
from lifecycle.domain.things import bears_data
from lifecycle.domain.vocabulary import DataState, Lifecycle, MediumKind

AT_THE_BENCH = frozenset(
    {
        Lifecycle.RECEIVED,
        Lifecycle.INTAKE,
        Lifecycle.INSPECTED,
        Lifecycle.SANITISED,
        Lifecycle.REFURBISHED,
        Lifecycle.ROUTED,
    }
)


class Tray(StrEnum):
    """Where work of erasure waits."""

    WAITING = "waiting"
    UNPLACED = "unplaced"
    FAILED = "failed"
    TO_VERIFY = "to-verify"


@dataclass(frozen=True)
class MediumLine:
    """A medium as lists and searches see it: a projection of the device's events. `since` is when it came there."""

    device: DeviceKey
    serial: str
    kind: MediumKind
    data: DataState
    whereabouts: Whereabouts
    custodian: OrganisationId
    tray: Tray | None
    since: datetime

    @property
    def serial_key(self) -> str:
        return claim_key(self.serial)


def tray_of(device: Device, medium: Medium) -> Tray | None:
    """Where this medium of this device waits; None when it waits for nothing."""
    if device.stage not in AT_THE_BENCH or medium.is_safe:
        return None
    if medium.data is DataState.FAILED:
        return Tray.FAILED
    return Tray.TO_VERIFY if medium.awaits_verification else Tray.WAITING


def lines_of(device: Device, group: str | None) -> Iterator[MediumLine]:
    """A line for each medium, and by rule 4 one for a device of which none is known. `group` is its product group.

    A placeholder that turned out to be another device has none: what is done with its media is recorded there.
    """
    if device.same_as is not None:
        return
    for medium in device.media:
        yield MediumLine(
            device=device.key,
            serial=medium.serial,
            kind=medium.kind,
            data=medium.data,
            whereabouts=medium.whereabouts,
            custodian=device.custody.custodian,
            tray=tray_of(device, medium),
            since=device.changed_at,
        )
    if _may_hide_media(device, group):
        yield MediumLine(
            device=device.key,
            serial="",
            kind=MediumKind.OTHER,
            data=DataState.UNKNOWN,
            whereabouts=Whereabouts.INSTALLED,
            custodian=device.custody.custodian,
            tray=Tray.WAITING,
            since=device.changed_at,
        )


def _may_hide_media(device: Device, group: str | None) -> bool:
    at_the_bench = device.known and device.stage in AT_THE_BENCH
    return at_the_bench and not device.media and not device.no_media_established and bears_data(group)
