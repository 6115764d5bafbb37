"""What a witness is asked, and when it may say yes: the request and the checks of C2SP tlog-witness, `add-checkpoint`.

Rules:
1. A request names the size that the witness saw last, proves that the log goes on from there, and holds the checkpoint.
2. A witness cosigns a log that it knows, by a checkpoint that the log signed.
3. It cosigns nothing that does not go on from the last checkpoint it cosigned: it remembers that one, and a request
   since any other size is answered with the size to ask from.
4. What is remembered is written before the cosignature is given (`dpp.service.log.witnessing`).
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Self

from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.log.checkpoint import Checkpoint, SignedCheckpoint, read_hash, read_size
from dpp.domain.log.proofs import is_consistent
from dpp.domain.log.trust import Trust
from dpp.domain.message import message

MOST_LINES = 63
"""A longer proof proves nothing: no tree is that high. One line more is read, so that it fails as a proof does."""
_OLD = "old "


@dataclass(frozen=True)
class AddCheckpoint:
    """A request: the size that the witness saw last, the proof from there, and the checkpoint."""

    old: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint

    @property
    def content(self) -> str:
        """As it is sent."""
        lines = (f"{b64encode(each).decode()}\n" for each in self.path)
        return f"{_OLD}{self.old}\n{''.join(lines)}\n{self.signed.note.content}"

    @classmethod
    def parse(cls, content: str) -> Self:
        """A request, or a bare checkpoint, which asks since nothing. InvalidInput for anything else."""
        try:
            if not content.startswith(_OLD):
                return cls(0, (), SignedCheckpoint.parse(content))
            head, _, note = content.partition("\n\n")
            old, *lines = head.split("\n")
            path = tuple(map(read_hash, lines[: MOST_LINES + 1]))
            return cls(read_size(old.removeprefix(_OLD)), path, SignedCheckpoint.parse(note))
        except ValueError as error:
            raise InvalidInput(
                message("This is neither a checkpoint nor a request to cosign one: {error}.", error=error),
                remedy=message("Ask the log for one: 'kringpas log checkpoint --since SIZE' writes it."),
            ) from error


def check_request(request: AddCheckpoint, last: Checkpoint | None, trust: Trust) -> None:
    """Return where the witness may cosign; `last` is what it cosigned last of this log, None for nothing."""
    now = request.signed.checkpoint
    if not any(key.name == now.origin for key in trust.keys):
        raise NotFound(
            message("The log {origin} is not one that this witness knows.", origin=now.origin),
            remedy=message("Give its verifier key, from a source that you trust."),
        )
    if trust.faults_of(request.signed, now.origin):
        raise NotPermitted(message("The checkpoint is not signed by a key of this log that is known here."))
    if request.old > now.size:
        raise InvalidInput(message("The checkpoint has fewer entries than the size that it is asked from."))
    _check_goes_on(request, now, Checkpoint(now.origin, 0, b"") if last is None else last)


def _check_goes_on(request: AddCheckpoint, now: Checkpoint, last: Checkpoint) -> None:
    if request.old != last.size:
        raise Conflict(
            message(
                "This witness cosigned {size} entries of this log last, not {old}.", size=last.size, old=request.old
            ),
            remedy=message("Ask the log for a proof since {size}.", size=last.size),
        )
    if last.size == now.size and last.size and last.root != now.root:
        raise Conflict(message("This witness cosigned another history of the same size: the log has forked."))
    goes_on = (
        not request.path if last.size == 0 else is_consistent(last.size, now.size, last.root, now.root, request.path)
    )
    if not goes_on:
        raise Refused(
            "log-not-consistent",
            message("The proof does not show that the log goes on from the {size} entries seen last.", size=last.size),
            remedy=message("Ask for the proof again; if it stays so, the log was rewritten: keep both checkpoints."),
        )
