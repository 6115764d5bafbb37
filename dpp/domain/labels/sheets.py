"""Which label stands where: pages of a sheet, or one page a label. Millimetres from the page's top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass

from dpp.domain.labels.drawing import Drawing
from dpp.domain.labels.options import PrintOptions
from dpp.domain.labels.sizes import LabelSize, Sheet


@dataclass(frozen=True)
class PlacedDrawing:
    """A label on a page."""

    drawing: Drawing
    x: float
    y: float


@dataclass(frozen=True)
class SheetPage:
    """One page to print. A turned one is fed with its left edge first."""

    width: float
    height: float
    labels: tuple[PlacedDrawing, ...]
    turned: bool = False


def corner(sheet: Sheet, place: int) -> tuple[float, float]:
    """The top left corner of a place, counted from 0 along the rows."""
    row, column = divmod(place, sheet.columns)
    return sheet.left + column * sheet.pitch_x, sheet.top + row * sheet.pitch_y


def pages(drawings: Sequence[Drawing], size: LabelSize, options: PrintOptions) -> tuple[SheetPage, ...]:
    """The labels in their order on as many pages as they need, shifted by the offsets of the printer."""
    if size.sheet is None:
        return tuple(
            SheetPage(each.width, each.height, (PlacedDrawing(each, options.dx, options.dy),), options.turned)
            for each in drawings
        )
    first, places = options.start - 1, size.sheet.places
    count = -(-(first + len(drawings)) // places)
    return tuple(_page(size.sheet, drawings, number * places - first, options) for number in range(count))


def _page(sheet: Sheet, drawings: Sequence[Drawing], offset: int, options: PrintOptions) -> SheetPage:
    """The page whose first place holds drawing number `offset` (below 0: the places before the first stay empty)."""
    placed = []
    for place in range(sheet.places):
        if 0 <= offset + place < len(drawings):
            x, y = corner(sheet, place)
            placed.append(PlacedDrawing(drawings[offset + place], x + options.dx, y + options.dy))
    return SheetPage(sheet.width, sheet.height, tuple(placed))
