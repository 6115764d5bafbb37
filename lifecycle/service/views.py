"""What a reader of devices gets: frozen models that the API, the pages and the command line share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import KringpasError
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.domain.scanning import ScanResult
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, EventId, RouteOverridden
from lifecycle.domain.possible import Possible
from lifecycle.domain.routing.decision import Decision
from lifecycle.domain.routing.record import from_plain
from lifecycle.domain.vocabulary import Route
from lifecycle.service.ports import DeviceLine, StoredDecision


@dataclass(frozen=True)
class TimelineEntry:
    """One event in a device's life, dated twice: when it happened and when it was recorded."""

    event: Event
    organisation: str | None


@dataclass(frozen=True)
class DeviceView:
    """A device for those who may see it: its state and life. `names` are those of organisations.

    `possible` is what somebody could do next, for whoever asked for that (`Devices.consider`).
    `warnings` are for whoever just changed it: what was done, and is not quite as it was asked for.
    `by_key_until` is the last day of the repair key by which alone it is read: then it is what a repairer sees of it
    (`lifecycle.domain.repairers.sight`).
    """

    device: Device
    line: DeviceLine
    passport_id: PassportId | None
    passport_url: str | None
    labels: tuple[LabelCode, ...]
    timeline: tuple[TimelineEntry, ...]
    possible: tuple[Possible, ...] = ()
    warnings: tuple[Message, ...] = ()
    names: Mapping[OrganisationId, str] = field(default_factory=dict)
    by_key_until: date | None = None


@dataclass(frozen=True)
class NearMiss:
    """A device whose code differs from what was scanned in what is easily misread; `value` is that code."""

    value: str
    line: DeviceLine


@dataclass(frozen=True)
class NamedPassport:
    """The passport that a code names. `granularity`: model, batch or item."""

    passport_id: PassportId
    granularity: str
    brand: str
    name: str


@dataclass(frozen=True)
class ForeignAddress:
    """Somebody else's address in a scan. It was not opened; `warning` says what is odd about it."""

    address: str
    host: str
    warning: Message | None = None


@dataclass(frozen=True)
class ScanView:
    """The answer to a scan. `verdict` is `good`, `attention` or `stop`; `next_step` is the one thing to do.

    `matches` are the devices that the scan may name; with one, `device` is its key where the scan was recorded.
    `near` are devices that may have been meant where none was found, `warnings` what to know about the number.
    `already` is the scan of the same stack that this one repeats: it was made at `scanned_at`, and this one was not
    recorded.
    """

    verdict: str
    scan: ScanResult
    device: DeviceKey | None
    is_new: bool
    matches: tuple[DeviceLine, ...]
    what: Message
    next_step: Message
    scanned_at: datetime
    near: tuple[NearMiss, ...] = ()
    warnings: tuple[Message, ...] = ()
    passport: NamedPassport | None = None
    foreign: ForeignAddress | None = None
    already: EventId | None = None


@dataclass(frozen=True)
class EvidenceView:
    """What became of an evidence file: its address, what was read, what was taken out, what could not be read."""

    device: DeviceKey
    sha256: str
    original_sha256: str
    format: str
    parser: str
    removed: tuple[str, ...]
    claims: int
    media: int
    erasures: int
    unread: tuple[Message, ...]
    conflicts: tuple[DeviceKey, ...]


@dataclass(frozen=True)
class KeptEvidence:
    """A file of a device: who read it when, what was taken out, what could not be read, and whether it is still there.

    `removed` is None where nobody noted it; `can_be_read_again` says that there is another version of its parser now,
    and that whoever asks may use it.
    """

    sha256: str
    original_sha256: str
    format: str
    parser: str
    parser_version: str
    recorded_at: datetime
    removed: tuple[str, ...] | None
    unread: tuple[Message, ...]
    erased_at: datetime | None
    can_be_read_again: bool


@dataclass(frozen=True)
class DecisionView:
    """A routing decision: its plain form with the whole trace, and how it stands now."""

    decision_id: str
    device: DeviceKey
    route: str
    policy: str
    policy_version: str
    inputs_hash: str
    recorded_at: datetime
    content: Mapping[str, Any]
    proposed: Event | None = None
    overridden: Event | None = None
    approved: Event | None = None

    @property
    def decision(self) -> Decision:
        """The decision itself, with its trace."""
        return from_plain(self.content)

    @property
    def standing(self) -> str:
        """The id that an approval names: that of the override where there is one."""
        override = None if self.overridden is None else self.overridden.happening
        return override.decision if isinstance(override, RouteOverridden) else self.decision_id

    @property
    def state(self) -> str:
        """How it stands: approved, overridden (and waiting for a second person), or proposed."""
        if self.approved is not None:
            return "approved"
        return "proposed" if self.overridden is None else "overridden"


@dataclass(frozen=True)
class Approved:
    """What became of one device in an approval of many: its route, or why not."""

    device: DeviceKey
    route: Route | None
    refusal: KringpasError | None = None


@dataclass(frozen=True)
class WorkGroup:
    """Devices on the worklist that are alike: one model, one proposal. There is at least one.

    `decisions` are the last ones about them, by device.
    """

    lines: tuple[DeviceLine, ...]
    decisions: Mapping[DeviceKey, StoredDecision] = field(default_factory=dict)

    @property
    def like(self) -> DeviceLine:
        """Any of them: they share group, brand, name, route and the state of the route."""
        return self.lines[0]

    @property
    def exceptions(self) -> tuple[DeviceLine, ...]:
        """Those with something in their way that a person must look at; media are erased as a matter of course."""
        return tuple(line for line in self.lines if set(line.blocked) - {"media"})
