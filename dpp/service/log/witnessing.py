"""Cosigns the checkpoints of other logs, and takes cosignatures of ours.

Rules:
1. A witness gives its cosignature after what it saw is written; two at once, and the second one sees what the first
   one wrote (`dpp.domain.log.witness` says what it checks).
2. A cosignature of ours is kept where it is of a known witness and over a checkpoint that we signed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.log.checkpoint import Checkpoint, check_cosignature, cosignature, cosigned_message
from dpp.domain.log.notes import Note, Signature, VerifierKey, Verify
from dpp.domain.log.trust import Trust
from dpp.domain.log.witness import AddCheckpoint, check_request
from dpp.domain.message import message
from dpp.service.log.ports import LogStorage, StoredCheckpoint, StoredCosignature
from dpp.service.ports import Clock


class Memory(Protocol):
    """What a witness cosigned last, of each log."""

    def alone(self, origin: str) -> AbstractContextManager[None]:
        """Wait until nobody else looks at this log."""
        ...

    def last(self, origin: str) -> Checkpoint | None: ...
    def remember(self, note: Note, checkpoint: Checkpoint) -> None:
        """Return when it is written for good."""
        ...


@dataclass(frozen=True)
class Witness:
    """`sign` makes an Ed25519 signature with the private half of `key`."""

    key: VerifierKey
    sign: Callable[[bytes], bytes]
    memory: Memory
    clock: Callable[[], datetime]

    def cosign(self, request: AddCheckpoint, trust: Trust) -> Signature:
        """The cosignature; `trust` is in the keys of the logs that this witness knows. Refused by the rules."""
        now = request.signed.checkpoint
        with self.memory.alone(now.origin):
            check_request(request, self.memory.last(now.origin), trust)
            self.memory.remember(request.signed.note, now)
        time = int(self.clock().timestamp())
        return cosignature(self.key, time, self.sign(cosigned_message(request.signed.note.text, time)))


@dataclass(frozen=True)
class Cosignatures:
    """Those of our own checkpoints."""

    storage: LogStorage
    verify: Verify
    clock: Clock

    def take(self, content: str, witness: VerifierKey) -> StoredCosignature:
        """From a signature line, or a whole note that holds it; NotFound where it is over no checkpoint of ours."""
        signature = _line_of(content, witness)
        with self.storage.writing() as work:
            for stored in reversed(list(work.checkpoints())):
                if self._fits(stored, signature, witness):
                    kept = self._stored(stored.size, signature)
                    known = {(each.witness, each.key_id) for each in work.cosignatures(stored.size)}
                    if (kept.witness, kept.key_id) not in known:
                        work.add_cosignature(kept)
                        work.commit()
                    return kept
        raise NotFound(
            message("This cosignature is over no checkpoint of this log, or not by that witness."),
            remedy=message("Compare the verifier key of the witness, and what it cosigned."),
        )

    def _fits(self, stored: StoredCheckpoint, signature: Signature, witness: VerifierKey) -> bool:
        try:
            check_cosignature(Note.parse(stored.note).text, signature, witness, self.verify)
        except ValueError:
            return False
        return True

    def _stored(self, size: int, signature: Signature) -> StoredCosignature:
        return StoredCosignature(size, signature.name, signature.key_id.hex(), signature.line, self.clock())


def _line_of(content: str, witness: VerifierKey) -> Signature:
    for line in content.splitlines():
        try:
            signature = Signature.parse(line)
        except ValueError:
            continue
        if signature.is_of(witness):
            return signature
    raise InvalidInput(message("There is no signature line of {witness} in this.", witness=witness.name))
