"""What programs send: the requests of the services, as bodies. Their shape is checked before a service sees them."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AwareDatetime, Field

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import Difference, EventId, Happening, Place
from lifecycle.domain.found_reports import Outcome
from lifecycle.domain.vocabulary import OverrideGround, Route

Id = Annotated[EventId, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:\-]+$")]
Short = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, kw_only=True)
class NewScan:
    """A scan at intake. `event_id` makes a retry safe; `occurred_at` is when a scanner without network scanned.

    `chosen` is the one that a person pointed at, where several devices carry what was scanned; `said_owner` is whose
    the stack of devices is said to be.
    """

    raw: Annotated[str, Field(min_length=1, max_length=2048)]
    place: Annotated[Place, Field(min_length=1, max_length=200)]
    symbology: Annotated[str, Field(max_length=8)] | None = None
    category: Short | None = None
    said_owner: OrganisationId | None = None
    chosen: DeviceKey | None = None
    event_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewScanReading:
    """A scan that is only read. `symbology` is the identifier that a scanner puts before the data, such as `]d2`."""

    raw: Annotated[str, Field(min_length=1, max_length=2048)]
    symbology: Annotated[str, Field(max_length=8)] | None = None


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """One event of a device."""

    happening: Annotated[Happening, Field(discriminator="kind")]
    event_id: Id | None = None
    occurred_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewEvents:
    """Events that are recorded together, in this order, all or none."""

    events: Annotated[tuple[NewEvent, ...], Field(min_length=1, max_length=100)]


@dataclass(frozen=True, kw_only=True)
class NewOverride:
    """Another destination than the proposed one. The reason names no person; `ground` is a word of the list."""

    route: Route
    reason: Annotated[str, Field(min_length=1, max_length=1000)]
    ground: OverrideGround = OverrideGround.OTHER


@dataclass(frozen=True, kw_only=True)
class NewApproval:
    """Devices whose standing proposal is approved in one act."""

    devices: Annotated[tuple[DeviceKey, ...], Field(min_length=1, max_length=1000)]


@dataclass(frozen=True, kw_only=True)
class NewHandover:
    """What is handed over to whom. With a `route` ownership passes on that route's usual ground."""

    receiver: OrganisationId
    devices: Annotated[tuple[DeviceKey, ...], Field(max_length=1000)] = ()
    route: Route | None = None
    carrier: OrganisationId | None = None
    seal: Short | None = None
    processor_agreement: Short | None = None
    contract: Short | None = None
    unit: Short | None = None
    export: bool | None = None


@dataclass(frozen=True, kw_only=True)
class NewClosure:
    """How a report of a finder ended: `came-back`, `handed-in` or `no-use`."""

    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class NewReceipt:
    """What the receiver found. Without `devices` everything on the manifest arrived."""

    place: Annotated[Place, Field(min_length=1, max_length=200)]
    devices: Annotated[tuple[DeviceKey, ...], Field(max_length=1000)] | None = None
    seal: Short | None = None
    differences: dict[DeviceKey, Difference] = field(default_factory=dict)
