"""Ed25519 keys in a file that only its owner reads: those of the log, and that of a witness.

Each line is a key: `PRIVATE+KEY+name+id+base64`, as Go's signed notes write it, signs; a bare verifier key signed
before, and is still believed for what it signed. The id and the type in front of the key's 32 bytes are those of its
verifier key (`dpp.domain.log.notes`).
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dpp.adapters.log.files import write_whole
from dpp.domain.errors import NotFound, Refused, Unavailable
from dpp.domain.log.notes import KEY_BYTES, KeyKind, Signature, VerifierKey
from dpp.domain.message import message

_PRIVATE = "PRIVATE+KEY+"
_MODE = 0o600
_OTHERS = 0o077


@dataclass(frozen=True)
class SigningKey:
    """A private key (32 bytes) with its verifier key."""

    verifier: VerifierKey
    private: Ed25519PrivateKey

    @classmethod
    def new(cls, name: str, kind: KeyKind) -> "SigningKey":
        """From the random source of the system."""
        private = Ed25519PrivateKey.generate()
        return cls(VerifierKey(name, kind, private.public_key().public_bytes_raw()), private)

    @classmethod
    def parse(cls, line: str) -> "SigningKey":
        """ValueError for what is no private key, without telling what stands there."""
        name, key_id, encoded = line.removeprefix(_PRIVATE).split("+", 2)
        content = b64decode(encoded, validate=True)
        private = Ed25519PrivateKey.from_private_bytes(content[1 : 1 + KEY_BYTES])
        verifier = VerifierKey(name, KeyKind(content[0]), private.public_key().public_bytes_raw())
        if verifier.key_id.hex() != key_id:
            raise ValueError("the id does not fit the key")
        return cls(verifier, private)

    @property
    def line(self) -> str:
        key = self.verifier
        content = b64encode(bytes([key.kind]) + self.private.private_bytes_raw()).decode()
        return f"{_PRIVATE}{key.name}+{key.key_id.hex()}+{content}"

    def sign(self, content: bytes) -> bytes:
        return self.private.sign(content)


def verify(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether this Ed25519 signature is of that key and over these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class KeyFile:
    """`Signer` over a file, which is read at every use: a new key counts at once, in every process.

    Our own file is made at first use; one that was given (`made_here` false) must be there.
    """

    path: Path
    name: str
    kind: KeyKind = KeyKind.ED25519
    made_here: bool = True

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        return tuple(key.verifier for key in self.signing)

    @property
    def trusted(self) -> tuple[VerifierKey, ...]:
        return (*self.keys, *self._read[1])

    @property
    def signing(self) -> tuple[SigningKey, ...]:
        return self._read[0]

    def sign(self, text: str) -> tuple[Signature, ...]:
        content = text.encode()
        return tuple(Signature(key.verifier.name, key.verifier.key_id, key.sign(content)) for key in self.signing)

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool:
        return verify(public, signature, message)

    def exists(self) -> bool:
        return self.path.exists()

    def add(self) -> VerifierKey:
        """A new key that signs beside those that are there."""
        fresh = SigningKey.new(self.signing[0].verifier.name if self.signing else self.name, self.kind)
        self._write([*self._lines(), fresh.line])
        return fresh.verifier

    def retire(self, key_id: str) -> VerifierKey:
        """A key that signs no more and is still believed; Refused for the last one that signs."""
        found = [key for key in self.signing if key.verifier.key_id.hex() == key_id]
        if not found:
            raise NotFound(message("No key with the id {key_id} signs here.", key_id=key_id[:20]))
        if len(self.signing) == 1:
            raise Refused(
                "log-key",
                message("This is the only key that signs."),
                remedy=message("Make a new one first, and let both sign for a while."),
            )
        retired = found[0]
        self._write([retired.verifier.text if line == retired.line else line for line in self._lines()])
        return retired.verifier

    @cached_property
    def _read(self) -> tuple[tuple[SigningKey, ...], tuple[VerifierKey, ...]]:
        if not self.path.exists():
            self._make()
        if self.path.stat().st_mode & _OTHERS and self.made_here:
            self.path.chmod(_MODE)
        try:
            lines = self._lines()
            signing = tuple(SigningKey.parse(line) for line in lines if line.startswith(_PRIVATE))
            return signing, tuple(VerifierKey.parse(line) for line in lines if not line.startswith(_PRIVATE))
        except (ValueError, IndexError) as error:
            raise Unavailable(
                message("The file with the keys of the log cannot be read: {path}.", path=self.path),
                remedy=message("Put the right file there; without its key nothing more can be signed."),
            ) from error

    def _make(self) -> None:
        """Whole at once; where two begin at the same moment, one of them makes it."""
        if not self.made_here:
            raise Unavailable(
                message("The file with the keys of the log is not there: {path}.", path=self.path),
                remedy=message("Put it there, or let the setting go: then one is made in the data folder."),
            )
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        write_whole(unfinished, f"{SigningKey.new(self.name, self.kind).line}\n".encode(), mode=_MODE)
        with suppress(FileExistsError):
            os.link(unfinished, self.path)
        unfinished.unlink()

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.path.read_text(encoding="utf-8").splitlines() if line.strip()]

    def _write(self, lines: Sequence[str]) -> None:
        write_whole(self.path, "".join(f"{line}\n" for line in lines).encode(), mode=_MODE)
        self.__dict__.pop("_read", None)
