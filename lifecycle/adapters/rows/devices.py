"""The tables of devices and what happened to them.

`event` and `event_key` are insert-only; the database itself refuses UPDATE and DELETE on them. What may have to be
erased (free text, names on certificates) is in `event_payload`, with the salt of its commitment. `device` and
`device_state` are projections of the events, kept in the same transaction: they can be thrown away and made again
(`kringpas rebuild`).
"""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_OVERRIDDEN = text("kind = 'route_overridden'")
_COUNTED = ("lifecycle", "data_state", "route", "custodian", "place", "blocked", "updated_at")
_OF_OWNER = Index("ix_device_owner_counted", "owner", *_COUNTED)
"""All that is counted of an owner's devices: the devices themselves are not looked up for it."""


class DeviceRow(Row, table=True):
    """A device as its events leave it: what lists, filters and searches look at."""

    __tablename__ = "device"
    __table_args__ = (
        Index(None, "lifecycle", "updated_at"),
        _OF_OWNER,
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


class DeviceStateRow(Row, table=True):
    """A device's whole state after an event. `fold` is the digest of the code that made it; other code folds anew."""

    __tablename__ = "device_state"

    device_key: str = Field(primary_key=True)
    sequence: int
    fold: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class EventRow(Row, table=True):
    """One event of one device; `sequence` counts from 1 in the order of recording. `content` is canonical JSON."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "transaction_id"),
        Index(None, "occurred_at", "event_id"),
        Index("ix_event_overridden", "recorded_at", sqlite_where=_OVERRIDDEN, postgresql_where=_OVERRIDDEN),
    )

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
