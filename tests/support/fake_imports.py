"""Imports and column maps in memory."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import Outcome, RowReport
from dpp.domain.imports.run import Run, RunId
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.imports.ports import SavedMap


@dataclass
class FakeImports:
    runs: dict[RunId, Run] = field(default_factory=dict)
    rows: dict[tuple[RunId, int], RowReport] = field(default_factory=dict)
    things: dict[tuple[RunId, str], tuple[int, str]] = field(default_factory=dict)
    references: dict[tuple[OrganisationId | None, str], PassportId] = field(default_factory=dict)
    files: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)

    def get(self, run_id: RunId) -> Run | None:
        return self.runs.get(run_id)

    def hold(self, run_id: RunId) -> Run | None:
        return self.runs.get(run_id)

    def put(self, run: Run) -> None:
        self.runs[run.run_id] = run

    def newest(self, organisation: OrganisationId | None, limit: int) -> Sequence[Run]:
        found = [run for run in self.runs.values() if organisation in {None, run.organisation}]
        return sorted(sorted(found, key=lambda run: run.run_id), key=lambda run: run.submitted_at, reverse=True)[:limit]

    def free(self, now: datetime) -> RunId | None:
        found = (run for run in self.runs.values() if run.is_free(now) and run.format is not Format.REGISTER)
        return min(((run.submitted_at, run.run_id) for run in found), default=(None, None))[1]

    def unfinished(self, fingerprint: str, organisation: OrganisationId | None, kind: str) -> Run | None:
        wanted = (fingerprint, organisation, kind, False)
        found = (run for run in self.runs.values() if not run.state.is_over)
        return next(
            (run for run in found if (run.fingerprint, run.organisation, run.kind, run.dry_run) == wanted), None
        )

    def add_reports(self, run_id: RunId, reports: Sequence[RowReport]) -> None:
        for report in reports:
            if self.rows.setdefault((run_id, report.line), report) is not report:
                raise Conflict(message("These rows were reported already."))

    def reports(
        self, run_id: RunId, *, outcome: Outcome | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[RowReport]:
        mine = (row for (run, line), row in sorted(self.rows.items()) if run == run_id and line > after)
        return [row for row in mine if outcome in {None, row.outcome}][:limit]

    def said(self, run_id: RunId, things: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        return {thing: self.things[run_id, thing] for thing in things if (run_id, thing) in self.things}

    def add_said(self, run_id: RunId, said: Mapping[str, tuple[int, str]]) -> None:
        self.things.update({(run_id, thing): value for thing, value in said.items()})

    def forget_said(self, run_id: RunId) -> None:
        for key in [key for key in self.things if key[0] == run_id]:
            del self.things[key]

    def referred(self, organisation: OrganisationId | None, references: Sequence[str]) -> Mapping[str, PassportId]:
        known = ((each, self.references.get((organisation, each))) for each in references)
        return {reference: passport for reference, passport in known if passport is not None}

    def refer(self, organisation: OrganisationId | None, references: Mapping[str, PassportId]) -> None:
        new = {(organisation, reference): passport for reference, passport in references.items()}
        if set(new) & set(self.references):
            raise Conflict(message("One of these references names a passport already."))
        self.references.update(new)

    def keep_file(self, fingerprint: str, parts: Iterator[bytes], now: datetime) -> None:
        self.files.setdefault(fingerprint, (b"".join(parts), now))

    @contextmanager
    def file(self, fingerprint: str) -> Iterator[BinaryIO]:
        if fingerprint not in self.files:
            raise NotFound(message("The file of this import was forgotten."))
        yield io.BytesIO(self.files[fingerprint][0])

    def forget_file(self, fingerprint: str) -> None:
        if fingerprint not in self._needed():
            self.files.pop(fingerprint, None)

    def forget_files(self, before: datetime) -> int:
        going = [each for each, (_, at) in self.files.items() if at < before and each not in self._needed()]
        for fingerprint in going:
            del self.files[fingerprint]
        return len(going)

    def _needed(self) -> set[str]:
        return {run.fingerprint for run in self.runs.values() if not run.state.is_over}


@dataclass
class FakeColumnMaps:
    rows: dict[tuple[OrganisationId | None, str, int], SavedMap] = field(default_factory=dict)

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedMap | None:
        mine = [saved for key, saved in sorted(self.rows.items(), key=str) if key[:2] == (organisation, name)]
        return max(mine, key=lambda saved: saved.version, default=None)

    def all(self, organisation: OrganisationId | None, kind: str | None = None) -> Sequence[SavedMap]:
        names = sorted({name for owner, name, _ in self.rows if owner == organisation})
        newest = [saved for name in names if (saved := self.newest(organisation, name)) is not None]
        return [saved for saved in newest if kind in {None, saved.kind}]

    def add(self, saved: SavedMap) -> None:
        key = (saved.organisation, saved.name, saved.version)
        if key in self.rows:
            raise Conflict(message("Somebody else saved this map at the same moment."))
        self.rows[key] = saved
