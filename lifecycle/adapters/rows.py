"""The tables of devices and what happened to them. Private to these adapters.

`event`, `event_key` and `decision` are insert-only; the database itself refuses UPDATE and DELETE on them. What may
have to be erased (free text, names on certificates) is in `event_payload`, with the salt of its commitment. `device` is
a projection of the events, kept in the same transaction: it can be thrown away and made again. What a finder
wrote is in `found_report_words`, and goes when the report is closed.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class DeviceRow(Row, table=True):
    """A device as its events leave it: what lists, filters and searches look at."""

    __tablename__ = "device"
    __table_args__ = (
        Index(None, "lifecycle", "updated_at"),
        Index(None, "owner", "lifecycle"),
        Index(None, "custodian", "lifecycle"),
    )

    device_key: str = Field(primary_key=True)
    sequence: int
    passport_id: str | None = None
    model_id: str | None = None
    group: str | None = None
    brand: str | None = None
    name: str | None = None
    serial: str | None = None
    asset_tag: str | None = None
    placeholder: bool
    lifecycle: str
    data_state: str
    owner: str | None = None
    custodian: str | None = None
    place: str | None = None
    functional_grade: str | None = None
    cosmetic_grade: str | None = None
    battery_health: float | None = None
    route: str | None = None
    route_state: str | None = None
    blocked: str = ""
    consignment_id: str | None = None
    updated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class EventRow(Row, table=True):
    """One event of one device; `sequence` counts from 1 in the order of recording. `content` is canonical JSON."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "transaction_id"),)

    device_key: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    event_id: str
    kind: str
    occurred_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    actor: str
    organisation: str | None = None
    transaction_id: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class EventKeyRow(Row, table=True):
    """An event id is one event, whatever the device: the same id with other content is a conflict."""

    __tablename__ = "event_key"

    event_id: str = Field(primary_key=True)
    device_key: str
    sequence: int


class EventPayloadRow(Row, table=True):
    """What may have to be erased from an event. The event keeps a salted commitment to it."""

    __tablename__ = "event_payload"

    device_key: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class ClaimRow(Row, table=True):
    """Something that says which device this is. `value` is folded (upper case, no spaces), so that a scan finds it."""

    __tablename__ = "device_claim"
    __table_args__ = (Index(None, "value", "kind"),)

    device_key: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    source: str
    confidence: float


class EvidenceRow(Row, table=True):
    """What a machine said, stripped of personal data; `original_sha256` is of what was sent, which is not kept."""

    __tablename__ = "evidence"

    device_key: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    original_sha256: str
    format: str
    parser: str
    parser_version: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    reading: str = Field(sa_column=Column(Text, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DecisionRow(Row, table=True):
    """A routing decision with its whole trace, as it was made."""

    __tablename__ = "decision"

    device_key: str = Field(primary_key=True)
    decision_id: str = Field(primary_key=True)
    route: str
    policy: str
    policy_version: str
    inputs_hash: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class ConsignmentRow(Row, table=True):
    """A number of devices that change hands together; `manifest` is frozen when it is offered."""

    __tablename__ = "consignment"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'offered', 'received', 'withdrawn')", name="state"),
        Index(None, "sender", "state"),
        Index(None, "receiver", "state"),
        Index(None, "carrier", "state"),
    )

    consignment_id: str = Field(primary_key=True)
    state: str
    sender: str
    receiver: str
    carrier: str | None = None
    updated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))


class ConsignmentDeviceRow(Row, table=True):
    """Which devices a consignment holds. A device is in one open consignment at most (the service sees to it)."""

    __tablename__ = "consignment_device"
    __table_args__ = (
        ForeignKeyConstraint(["consignment_id"], ["consignment.consignment_id"]),
        Index(None, "consignment_id"),
    )

    device_key: str = Field(primary_key=True)
    consignment_id: str = Field(primary_key=True)


class FoundReportRow(Row, table=True):
    """That somebody found a device, for whom that is, and how it ended; nothing of the finder."""

    __tablename__ = "found_report"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('came-back', 'handed-in', 'no-use', 'left-state', 'expired')",
            name="outcome",
        ),
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_at"),
        Index(None, "reference"),
        Index(None, "told", "reported_at"),
        Index(None, "outcome", "reported_at"),
    )

    device_key: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    passport_id: str
    told: str
    reported_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    outcome: str | None = None
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    closed_by: str | None = None


class FoundReportWordsRow(Row, table=True):
    """What the finder wrote: personal data, for as long as the report is open."""

    __tablename__ = "found_report_words"
    __table_args__ = (
        ForeignKeyConstraint(["device_key", "reference"], ["found_report.device_key", "found_report.reference"]),
    )

    device_key: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    place: str = Field(sa_column=Column(Text, nullable=False))
    contact: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
