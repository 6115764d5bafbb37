"""What makes the record tamper-evident: canonical bytes, their hash, and salted commitments.

Rules:
1. The same content always gives the same bytes (keys sorted, no white space, UTF-8, no NaN).
2. A commitment is SHA-256(0x00, salt, bytes): it proves the content to those who have it, and tells nothing to those
   who have not. The entries of the log are commitments (`dpp.domain.log.tree` hashes them once more as leaves).
3. What may have to be erased goes into the content as a commitment of its own, so that it can go while every
   hash above it stays valid.
"""

import hashlib
import json
from typing import Any

SALT_BYTES = 16

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
"""Made once: making one takes longer than writing most contents with it."""


def canonical(content: Any) -> bytes:
    """Canonical JSON bytes of plain data; ValueError for NaN and infinity."""
    return canonical_text(content).encode()


def canonical_text(content: Any) -> str:
    """The same as text, for what is put together from pieces."""
    return _ENCODER.encode(content)


def sha256(content: bytes) -> str:
    """The hash in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def commitment(salt: bytes, content: bytes) -> str:
    """A salted leaf hash; the salt has 16 bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, got {len(salt)}")
    return sha256(b"\x00" + salt + content)
