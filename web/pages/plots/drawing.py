"""What a plot is made of.

Rules:
1. A plot is drawn twice, for a desk and for a phone, so that its text keeps the size of the text around it. One unit is
   a CSS pixel at the width for which it was drawn.
2. What a shape means is never told by its colour alone: neighbours are parted by an outline or by paper between them,
   have another pattern, or a text beside them.
3. Every number that is drawn is in the table under the plot too; `summary` says the plot in one sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from dpp.domain.message import Message

WIDE, NARROW = 880.0, 340.0
"""Units across: on a desk, and on a phone."""
LINE = 22.0
"""From one line of text to the next."""
_LETTER = 7.4
"""How wide a letter is on average, in the text of plots; rather too wide than too narrow."""

_AMOUNT = 76.0
"""Room for an amount at the right."""

Sayable = Message | StrEnum | str | int | float


class Look(StrEnum):
    """How a shape is painted; the style sheet and `templates/plots.html` know each."""

    BAR = "bar"
    OTHER_BAR = "other-bar"
    NODE = "node"
    FLOW = "flow"
    HATCHED = "hatched"
    AXIS = "axis"
    GRID = "grid"
    SPAN = "span"
    BOX = "box"
    FEW = "few"
    MARK = "mark"
    DOT = "dot"


class Anchor(StrEnum):
    """Which end of a text its place is."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    look: Look


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    kind: ClassVar[str] = "rule"
    x1: float
    y1: float
    x2: float
    y2: float
    look: Look


@dataclass(frozen=True)
class Curve:
    """An outline, as the `d` of an SVG path."""

    kind: ClassVar[str] = "curve"
    d: str
    look: Look


@dataclass(frozen=True)
class Dot:
    """A circle."""

    kind: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    look: Look


@dataclass(frozen=True)
class Text:
    """Words at the base line of `y`, cut off after `most` letters."""

    x: float
    y: float
    said: Sayable
    anchor: Anchor = Anchor.START
    most: int = 60
    strong: bool = False
    quiet: bool = False


Shape = Box | Rule | Curve | Dot


@dataclass(frozen=True)
class Drawing:
    """Shapes with texts over them, in a box of `width` by `height` from the upper left corner."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Plot:
    """Rule 1. `name` is unique on its page."""

    name: str
    title: Sayable
    summary: Sayable
    wide: Drawing
    narrow: Drawing


def letters(width: float) -> int:
    """How many letters fit in so many units."""
    return max(int(width / _LETTER), 1)


def labelled(label: Sayable, value: Sayable) -> Message:
    """As in `Donated: 1,234`."""
    return Message("{label}: {value}", {"label": label, "value": value})


def headed(said: Sayable, value: Sayable | None, width: float, y: float, *, apart: bool = False) -> tuple[Text, ...]:
    """What a row is and how much, over it: on a phone the amount stands at the right, or under it (`apart`)."""
    if value is None or width >= WIDE:
        return (Text(0, y, said if value is None else labelled(said, value), most=letters(width)),)
    if apart:
        return (Text(0, y, said, most=letters(width)), Text(0, y + LINE - 2, value, most=letters(width)))
    return (Text(0, y, said, most=letters(width - _AMOUNT)), Text(width, y, value, Anchor.END))


def number(value: float) -> str:
    """A coordinate, to a tenth of a unit.

    >>> number(12.0), number(12.34)
    ('12', '12.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def path(*parts: str | float | Iterable[float]) -> str:
    """The `d` of a path, of its letters and numbers."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        else:
            words.extend(map(number, (part,) if isinstance(part, int | float) else part))
    return " ".join(words)
