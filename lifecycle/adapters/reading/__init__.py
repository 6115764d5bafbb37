"""Reads evidence in a process of its own, which is stopped when a file costs too much.

A file of evidence was written by a stranger, and so were the parsers that read most of them. Whatever goes wrong there
(an endless loop, all the memory, a crash, or a parser that a file has taken over) happens in the worker and ends with
it; the service goes on.

    frames      how the two talk: lengths, JSON and bytes; never pickle
    worker      what runs in the process: it limits itself, then reads one file after the other
    process     one such process, from outside: asked, given a term, ended
    answers     what comes back, checked again before anything believes it
    reader      `EvidenceReader`: a few processes, used again for file after file
"""

from lifecycle.adapters.reading.reader import ProcessReader

__all__ = ["ProcessReader"]
