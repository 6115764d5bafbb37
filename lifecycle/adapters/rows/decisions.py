"""The table of routing decisions: insert-only."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


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
