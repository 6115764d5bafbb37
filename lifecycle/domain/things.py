"""Which kinds of thing come in on a pallet, as data: a new kind is a line here.

`weee_category` is that of Directive 2012/19/EU, Annex III, as the kind usually is: 2 for screens and equipment with a
screen above 100 cm2, 4 for large equipment (an outer dimension above 50 cm), 6 for small IT and telecommunication
equipment. It is what a form fills in; whoever hands over waste states the category of what is on the scales.

Rules:
1. Of a kind that is not here, and of no kind at all, the safe thing holds: it may bear data.
2. What may bear data is never counted: each is a device of its own (a test goes through every line).
3. `passport_group` is the product group of the kind's passport. A kind without one is followed all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.message import Message, message


class Unit(StrEnum):
    """In what goods are counted."""

    PIECE = "piece"
    KILOGRAM = "kilogram"


BY_NUMBER = frozenset({Unit.PIECE})
EITHER = frozenset({Unit.PIECE, Unit.KILOGRAM})


@dataclass(frozen=True)
class Kind:
    """`data_bearing`: whether it has storage media by its kind. `counted_in`: how it is counted, where it is at all."""

    code: str
    name: Message
    data_bearing: bool
    weee_category: int
    passport_group: str | None = None
    counted_in: frozenset[Unit] = frozenset()


_REGISTER = (
    Kind("laptop", message("Laptop"), data_bearing=True, weee_category=2, passport_group="laptop"),
    Kind("display", message("Display"), data_bearing=False, weee_category=2, passport_group="display"),
    Kind("phone", message("Phone"), data_bearing=True, weee_category=6, passport_group="phone"),
    Kind("desktop", message("Desktop computer"), data_bearing=True, weee_category=6),
    Kind("all-in-one", message("All-in-one computer"), data_bearing=True, weee_category=2),
    Kind("thin-client", message("Thin client"), data_bearing=True, weee_category=6),
    Kind("tablet", message("Tablet"), data_bearing=True, weee_category=2),
    Kind("server", message("Server"), data_bearing=True, weee_category=4),
    Kind("network", message("Network equipment"), data_bearing=True, weee_category=6),
    Kind("printer", message("Printer"), data_bearing=True, weee_category=6),
    Kind("external-storage", message("External storage"), data_bearing=True, weee_category=6),
    Kind("dock", message("Docking station"), data_bearing=False, weee_category=6, counted_in=BY_NUMBER),
    Kind("keyboard", message("Keyboard"), data_bearing=False, weee_category=6, counted_in=EITHER),
    Kind("mouse", message("Mouse"), data_bearing=False, weee_category=6, counted_in=EITHER),
    Kind("headset", message("Headset"), data_bearing=False, weee_category=6, counted_in=EITHER),
    Kind("webcam", message("Webcam"), data_bearing=False, weee_category=6, counted_in=EITHER),
    Kind("charger", message("Charger"), data_bearing=False, weee_category=6, counted_in=EITHER),
    Kind("cable", message("Cable"), data_bearing=False, weee_category=6, counted_in=EITHER),
)

KINDS_OF_THING: Mapping[str, Kind] = MappingProxyType({each.code: each for each in _REGISTER})
"""By the code that events carry. The codes of kinds with a passport are those of their product groups."""

COUNTED: Mapping[str, Kind] = MappingProxyType({each.code: each for each in _REGISTER if each.counted_in})
"""Those that are taken in by number or by weight."""


def bears_data(code: str | None) -> bool:
    """Whether a thing of this kind may have storage media (rule 1)."""
    kind = KINDS_OF_THING.get(code or "")
    return kind is None or kind.data_bearing
