"""What a format of evidence is: how it is known, what is kept of it, and what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.reading import Reading


@dataclass(frozen=True)
class Opened:
    """A file as the formats look at it: its bytes, its text, and the plain data in it where it is JSON."""

    content: bytes
    text: str
    document: Any = None


@dataclass(frozen=True)
class Kept:
    """What may be stored of a file, as canonical bytes, and the kinds of thing that may not."""

    content: bytes
    removed: frozenset[Removed]


@dataclass(frozen=True)
class Format:
    """One format. `name` is stored with the evidence; `title` is for people.

    `gives` says what of a device it tells, and `made_with` the command or the button that makes such a file.
    `keep` answers None where the file is not of this format. `read` gets what `keep` kept and nothing else, so that
    stored evidence can be read again when the parser improves; that is when `parser_version` goes up.
    """

    name: str
    title: str
    parser: str
    parser_version: str
    keep: Callable[[Opened], Kept | None]
    read: Callable[[bytes], Reading]
    gives: str = ""
    made_with: str = ""
