"""What the log signs, and what a witness cosigns: C2SP tlog-checkpoint and tlog-cosignature (Ed25519, version 1).

Rules:
1. The text of a checkpoint is the origin, the size and the root in base 64, each on a line; lines after them are kept
   and say nothing to us.
2. A cosignature signs `cosignature/v1`, the time and the whole text of the checkpoint; its content is the time
   (seconds since 1970, 8 bytes) and the signature.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from dpp.domain.log.notes import KeyKind, Note, Signature, VerifierKey, Verify
from dpp.domain.log.tree import HASH_BYTES

_TIME_BYTES = 8
_LATEST = 2**63


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the text of a note; ValueError for what is no checkpoint (rule 1)."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines):
            raise ValueError("a checkpoint has an origin, a size and a root, each on a line")
        origin, size, root = lines[:3]
        return cls(origin, read_size(size), read_hash(root))


@dataclass(frozen=True)
class Cosigned:
    """That a witness saw the log so, as of `time` (seconds since 1970)."""

    key: VerifierKey
    time: int


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint with the note that it came in."""

    checkpoint: Checkpoint
    note: Note

    @classmethod
    def parse(cls, content: str) -> Self:
        """ValueError for what is no note or no checkpoint."""
        note = Note.parse(content)
        return cls(Checkpoint.parse(note.text), note)

    def signed_by(self, keys: Collection[VerifierKey], verify: Verify) -> tuple[VerifierKey, ...]:
        """The log's keys among these that signed it; ValueError where a known key's signature does not fit."""
        return self.note.signed_by(keys, verify)

    def cosigned_by(self, keys: Collection[VerifierKey], verify: Verify) -> tuple[Cosigned, ...]:
        """The witnesses among these that cosigned it; ValueError where a known key's signature does not fit."""
        return tuple(
            check_cosignature(self.note.text, signature, key, verify)
            for key in keys
            for signature in self.note.signatures
            if key.kind is KeyKind.COSIGNATURE and signature.is_of(key)
        )


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs: the text of the checkpoint, as of `time`."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosignature(key: VerifierKey, time: int, signature: bytes) -> Signature:
    """The line of a witness, of its signature over `cosigned_message`."""
    return Signature(key.name, key.key_id, time.to_bytes(_TIME_BYTES, "big") + signature)


def check_cosignature(text: str, signature: Signature, key: VerifierKey, verify: Verify) -> Cosigned:
    """That the cosignature is of this key and over this text; ValueError where it is not."""
    time = int.from_bytes(signature.content[:_TIME_BYTES], "big")
    fits = signature.is_of(key) and time < _LATEST
    if not fits or not verify(key.public, signature.content[_TIME_BYTES:], cosigned_message(text, time)):
        raise ValueError(f"the cosignature of {key.name} ({key.key_id.hex()}) does not fit")
    return Cosigned(key, time)


def read_size(text: str) -> int:
    """A decimal number without leading zeroes; ValueError for anything else."""
    if not (text.isascii() and text.isdigit()) or (text != "0" and text.startswith("0")):
        raise ValueError("a size is a decimal number without leading zeroes")
    return int(text)


def read_hash(text: str) -> bytes:
    """A hash in base 64; ValueError for anything else."""
    try:
        found = b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("a hash is written in base 64") from error
    if len(found) != HASH_BYTES:
        raise ValueError(f"a hash has {HASH_BYTES} bytes")
    return found
