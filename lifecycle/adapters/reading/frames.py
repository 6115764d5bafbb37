"""How the service and its worker talk: a head in JSON and a body of bytes, each after its length.

A frame is eight bytes (the lengths of head and body, four bytes each, big-endian), the head, the body. The lengths are
looked at before anything is kept, so neither side can fill the memory of the other.
"""

import json
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from lifecycle.domain.evidence.limits import MAX_BYTES

LENGTHS = struct.Struct(">II")
MOST_HEAD = 2 * 1024 * 1024
MOST_BODY = MAX_BYTES


class Frame(NamedTuple):
    """`head` is plain data; `body` is the content of a file, or empty."""

    head: dict[str, Any]
    body: bytes = b""


def packed(frame: Frame) -> bytes:
    """A frame as bytes."""
    head = json.dumps(frame.head, allow_nan=False).encode()
    return LENGTHS.pack(len(head), len(frame.body)) + head + frame.body


def lengths(start: bytes | bytearray) -> tuple[int, int]:
    """The lengths of head and body, from the first eight bytes; ValueError over what either may have."""
    head, body = map(int, LENGTHS.unpack(start))
    if head > MOST_HEAD or body > MOST_BODY:
        raise ValueError("a frame is larger than it may be")
    return head, body


def unpacked(head: bytes, body: bytes) -> Frame:
    """A frame from its parts; ValueError where the head is no JSON object."""
    try:
        said = json.loads(head)
    except RecursionError as error:
        raise ValueError("the head of a frame nests too deep") from error
    if not isinstance(said, dict):
        raise ValueError("the head of a frame is no object")  # noqa: TRY004 - what was sent is wrong, not our call
    return Frame(said, body)


def take(read: Callable[[int], bytes]) -> Frame | None:
    """The next frame of a stream whose `read` waits for as many bytes as are asked; None at its end."""
    start = read(LENGTHS.size)
    if len(start) < LENGTHS.size:
        return None
    head, body = lengths(start)
    return unpacked(read(head), read(body))
