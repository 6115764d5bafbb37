"""The tables of passports. Private to these adapters.

What a scan reads (`passport`, `model_part`, `history_part`, `label`, `gs1_key`) holds bytes that were prepared when
they were written: the read path joins them and adds nothing. `passport_version` and `log_leaf` are insert-only; the
database itself refuses UPDATE and DELETE on them.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class PassportRow(Row, table=True):
    """One passport as it stands now, of a model, a batch or an item; `model_id` of a model is its own id."""

    __tablename__ = "passport"
    __table_args__ = (
        ForeignKeyConstraint(["model_id"], ["model_part.model_id"]),
        CheckConstraint("granularity IN ('model', 'batch', 'item')", name="granularity"),
        CheckConstraint("status IN ('active', 'inactive', 'archived', 'invalid')", name="status"),
        Index(None, "device_key"),
        Index(None, "model_id", "granularity"),
        Index(None, "batch_id"),
        Index(None, "organisation"),
    )

    passport_id: str = Field(primary_key=True)
    granularity: str
    device_key: str | None = None
    model_id: str
    status: str
    version: int
    updated_at: str
    successor_of: str | None = None
    batch_id: str | None = None
    organisation: str | None = None
    operator: str
    schema_version: str
    overrides: str = ""
    prepared: int = 0
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    elements: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PassportVersionRow(Row, table=True):
    """What was received, byte for byte, at each change.

    `changed` lists element ids, separated by spaces; `evidence` (a list) and `pins` (an object) are JSON, or empty.
    """

    __tablename__ = "passport_version"

    passport_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    media_type: str
    schema_version: str
    sha256: str
    actor: str
    organisation: str | None = None
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    status: str = ""
    operator: str = ""
    evidence: str = ""
    pins: str = ""
    changed: str = Field(sa_column=Column(Text, nullable=False))
    received: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ModelPartRow(Row, table=True):
    """The public part of a model, shared by all its items, and what a list of models shows."""

    __tablename__ = "model_part"
    __table_args__ = (Index(None, "group", "brand", "name"), Index(None, "search"))

    model_id: str = Field(primary_key=True)
    version: int
    updated_at: str
    group: str
    brand: str
    name: str
    schema_version: str
    prepared: int = 0
    search: str = Field(sa_column=Column(Text, nullable=False))
    elements: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class HistoryPartRow(Row, table=True):
    """What the public sees of a device's life, pushed by whoever keeps that life."""

    __tablename__ = "history_part"
    __table_args__ = (ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]),)

    passport_id: str = Field(primary_key=True)
    version: int
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LabelRow(Row, table=True):
    """What is printed on a device: a code that leads to its passport. A device may have several over time."""

    __tablename__ = "label"
    __table_args__ = (
        ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]),
        CheckConstraint("state IN ('active', 'retired', 'unclaimed')", name="state"),
        Index(None, "passport_id"),
    )

    code: str = Field(primary_key=True)
    passport_id: str | None = None
    state: str
    issued_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class Gs1KeyRow(Row, table=True):
    """A canonical GS1 Digital Link path (`/01/{gtin}`, `/01/{gtin}/21/{serial}`) and the passport that it names."""

    __tablename__ = "gs1_key"
    __table_args__ = (ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]), Index(None, "passport_id"))

    uri: str = Field(primary_key=True)
    passport_id: str


class LeafRow(Row, table=True):
    """A salted commitment to an event or a passport version. `dpp.adapters.rows.log` has its number in the log.

    `subject` is a device key or a passport id, `number` the event's place in its life or the passport's version.
    """

    __tablename__ = "log_leaf"
    __table_args__ = (
        # PostgreSQL finds new leaves by their time, and such an index costs a write next to nothing; SQLite by rowid.
        Index(None, "recorded_at", postgresql_using="brin", info={"engine": "postgresql"}),
    )

    subject: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    commitment: str
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
