"""What imports need from outside.

A *source* yields rows; a *target* handles them. Neither knows the other: a file of phones and a register of displays
are sources of the same target, and a device list is a source like any other.
"""

from collections.abc import Iterator
from typing import Protocol

from dpp.domain.imports.rows import ImportRow


class RowSource(Protocol):
    """Where rows come from. Asked again, it yields the same rows in the same order, as long as its fingerprint stays.

    `name` is what a person calls it (a file name, "EPREL, displays"); `fingerprint` is the SHA-256 of what it yields,
    or of what identifies that (the address and version of a register), in lower-case hexadecimal.
    """

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def rows(self) -> Iterator[ImportRow]: ...
