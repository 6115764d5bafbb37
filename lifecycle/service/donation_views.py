"""What the readers of donation get: the frozen models that API and pages share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.donation import Delivery, Entry, Passing, Said, Standing
from lifecycle.service.consignment_views import ConsignmentSummary
from lifecycle.service.donation_ports import ProgrammeVersion
from lifecycle.service.ports import DeviceLine


@dataclass(frozen=True)
class Numbers:
    """Devices of a programme: offered and not confirmed, with intermediaries, back again, defect and unanswered.

    `recipients` is how many people have one, as far as intermediaries told.
    """

    on_the_way: int = 0
    there: int = 0
    returned: int = 0
    defects: int = 0
    recipients: int = 0


@dataclass(frozen=True)
class ProgrammeView:
    """A programme as it is now, with what it gave."""

    version: ProgrammeVersion
    coordinator: str
    numbers: Numbers
    may_change: bool = False
    history: tuple[ProgrammeVersion, ...] = ()
    deliveries: tuple["DeliverySummary", ...] = ()


@dataclass(frozen=True)
class DeliverySummary:
    """A delivery in a list."""

    delivery: Delivery
    programme: str
    intermediary: str
    standing: Standing
    overdue: bool = False


@dataclass(frozen=True)
class DeliveryView:
    """A delivery for those who may see it. `lives` counts the lives of each device."""

    summary: DeliverySummary
    coordinator: str
    state: ConsignmentState
    lines: tuple[DeviceLine, ...]
    labels: Mapping[DeviceKey, str]
    entries: tuple[Entry, ...]
    lives: Mapping[DeviceKey, int] = field(default_factory=dict)
    may_change: bool = False


@dataclass(frozen=True)
class FeedbackLine:
    """A device as the holder of a link sees it: by its number in the list, its label and its model, nothing else."""

    number: int
    label: str | None
    model: str | None
    said: Said | None = None
    has_open_defect: bool = False


@dataclass(frozen=True)
class FeedbackView:
    """What an intermediary sees of a delivery: no serial number, no key, no history, no person."""

    programme: str
    coordinator: str
    intermediary: str
    passing: Passing
    made_at: datetime
    due: date | None
    lines: tuple[FeedbackLine, ...]
    recipients: int | None = None


@dataclass(frozen=True)
class DonationBoard:
    """The desk of a coordinator: programmes, what comes, what is in stock, what was delivered. `stock` is cut short."""

    programmes: tuple[ProgrammeView, ...]
    coming: tuple[ConsignmentSummary, ...]
    stock: tuple[DeviceLine, ...]
    deliveries: tuple[DeliverySummary, ...]
    may_deliver: bool = False


@dataclass(frozen=True)
class NewFeedbackLink:
    """A link that was just made: its token is shown once."""

    id: str
    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True)
class DeviceLives:
    """How many lives a device has had, this one included, and the deliveries that it was in."""

    device: DeviceKey
    count: int
    deliveries: tuple[DeliverySummary, ...] = ()
