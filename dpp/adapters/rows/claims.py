"""The tables of claims on models and of contradictions.

All but `model_own_data` are insert-only: a step stands beside those before, and the database refuses UPDATE and DELETE.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ModelClaimRow(Row, table=True):
    """What an organisation claims; `scope` lists the values, each on a line of its own."""

    __tablename__ = "model_claim"
    __table_args__ = (
        CheckConstraint("capacity IN ('maker', 'importer', 'authorised-representative')", name="capacity"),
        CheckConstraint("scope_kind IN ('eprel-numbers', 'gtins', 'company-prefix', 'supplier')", name="scope_kind"),
        Index(None, "organisation"),
    )

    claim_id: str = Field(primary_key=True)
    organisation: str
    operator: str
    capacity: str
    ground: str = Field(sa_column=Column(Text, nullable=False))
    scope_kind: str
    scope: str = Field(sa_column=Column(Text, nullable=False))


class ModelClaimStepRow(Row, table=True):
    """What became of a claim, step by step from 1: the request."""

    __tablename__ = "model_claim_step"
    __table_args__ = (
        ForeignKeyConstraint(["claim_id"], ["model_claim.claim_id"]),
        CheckConstraint("state IN ('requested', 'approved', 'refused', 'withdrawn', 'ended')", name="state"),
    )

    claim_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    state: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    account: str
    organisation: str | None = None
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class ModelOwnDataRow(Row, table=True):
    """A claimant's own data of one model, before it takes the passport over; the newest takes the place of the last."""

    __tablename__ = "model_own_data"
    __table_args__ = (
        ForeignKeyConstraint(["claim_id"], ["model_claim.claim_id"]),
        ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]),
    )

    claim_id: str = Field(primary_key=True)
    passport_id: str = Field(primary_key=True)
    sha256: str
    account: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    received: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ContradictionRow(Row, table=True):
    """What a third party says against one element; `declared` and `value` are canonical JSON."""

    __tablename__ = "contradiction"
    __table_args__ = (
        ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]),
        CheckConstraint("party IN ('authority', 'repairer', 'refurbisher', 'registry')", name="party"),
        CheckConstraint("method IN ('measured', 'taken-apart', 'recomputed', 'document')", name="method"),
        Index(None, "passport_id"),
        Index(None, "organisation"),
    )

    contradiction_id: str = Field(primary_key=True)
    passport_id: str
    version: int
    element_id: str
    declared: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=Column(Text, nullable=False))
    method: str
    evidence: str = Field(sa_column=Column(Text, nullable=False))
    party: str
    account: str
    organisation: str
    filed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    term_days: int


class ContradictionStepRow(Row, table=True):
    """What followed, step by step from 1."""

    __tablename__ = "contradiction_step"
    __table_args__ = (
        ForeignKeyConstraint(["contradiction_id"], ["contradiction.contradiction_id"]),
        CheckConstraint("kind IN ('replied', 'withdrawn', 'accepted')", name="kind"),
    )

    contradiction_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    kind: str
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    account: str
    organisation: str | None = None
    text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
