"""What the use cases of evidence need of the outside: who reads a file, where its bytes are, what is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped


@dataclass(frozen=True)
class StoredEvidence:
    """What is known of a stripped file that a device has, and what its parser read from it.

    `parser_version` is of the parser that made `reading`; a later reading takes the place of an earlier one, which its
    event still tells. `removed` are kinds of thing that were taken out before storage; None where nobody noted it.
    `content` is there where the bytes are kept in the row (as before revision 0015); else they are in the file
    `sha256`. After `erased_at` there are none, and `reading` is empty.
    """

    device_key: DeviceKey
    sha256: str
    original_sha256: str
    format: str
    parser: str
    parser_version: str
    recorded_at: datetime
    reading: Mapping[str, Any]
    content: bytes | None = None
    removed: tuple[str, ...] | None = None
    erased_at: datetime | None = None


class EvidenceStore(Protocol):
    """What is known of stripped files: one row for a file of a device."""

    def put(self, evidence: StoredEvidence) -> None:
        """The same content for the same device is stored once."""
        ...

    def get(self, key: DeviceKey, sha256: str) -> StoredEvidence | None: ...
    def of_device(self, key: DeviceKey) -> tuple[StoredEvidence, ...]:
        """Oldest first, without content."""
        ...

    def with_content(self, sha256: str) -> tuple[StoredEvidence, ...]:
        """Of every device that has this content, in the order of their keys.

        In a transaction that writes, others who ask this of the same content wait until it ends.
        """
        ...

    def change(self, evidence: StoredEvidence) -> None:
        """Put it in the place of what is known of the same content of the same device."""
        ...

    def read_by_others(self, versions: Mapping[str, str]) -> Iterator[tuple[DeviceKey, str]]:
        """Which content of which device was read by another version than `versions` says of its format.

        What is erased, or of a format that is not named, is left out.
        """
        ...

    def addresses(self) -> Iterator[tuple[str, bool, bool]]:
        """The hash of every content, whether it is kept in a row, and whether it is erased; in the order of hashes."""
        ...


class EvidenceFiles(Protocol):
    """Bytes under their own SHA-256, in lower-case hexadecimal. Not part of a transaction: put before it commits."""

    def put(self, content: bytes) -> None:
        """Returns when they are safe on disk; once for the same bytes."""
        ...

    def get(self, sha256: str) -> bytes:
        """Raises Unavailable where there is no such file, or where its bytes have another hash."""
        ...

    def erase(self, sha256: str) -> None:
        """Nothing happens where there is no such file."""
        ...

    def addresses(self) -> Iterator[str]:
        """The hash in the name of every file, in order."""
        ...


class EvidenceReader(Protocol):
    """Reads evidence files, which strangers wrote: whoever implements it bounds what a file may cost."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of today's parser, by the name of the format."""
        ...

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        """What may be stored of a file, and what it says.

        Raises TooLarge over the size limit, and InvalidInput for what no parser reads or what a parser could not
        finish within its limits; `file_name` only tells the sender which file was meant.
        """
        ...

    def read_again(self, content: bytes, *, format_name: str) -> Reading:
        """What stored (stripped) evidence says by today's parser; InvalidInput where none knows the format."""
        ...
