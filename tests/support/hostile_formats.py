"""Formats whose parsers do what a parser must not do, to see that the worker ends and the service goes on.

The first line of a file names what happens: `loop`, `sleep`, `memory`, ... They run in a worker process only.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.facts import ClaimKind, IdentityClaim

NAME = "hostile"


def _loop() -> str:
    while True:
        pass


def _regular_expression() -> str:
    import re  # noqa: PLC0415 - a library in C that does not come back

    return str(re.fullmatch(r"(a+)+", "a" * 60 + "b"))


def _sleep() -> str:
    time.sleep(3600)
    return "awake"


def _memory() -> str:
    return str(len([bytearray(1024 * 1024) for _ in range(4096)]))


def _deep() -> str:
    return _deep()


def _raise() -> str:
    raise RuntimeError("J. Jansen, jansen@example.org")


def _refuse() -> str:
    raise InvalidInput(message("Of {count} disks none can be read.", count=3))


def _print() -> str:
    sys.stdout.write("chatter " * 10_000)
    return "printed"


def _kill() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def _opens(what: Callable[[], object]) -> str:
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "opened"


ACTS: dict[str, Callable[[], str]] = {
    "loop": _loop,
    "regular-expression": _regular_expression,
    "sleep": _sleep,
    "memory": _memory,
    "deep": _deep,
    "raise": _raise,
    "refuse": _refuse,
    "print": _print,
    "exit": lambda: os._exit(0),
    "killed": _kill,
    "garbage": lambda: str(os.write(1, b"\x00\x00\x00\x02\x00\x00\x00\x00[]")),
    "endless-answer": lambda: str(os.write(1, b"\xff" * 4096)),
    "huge-claim": lambda: "x" * (2 * 1024 * 1024),
    "stranger": lambda: "stranger",
    "socket": lambda: _opens(socket.socket),
    "file": lambda: _opens(lambda: Path("/proc/self/environ").read_bytes()),
    "environment": lambda: " ".join(sorted(os.environ)) or "nothing",
    "descriptors": lambda: " ".join(str(each) for each in range(64) if _is_open(each)),
    "pid": lambda: str(os.getpid()),
}


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _keep(opened: Opened) -> Kept | None:
    name = opened.text.split("\n", 1)[0]
    return Kept(name.encode(), frozenset()) if name in ACTS else None


def _read(content: bytes) -> Reading:
    said = ACTS[content.decode()]()
    format_name = "no-such-format" if said == "stranger" else NAME
    return Reading(format_name, NAME, "1.0", claims=(IdentityClaim(ClaimKind.SERIAL, said, NAME, 1.0),))


FORMATS = (Format(NAME, "Hostile", NAME, "1.0", _keep, _read),)
