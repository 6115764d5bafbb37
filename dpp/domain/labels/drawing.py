"""A label as marks at their places, in millimetres from its top left corner, y downwards. What every output draws."""

from dataclasses import dataclass

from dpp.domain.labels.symbols import Symbol


@dataclass(frozen=True)
class PlacedSymbol:
    """A code; `x` and `y` are the corner of its first module, inside the quiet zone. `module` is one module's side."""

    symbol: Symbol
    x: float
    y: float
    module: float

    @property
    def width(self) -> float:
        """Without the quiet zone."""
        return self.symbol.modules * self.module


@dataclass(frozen=True)
class PlacedText:
    """One line of text, from `x` on its baseline `y`; `size` is that of the em, `width` what the line takes at most."""

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A straight line, `weight` thick."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.1


@dataclass(frozen=True)
class Drawing:
    """Everything on one label, or on one page."""

    width: float
    height: float
    symbols: tuple[PlacedSymbol, ...] = ()
    texts: tuple[PlacedText, ...] = ()
    lines: tuple[Line, ...] = ()
