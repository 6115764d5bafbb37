"""What a witness cosigned last, of each log: a file for each, with the note itself."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dpp.adapters.log.files import write_whole
from dpp.domain.errors import Unavailable
from dpp.domain.log.checkpoint import Checkpoint, SignedCheckpoint
from dpp.domain.log.notes import Note
from dpp.domain.message import message


@dataclass(frozen=True)
class FolderMemory:
    """`Memory` in a folder. A file that cannot be read stops the witness: without its memory it would sign anything."""

    folder: Path

    @contextmanager
    def alone(self, origin: str) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path(origin).with_suffix(".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def last(self, origin: str) -> Checkpoint | None:
        path = self._path(origin)
        if not path.exists():
            return None
        try:
            return SignedCheckpoint.parse(path.read_text(encoding="utf-8")).checkpoint
        except ValueError as error:
            raise Unavailable(
                message("What this witness saw last of {origin} cannot be read: {path}.", origin=origin, path=path)
            ) from error

    def remember(self, note: Note, checkpoint: Checkpoint) -> None:
        write_whole(self._path(checkpoint.origin), note.content.encode(), mode=0o600)

    def _path(self, origin: str) -> Path:
        return self.folder / f"{sha256(origin.encode()).hexdigest()[:32]}.checkpoint"
