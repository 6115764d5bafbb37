"""A photo without its metadata: no place, no camera, no name of who took it; the picture itself stays byte for byte.

Rules:
1. A JPEG (ITU-T T.81) keeps its tables, frames and scans, the JFIF header and the Adobe marker, without which colours
   change. Every other application segment and every comment goes: EXIF, XMP, IPTC, maker notes, thumbnails. Which way
   is up (EXIF tag 0x0112) is written again as the only tag, else photos of phones lie on their side.
2. A PNG (ISO/IEC 15948) keeps its critical chunks and those that decide how it looks; text, time and EXIF go.
3. What follows the end of the picture goes.
4. What is no JPEG or PNG, or breaks off, is refused.
"""

import struct
from collections.abc import Iterator
from typing import NoReturn

from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.message import message

MOST_BYTES = 12_000_000
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_SOS, _EOI, _APP1, _COM = 0xDA, 0xD9, 0xE1, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ORIENTATION = 0x0112
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})


def media_type(content: bytes) -> str:
    """`image/jpeg` or `image/png`; InvalidInput for another file."""
    if content.startswith(_JPEG):
        return "image/jpeg"
    if not content.startswith(_PNG):
        _refuse()
    return "image/png"


def without_metadata(content: bytes) -> bytes:
    """The picture as it may be kept; InvalidInput or TooLarge where it cannot be."""
    if len(content) > MOST_BYTES:
        raise TooLarge(message("A photo has at most {most} MB.", most=MOST_BYTES // 1_000_000))
    try:
        return _jpeg(content) if media_type(content) == "image/jpeg" else _png(content)
    except (struct.error, IndexError):
        _refuse()


def _refuse() -> NoReturn:
    what = message("This is no photo in JPEG or PNG, or a part of it is missing.")
    raise InvalidInput(what, (Problem("$.photo", what),), remedy=message("Send the photo as JPEG or PNG."))


def _jpeg(content: bytes) -> bytes:
    kept, turned = [content[:2]], 1
    for marker, segment in _segments(content):
        if marker == _APP1 and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:]) or turned
        elif marker in _APPLICATION:
            if segment[4:].startswith(_KEPT_APPLICATION.get(marker, b"\0none")):
                kept.append(segment)
        elif marker != _COM:
            kept.append(segment)
    header = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1
    return b"".join([*kept[:header], *([_exif(turned)] if turned != 1 else []), *kept[header:]])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes; a scan runs up to the next marker, the last segment is the end of the image."""
    at = 2
    while True:
        if content[at] != 0xFF:
            _refuse()
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _EOI:
            yield marker, content[at : at + 2]
            return
        end = at + 2 if marker in _ALONE else at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == _SOS:
            end = _end_of_scan(content, end)
        if end > len(content) - 2:
            _refuse()
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker begins: in a scan FF is followed by 00, or is a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            _refuse()
        if content[at + 1] == 0 or content[at + 1] in _ALONE:
            at += 2
        else:
            return at


def _orientation(tiff: bytes) -> int | None:
    """The value 1 to 8 of the tag, of the first directory of a TIFF header; None where it is not there."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(min(count, 64)):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _exif(turned: int) -> bytes:
    """An EXIF segment with nothing in it but which way is up."""
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0) + bytes(4)
    body = b"Exif\0\0" + tiff
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            _refuse()
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
