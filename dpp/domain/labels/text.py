"""Text on labels: how wide it is, where it breaks, what cannot be printed.

Rules:
1. Nothing is cut. Text breaks over lines (a name at its spaces, an address anywhere, a code or tag nowhere), is made
   smaller down to a floor, and is refused below that.
2. A character that a face lacks is refused, not left out: a tag with a hole in it is another tag.
3. Widths are exact for the face of PDF, PNG and SVG, in which all characters are equally wide, and upper bounds for
   that of Zebra printers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from dpp.domain.errors import Refused
from dpp.domain.message import message

LINE_PITCH = 1.2
"""From one baseline to the next, in ems."""
ASCENT = 0.8
"""From the top of a line to its baseline, in ems: above the tallest capital with its accent."""

_COVERED = (range(0x20, 0x7F), range(0xA1, 0x250), range(0x386, 0x3CF), range(0x400, 0x460), range(0x1E80, 0x1E86))
_COVERED_BESIDES = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122")


@dataclass(frozen=True)
class Face:
    """A typeface: `advance` is the width of a character in ems, `wide_advance` that of those in `wide`."""

    name: str
    advance: float
    wide: frozenset[str] = frozenset()
    wide_advance: float = 0.0

    def ems(self, text: str) -> float:
        wide = sum(character in self.wide for character in text)
        return (len(text) - wide) * self.advance + wide * self.wide_advance


MONO = Face("DejaVu Sans Mono", 0.6021)
"""Every glyph is 1233 of 2048 units wide, in both weights."""

ZEBRA = Face("0", 0.62, frozenset("MWmw@%&") | frozenset("ÆŒØ\u2014\u2026\u2122"), 1.0)
"""Scalable font 0 of ZPL II, a bold condensed sans serif of which no widths are published: generous bounds."""


class Breaking(Enum):
    """Where a text may go on on the next line."""

    NOWHERE = "nowhere"
    WORDS = "words"
    ANYWHERE = "anywhere"


def check_printable(text: str) -> None:
    """Rule 2; raises Refused that names the characters."""
    missing = sorted({each for each in text if not _covers(each)})
    if missing:
        raise Refused(
            "label-character-missing",
            message(
                "'{text}' cannot be printed: the typeface of labels lacks {characters}.",
                text=text,
                characters=" ".join(f"{each!r} (U+{ord(each):04X})" for each in missing),
            ),
            remedy=message("Print the label without this text, or write it in Latin, Greek or Cyrillic script."),
        )


def _covers(character: str) -> bool:
    return character in _COVERED_BESIDES or any(ord(character) in part for part in _COVERED)


@lru_cache(maxsize=4096)  # labels of one model say the same, and each is tried in several sizes
def broken(text: str, face: Face, ems: float, breaking: Breaking) -> tuple[str, ...] | None:
    """The text in lines of at most so many ems; None where it cannot be broken so."""
    if face.ems(text) <= ems:
        return (text,)
    if breaking is Breaking.NOWHERE:
        return None
    pieces = text.split() if breaking is Breaking.WORDS else list(text)
    if any(face.ems(piece) > ems for piece in pieces):
        return None
    return tuple(_filled(pieces, face, ems, " " if breaking is Breaking.WORDS else ""))


def _filled(pieces: list[str], face: Face, ems: float, joint: str) -> Iterator[str]:
    line = pieces[0]
    for piece in pieces[1:]:
        longer = line + joint + piece
        if face.ems(longer) > ems:
            yield line
            line = piece
        else:
            line = longer
    yield line
