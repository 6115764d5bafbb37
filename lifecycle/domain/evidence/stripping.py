"""What is stored of an evidence file: stripped of personal data, with hashes that tie it to what was sent.

The original is not stored; its hash shows later that a file somebody kept is the one that was sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dpp.domain.proof import sha256
from lifecycle.domain.evidence.guard import Removed


@dataclass(frozen=True)
class Stripped:
    """`content` is canonical, so one content has one address; `removed` names kinds of thing, never their values."""

    content: bytes
    sha256: str
    original_sha256: str
    removed: tuple[Removed, ...]


def stripped(original: bytes, kept: bytes, removed: Iterable[Removed]) -> Stripped:
    """Tie what was kept to what was sent. Hashes are SHA-256 in lower-case hexadecimal."""
    return Stripped(kept, sha256(kept), sha256(original), tuple(sorted(set(removed))))
