"""What goes where on a label.

Rules:
1. The QR code, with its quiet zone, stands at the left and the text beside it; where that does not fit, the code
   stands above the text. A Data Matrix stands at the right of the QR code; asked for GS1, it carries the element string
   of the device where it has one, else the link.
2. The codes take three fifths of the label at most; a module is 0.8 mm at most, and 0.4 mm at least
   (`dpp.domain.labels.symbols`). For a printer with dots it is a whole number of dots, and begins on one.
3. A label that cannot hold its codes at 0.4 mm is refused, with the arithmetic.
4. Text is 3.4 mm down to 2.6 mm; then the codes shrink, then the text down to 2 mm, then it is refused (rule 1 of
   `dpp.domain.labels.text`). The address is three quarters of that.
5. A continuous roll grows by whole millimetres, until everything fits or its longest label is reached.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpp.domain.errors import Refused
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.drawing import Drawing, PlacedSymbol, PlacedText
from dpp.domain.labels.options import USUAL, DataMatrix, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.labels.symbols import SMALLEST_MODULE, Symbol, SymbolKind, data_matrix, gs1_data_matrix, qr_code
from dpp.domain.labels.text import ASCENT, LINE_PITCH, MONO, Breaking, Face, broken, check_printable
from dpp.domain.message import Message, listed, message

LARGEST_MODULE = 0.8
COMFORTABLE_TEXT, SMALL_TEXT = (3.4, 3.2, 3.0, 2.8, 2.6), (2.4, 2.2, 2.0)
"""Ems in millimetres, in the order in which they are tried."""
_CODES_SHARE = 0.6
_MODULE_STEP = 0.05
_BESIDE_CODES = 1.5
"""Millimetres between modules and text at least; the quiet zone counts."""
_BETWEEN_TEXTS = 0.25
"""Of an em, between a text and the next."""
_SAID_AS = {
    SymbolKind.QR: message("QR code"),
    SymbolKind.DATA_MATRIX: message("Data Matrix"),
    SymbolKind.GS1_DATA_MATRIX: message("GS1 DataMatrix"),
}


@dataclass(frozen=True)
class Medium:
    """What a drawing is for: its typeface, and the dots to a millimetre where modules must fall on dots."""

    face: Face = MONO
    dots_per_mm: float | None = None

    @property
    def smallest_module(self) -> float:
        return math.ceil(SMALLEST_MODULE / self._step - 1e-9) * self._step

    def modules(self, largest: float) -> tuple[float, ...]:
        """The sides of a module that are tried, largest first; none where the largest is too small."""
        least = round(self.smallest_module / self._step)
        most = math.floor(largest / self._step + 1e-9)
        return tuple(count * self._step for count in range(most, least - 1, -1))

    def on_dot(self, millimetres: float) -> float:
        return millimetres if self.dots_per_mm is None else round(millimetres * self.dots_per_mm) / self.dots_per_mm

    @property
    def _step(self) -> float:
        return _MODULE_STEP if self.dots_per_mm is None else 1 / self.dots_per_mm


PAPER = Medium()
"""Vector output, and text that is as wide as we know."""


@dataclass(frozen=True)
class _Said:
    """A text of the label; `scale` is its size in the ems of the label."""

    text: str
    scale: float
    breaking: Breaking
    bold: bool = False


@dataclass(frozen=True)
class _Zone:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Room:
    """The label that is filled: a continuous one has the height that is being tried."""

    width: float
    height: float
    inset: float


_Placing = tuple[tuple[PlacedSymbol, ...], _Zone]


def lay_out(content: LabelContent, size: LabelSize, options: PrintOptions = USUAL, medium: Medium = PAPER) -> Drawing:
    """Everything of a label at its place; raises InvalidInput for options, Refused for what does not fit."""
    options.check(size)
    symbols, said = _symbols(content, options), _said(content.only(options.parts))
    for each in said:
        check_printable(each.text)
    _check_codes_fit(symbols, size, medium)
    for room in _rooms(size):
        for sizes in (COMFORTABLE_TEXT, SMALL_TEXT):
            for placed, zone in _placings(symbols, room, medium):
                texts = _typeset(said, zone, sizes, medium.face)
                if texts is not None:
                    return Drawing(room.width, room.height, placed, texts)
    raise _no_room(content, said, size, medium.face)


def _symbols(content: LabelContent, options: PrintOptions) -> tuple[Symbol, ...]:
    """Rule 1."""
    qr = qr_code(content.link)
    if options.data_matrix is DataMatrix.NONE:
        return (qr,)
    if options.data_matrix is DataMatrix.GS1 and content.element_string:
        return (qr, gs1_data_matrix(content.element_string))
    return (qr, data_matrix(content.link))


def _said(content: LabelContent) -> tuple[_Said, ...]:
    said = (
        _Said(content.title, 1.0, Breaking.WORDS, bold=True),
        _Said(content.asset_tag, 1.0, Breaking.NOWHERE, bold=True),
        *(_Said(line, 0.9, Breaking.WORDS) for line in content.lines),
        _Said(content.code, 1.1, Breaking.NOWHERE, bold=True),
        _Said(content.link, 0.75, Breaking.ANYWHERE),
    )
    return tuple(each for each in said if each.text)


def _rooms(size: LabelSize) -> Iterator[_Room]:
    """Rule 5."""
    height = size.height
    while height <= (size.longest or size.height):
        yield _Room(size.width, height, size.inset)
        height += 1


def _check_codes_fit(symbols: Sequence[Symbol], size: LabelSize, medium: Medium) -> None:
    """Rule 3."""
    module, highest = medium.smallest_module, size.longest or size.height
    width, height = sum(each.side for each in symbols) * module, max(each.side for each in symbols) * module
    if width <= size.width + 1e-9 and height <= highest + 1e-9:
        return
    raise Refused(
        "label-too-small",
        message(
            "The codes do not fit on '{size}', which is {width} x {height} mm: {arithmetic}.",
            size=size.name,
            width=f"{size.width:g}",
            height=f"{highest:g}",
            arithmetic=listed(_arithmetic(each, module) for each in symbols),
        ),
        remedy=message(
            "Choose a size of at least {width} x {height} mm.", width=f"{width:.1f}", height=f"{height:.1f}"
        ),
    )


def _arithmetic(symbol: Symbol, module: float) -> Message:
    return message(
        "{kind} of {modules} x {modules} modules, with its quiet zone ({modules} + {quiet}) x {module} = {side} mm",
        kind=_SAID_AS[symbol.kind],
        modules=symbol.modules,
        quiet=2 * symbol.kind.quiet,
        module=f"{module:.3g}",
        side=f"{symbol.side * module:.1f}",
    )


def _placings(symbols: Sequence[Symbol], room: _Room, medium: Medium) -> Iterator[_Placing]:
    """Rules 1 and 2: the codes in a row, beside the text and then above it, each time large and then smaller."""
    wide, high = sum(each.side for each in symbols), max(each.side for each in symbols)
    fits = min(room.width / wide, room.height / high)
    least = medium.smallest_module
    for module in medium.modules(min(fits, max(least, min(LARGEST_MODULE, _CODES_SHARE * room.width / wide)))):
        width = wide * module + max(0.0, _BESIDE_CODES - symbols[-1].kind.quiet * module)
        zone = _Zone(width, room.inset, room.width - room.inset - width, room.height - 2 * room.inset)
        yield _in_a_row(symbols, module, room.height, medium), zone
    for module in medium.modules(min(fits, max(least, min(LARGEST_MODULE, _CODES_SHARE * room.height / high)))):
        height = high * module
        zone = _Zone(room.inset, height, room.width - 2 * room.inset, room.height - room.inset - height)
        yield _in_a_row(symbols, module, height, medium), zone


def _in_a_row(symbols: Sequence[Symbol], module: float, height: float, medium: Medium) -> tuple[PlacedSymbol, ...]:
    """From the left edge, each in the middle of `height`."""
    placed, x = [], 0.0
    for symbol in symbols:
        left, top = x + symbol.kind.quiet * module, (height - symbol.modules * module) / 2
        placed.append(PlacedSymbol(symbol, medium.on_dot(left), medium.on_dot(top), module))
        x += symbol.side * module
    return tuple(placed)


def _typeset(said: Sequence[_Said], zone: _Zone, sizes: Sequence[float], face: Face) -> tuple[PlacedText, ...] | None:
    """The texts under each other in the largest size at which all of them fit, in the middle of the zone."""
    for em in sizes:
        lines = _lines(said, zone.width / em, face)
        if lines is not None:
            gaps = (len(said) - 1) * _BETWEEN_TEXTS * em
            height = sum(len(texts) * each.scale for each, texts in lines) * em * LINE_PITCH + gaps
            if height <= zone.height:
                return tuple(_stacked(lines, zone, em, (zone.height - height) / 2))
    return None


_Lines = list[tuple[_Said, tuple[str, ...]]]


def _lines(said: Sequence[_Said], ems: float, face: Face) -> _Lines | None:
    """Each text in its lines; None where one of them cannot be broken to so many ems."""
    lines: _Lines = []
    for each in said:
        texts = broken(each.text, face, ems / each.scale, each.breaking)
        if texts is None:
            return None
        lines.append((each, texts))
    return lines


def _stacked(lines: _Lines, zone: _Zone, em: float, above: float) -> Iterator[PlacedText]:
    top = zone.y + above
    for each, texts in lines:
        size = em * each.scale
        for text in texts:
            yield PlacedText(text, zone.x, top + ASCENT * size, size, zone.width, each.bold)
            top += size * LINE_PITCH
        top += _BETWEEN_TEXTS * em


def _no_room(content: LabelContent, said: Sequence[_Said], size: LabelSize, face: Face) -> Refused:
    """Names the text that is too wide by itself, where there is one."""
    widest = size.width - 2 * size.inset
    least = SMALL_TEXT[-1]
    wide = [each.text for each in said if broken(each.text, face, widest / least / each.scale, each.breaking) is None]
    return Refused(
        "label-text-too-long",
        message(
            "'{text}' does not fit on '{size}' with the codes of {code}: text is {least} mm or more, and never cut.",
            text=wide[0] if wide else " / ".join(each.text for each in said),
            size=size.name,
            code=content.code,
            least=f"{least:g}",
        ),
        remedy=message("Choose a larger size, or print fewer parts."),
    )
