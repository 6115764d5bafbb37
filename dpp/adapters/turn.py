"""One writer at a time for an SQLite file, in every thread and every process that shares it.

SQLite queues writers itself, but lets a writer that has committed copy the log back (a checkpoint) while the next one
writes. In the versions that Debian's Python links two of those at once can, rarely, corrupt the file (fixed in
3.51.3). So a writer keeps its turn until its commit, and the checkpoint that may follow, are over.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from dpp.adapters.away import unavailable


class WriterTurn:
    """`path` is the lock file beside the database; None for a database in memory, which no other process shares.

    Raises Unavailable where the folder of the file is away.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = Lock()
        self._path = path

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._lock:
            if self._path is None:
                yield
                return
            try:
                opened = self._path.open("a")
            except OSError as error:
                raise unavailable() from error
            with opened as file:  # closing it ends the turn, also after an error
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
