"""The table of what machines said."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class EvidenceRow(Row, table=True):
    """What is known of a stripped file of a device; `original_sha256` is of what was sent, which is not kept.

    `content` holds the bytes of evidence that came before there were files; `removed` are kinds of thing with spaces
    between them. Where `erased_at` says when, the bytes are gone, and `reading` is empty.
    """

    __tablename__ = "evidence"
    __table_args__ = (Index(None, "sha256"), Index(None, "format", "parser_version"))

    device_key: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    original_sha256: str
    format: str
    parser: str
    parser_version: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    reading: str = Field(sa_column=Column(Text, nullable=False))
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    removed: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    erased_at: datetime | None = Field(default=None, sa_column=Column(UtcTime, nullable=True))
