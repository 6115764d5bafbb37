r"""Labels as ZPL II, for Zebra printers and those that understand them. Positions are dots from the top left.

Rules:
1. Field data are in UTF-8 (`^CI28`), and written after `^FH\`: `^`, `~`, the backslash itself, control characters and
   everything that is not ASCII are escaped by their bytes, so that no text can be taken for a command.
2. The printer draws the codes: `^BQN,2,n` with `QA,` (level Q, automatic input), `^BXN,n,200` with columns and rows, so
   that it chooses no larger symbol than the one for which there is room.
3. Printers put a QR code lower than `^FO` says, by the height of `^BY`, which they remember from job to job: it is set
   to 1 dot and taken off.
4. In `^BX` the escape character is `_`: `_1` is FNC1, and an underscore is written twice.
"""

from collections.abc import Iterator

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.labels.drawing import Drawing, PlacedSymbol, PlacedText
from dpp.domain.labels.options import PrintOptions
from dpp.domain.labels.symbols import SymbolKind, plain_elements
from dpp.domain.message import message

_SINK = 1
"""Rule 3, in dots."""


def zpl(drawing: Drawing, options: PrintOptions) -> str:
    """One label; raises InvalidInput where the offsets push it off the roll."""
    return "\n".join(_commands(drawing, options)) + "\n"


def _commands(drawing: Drawing, options: PrintOptions) -> Iterator[str]:
    dots = options.dots_per_mm
    yield "^XA"
    yield "^CI28"
    yield f"^PW{round(drawing.width * dots)}"
    yield f"^LL{round(drawing.height * dots)}"
    yield "^LH0,0"
    yield f"^BY2,3,{_SINK}"
    for symbol in drawing.symbols:
        x, y = _dots(symbol.x, symbol.y, options)
        yield f"^FO{x},{y - (_SINK if symbol.symbol.kind is SymbolKind.QR else 0)}{_code(symbol, dots)}^FS"
    for text in drawing.texts:
        x, y = _dots(text.x, text.y, options)
        yield f"^FT{x},{y}^A0N,{_height(text, dots)}^FH\\^FD{escaped(text.text)}^FS"
    yield "^PQ1"
    yield "^XZ"


def _code(placed: PlacedSymbol, dots: float) -> str:
    """Rules 2 and 4."""
    symbol, module = placed.symbol, round(placed.module * dots)
    if symbol.kind is SymbolKind.QR:
        return f"^BQN,2,{module}^FH\\^FDQA,{escaped(symbol.text)}"
    gs1 = symbol.kind is SymbolKind.GS1_DATA_MATRIX
    data = plain_elements(symbol.text) if gs1 else symbol.text
    fields = f"^BXN,{module},200,{symbol.modules},{symbol.modules},6,_"
    return f"{fields}^FH\\^FD{'_1' if gs1 else ''}{escaped(data.replace('_', '__'))}"


def _height(text: PlacedText, dots: float) -> str:
    """Height and width of the em; the face has one weight."""
    em = round(text.size * dots)
    return f"{em},{em}"


def _dots(x: float, y: float, options: PrintOptions) -> tuple[int, int]:
    dots = options.dots_per_mm
    place = round((x + options.dx) * dots), round((y + options.dy) * dots)
    if min(place) < _SINK:
        what = message("These offsets push the label off the roll.")
        raise InvalidInput(what, (Problem("$.dx", what), Problem("$.dy", what)))
    return place


def escaped(text: str) -> str:
    """Rule 1."""
    return "".join(each if _is_plain(each) else _bytes(each) for each in text)


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in "^~\\"


def _bytes(character: str) -> str:
    return "".join(f"\\{byte:02X}" for byte in character.encode())
