"""Codes as modules: QR codes drawn by qrcode, Data Matrix by zxing-cpp.

The domain says how many modules a side has (`dpp.domain.labels.symbols`), so that a label can be laid out before
anything is drawn, and so that every output of it is alike; the drawing is made to have them.
"""

from collections.abc import Iterator
from typing import Any

import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q

from dpp.domain.labels.symbols import Symbol, SymbolKind

Rows = tuple[tuple[bool, ...], ...]
"""Dark modules are true; from the top left, without the quiet zone."""

_DATA_MATRIX_SIDES = (10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52)
"""In the order in which ISO/IEC 16022 lists square symbols, which is how the library numbers them."""


_MASK = 7
"""One mask for every QR code (ISO/IEC 18004:2015, 7.8). To choose the best of the eight takes eight drawings: 9 ms a
code and 9 s for a thousand labels. The texts are random enough that each of them does."""


def modules(symbol: Symbol) -> Rows:
    """Draw a code."""
    rows = _qr_code(symbol) if symbol.kind is SymbolKind.QR else _data_matrix(symbol)
    if len(rows) != symbol.modules:
        raise RuntimeError(f"{symbol} was drawn with {len(rows)} modules")
    return rows


def _qr_code(symbol: Symbol) -> Rows:
    version = (symbol.modules - 17) // 4
    code: qrcode.QRCode[Any] = qrcode.QRCode(version, ERROR_CORRECT_Q, border=0, mask_pattern=_MASK)
    code.add_data(symbol.text.encode("ascii"), optimize=0)
    code.make(fit=False)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def _data_matrix(symbol: Symbol) -> Rows:
    version = _DATA_MATRIX_SIDES.index(symbol.modules) + 1
    gs1 = symbol.kind is SymbolKind.GS1_DATA_MATRIX
    code = zxingcpp.create_barcode(symbol.text, zxingcpp.BarcodeFormat.DataMatrix, version=version, gs1=gs1)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    dark = [grey == 0 for grey in drawn.tobytes()]
    return tuple(tuple(dark[start : start + drawn.width]) for start in range(0, len(dark), drawn.width))


def outline(rows: Rows) -> str:
    """The dark modules as data of an SVG path, one unit a module: the runs of each row."""
    return "".join(f"M{start} {y}h{end - start}v1H{start}z" for y, row in enumerate(rows) for start, end in _runs(row))


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = None
    for x, dark in enumerate((*row, False)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x
            start = None
