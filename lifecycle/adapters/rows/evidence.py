"""The table of what machines said."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


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
