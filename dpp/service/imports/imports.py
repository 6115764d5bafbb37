"""Use cases of imports: hand a file in, say what its columns mean, try it, import it, and read what became of it.

Rules:
1. A file is tried before it is imported, by a person; a program may import at once.
2. What is wrong with a file as a whole (its format, its heading, its map) is told at once, before anything waits.
3. Whoever may import reads the imports of the own organisation; administrators and auditors read all.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO, Generic

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.imports.columns import ColumnMap, Mapper
from dpp.domain.imports.fields import Field
from dpp.domain.imports.formats import Format
from dpp.domain.imports.proposal import propose
from dpp.domain.imports.rows import Outcome, RowReport
from dpp.domain.imports.run import MapVersion, Run, RunId, RunState
from dpp.domain.message import message
from dpp.domain.opaque import encode
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.imports.column_maps import save_map, saved_map
from dpp.service.imports.kinds import target_of
from dpp.service.imports.ports import (
    FileReader,
    ImportReads,
    ImportStorage,
    RowSource,
    SavedMap,
    Target,
    WorkT,
)
from dpp.service.imports.views import Preview, RowsPage
from dpp.service.ports import Chance, Clock

SAMPLES = 3
"""Records that a person sees of a table before it is imported."""

_PROPOSED_FROM = 50
_PART = 1 << 18
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What somebody hands in. `column_map` is the name of a saved map, or a map; without one a map is proposed."""

    kind: str
    name: str
    file: BinaryIO
    format: Format | None = None
    column_map: str | ColumnMap | None = None
    dry_run: bool = True


