"""Drawings as SVG in millimetres: one path a code, text as text, no style and no script, so any policy shows it."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from dpp.adapters.labels.symbols import modules, outline
from dpp.domain.labels.drawing import Drawing, PlacedSymbol, PlacedText
from dpp.domain.labels.symbols import Symbol
from dpp.domain.labels.text import MONO

_XMLNS = "http://www.w3.org/2000/svg"


def svg(drawing: Drawing, *, title: str) -> bytes:
    """A whole label; `title` is what a screen reader says of it."""
    width, height = _mm(drawing.width), _mm(drawing.height)
    return "".join(
        (
            f'<svg xmlns="{_XMLNS}" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *map(_symbol, drawing.symbols),
            *_texts(drawing.texts),
            "</svg>",
        )
    ).encode()


def symbol_svg(symbol: Symbol) -> bytes:
    """One code with its quiet zone, one unit a module, as large as whoever shows it likes."""
    side, quiet = symbol.side, symbol.kind.quiet
    return (
        f'<svg xmlns="{_XMLNS}" width="{side}mm" height="{side}mm" viewBox="{-quiet} {-quiet} {side} {side}">'
        f'<rect x="{-quiet}" y="{-quiet}" width="{side}" height="{side}" fill="#fff"/>{_path(symbol)}</svg>'
    ).encode()


def _symbol(placed: PlacedSymbol) -> str:
    place = f"translate({_mm(placed.x)} {_mm(placed.y)}) scale({_mm(placed.module)})"
    return f'<g transform="{place}">{_path(placed.symbol)}</g>'


def _path(symbol: Symbol) -> str:
    return f'<path shape-rendering="crispEdges" d="{outline(modules(symbol))}"/>'


def _texts(texts: tuple[PlacedText, ...]) -> Iterator[str]:
    """Every line is given its width, so that another monospaced font than ours does not make it wider."""
    for text in texts:
        weight = ' font-weight="bold"' if text.bold else ""
        yield (
            f'<text x="{_mm(text.x)}" y="{_mm(text.y)}" font-family={quoteattr(f"{MONO.name}, monospace")}'
            f' font-size="{_mm(text.size)}"{weight} textLength="{_mm(MONO.ems(text.text) * text.size)}"'
            f' lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(text.text)}</text>'
        )


def _mm(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
