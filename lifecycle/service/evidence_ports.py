"""What the use cases of evidence need of the outside: somebody who reads a file."""

from typing import Protocol

from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped


class EvidenceReader(Protocol):
    """Reads evidence files, which strangers wrote: whoever implements it bounds what a file may cost."""

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        """What may be stored of a file, and what it says.

        Raises TooLarge over the size limit, and InvalidInput for what no parser reads or what a parser could not
        finish within its limits; `file_name` only tells the sender which file was meant.
        """
        ...

    def read_again(self, content: bytes, *, format_name: str) -> Reading:
        """What stored (stripped) evidence says by today's parser; InvalidInput where none knows the format."""
        ...
