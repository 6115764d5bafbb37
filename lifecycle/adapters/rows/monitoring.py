"""The table of the steps that devices reached: a projection of their events, for figures over a period."""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class FlowStepRow(Row, table=True):
    """A step of a passage from surplus to the next place."""

    __tablename__ = "flow_step"
    __table_args__ = (
        Index(None, "step", "at", "hours", "passage"),
        Index(None, "owner", "step", "at", "outcome"),
    )

    device_key: str = Field(primary_key=True)
    passage: int = Field(primary_key=True)
    step: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    hours: int | None = None
    owner: str | None = None
    group: str | None = None
    model: str | None = None
    outcome: str | None = None
    route: str | None = None
    reason: str | None = None
    overridden: bool = False
