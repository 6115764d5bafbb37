"""What a reader gets of labels on devices: frozen models that the API and the pages share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpp.domain.errors import KringpasError
from dpp.domain.labels.pairing import Scanned, Told
from dpp.domain.opaque import DeviceKey, LabelCode
from lifecycle.domain.events import EventId
from lifecycle.service.ports import DeviceLine


class LinkOutcome(StrEnum):
    """What became of a pair."""

    LINKED = "linked"
    ALREADY = "already-linked"
    REFUSED = "refused"


@dataclass(frozen=True)
class LinkView:
    """A pair: linked now, linked before, or why not. `line` is the device, for whoever may read it."""

    outcome: LinkOutcome
    label: LabelCode | None = None
    device: DeviceKey | None = None
    line: DeviceLine | None = None
    event_id: EventId | None = None
    recorded_at: datetime | None = None
    refusal: KringpasError | None = None


@dataclass(frozen=True)
class BenchStep:
    """After a scan at the bench: the pair that it completed, or what waits now and what is told of it."""

    link: LinkView | None = None
    waiting: Scanned | None = None
    told: Told | None = None


@dataclass(frozen=True)
class RetiredLabel:
    """A label that is out of use, and the device that it goes on leading to."""

    label: LabelCode
    device: DeviceKey | None


@dataclass(frozen=True)
class Replacement:
    """A label that took the place of another on a device."""

    old: LabelCode
    new: LabelCode
    device: DeviceKey
