"""`EvidenceReader` by worker processes: started when they are needed, used again, replaced after a fault."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from dpp.domain.errors import InvalidInput, KringpasError, Problem, Unavailable
from dpp.domain.message import Message, message
from lifecycle.adapters.reading.answers import read_answer, reading_in
from lifecycle.adapters.reading.frames import Frame
from lifecycle.adapters.reading.process import End, Ended, Worker
from lifecycle.adapters.reading.worker import CPU_SECONDS, MEMORY_BYTES, formats_of
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.limits import within_limits
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped

PLACE = "lifecycle.adapters.parsers:FORMATS"
WORKERS = 2
FILES_EACH = 500
"""After so many files a worker is replaced: what its parsers did not give back of the memory is given back."""
PATIENCE_SECONDS = 20.0

Answer = TypeVar("Answer")


@dataclass
class ProcessReader:
    """`EvidenceReader`; safe for threads. `place` names the tuple of formats (`module:NAME`), here and in a worker."""

    place: str = PLACE
    most_workers: int = WORKERS
    _idle: list[Worker] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _turns: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = BoundedSemaphore(self.most_workers)

    @cached_property
    def formats(self) -> tuple[Format, ...]:
        """The formats that are read; their parsers run in the workers alone."""
        return formats_of(self.place)

    @property
    def versions(self) -> Mapping[str, str]:
        return {each.name: each.parser_version for each in self.formats}

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        within_limits(content)
        question = Frame({"do": "read", "file_name": file_name}, content)
        return self._asked(question, file_name, lambda answer: read_answer(answer, content, self.formats))

    def read_again(self, content: bytes, *, format_name: str) -> Reading:
        question = Frame({"do": "read-again", "format": format_name}, content)
        return self._asked(question, None, lambda answer: reading_in(answer, self.formats))

    def close(self) -> None:
        """End the workers that have nothing to do."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _asked(self, question: Frame, file_name: str | None, believed: Callable[[Frame], Answer]) -> Answer:
        with self._turn():
            worker = self._taken() or _started(self.place)
            try:
                answer = believed(worker.ask(question))
            except KringpasError:  # the worker said what is wrong with the file, and so is well
                self._back(worker)
                raise
            except (Ended, ValueError) as error:
                worker.end()
                raise _could_not_read(error.how if isinstance(error, Ended) else End.GARBAGE, file_name) from error
            except BaseException:
                worker.end()
                raise
            self._back(worker)
            return answer

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=PATIENCE_SECONDS):
            raise Unavailable(
                message("Many files are being read at this moment."), remedy=message("Send the file again in a minute.")
            )
        try:
            yield
        finally:
            self._turns.release()

    def _taken(self) -> Worker | None:
        """One that waits, if it still lives."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
        return None

    def _back(self, worker: Worker) -> None:
        if worker.files >= FILES_EACH:
            worker.end()
            return
        with self._lock:
            self._idle.append(worker)


def _started(place: str) -> Worker:
    worker = Worker(place)
    try:
        worker.ready()
    except Ended as ended:
        with suppress(ProcessLookupError):
            worker.end()
        raise Unavailable(
            message("What reads evidence does not start."),
            remedy=message("Whoever runs this service looks whether its parsers are installed whole."),
        ) from ended
    return worker


def _could_not_read(how: End, file_name: str | None) -> InvalidInput:
    what = _what_happened(how)
    return InvalidInput(
        what,
        (Problem(file_name or "$", what),),
        remedy=message(
            "Send the file as the tool wrote it, of one device. If a tool wrote it so, tell whoever runs this service "
            "which tool and version: what reads its files has to be mended."
        ),
    )


def _what_happened(how: End) -> Message:
    match how:
        case End.TIME:
            return message("Reading the file took more than {seconds} s, so it was stopped.", seconds=CPU_SECONDS)
        case End.MEMORY:
            return message("Reading the file takes more than {size} MiB of memory.", size=MEMORY_BYTES // 1024**2)
        case End.CRASH:
            return message("What reads files of this kind broke off in the middle of this one.")
        case End.GARBAGE:
            return message("What reads files of this kind gave an answer that cannot be trusted.")