@dataclass(frozen=True)
class Imports(Generic[WorkT]):
    """Each method is one transaction and checks its actor first. `wake` calls whoever works on what waits."""

    storage: ImportStorage[WorkT]
    targets: Mapping[str, Target[WorkT]]
    files: FileReader
    clock: Clock
    chance: Chance
    wake: Callable[[], None] = lambda: None

    def submit(self, actor: Actor, wanted: Submission) -> Run:
        """A run that waits for a worker."""
        run, column_map, version = self._received(actor, wanted)
        begun = run.begun(column_map, version, dry_run=wanted.dry_run)
        return self._kept(begun, wanted.file)

    def draft(self, actor: Actor, wanted: Submission) -> Run:
        """A run that waits for a person to say what its columns mean."""
        run, _, _ = self._received(actor, replace(wanted, column_map=None, dry_run=True))
        return self._kept(run, wanted.file)

    def preview(self, actor: Actor, run_id: RunId) -> Preview:
        """The first records of a table, and what its columns may mean."""
        with self.storage.reading() as reads:
            run = self._readable(reads, actor, run_id)
            if not run.format.is_table:
                return Preview(run, (), (), ColumnMap(()))
            with reads.imports.file(run.fingerprint) as file:
                return self._preview(run, file)

    def begin(self, actor: Actor, run_id: RunId, column_map: ColumnMap | None, *, save_as: str | None = None) -> Run:
        """Try a draft with this map, which is kept under a name where one is given."""
        with self.storage.writing() as work:
            run = self._readable(work, actor, run_id)
            target_of(self.targets, run.kind).check(actor)
            version = None
            if column_map is not None:
                with work.imports.file(run.fingerprint) as file:
                    self._fits(column_map, run, file)
                version = save_as and self._version_of(
                    save_map(work, self._saved(actor, save_as, run.kind, column_map))
                )
            begun = run.begun(column_map, version or None, dry_run=True)
            work.imports.put(begun)
            work.commit()
        self.wake()
        return begun

    def import_checked(self, actor: Actor, run_id: RunId) -> Run:
        """Do what a dry run checked."""
        with self.storage.writing() as work:
            checked = self._readable(work, actor, run_id)
            target_of(self.targets, checked.kind).check(actor)
            run = checked.in_earnest(self._new_id(), actor.account, actor.roles, self.clock())
            with work.imports.file(run.fingerprint):
                work.imports.put(run)
            work.commit()
        self.wake()
        return run

    def from_register(self, actor: Actor, kind: str, source: RowSource, *, dry_run: bool) -> Run:
        """A run over rows of somebody else's service; the one that was broken off, where there is one."""
        target_of(self.targets, kind).check(actor)
        with self.storage.writing() as work:
            known = None if dry_run else work.imports.unfinished(source.fingerprint, actor.organisation, kind)
            if known is not None:
                return known
            run = self._draft(actor, kind, Format.REGISTER, source.name, source.fingerprint)
            run = run.begun(None, None, dry_run=dry_run)
            work.imports.put(run)
            work.commit()
        return run

    def read(self, actor: Actor, run_id: RunId) -> Run:
        """How an import stands."""
        with self.storage.reading() as reads:
            return self._readable(reads, actor, run_id)

    def newest(self, actor: Actor, limit: int = 50) -> tuple[Run, ...]:
        """The imports that this actor may read, newest first."""
        every = PERMISSIONS.allows("read_import", actor)
        if not every:
            PERMISSIONS.check("read_import", actor, frozenset({Relation.OWNER}))
        with self.storage.reading() as reads:
            found = reads.imports.newest(None if every else actor.organisation, limit)
        return tuple(run for run in found if _may_read(actor, run))

    def rows(
        self, actor: Actor, run_id: RunId, *, outcome: Outcome | None = None, after: int = 0, limit: int = 100
    ) -> RowsPage:
        """What became of rows, by line."""
        with self.storage.reading() as reads:
            self._readable(reads, actor, run_id)
            found = reads.imports.reports(run_id, outcome=outcome, after=after, limit=limit + 1)
        return RowsPage(tuple(found[:limit]), found[limit - 1].line if len(found) > limit else None)

    def every_row(self, actor: Actor, run_id: RunId, *, outcome: Outcome | None = None) -> Iterator[RowReport]:
        """The whole report, in pieces."""
        after: int | None = 0
        while after is not None:
            page = self.rows(actor, run_id, outcome=outcome, after=after, limit=1000)
            yield from page.reports
            after = page.next_after

    def forget_files(self, before: datetime) -> int:
        """Files that came in before this moment and that nobody imported go; a list of devices is not kept for ever."""
        with self.storage.writing() as work:
            number = work.imports.forget_files(before)
            work.commit()
            return number

    def _received(self, actor: Actor, wanted: Submission) -> tuple[Run, ColumnMap | None, MapVersion | None]:
        """A draft of what was handed in, with the map that it is to have; nothing is stored yet (rule 2)."""
        target_of(self.targets, wanted.kind).check(actor)
        file_format = wanted.format or self.files.format_of(wanted.file)
        if file_format is Format.REGISTER:
            raise InvalidInput(message("A register is no format of a file."))
        run = self._draft(actor, wanted.kind, file_format, wanted.name[:_LONGEST_NAME], _fingerprint(wanted.file))
        if not file_format.is_table:
            return run, None, None
        if wanted.column_map is None:
            if not wanted.dry_run:
                raise InvalidInput(
                    message("A table is imported by a column map, and none was named."),
                    remedy=message("Save a map, try it with a dry run, and name it."),
                )
            return run, self._preview(run, wanted.file).proposal, None
        column_map, version = self._named(actor, wanted.column_map)
        self._fits(column_map, run, wanted.file)
        return run, column_map, version

    def _named(self, actor: Actor, wanted: str | ColumnMap) -> tuple[ColumnMap, MapVersion | None]:
        if isinstance(wanted, ColumnMap):
            return wanted, None
        with self.storage.reading() as reads:
            saved = saved_map(reads, actor, wanted)
        return saved.column_map, self._version_of(saved)

    def _draft(self, actor: Actor, kind: str, file_format: Format, name: str, fingerprint: str) -> Run:
        return Run(
            run_id=self._new_id(),
            kind=kind,
            format=file_format,
            name=name,
            fingerprint=fingerprint,
            actor=actor.account,
            organisation=actor.organisation,
            roles=actor.roles,
            dry_run=True,
            submitted_at=self.clock(),
            state=RunState.DRAFT,
        )

    def _kept(self, run: Run, file: BinaryIO) -> Run:
        file.seek(0)
        with self.storage.writing() as work:
            work.imports.keep_file(run.fingerprint, iter(lambda: file.read(_PART), b""), self.clock())
            work.imports.put(run)
            work.commit()
        self.wake()
        return run

    def _preview(self, run: Run, file: BinaryIO) -> Preview:
        table = self.files.table(file, run.format)
        records = [tuple(record.cells) for record in islice(table.records, _PROPOSED_FROM)]
        proposal = propose(table.headings, records, self._fields(run.kind), run.name)
        return Preview(run, table.headings, tuple(records[:SAMPLES]), proposal)

    def _fits(self, column_map: ColumnMap, run: Run, file: BinaryIO) -> None:
        """InvalidInput where the map does not fit the file."""
        Mapper(column_map, self._fields(run.kind), self.files.table(file, run.format).headings)

    def _fields(self, kind: str) -> Mapping[str, Field]:
        return {field.name: field for field in target_of(self.targets, kind).fields()}

    def _readable(self, reads: ImportReads, actor: Actor, run_id: RunId) -> Run:
        run = reads.imports.get(run_id)
        if run is None or not _may_read(actor, run):
            raise NotFound(message("There is no import '{run}'.", run=run_id[:40]))
        return run

    def _saved(self, actor: Actor, name: str, kind: str, column_map: ColumnMap) -> SavedMap:
        return SavedMap(actor.organisation, name.strip(), 1, kind, column_map, actor.account, self.clock())

    @staticmethod
    def _version_of(saved: SavedMap) -> MapVersion:
        return MapVersion(saved.name, saved.version)

    def _new_id(self) -> RunId:
        return RunId(encode(self.chance(16), 20))


def _may_read(actor: Actor, run: Run) -> bool:
    """Rule 3."""
    own = actor.organisation == run.organisation and (run.organisation is not None or actor.account == run.actor)
    return PERMISSIONS.allows("read_import", actor, frozenset({Relation.OWNER} if own else set()))


def _fingerprint(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(_PART):
        digest.update(part)
    return digest.hexdigest()
