"""Reports of wiping tools, keyed by disk: which device each disk means, and whether the erasure counts there.

Rules:
1. A report belongs to the organisation that sent it, and its disks are looked for among the media of devices in that
   organisation's custody, by serial number without case and white space. Exactly one device is a match. None, or
   several, is a question: the disk waits in the tray of reports without a device.
2. Where the report names the machine that it ran on, and that is one device on the bench, a disk that nobody knows is
   in that machine: seen for the first time at its wipe. Only then the report says which media were in the device.
3. The erasure happened at the moment that the report says, or when it came where it says none or one in the future. A
   moment without a zone is read as UTC, which ShredOS keeps.
4. A report counts where nothing happened to the medium after it that makes it void: use, a time when nobody answered
   for the device, a newer erasure, the return of a medium that had been out. This is asked by adding the event and
   looking whether the medium then shows it.
5. A device that was first recorded after the wipe takes the erasure at its first moment, when that is within
   `EARLY_DAYS` (policy). Beyond, nobody knows what happened between, and the report does not count.
6. The category is what the tool says, but no more than its technique reaches on this kind of medium
   (`lifecycle.domain.erasure.methods`). Where neither is known a person records it.
7. The same disk with the same moment is one erasure, in however many reports it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain import media as on_media
from lifecycle.domain.claims import claim_key
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.methods import category_reached
from lifecycle.domain.events import Event, EventId, SanitisationFailed, SanitisationPerformed, effective
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.facts import ErasureReading
from lifecycle.domain.fold import fold
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import DataState, MediumKind

EARLY_DAYS = 30
"""*Policy.* How long before the first record of a device an erasure may have been to count for it."""

NOT_SAID = "not said"
"""The technique or version of a tool that names none."""


class Outcome(StrEnum):
    """What became of one disk of a report."""

    RECORDED = "recorded"
    NO_DEVICE = "no-device"
    SEVERAL_DEVICES = "several-devices"
    STALE = "stale"
    NO_CATEGORY = "no-category"
    REFUSED = "refused"
    REPEATED = "repeated"
    CLOSED = "closed"


OPEN = frozenset({Outcome.NO_DEVICE, Outcome.SEVERAL_DEVICES, Outcome.STALE, Outcome.NO_CATEGORY, Outcome.REFUSED})
"""What a person may still settle: these are in the tray of reports without a device."""

LOOKS_AGAIN = frozenset({Outcome.NO_DEVICE, Outcome.SEVERAL_DEVICES, Outcome.REFUSED})
"""What is tried again when a device with that disk is seen."""


@dataclass(frozen=True)
class ErasureReport:
    """A report as it is kept: stripped, with what was read from it. `station` is where the tool ran."""

    organisation: OrganisationId
    sha256: str
    original_sha256: str
    received_at: datetime
    sent_by: AccountId
    format: str
    parser: str
    parser_version: str
    reading: Reading
    content: bytes
    station: str | None = None


@dataclass(frozen=True)
class ReportedDisk:
    """One disk of a report, by its place in it, and what became of it. `rule` is the one that refused it."""

    report: ErasureReport
    number: int
    outcome: Outcome
    device: DeviceKey | None = None
    event: EventId | None = None
    rule: str | None = None
    settled_at: datetime | None = None
    settled_by: AccountId | None = None

    @property
    def erasure(self) -> ErasureReading:
        return self.report.reading.erasures[self.number - 1]

    @property
    def serial_key(self) -> str:
        return claim_key(self.erasure.medium_serial)

    @property
    def is_open(self) -> bool:
        return self.outcome in OPEN

    @property
    def happened_at(self) -> datetime:
        """Rule 3."""
        said = self.erasure.finished_at
        if said is None:
            return self.report.received_at
        moment = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
        return min(moment, self.report.received_at)


def own_serial(device: Device, serial: str) -> str | None:
    """How the device's own record writes this serial number; None where no such medium is in it."""
    wanted = claim_key(serial)
    return next(
        (
            each.serial
            for each in device.media
            if claim_key(each.serial) == wanted
            and each.whereabouts is not Whereabouts.REMOVED
            and each.data is not DataState.DESTROYED
        ),
        None,
    )


def happening_on(
    device: Device, disk: ReportedDisk, *, on_its_machine: bool
) -> SanitisationPerformed | SanitisationFailed | None:
    """What the report says happened to a medium of this device; None where no category is known (rule 6).

    A failure on a medium that nobody saw before is an erasure that did not succeed: so it makes the medium known.
    """
    it, known = disk.erasure, own_serial(device, disk.erasure.medium_serial)
    serial = known or it.medium_serial
    found = on_media.find(device.media, serial)
    category = category_reached(it.category, it.technique, found.kind if found else MediumKind.OTHER)
    present = _present(device, disk.report.reading) if on_its_machine else ()
    if not it.succeeded and known is not None:
        return SanitisationFailed(
            medium=serial,
            evidence=disk.report.sha256,
            category=category,
            technique=it.technique,
            tool=it.tool,
            tool_version=it.tool_version,
            media_present=present or None,
            finished_at=it.finished_at,
            station=disk.report.station,
            detail=it.detail,
        )
    if category is None:
        return None
    return SanitisationPerformed(
        medium=serial,
        category=category,
        technique=it.technique or NOT_SAID,
        tool=it.tool,
        tool_version=it.tool_version or NOT_SAID,
        succeeded=it.succeeded,
        media_present=present,
        evidence=disk.report.sha256,
        tool_verified=it.verified,
        rounds=it.rounds,
        finished_at=it.finished_at,
        station=disk.report.station,
    )


def _present(device: Device, reading: Reading) -> tuple[str, ...]:
    return tuple(own_serial(device, seen.serial) or seen.serial for seen in reading.media)


def moment_for(disk: ReportedDisk, life: Iterable[Event]) -> datetime | None:
    """When the erasure is recorded as having happened (rules 3 and 5); None where it is too early to count."""
    first = effective(life)[0].occurred_at
    if first - disk.happened_at > timedelta(days=EARLY_DAYS):
        return None
    return max(first, disk.happened_at)


def counts(life: Sequence[Event], event: Event) -> bool:
    """Rule 4: whether the medium shows this erasure after all that happened."""
    device = fold((*life, event))
    happening = event.happening
    assert device is not None
    assert isinstance(happening, SanitisationPerformed | SanitisationFailed)
    medium = on_media.find(device.media, happening.medium)
    return medium is not None and medium.erasure is not None and medium.erasure.event == event.id
