"""What imports need from outside.

A *source* yields rows; a *target* handles them. Neither knows the other: a file of phones and a register of displays
are sources of the same target, and a device list is a source like any other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol, TypeVar

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.imports.columns import ColumnMap, TableRow
from dpp.domain.imports.fields import Field
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import ImportRow, Outcome, RowReport
from dpp.domain.imports.run import Run, RunId
from dpp.domain.opaque import PassportId
from dpp.service.ports import PassportReads, PassportWork


class RowSource(Protocol):
    """Where rows come from. Asked again, it yields the same rows in the same order, as long as its fingerprint stays.

    `name` is what a person calls it (a file name, "EPREL, displays"); `fingerprint` is the SHA-256 of what it yields,
    or of what identifies that (the address and version of a register), in lower-case hexadecimal. Lines grow.
    """

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def rows(self) -> Iterator[ImportRow]: ...


@dataclass(frozen=True)
class Table:
    """A table that is read once, from its first record to its last."""

    headings: tuple[str, ...]
    records: Iterator[TableRow]


class FileReader(Protocol):
    """Reads files with rows, piece by piece. The file can be read at any place (`seek`)."""

    def format_of(self, file: BinaryIO) -> Format:
        """Raises InvalidInput for a file of no known format."""
        ...

    def table(self, file: BinaryIO, file_format: Format) -> Table:
        """Raises InvalidInput where there is no table in it."""
        ...

    def objects(self, file: BinaryIO, file_format: Format) -> Iterator[ImportRow]: ...


@dataclass(frozen=True)
class SavedMap:
    """One version of a column map that an organisation keeps under a name."""

    organisation: OrganisationId | None
    name: str
    version: int
    kind: str
    column_map: ColumnMap
    actor: AccountId
    recorded_at: datetime


class ColumnMapStore(Protocol):
    """Column maps by organisation, name and version."""

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedMap | None: ...
    def all(self, organisation: OrganisationId | None, kind: str | None = None) -> Sequence[SavedMap]:
        """The newest version of each, by name."""
        ...

    def add(self, saved: SavedMap) -> None:
        """Raises Conflict where that version is there already."""
        ...


class ImportStore(Protocol):
    """Runs, what became of their rows, and what is known of what was imported before."""

    def get(self, run_id: RunId) -> Run | None: ...
    def hold(self, run_id: RunId) -> Run | None:
        """The run; nobody else changes it until this transaction ends."""
        ...

    def put(self, run: Run) -> None: ...
    def newest(self, organisation: OrganisationId | None, limit: int) -> Sequence[Run]:
        """The newest first; of all organisations for None."""
        ...

    def free(self, now: datetime) -> RunId | None:
        """The oldest run of a file that a worker may take."""
        ...

    def unfinished(self, fingerprint: str, organisation: OrganisationId | None, kind: str) -> Run | None:
        """A run in earnest over the same rows that was broken off."""
        ...

    def add_reports(self, run_id: RunId, reports: Sequence[RowReport]) -> None: ...
    def reports(
        self, run_id: RunId, *, outcome: Outcome | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[RowReport]:
        """By line, from the one behind `after`."""
        ...

    def said(self, run_id: RunId, things: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        """Line and digest of the first row about each of these things, where there was one."""
        ...

    def add_said(self, run_id: RunId, said: Mapping[str, tuple[int, str]]) -> None: ...
    def forget_said(self, run_id: RunId) -> None: ...
    def referred(self, organisation: OrganisationId | None, references: Sequence[str]) -> Mapping[str, PassportId]:
        """The passports that this organisation imported under these references."""
        ...

    def refer(self, organisation: OrganisationId | None, references: Mapping[str, PassportId]) -> None: ...
    def keep_file(self, fingerprint: str, parts: Iterator[bytes], now: datetime) -> None:
        """Keeps a file, unless it is kept already."""
        ...

    def file(self, fingerprint: str) -> AbstractContextManager[BinaryIO]:
        """The file, to read from at any place; NotFound where it was forgotten."""
        ...

    def forget_file(self, fingerprint: str) -> None:
        """Unless another run still needs it."""
        ...

    def forget_files(self, before: datetime) -> int:
        """Those that came in before this moment, and that no run is at work on or waits for."""
        ...


class ImportReads(PassportReads, Protocol):
    """A consistent look at passports and imports."""

    @property
    def imports(self) -> ImportStore: ...
    @property
    def column_maps(self) -> ColumnMapStore: ...


class ImportWork(ImportReads, PassportWork, Protocol):
    """One transaction over passports and imports."""

    def undoing(self) -> AbstractContextManager[Callable[[], None]]:
        """A part of the transaction that can be undone by itself.

        It is undone where an error leaves it, or where the function that it gives was called.
        """
        ...


WorkT = TypeVar("WorkT", bound=ImportWork)
WorkT_co = TypeVar("WorkT_co", bound=ImportWork, covariant=True)
WorkT_contra = TypeVar("WorkT_contra", bound=ImportWork, contravariant=True)


class ImportStorage(Protocol[WorkT_co]):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[WorkT_co]: ...
    def writing(self) -> AbstractContextManager[WorkT_co]: ...


class Seen(Protocol):
    """What earlier rows of the same run were about."""

    def load(self, things: Sequence[str]) -> None:
        """Look these up, all at once, before `first` is asked."""
        ...

    def first(self, thing: str, line: int, digest: str) -> tuple[int, str]:
        """Line and digest of the first row about this thing: this row's own where there was none before."""
        ...

    def withdraw(self, line: int) -> None:
        """The row of this line was refused, so it said nothing."""
        ...


class Target(Protocol[WorkT_contra]):
    """What rows become. It judges each row by itself: a row that is refused has changed nothing."""

    @property
    def use_case(self) -> str:
        """The name under which the permissions know it."""
        ...

    def check(self, actor: Actor) -> None:
        """Return when the actor may import this at all; raises NotSignedIn or NotPermitted."""
        ...

    def fields(self) -> Sequence[Field]:
        """What a column can fill."""
        ...

    def handle(self, work: WorkT_contra, actor: Actor, rows: Sequence[ImportRow], seen: Seen) -> Sequence[RowReport]:
        """A report for each row, in their order. An error that leaves this is no fault of one row."""
        ...


class Standing(Protocol):
    """Whether somebody who asked for something may still act."""

    def today(self, actor: Actor) -> Actor:
        """The actor with those of its roles that it has today; NotPermitted where its account may not act any more."""
        ...
