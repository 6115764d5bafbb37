"""What imports need from outside.

A *source* yields rows; a *target* handles them. Neither knows the other: a file of phones and a register of displays
are sources of the same target, and a device list is a source like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dpp.domain.imports.columns import TableRow
from dpp.domain.imports.formats import Format
from dpp.domain.imports.rows import ImportRow


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
