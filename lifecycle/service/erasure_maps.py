"""Maps of erasure reports that an organisation keeps under a name, and a trial of one on a file.

Rules:
1. Each change makes a version; what was read by an earlier one carries it (`lifecycle.domain.evidence.erasure_report`).
2. Saving what is there already makes no version.
3. A trial stores nothing: it shows, record by record, what a map would read of a file.
4. A report that comes in by a map is taken in like any other (`ErasureReports`); only who reads it differs.
"""

from dataclasses import dataclass, field, replace

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.service.ports import Clock
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.erasure_report import ReportRecord, records_of
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasure_map_ports import ErasureReportReader, SavedErasureMap
from lifecycle.service.erasure_reports import POST, ErasureReports, ReportView
from lifecycle.service.ports import LifecycleReads, LifecycleStorage

LONGEST_NAME = 80


@dataclass(frozen=True)
class Trial:
    """What a map would read of a file. `removed` names the kinds of thing that would not be stored."""

    sha256: str
    removed: tuple[str, ...]
    records: tuple[ReportRecord, ...]

    @property
    def read(self) -> int:
        """How many records would give an erasure, well or failed."""
        return sum(record.erasure is not None for record in self.records)


@dataclass(frozen=True)
class ErasureMaps:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    reader: ErasureReportReader
    clock: Clock
    reports: ErasureReports = field(repr=False)

    def all(self, actor: Actor) -> tuple[SavedErasureMap, ...]:
        """The newest version of each map of the actor's organisation."""
        PERMISSIONS.check("read_erasure_map", actor)
        with self.storage.reading() as reads:
            return reads.erasure_maps.all(actor.organisation)

    def read(self, actor: Actor, name: str) -> SavedErasureMap:
        """The newest version of a map of the actor's organisation."""
        PERMISSIONS.check("read_erasure_map", actor)
        with self.storage.reading() as reads:
            return saved_erasure_map(reads, actor, name)

    def save(self, actor: Actor, name: str, field_map: FieldMap) -> SavedErasureMap:
        """The next version of a map, or the newest where that says the same already."""
        PERMISSIONS.check("save_erasure_map", actor)
        _check(name.strip(), field_map)
        with self.storage.writing() as work:
            newest = work.erasure_maps.newest(actor.organisation, name.strip())
            if newest is not None and newest.field_map == field_map:
                return newest
            first = SavedErasureMap(actor.organisation, name.strip(), 1, field_map, actor.account, self.clock())
            saved = first if newest is None else replace(first, version=newest.version + 1)
            work.erasure_maps.add(saved)
            work.commit()
        return saved

    def try_on(self, actor: Actor, content: bytes, field_map: FieldMap) -> Trial:
        """What this map would read of a file (rule 3); it need not be saved."""
        PERMISSIONS.check("save_erasure_map", actor)
        kept, _ = self.reader.read_report(content, field_map)
        removed = tuple(kind.value for kind in kept.removed)
        return Trial(kept.original_sha256, removed, tuple(records_of(kept.content)))

    def receive(self, actor: Actor, name: str, content: bytes, file_name: str | None = None) -> ReportView:
        """Take in a report as a map of the actor's organisation reads it (rule 4)."""
        PERMISSIONS.check(POST, actor)
        with self.storage.reading() as reads:
            saved = saved_erasure_map(reads, actor, name)
        by_map = replace(self.reports, reader=_ByMap(self.reader, saved.field_map))
        return by_map.receive(actor, content, file_name)


@dataclass(frozen=True)
class _ByMap:
    """A `ReportReader` for one map."""

    reader: ErasureReportReader
    field_map: FieldMap

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:  # noqa: ARG002 - the port has it
        return self.reader.read_report(content, self.field_map)


def saved_erasure_map(reads: LifecycleReads, actor: Actor, name: str) -> SavedErasureMap:
    """NotFound where the actor's organisation has no map of this name."""
    saved = reads.erasure_maps.newest(actor.organisation, name)
    if saved is None:
        raise NotFound(
            message("Your organisation has no map of erasure reports '{name}'.", name=name[:LONGEST_NAME]),
            remedy=message("Save it first, or choose another."),
        )
    return saved


def _check(name: str, field_map: FieldMap) -> None:
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or "/" in name:
        what = message("A name has 1 to {most} characters, without '/'.", most=LONGEST_NAME)
        raise InvalidInput(what, (Problem("$.name", what),))
    if problems := field_map.problems():
        raise InvalidInput(message("The map of fields is not right."), problems)
