"""A run of an import: what is imported, on whose authority, how far it is, and what became of it.

Rules:
1. A run waits, is worked on by one worker at a time, and ends as finished or failed. Where a worker stopped and its
   lease is over, another goes on: at the row after the last one that was reported.
2. A draft waits for a person: its file is there, and nobody has said yet what its columns mean.
3. A dry run goes through every gate and leaves nothing behind but its report. What it checked can then be imported: the
   same file, the same map.
4. A run that failed says why; what its reported rows did, stays.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Self

from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import KringpasError, Refused
from dpp.domain.imports.columns import ColumnMap
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import RowReport, Totals
from dpp.domain.message import Message, message

RunId = NewType("RunId", str)
LEASE = timedelta(seconds=60)
"""How long a worker that says nothing is still believed to be at work."""


class RunState(StrEnum):
    """Where a run is."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in {RunState.FINISHED, RunState.FAILED}


@dataclass(frozen=True)
class MapVersion:
    """A column map that was saved: its name and version."""

    name: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Run:
    """One import. `kind` names its target, `fingerprint` (SHA-256) its file or register, `total` the rows, where known.

    `roles` are those that the account had when it asked; a worker takes them together with today's. `last_line` is that
    of the last row that was reported. `checked_by` is the dry run that went before.
    """

    run_id: RunId
    kind: str
    format: Format
    name: str
    fingerprint: str
    actor: AccountId
    organisation: OrganisationId | None
    roles: frozenset[Role]
    dry_run: bool
    submitted_at: datetime
    state: RunState = RunState.WAITING
    column_map: ColumnMap | None = None
    map_version: MapVersion | None = None
    total: int | None = None
    totals: Totals = field(default_factory=Totals)
    last_line: int = 0
    busy_until: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    why: Message | None = None
    remedy: Message | None = None
    checked_by: RunId | None = None

    def is_free(self, now: datetime) -> bool:
        """Whether a worker may take it (rule 1)."""
        unheld = self.busy_until is None or self.busy_until <= now
        return self.state in {RunState.WAITING, RunState.RUNNING} and unheld

    def taken(self, now: datetime) -> Self:
        """A worker begins, or goes on."""
        return replace(self, state=RunState.RUNNING, began_at=self.began_at or now, busy_until=now + LEASE)

    def released(self) -> Self:
        """The worker stops half-way: another may go on at once."""
        return replace(self, busy_until=None)

    def counting(self, total: int) -> Self:
        """It is known how many rows there are."""
        return replace(self, total=total)

    def after(self, reports: tuple[RowReport, ...], now: datetime) -> Self:
        """Some rows further."""
        return replace(self, totals=self.totals.plus(reports), last_line=reports[-1].line, busy_until=now + LEASE)

    def finished(self, now: datetime) -> Self:
        return replace(self, state=RunState.FINISHED, total=self.totals.rows, ended_at=now, busy_until=None)

    def failed(self, error: KringpasError, now: datetime) -> Self:
        return replace(self, state=RunState.FAILED, why=error.what, remedy=error.remedy, ended_at=now, busy_until=None)

    def begun(self, column_map: ColumnMap | None, map_version: MapVersion | None, *, dry_run: bool) -> Self:
        """A draft that knows now what its columns mean."""
        if self.state is not RunState.DRAFT:
            raise _over()
        return replace(self, state=RunState.WAITING, column_map=column_map, map_version=map_version, dry_run=dry_run)

    def in_earnest(self, run_id: RunId, account: AccountId, roles: frozenset[Role], now: datetime) -> "Run":
        """The run that does what this dry run checked (rule 3)."""
        if not self.dry_run or self.state is not RunState.FINISHED:
            raise _over()
        return Run(
            run_id=run_id,
            kind=self.kind,
            format=self.format,
            name=self.name,
            fingerprint=self.fingerprint,
            actor=account,
            organisation=self.organisation,
            roles=roles,
            dry_run=False,
            submitted_at=now,
            column_map=self.column_map,
            map_version=self.map_version,
            total=self.total,
            checked_by=self.run_id,
        )


def _over() -> Refused:
    return Refused(
        "import-over",
        message("This import is not waiting for that (any more)."),
        remedy=message("Open it again to see how it stands."),
    )
