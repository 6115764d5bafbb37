"""Reads EDID, what a display says about itself: 128 bytes, as they are, or in hexadecimal or base64.

VESA E-EDID Standard, Release A2 (EDID 1.4), section 3: header in bytes 0-7; maker in 8-9, three letters of five bits;
product code in 10-11 and serial number in 12-15, little-endian; week and year of manufacture in 16-17, where week 255
makes the year that of the model; image size in centimetres in 21-22; four descriptors of 18 bytes from byte 54, the
first of which is the preferred timing; the 128 bytes add up to 0 modulo 256. Extension blocks are not kept.
"""

import base64
import binascii
import re

from dpp.domain.message import message
from lifecycle.domain.evidence.format import Format, Kept, Opened
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.members import Unread, said
from lifecycle.domain.evidence.reading import MonitorSeen, Reading
from lifecycle.domain.evidence.shape import is_identifier, is_text
from lifecycle.domain.facts import ClaimKind, IdentityClaim

NAME = "edid"
PARSER = "edid"
PARSER_VERSION = "1.0"

LENGTH = 128
HEADER = bytes.fromhex("00ffffffffffff00")
_FIRST_YEAR = 1990
_UNSPECIFIED_WEEK, _YEAR_OF_MODEL, _WEEKS = 0, 0xFF, 54
_DESCRIPTORS = (54, 72, 90, 108)
_SERIAL_TEXT, _NAME_TEXT = 0xFF, 0xFC
_HEX_LINE = re.compile(r"^[ \t]*((?:[0-9a-fA-F]{2}[ \t]*){8,})\r?$", re.MULTILINE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
XRANDR = re.compile(r"^Screen \d{1,3}: minimum \d{1,6} x \d{1,6}, current ", re.MULTILINE)
"""Begins the output of xrandr, which may hold EDIDs of several displays and is a format of its own."""
_LONGEST_TEXT = 64 * 1024
_CONFIDENCE = 0.8
"""A display's own word; but makers give one serial number to many panels, and boards get swapped."""


def keep(opened: Opened) -> Kept | None:
    """The first 128 bytes, in lower-case hexadecimal."""
    found = _bytes_in(opened)
    if found is None:
        return None
    return Kept(found[:LENGTH].hex().encode(), frozenset({Removed.UNNEEDED} if len(found) > LENGTH else ()))


def read(content: bytes) -> Reading:
    """The display, and what it claims to be."""
    unread = Unread()
    block = bytes.fromhex(content.decode("ascii"))
    monitor = parse_edid(block, "$", unread)
    claims = () if monitor is None else _claims(monitor, block)
    monitors = () if monitor is None else (monitor,)
    return Reading(NAME, PARSER, PARSER_VERSION, claims=claims, monitors=monitors, unread=unread.problems())


def decoded(text: str) -> bytes | None:
    """The bytes of a base64 text that starts with an EDID header, else None."""
    compact = "".join(text.split())
    try:
        found = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if found.startswith(HEADER) else None


def parse_edid(block: bytes, path: str, unread: Unread) -> MonitorSeen | None:
    """The display that an EDID describes; None, and a note, where the block is cut off or damaged."""
    if len(block) < LENGTH or not block.startswith(HEADER):
        unread.note(
            path, message("The EDID has {length} bytes of the {expected} expected.", length=len(block), expected=LENGTH)
        )
        return None
    if sum(block[:LENGTH]) % 256:
        unread.note(path, message("The checksum of the EDID is wrong: it is damaged."))
        return None
    week, year = _made(block)
    width_mm, height_mm = _size(block)
    width_pixels, height_pixels = _pixels(block)
    number = int.from_bytes(block[12:16], "little")
    return MonitorSeen(
        maker=_maker(block),
        model=_text(block, _NAME_TEXT),
        product_code=f"{int.from_bytes(block[10:12], 'little'):04X}",
        serial=_serial_text(block) or (str(number) if number else None),
        week=week,
        year=year,
        year_of_model=block[16] == _YEAR_OF_MODEL,
        width_mm=width_mm,
        height_mm=height_mm,
        width_pixels=width_pixels,
        height_pixels=height_pixels,
    )


def _bytes_in(opened: Opened) -> bytes | None:
    if opened.content.startswith(HEADER):
        return opened.content
    if len(opened.text) > _LONGEST_TEXT or XRANDR.search(opened.text):
        return None
    found = bytes.fromhex("".join("".join(_HEX_LINE.findall(opened.text)).split()))
    if found.startswith(HEADER):
        return found
    return decoded(opened.text) if _BASE64.fullmatch(opened.text) else None


def _claims(monitor: MonitorSeen, block: bytes) -> tuple[IdentityClaim, ...]:
    number = int.from_bytes(block[12:16], "little")
    values = {
        ClaimKind.MAKER: monitor.maker,
        ClaimKind.MODEL: monitor.model,
        ClaimKind.SERIAL: monitor.serial,
        ClaimKind.EDID: f"{monitor.maker}-{monitor.product_code}-{number:08X}" if monitor.maker and number else None,
    }
    return tuple(IdentityClaim(kind, value, NAME, _CONFIDENCE) for kind, value in values.items() if value)


def _maker(block: bytes) -> str | None:
    packed = int.from_bytes(block[8:10], "big")
    letters = [(packed >> shift) & 0x1F for shift in (10, 5, 0)]
    return "".join(chr(ord("A") + letter - 1) for letter in letters) if all(1 <= n <= 26 for n in letters) else None


def _made(block: bytes) -> tuple[int | None, int | None]:
    week, year = block[16], block[17]
    return (week if _UNSPECIFIED_WEEK < week <= _WEEKS else None), (_FIRST_YEAR + year if year else None)


def _size(block: bytes) -> tuple[int | None, int | None]:
    """Image size in millimetres: from the preferred timing, else from the centimetres in bytes 21-22.

    With one of the centimetres 0 the other holds an aspect ratio, or nothing is known.
    """
    timing = block[_DESCRIPTORS[0] : _DESCRIPTORS[0] + 18]
    width, height = timing[12] | (timing[14] >> 4) << 8, timing[13] | (timing[14] & 0xF) << 8
    if _is_timing(timing) and width and height:
        return width, height
    return (block[21] * 10, block[22] * 10) if block[21] and block[22] else (None, None)


def _pixels(block: bytes) -> tuple[int | None, int | None]:
    timing = block[_DESCRIPTORS[0] : _DESCRIPTORS[0] + 18]
    if not _is_timing(timing):
        return None, None
    return timing[2] | (timing[4] >> 4) << 8, timing[5] | (timing[7] >> 4) << 8


def _is_timing(descriptor: bytes) -> bool:
    """A descriptor with a pixel clock is a timing; with a clock of 0 it holds text or limits."""
    return descriptor[:2] != b"\0\0"


def _text(block: bytes, tag: int) -> str | None:
    for start in _DESCRIPTORS:
        descriptor = block[start : start + 18]
        if not _is_timing(descriptor) and descriptor[3] == tag:
            text = said(descriptor[5:].split(b"\n")[0].decode("cp437"))
            return text if is_text(text) else None
    return None


def _serial_text(block: bytes) -> str | None:
    text = _text(block, _SERIAL_TEXT)
    return text if is_identifier(text) else None


FORMAT = Format(
    NAME,
    "EDID (128 bytes, hexadecimal or base64)",
    PARSER,
    PARSER_VERSION,
    keep,
    read,
    gives="a display: maker, product, serial number, week and year of manufacture, size, pixels",
    made_with="cat /sys/class/drm/*/edid > display.edid, or edid-decode on it",
)
