"""Sizes of labels: one a page from a roll, or many on a sheet. Millimetres, from the top left, y downwards.

Rules:
1. A roll has one label a page; its page is the label. A continuous roll is cut after each label.
2. On a sheet labels stand in columns and rows; all of them lie on the sheet, and none over another.
3. A size that is not in the list may be named by its millimetres: `57x32`.
"""

import re
from dataclasses import dataclass
from typing import Self

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

NARROWEST, WIDEST = 10.0, 300.0
_BY_MILLIMETRES = re.compile(r"(\d{2,3}(?:\.\d)?)x(\d{2,3}(?:\.\d)?)")


@dataclass(frozen=True)
class Sheet:
    """Where labels stand on a sheet: the first one's top left corner, and from one to the next."""

    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    pitch_x: float
    pitch_y: float

    @property
    def places(self) -> int:
        return self.columns * self.rows


@dataclass(frozen=True)
class LabelSize:
    """One kind of label. `inset` is kept free of text along the edges; `longest` is where a continuous roll ends."""

    name: str
    title: str
    width: float
    height: float
    sheet: Sheet | None = None
    inset: float = 1.0
    longest: float | None = None
    source: str = ""

    @classmethod
    def of_millimetres(cls, name: str) -> Self | None:
        """Rule 3; None for what is not written so. Raises InvalidInput for a size that no label has."""
        found = _BY_MILLIMETRES.fullmatch(name)
        if found is None:
            return None
        width, height = float(found[1]), float(found[2])
        if not (NARROWEST <= width <= WIDEST and NARROWEST <= height <= WIDEST):
            raise InvalidInput(
                message(
                    "A label of {name} mm is outside what is printed: {least} to {most} mm.",
                    name=name,
                    least=NARROWEST,
                    most=WIDEST,
                )
            )
        return cls(name, f"{found[1]} x {found[2]} mm", width, height)

    @property
    def places(self) -> int:
        """How many labels stand on a page."""
        return self.sheet.places if self.sheet else 1
