"""Column maps that an organisation keeps under a name.

Rules:
1. Each change makes a version; an import keeps the one that it used.
2. A map is of one kind of rows, and is checked against the fields of that kind when it is saved.
3. Saving what is there already makes no version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.imports.columns import ColumnMap
from dpp.domain.message import message
from dpp.service.imports.kinds import target_of
from dpp.service.imports.ports import ImportReads, ImportStorage, ImportWork, SavedMap, Target, WorkT
from dpp.service.ports import Clock

LONGEST_NAME = 80


@dataclass(frozen=True)
class ColumnMaps(Generic[WorkT]):
    """Each method is one transaction and checks its actor first."""

    storage: ImportStorage[WorkT]
    targets: Mapping[str, Target[WorkT]]
    clock: Clock

    def read(self, actor: Actor, name: str) -> SavedMap:
        """The newest version of a map of the actor's organisation."""
        with self.storage.reading() as reads:
            saved = saved_map(reads, actor, name)
        target_of(self.targets, saved.kind).check(actor)
        return saved

    def all(self, actor: Actor, kind: str) -> tuple[SavedMap, ...]:
        """The newest version of each map of the actor's organisation for this kind of rows."""
        target_of(self.targets, kind).check(actor)
        with self.storage.reading() as reads:
            return tuple(reads.column_maps.all(actor.organisation, kind))

    def save(self, actor: Actor, name: str, kind: str, column_map: ColumnMap) -> SavedMap:
        """The next version of a map."""
        target = target_of(self.targets, kind)
        target.check(actor)
        if problems := column_map.problems({field.name: field for field in target.fields()}):
            raise InvalidInput(message("The column map does not fit."), problems)
        with self.storage.writing() as work:
            saved = save_map(
                work, SavedMap(actor.organisation, name.strip(), 1, kind, column_map, actor.account, self.clock())
            )
            work.commit()
        return saved


def save_map(work: ImportWork, wanted: SavedMap) -> SavedMap:
    """The next version of a map, or the newest where that says the same already."""
    if not 0 < len(wanted.name) <= LONGEST_NAME or not wanted.name.isprintable() or "/" in wanted.name:
        what = message("A name has 1 to {most} characters, without '/'.", most=LONGEST_NAME)
        raise InvalidInput(what, (Problem("$.name", what),))
    newest = work.column_maps.newest(wanted.organisation, wanted.name)
    if newest is not None and (newest.column_map, newest.kind) == (wanted.column_map, wanted.kind):
        return newest
    saved = replace(wanted, version=newest.version + 1 if newest else 1)
    work.column_maps.add(saved)
    return saved


def saved_map(reads: ImportReads, actor: Actor, name: str) -> SavedMap:
    """NotFound where the actor's organisation has no map of this name."""
    saved = reads.column_maps.newest(actor.organisation, name)
    if saved is None:
        raise NotFound(
            message("Your organisation has no column map '{name}'.", name=name[:LONGEST_NAME]),
            remedy=message("Save it first, or choose another."),
        )
    return saved
