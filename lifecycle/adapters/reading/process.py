"""One worker process, from outside: started with nothing of ours but the code, asked, and ended."""

import json
import os
import selectors
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic

from lifecycle.adapters.reading.frames import LENGTHS, Frame, lengths, packed, unpacked

START_SECONDS = 30.0
WALL_SECONDS = 5.0
"""Of the clock on the wall, for a worker that waits and uses no processor; its second of processor time is its own."""

_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from lifecycle.adapters.reading.worker import main; main(sys.argv[2])"
)
_CHUNK = 1 << 16


class End(StrEnum):
    """How a worker came to its end while it read a file."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    GARBAGE = "garbage"


class Ended(Exception):
    """The worker is gone, or has to go: ask another one."""

    def __init__(self, how: End, detail: str = "") -> None:
        super().__init__(f"{how}: {detail}")
        self.how, self.detail = how, detail


@dataclass
class Worker:
    """A process that reads files with the formats at `place` (`module:NAME`); for one thread at a time."""

    place: str
    files: int = 0
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        """Start it: isolated (`-I`), in a session of its own, with an empty environment and no descriptor of ours."""
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
            [sys.executable, "-I", "-c", _CODE, json.dumps(sys.path), self.place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        for end in (self._to, self._from):
            os.set_blocking(end, False)

    def ready(self) -> None:
        """Wait until it has loaded its parsers; Ended where it does not come to that."""
        if self._exchange(b"", START_SECONDS).head != {"ready": True}:
            raise Ended(End.GARBAGE)

    def ask(self, question: Frame) -> Frame:
        """Its answer; Ended where there is none, in time and of an allowed size."""
        self.files += 1
        answer = self._exchange(packed(question), WALL_SECONDS)
        if "fault" in answer.head:
            fault = str(answer.head["fault"])[:100]
            raise Ended(End.MEMORY if fault == "MemoryError" else End.CRASH, fault)
        return answer

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process.wait()

    @property
    def _to(self) -> int:
        assert self.process.stdin is not None
        return self.process.stdin.fileno()

    @property
    def _from(self) -> int:
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def _exchange(self, sent: bytes, seconds: float) -> Frame:
        """Send, and receive at the same time: a worker that does not listen must not make us wait for ever."""
        deadline, left, received = monotonic() + seconds, memoryview(sent), bytearray()
        wanted = LENGTHS.size
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._from, selectors.EVENT_READ)
            if left:
                waiting.register(self._to, selectors.EVENT_WRITE)
            while len(received) < wanted:
                ready = waiting.select(max(0.0, deadline - monotonic()))
                if not ready:
                    raise Ended(End.TIME, "it waits")
                for key, _ in ready:
                    if key.fd == self._to:
                        left = self._send(left)
                        if not left:
                            waiting.unregister(self._to)
                    else:
                        received += self._receive(wanted - len(received))
                        wanted = _wanted(received)
        head, _ = lengths(received[: LENGTHS.size])
        body = LENGTHS.size + head
        try:
            return unpacked(bytes(received[LENGTHS.size : body]), bytes(received[body:]))
        except ValueError as error:
            raise Ended(End.GARBAGE) from error

    def _send(self, left: memoryview) -> memoryview:
        try:
            return left[os.write(self._to, left[:_CHUNK]) :]
        except BrokenPipeError as error:
            raise self._gone() from error

    def _receive(self, most: int) -> bytes:
        received = os.read(self._from, min(most, _CHUNK))
        if not received:
            raise self._gone()
        return received

    def _gone(self) -> Ended:
        """Why it went."""
        code = self.process.wait()
        return Ended(End.TIME if code == -signal.SIGPROF else End.CRASH, f"exit code {code}")


def _wanted(received: bytearray) -> int:
    """How many bytes the frame has that begins like this; Ended where it says that it has too many."""
    if len(received) < LENGTHS.size:
        return LENGTHS.size
    try:
        return LENGTHS.size + sum(lengths(received[: LENGTHS.size]))
    except ValueError as error:
        raise Ended(End.GARBAGE, str(error)) from error
