"""The process that reads evidence. It limits itself, says that it is ready, and reads one file after the other.

What is limited, by the kernel and before the first byte of a file arrives:
1. Processor time: a second for each file (`ITIMER_PROF`; its signal ends the process, also inside a library in C).
2. Memory: 100 MiB of address space more than the process has when it is ready (`RLIMIT_AS`; Linux).
3. Files and network: no descriptor can be opened any more (`RLIMIT_NOFILE`): no file, no socket, no pipe. What a parser
   needs of the standard library is therefore loaded before (`PRELOADED`); a test reads every sample and says what the
   list lacks.
4. No other process is started (`RLIMIT_NPROC`, which does not bind root), no file grows, no core is dumped.

It has none of the service's environment, and it only hears files and only says answers. After a fault of any kind it
ends itself: the next file gets a fresh process.
"""

import codecs
import importlib
import io
import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dpp.domain.errors import InvalidInput, KringpasError, Problem, TooLarge
from dpp.domain.message import Message
from lifecycle.adapters.reading.frames import Frame, packed, take
from lifecycle.domain.events.erasing import plain
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.recognise import read_evidence, read_stored

CPU_SECONDS = 1.0
MEMORY_BYTES = 100 * 1024 * 1024
PRELOADED = ("_strptime", "unicodedata", "zoneinfo", "encodings.idna", "stringprep")
CODECS = ("ascii", "latin-1", "cp1252", "cp437", "cp850", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

_PLACES_KEPT = 3
"""Standard input, output and error are open; the number of the next descriptor would be this one."""


def formats_of(place: str) -> tuple[Format, ...]:
    """The tuple of formats that `place` (`module:NAME`) names."""
    module, _, name = place.partition(":")
    formats: tuple[Format, ...] = getattr(importlib.import_module(module), name)
    return formats


def main(place: str) -> None:
    """Read files with the formats that `place` names, until there are no more or something goes wrong."""
    hear, say = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = io.StringIO()  # what a parser prints is no answer
    formats = formats_of(place)
    _preload()
    _confine()
    say.write(packed(Frame({"ready": True})))
    say.flush()
    while (asked := take(hear.read)) is not None:
        answer = _answered(asked, formats)
        say.write(packed(answer))
        say.flush()
        if "fault" in answer.head:
            return


def _preload() -> None:
    for name in PRELOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    for codec in CODECS:
        codecs.lookup(codec)


def _confine() -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the service stops the worker by closing its input
    with suppress(FileNotFoundError):  # where there is no /proc, there is no such limit: docs/evidence.md says so
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + MEMORY_BYTES)
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        _limit(kind, 0)
    _limit(resource.RLIMIT_NOFILE, _PLACES_KEPT)


def _limit(kind: int, most: int) -> None:
    resource.setrlimit(kind, (most, most))


def _answered(asked: Frame, formats: Sequence[Format]) -> Frame:
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        return _read(asked, formats)
    except (InvalidInput, TooLarge) as error:
        return Frame(_told(error))
    except Exception as error:  # noqa: BLE001 - parsers are other people's; whatever they raise is one and the same
        return Frame({"fault": type(error).__name__})
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _read(asked: Frame, formats: Sequence[Format]) -> Frame:
    if asked.head["do"] == "read-again":
        return Frame({"reading": plain(read_stored(asked.body, format_name=asked.head["format"], formats=formats))})
    kept, reading = read_evidence(asked.body, formats=formats, file_name=asked.head["file_name"])
    return Frame({"removed": [str(kind) for kind in kept.removed], "reading": plain(reading)}, kept.content)


def _told(error: KringpasError) -> dict[str, Any]:
    problems = error.problems if isinstance(error, InvalidInput) else ()
    return {
        "error": error.code,
        "what": _said(error.what),
        "remedy": None if error.remedy is None else _said(error.remedy),
        "problems": [_problem(each) for each in problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"path": problem.path, "what": _said(problem.what)}


def _said(said: Message) -> dict[str, Any]:
    """A sentence as plain data: it is translated on the other side, so its template stays apart from its values."""
    return {
        "template": said.template,
        "values": {name: value if isinstance(value, int) else str(value) for name, value in said.values.items()},
    }
