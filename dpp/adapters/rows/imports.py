"""The tables of imports. What became of each row, and every version of a column map, is insert-only.

`import_said` and `import_file` hold what a run needs while it works; they go when it is over. A file that a dry run
checked stays until it was imported, or is forgotten.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from dpp.adapters.database import Row, UtcTime

_RUN = ["import_run.run_id"]


class ImportRunRow(Row, table=True):
    """One import. `roles` are separated by spaces; `column_map`, `why` and `remedy` are JSON, or empty."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'waiting', 'running', 'finished', 'failed')", name="state"),
        Index(None, "state", "submitted_at"),
        Index(None, "organisation", "submitted_at"),
        Index(None, "fingerprint"),
    )

    run_id: str = Field(primary_key=True)
    kind: str
    format: str
    name: str
    fingerprint: str
    actor: str
    organisation: str | None = None
    roles: str
    dry_run: bool
    submitted_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    state: str
    column_map: str = Field(sa_column=Column(Text, nullable=False))
    map_name: str | None = None
    map_version: int | None = None
    total: int | None = None
    created: int
    revised: int
    unchanged: int
    refused: int
    last_line: int
    busy_until: datetime | None = Field(default=None, sa_column=Column(UtcTime))
    began_at: datetime | None = Field(default=None, sa_column=Column(UtcTime))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcTime))
    why: str = Field(sa_column=Column(Text, nullable=False))
    remedy: str = Field(sa_column=Column(Text, nullable=False))
    checked_by: str | None = None


class ImportRowRow(Row, table=True):
    """What became of one row; `said` is JSON (what, problems, remedy), or empty."""

    __tablename__ = "import_row"
    __table_args__ = (
        ForeignKeyConstraint(["run_id"], _RUN),
        CheckConstraint("outcome IN ('created', 'revised', 'unchanged', 'refused')", name="outcome"),
        Index(None, "run_id", "outcome", "line"),
    )

    run_id: str = Field(primary_key=True)
    line: int = Field(primary_key=True)
    outcome: str
    subject: str | None = None
    said: str = Field(sa_column=Column(Text, nullable=False))


class ImportSaidRow(Row, table=True):
    """Which line of a run was the first about a thing, and a digest of what it said."""

    __tablename__ = "import_said"
    __table_args__ = (ForeignKeyConstraint(["run_id"], _RUN),)

    run_id: str = Field(primary_key=True)
    thing: str = Field(primary_key=True)
    line: int
    digest: str


class ImportReferenceRow(Row, table=True):
    """By which reference of its own an organisation knows a passport that it imported; "" for no organisation."""

    __tablename__ = "import_reference"
    __table_args__ = (ForeignKeyConstraint(["passport_id"], ["passport.passport_id"]),)

    organisation: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    passport_id: str


class ImportFileRow(Row, table=True):
    """A file that came in, in parts."""

    __tablename__ = "import_file"

    fingerprint: str = Field(primary_key=True)
    part: int = Field(primary_key=True)
    received_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ColumnMapRow(Row, table=True):
    """One version of a saved column map; `content` is JSON."""

    __tablename__ = "column_map"

    organisation: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    kind: str
    actor: str
    recorded_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
