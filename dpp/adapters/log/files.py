"""The log as a folder of static files, which any web server can serve as it is.

A file is written under another name, flushed to the disk and renamed: it is there as a whole or not at all, also when
the power goes.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dpp.domain.log.tiles import Tile

_DAYS = "checkpoints"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class FolderFiles:
    """`LogFiles` in a folder, which is made when something is written; `lock` is a file beside it."""

    folder: Path
    lock: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self.lock.open("a") as file:  # closing it ends the turn, also after an error
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def read(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def write(self, path: str, content: bytes) -> None:
        write_whole(self.folder / path, content, mode=0o644)

    def drop_partials(self, tile: Tile) -> None:
        shutil.rmtree(self.folder / f"{tile.full_path}.p", ignore_errors=True)

    def days(self) -> Sequence[str]:
        folder = self.folder / _DAYS
        return sorted(path.name for path in folder.iterdir() if _DAY.fullmatch(path.name)) if folder.is_dir() else []


def write_whole(path: Path, content: bytes, *, mode: int) -> None:
    """A file with this content, in the place of the one before; the folders above it are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, mode)
            os.fsync(handle)
        Path(unfinished).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(unfinished).unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
