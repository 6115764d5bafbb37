"""The folder of one test run, which the workers of pytest-xdist share: servers and templates are made once in it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VARIABLE = "KRINGPAS_TEST_RUN"


def begin() -> bool:
    """Make the folder, unless this process is a worker that was told of one; says whether it was made."""
    if _VARIABLE in os.environ:
        return False
    folder = tempfile.mkdtemp(prefix="kringpas-test-")
    Path(folder).chmod(0o711)  # the unprivileged user of the database server passes through
    os.environ[_VARIABLE] = folder
    return True


def end() -> None:
    shutil.rmtree(os.environ.pop(_VARIABLE), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[_VARIABLE])


@contextmanager
def only_once(name: str) -> Iterator[Path | None]:
    """Hold the lock of `name`; gives the path of its mark while the work is undone, None when another did it.

    The mark is made when the block ends without an error.
    """
    mark = folder() / f"{name}.done"
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists():
            yield None
        else:
            yield mark
            mark.touch()
