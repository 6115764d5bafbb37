"""Rows in JSON: one object a line (NDJSON), or an array of objects; read piece by piece, and never whole.

Rules:
1. An object stays the bytes that came in: whoever publishes it checks and keeps those.
2. A row of an array goes by its number, from 1: programs write arrays on one line.
3. A line that is no JSON costs that row. In an array nobody can tell where the next object begins: a fault in its form
   ends the reading, and the report says so.
"""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from dpp.domain.errors import Problem
from dpp.domain.imports.rows import ImportRow
from dpp.domain.message import Message, message

MOST_BYTES = 1 << 20
"""Of one object."""

_BLOCK = 1 << 16
_LONGEST_NUMBER = 400
_SPACE = " \t\r\n"


def read_ndjson(file: BinaryIO) -> Iterator[ImportRow]:
    """A row for each line that says anything."""
    file.seek(0)
    line = 0
    while received := file.readline(MOST_BYTES + 1):
        line += 1
        if len(received) > MOST_BYTES:
            _pass_over(file, received)
            yield ImportRow(line, b"", (Problem("$", _too_long()),))
            continue
        content = received.removeprefix(codecs.BOM_UTF8).strip() if line == 1 else received.strip()
        if content:
            yield ImportRow(line, content)


def _pass_over(file: BinaryIO, received: bytes) -> None:
    """To the end of a line that is too long."""
    while received and not received.endswith(b"\n"):
        received = file.readline(_BLOCK)


def read_json(file: BinaryIO) -> Iterator[ImportRow]:
    """A row for each object of an array; one row where the file is a single object."""
    file.seek(0)
    reader = _Pieces(file)
    opening = reader.sign()
    if opening == "{":
        yield from reader.objects(single=True)
    elif opening == "[":
        reader.take()
        yield from reader.objects(single=False)
    else:
        yield ImportRow(1, b"", (Problem("$", message("Expected a list of objects.")),))


class _Pieces:
    """The text of a file in pieces: what was read and not yet used."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False

    def sign(self) -> str:
        """The next sign that is no white space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self.take()
            if not self._more():
                return ""

    def take(self) -> None:
        self._at += 1

    def objects(self, *, single: bool) -> Iterator[ImportRow]:
        number = 1
        while (sign := self.sign()) != "]":
            content = self._value() if sign else None
            if content is None:
                yield ImportRow(number, b"", (Problem("$", _broken()),))
                return
            yield ImportRow(number, content)
            if single:
                return
            number += 1
            if self.sign() == ",":
                self.take()
            elif self.sign() != "]":
                yield ImportRow(number, b"", (Problem("$", _broken()),))
                return

    def _value(self) -> bytes | None:
        """The next JSON value as it stands there; None where it is not whole, or too long."""
        while True:
            try:
                _, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                if len(self._text) - self._at > MOST_BYTES or not self._more():
                    return None
                continue
            if self._may_go_on(end) and not self._ended:
                self._more()
                continue
            piece, self._at = self._text[self._at : end], end
            return piece.encode(errors="surrogateescape")  # bytes that are no UTF-8 stay so, for whoever checks them

    def _may_go_on(self, end: int) -> bool:
        """Whether a number may go on in the next piece: `0` of `0.5`. Texts, lists and objects say where they end."""
        return self._text[self._at] not in '{["' and len(self._text) - end < _LONGEST_NUMBER

    def _more(self) -> bool:
        """Read on; False at the end. As much again as is left, so that a long object is not parsed too often."""
        if self._ended:
            return False
        block = self._file.read(max(_BLOCK, len(self._text) - self._at))
        self._ended = not block
        self._text = self._text[self._at :] + self._decoder.decode(block, final=self._ended)
        self._at = 0
        return not self._ended


def _broken() -> Message:
    return message("The list is not whole JSON from here on; what comes after it was not read.")


def _too_long() -> Message:
    return message("This object is longer than {most} bytes.", most=MOST_BYTES)
