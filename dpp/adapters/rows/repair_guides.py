"""The tables of repair guides: versions that are only added to, and the files that belong to a model."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime


class RepairGuideRow(Row, table=True):
    """One version of the guide of a model, as JSON."""

    __tablename__ = "repair_guide"
    __table_args__ = (
        ForeignKeyConstraint(["model_id"], ["passport.passport_id"]),
        CheckConstraint("version >= 1", name="version"),
    )

    model_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))
    account: str
    organisation: str | None = None
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class RepairGuideFileRow(Row, table=True):
    """A file that was sent for a guide; its bytes are in a folder, under its SHA-256."""

    __tablename__ = "repair_guide_file"
    __table_args__ = (
        ForeignKeyConstraint(["model_id"], ["passport.passport_id"]),
        CheckConstraint("use IN ('picture', 'document')", name="use"),
        CheckConstraint("size >= 1", name="size"),
    )

    model_id: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    use: str
    media_type: str
    size: int
    account: str
    organisation: str | None = None
    added_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
