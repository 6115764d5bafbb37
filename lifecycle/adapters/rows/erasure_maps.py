"""The table of maps of erasure reports."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class ErasureMapRow(Row, table=True):
    """One version of a map; `organisation` is empty for nobody's, `content` is JSON. Insert-only."""

    __tablename__ = "erasure_map"

    organisation: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    actor: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
