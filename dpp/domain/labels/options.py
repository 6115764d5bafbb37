"""How labels are printed: what a printer needs besides the labels and their size.

Rules:
1. Offsets are read off the calibration page: to the right and downwards is positive. They stay within 10 mm.
2. The start position counts the places of a sheet along its rows, from 1; a roll has one place.
3. Zebra heads have 8 dots to the millimetre (which is sold as 203 dpi), or exactly 300 or 600 to the inch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.labels.content import Part
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.message import Message, message

FARTHEST_OFFSET = 10.0
DOTS_PER_MM: Mapping[int, float] = MappingProxyType({203: 8.0, 300: 300 / 25.4, 600: 600 / 25.4})
"""Rule 3."""


class DataMatrix(StrEnum):
    """What a Data Matrix beside the QR code carries."""

    NONE = "none"
    LINK = "link"
    GS1 = "gs1"


@dataclass(frozen=True)
class PrintOptions:
    """`dx` and `dy` in millimetres; `start` is the place of the first label on a sheet; `dpi` that of the printer.

    `turned` prints a roll's page a quarter turned, for drivers that feed the short edge first.
    """

    dx: float = 0.0
    dy: float = 0.0
    start: int = 1
    data_matrix: DataMatrix = DataMatrix.NONE
    parts: frozenset[Part] = frozenset(Part)
    dpi: int = 300
    turned: bool = False

    def check(self, size: LabelSize) -> None:
        """Raises InvalidInput that lists every option that this size or any printer does not take."""
        problems = [
            Problem(f"$.{name}", message("An offset is at most {most} mm.", most=FARTHEST_OFFSET))
            for name, value in (("dx", self.dx), ("dy", self.dy))
            if not abs(value) <= FARTHEST_OFFSET
        ]
        if not 1 <= self.start <= size.places:
            problems.append(Problem("$.start", self._start(size)))
        if self.dpi not in DOTS_PER_MM:
            known = ", ".join(map(str, DOTS_PER_MM))
            problems.append(Problem("$.dpi", message("Printers have {known} dots to the inch.", known=known)))
        if problems:
            raise InvalidInput(message("These labels cannot be printed so."), tuple(problems))

    def _start(self, size: LabelSize) -> Message:
        return message(
            "'{size}' has places 1 to {places}, not {start}.", size=size.name, places=size.places, start=self.start
        )

    @property
    def dots_per_mm(self) -> float:
        return DOTS_PER_MM[self.dpi]


USUAL = PrintOptions()
