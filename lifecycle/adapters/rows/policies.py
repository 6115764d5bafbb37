"""The tables of routing policies, and of the runs that preview them or decide again.

`routing_policy`, `routing_policy_activation` and `routing_policy_content` are insert-only. What a run says of devices
(`routing_move`) is no record of them: their decisions and events are.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class PolicyContentRow(Row, table=True):
    """A file of a policy; `digest` is the SHA-256 of what it says, whatever its comments."""

    __tablename__ = "routing_policy_content"
    __table_args__ = (Index(None, "digest"),)

    sha256: str = Field(primary_key=True)
    digest: str
    content: str = Field(sa_column=Column(Text, nullable=False))


class PolicyRow(Row, table=True):
    """A version of a policy as it was loaded; `owners` and `categories` are JSON lists."""

    __tablename__ = "routing_policy"
    __table_args__ = (ForeignKeyConstraint(["sha256"], ["routing_policy_content.sha256"]),)

    policy_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    title: str
    owner: str
    valid_from: date
    valid_until: date | None = None
    owners: str = Field(sa_column=Column(Text, nullable=False))
    categories: str = Field(sa_column=Column(Text, nullable=False))
    digest: str
    sha256: str
    loaded_by: str
    loaded_for: str | None = None
    loaded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class PolicyActivationRow(Row, table=True):
    """That a second person activated a version."""

    __tablename__ = "routing_policy_activation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["policy_id", "version"],
            ["routing_policy.policy_id", "routing_policy.version"],
        ),
    )

    policy_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    activated_by: str
    activated_for: str | None = None
    activated_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class RoutingRunRow(Row, table=True):
    """A run over many devices, and how far it is; `roles` are separated by spaces, `why` is a message as JSON."""

    __tablename__ = "routing_run"
    __table_args__ = (
        CheckConstraint("kind IN ('preview', 'decide-again')", name="kind"),
        CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name="state"),
        Index(None, "state", "on"),
        Index(None, "policy", "version"),
    )

    run_id: str = Field(primary_key=True)
    kind: str
    policy: str
    version: str
    on: date
    account: str
    organisation: str | None = None
    roles: str
    asked_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    state: str
    after: str
    total: int | None = None
    seen: int
    decided: int
    moved: int
    refused: int
    busy_until: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    why: str = Field(sa_column=Column(Text, nullable=False))


class RoutingMoveRow(Row, table=True):
    """One device whose answer a run changes; `refusal` is a message as JSON, empty where there is none."""

    __tablename__ = "routing_move"
    __table_args__ = (
        ForeignKeyConstraint(["run_id"], ["routing_run.run_id"]),
        Index(None, "run_id", "category", "before", "after"),
    )

    device_key: str = Field(primary_key=True)
    run_id: str = Field(primary_key=True)
    category: str | None = None
    before: str
    after: str
    refusal: str = Field(sa_column=Column(Text, nullable=False))
