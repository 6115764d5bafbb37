"""How many modules a code needs, before anybody draws it. A printer of its own may draw it smaller, never larger.

Rules:
1. QR codes have error correction level Q: a quarter of the code may be lost. Their text is counted as bytes, which no
   reader or printer can need more room for (ISO/IEC 18004:2015, tables 1 and 7). The quiet zone is 4 modules (9.1).
2. Data Matrix is square and ECC 200; its text is counted in ASCII encodation, two digits to a codeword (ISO/IEC
   16022:2006, table 7). The quiet zone is 1 module (5.6).
3. A module is 0.4 mm at least, for both: telephones do not read smaller ones of what is stuck on a lid.
4. Both carry ASCII only: every reader agrees on what it says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.errors import Refused
from dpp.domain.message import message

SMALLEST_MODULE = 0.4
"""Millimetres; rule 3."""

_QR_CODEWORDS = (13, 22, 34, 48, 62, 76, 88, 110, 132, 154, 180, 206, 244, 261, 295, 325, 367, 397, 445, 485)
"""Data codewords of versions 1 to 20 at level Q."""

_DATA_MATRIX_CODEWORDS: Mapping[int, int] = MappingProxyType(
    {10: 3, 12: 5, 14: 8, 16: 12, 18: 18, 20: 22, 22: 30, 24: 36, 26: 44}
    | {32: 62, 36: 86, 40: 114, 44: 144, 48: 174, 52: 204}
)
"""Data codewords by modules along a side."""


class SymbolKind(StrEnum):
    """A kind of code. A GS1 DataMatrix begins with FNC1, and its text is an element string in brackets."""

    QR = "qr"
    DATA_MATRIX = "data-matrix"
    GS1_DATA_MATRIX = "gs1-data-matrix"

    @property
    def quiet(self) -> int:
        """Modules that stay blank on every side."""
        return 4 if self is SymbolKind.QR else 1


@dataclass(frozen=True)
class Symbol:
    """A code that is to be drawn: what it carries, and its modules along a side without the quiet zone."""

    kind: SymbolKind
    text: str
    modules: int

    @property
    def side(self) -> int:
        """Modules along a side with the quiet zone."""
        return self.modules + 2 * self.kind.quiet


def qr_code(text: str) -> Symbol:
    """The QR code of a text; raises Refused for one that is not ASCII or too long for any label."""
    _check_ascii(text)
    for version, codewords in enumerate(_QR_CODEWORDS, start=1):
        if len(text) <= codewords - (2 if version < 10 else 3):  # four bits of mode, 8 or 16 of length
            return Symbol(SymbolKind.QR, text, 17 + 4 * version)
    raise _too_long(text)


def data_matrix(text: str) -> Symbol:
    """The Data Matrix of a text; raises Refused as `qr_code` does."""
    _check_ascii(text)
    return Symbol(SymbolKind.DATA_MATRIX, text, _data_matrix_side(text, codewords=_ascii_codewords(text)))


def gs1_data_matrix(element_string: str) -> Symbol:
    """The GS1 DataMatrix of an element string in brackets, whose last value alone has no predefined length."""
    _check_ascii(element_string)
    data = plain_elements(element_string)
    codewords = 1 + _ascii_codewords(data)  # FNC1 first
    return Symbol(SymbolKind.GS1_DATA_MATRIX, element_string, _data_matrix_side(data, codewords=codewords))


def plain_elements(element_string: str) -> str:
    """`(01)09521234543213(21)ABC` as `010952123454321321ABC`."""
    return re.sub(r"\((\d{2,4})\)", r"\1", element_string)


def _ascii_codewords(text: str) -> int:
    """Rule 2."""
    return len(re.sub(r"\d\d", "#", text))


def _data_matrix_side(text: str, *, codewords: int) -> int:
    side = next((side for side, holds in _DATA_MATRIX_CODEWORDS.items() if codewords <= holds), None)
    if side is None:
        raise _too_long(text)
    return side


def _check_ascii(text: str) -> None:
    if not text.isascii() or not text.isprintable():
        raise Refused(
            "code-not-ascii",
            message("'{text}' cannot be put into a code: it has characters outside ASCII.", text=text[:80]),
            remedy=message("Write other characters percent-encoded, as addresses do."),
        )


def _too_long(text: str) -> Refused:
    return Refused(
        "code-too-long",
        message("{count} characters do not fit into a code for a label.", count=len(text)),
        remedy=message("Use a shorter address."),
    )
