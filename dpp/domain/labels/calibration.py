"""A page that shows how far a printer is off: rulers, a mark in the middle, and a cross at every corner of a label.

How it is read: printed on plain paper and held against a sheet of labels, the crosses lie on the corners of the labels;
how far a corner lies to the right of its cross is dx, how far below it dy. On a roll, the distances of the middle mark
to the edges are read off the rulers: dx is half of (right minus left), dy half of (bottom minus top). The page is
printed with the offsets that it is asked with, so that it also checks them.
"""

from collections.abc import Iterator

from dpp.domain.labels.drawing import Drawing, Line, PlacedText
from dpp.domain.labels.options import PrintOptions
from dpp.domain.labels.sheets import PlacedDrawing, SheetPage, corner
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.labels.text import MONO

_ARM = 2.0
_NUMBER = 2.0


def calibration_page(size: LabelSize, options: PrintOptions) -> SheetPage:
    """Raises InvalidInput for options that the size does not take."""
    options.check(size)
    width, height = (size.sheet.width, size.sheet.height) if size.sheet else (size.width, size.height)
    lines = (*_rulers(width, height), *_cross(width / 2, height / 2, 2 * _ARM), *_corners(size))
    drawing = Drawing(width, height, texts=tuple(_numbers(width, height)), lines=lines)
    return SheetPage(width, height, (PlacedDrawing(drawing, options.dx, options.dy),), options.turned)


def _corners(size: LabelSize) -> Iterator[Line]:
    if size.sheet is None:
        return
    for place in range(size.sheet.places):
        x, y = corner(size.sheet, place)
        for right in (x, x + size.width):
            for below in (y, y + size.height):
                yield from _cross(right, below, _ARM)


def _cross(x: float, y: float, arm: float) -> Iterator[Line]:
    yield Line(x - arm, y, x + arm, y)
    yield Line(x, y - arm, x, y + arm)


def _rulers(width: float, height: float) -> Iterator[Line]:
    """Through the middle, with a stroke each millimetre from the edges on; longer ones at five and ten."""
    for millimetre in range(int(width) + 1):
        yield Line(millimetre, height / 2, millimetre, height / 2 + _stroke(millimetre))
    for millimetre in range(int(height) + 1):
        yield Line(width / 2, millimetre, width / 2 + _stroke(millimetre), millimetre)
    yield Line(0, height / 2, width, height / 2)
    yield Line(width / 2, 0, width / 2, height)


def _stroke(millimetre: int) -> float:
    return 3.0 if millimetre % 10 == 0 else 2.0 if millimetre % 5 == 0 else 1.0


def _numbers(width: float, height: float) -> Iterator[PlacedText]:
    for millimetre in range(10, int(width), 10):
        yield _number(millimetre, millimetre + 0.3, height / 2 + 5.0)
    for millimetre in range(10, int(height), 10):
        yield _number(millimetre, width / 2 + 3.3, millimetre + _NUMBER / 3)


def _number(millimetre: int, x: float, y: float) -> PlacedText:
    text = str(millimetre)
    return PlacedText(text, x, y, _NUMBER, MONO.ems(text) * _NUMBER)
