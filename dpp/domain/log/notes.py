"""Signed notes and verifier keys, as C2SP signed-note says.

Rules:
1. A note is text that ends in a newline, an empty line, and one signature line or more; UTF-8, no control characters
   but newlines. A key's name is not empty and has no space and no plus.
2. A key's id is the first four bytes of SHA-256(name, newline, kind, public key).
3. Signatures of unknown keys are passed over. One of a known key that does not fit spoils the whole note.
"""

import binascii
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import IntEnum
from hashlib import sha256
from typing import Self

KEY_BYTES = 32
MOST_SIGNATURES = 100
_ID_BYTES = 4
_DASH = "\N{EM DASH} "

Verify = Callable[[bytes, bytes, bytes], bool]
"""Ed25519 (RFC 8032): whether for this public key the signature fits the message."""


class KeyKind(IntEnum):
    """The signature types of the specification that are read here."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True)
class VerifierKey:
    """A public key (32 bytes) with its name and what it signs."""

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != KEY_BYTES:
            raise ValueError(f"a public key has {KEY_BYTES} bytes")

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """As it is given to others: `name+id+key`."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """ValueError for what is no verifier key of a known kind, or whose id does not fit."""
        name, key_id, encoded = _three(text.strip())
        content = _decoded(encoded)
        key = cls(name, KeyKind(content[0] if content else 0), content[1:])
        if key.key_id.hex() != key_id:
            raise ValueError("the id of the key does not fit the key: a letter may be wrong")
        return key


@dataclass(frozen=True)
class Signature:
    """One signature line; `content` is what follows the key's id."""

    name: str
    key_id: bytes
    content: bytes

    @property
    def line(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.content).decode()}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """ValueError for what is no signature line (without its newline)."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise ValueError("a signature line is a dash, a name and a signature")
        _check_name(name)
        content = _decoded(encoded)
        if len(content) <= _ID_BYTES:
            raise ValueError("a signature is longer than the id of its key")
        return cls(name, content[:_ID_BYTES], content[_ID_BYTES:])

    def is_of(self, key: VerifierKey) -> bool:
        """Whether it says that it is of this key; whether that is true is for a check."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True)
class Note:
    """Text and who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def content(self) -> str:
        """The whole note, as it is published."""
        return f"{self.text}\n" + "".join(each.line for each in self.signatures)

    @classmethod
    def parse(cls, content: str) -> Self:
        """ValueError for what is no note (rule 1)."""
        if any(ord(letter) < ord(" ") and letter != "\n" for letter in content):
            raise ValueError("a note has no control characters")
        text, between, lines = content.rpartition("\n\n")
        if not between or not lines.endswith("\n"):
            raise ValueError("a note is text, an empty line, and lines with signatures")
        signatures = lines.removesuffix("\n").split("\n")
        if len(signatures) > MOST_SIGNATURES:
            raise ValueError(f"a note has {MOST_SIGNATURES} signatures at most")
        return cls(f"{text}\n", tuple(map(Signature.parse, signatures)))

    def with_signature(self, signature: Signature) -> "Note":
        """With one more, in the place of an earlier one of the same key."""
        kept = (each for each in self.signatures if (each.name, each.key_id) != (signature.name, signature.key_id))
        return replace(self, signatures=(*kept, signature))

    def signed_by(self, keys: Collection[VerifierKey], verify: Verify) -> tuple[VerifierKey, ...]:
        """The Ed25519 keys among these that signed it (rule 3); ValueError where a known key's signature does not fit.

        Cosignatures are for `dpp.domain.log.checkpoint`.
        """
        found = []
        for key in keys:
            for signature in self.signatures:
                if key.kind is KeyKind.ED25519 and signature.is_of(key):
                    if not verify(key.public, signature.content, self.text.encode()):
                        raise ValueError(f"the signature of {key.name} ({key.key_id.hex()}) does not fit")
                    found.append(key)
        return tuple(found)


def _three(text: str) -> tuple[str, str, str]:
    name, _, rest = text.partition("+")
    key_id, plus, encoded = rest.partition("+")
    if not plus:
        raise ValueError("a verifier key is a name, an id and a key, with + between")
    return name, key_id, encoded


def _check_name(name: str) -> None:
    spaces = any(letter.isspace() or unicodedata.category(letter) == "Zs" for letter in name)
    if not name or "+" in name or spaces:
        raise ValueError("a key's name is not empty, and has no space and no plus")


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("this is not base 64") from error
