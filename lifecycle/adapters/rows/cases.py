"""The tables of corrections that wait for a second person, and the list of cases (a projection of events)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ProposalRow(Row, table=True):
    """A correction that somebody proposed. `content` says what, while it is open."""

    __tablename__ = "correction_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'declined')", name="state"),
        CheckConstraint("(state = 'open') = (content IS NOT NULL)", name="content"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_at"),
        Index(None, "state", "proposed_at"),
    )

    device_key: str = Field(primary_key=True)
    proposal_id: str = Field(primary_key=True)
    event_id: str
    state: str
    proposed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    proposed_by: str
    organisation: str | None = None
    decided_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
    decided_by: str | None = None
    content: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class CaseRow(Row, table=True):
    """A case as lists see it; `content` is the case itself as JSON."""

    __tablename__ = "device_case"
    __table_args__ = (Index(None, "is_open", "opened_at"),)

    device_key: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True)
    severity: str
    since: date
    is_open: bool
    opened_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
