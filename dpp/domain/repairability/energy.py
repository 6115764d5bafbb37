"""Energy class and free fall class of smartphones and slate tablets: (EU) 2023/1669, Annex II.

Rules:
1. EEI = endurance per cycle (h) / (nominal voltage (V) x rated capacity (mAh)) x 1000, compared in two decimals, as its
   limits are written.
2. Where the nominal voltage is not declared: cells of such devices have 3.70 to 3.98 V, so the index is a range, and
   only a class that no voltage in that range gives contradicts the declared figures.
3. The falls of a foldable device are counted in other numbers than those below, so its fall class is not checked.
"""

from decimal import Decimal
from enum import StrEnum

from dpp.domain.repairability.rounding import half_up

LOWEST_VOLTAGE, HIGHEST_VOLTAGE = Decimal("3.70"), Decimal("3.98")


class Kind(StrEnum):
    """The two kinds of device that the act scores by other limits."""

    PHONE = "smartphone"
    TABLET = "slate tablet"


_LETTERS = "ABCDEF"
_ENERGY = {
    Kind.PHONE: tuple(map(Decimal, ("2.70", "2.30", "1.95", "1.66", "1.41", "1.20"))),
    Kind.TABLET: tuple(map(Decimal, ("7.90", "6.32", "5.06", "4.04", "3.24", "2.59"))),
}
_FALLS = {Kind.PHONE: (270, 180, 90, 45), Kind.TABLET: (208, 156, 104, 52)}


def energy_limits(kind: Kind) -> tuple[tuple[str, Decimal], ...]:
    """Each class with the index above which it begins; what is below them all is G."""
    return tuple(zip(_LETTERS, _ENERGY[kind], strict=True))


def fall_limits(kind: Kind) -> tuple[tuple[str, int], ...]:
    """Each class with its least number of falls; what is below them all is E."""
    return tuple(zip("ABCD", _FALLS[kind], strict=True))


def energy_index(hours: Decimal, capacity: Decimal, voltage: Decimal) -> Decimal:
    """Rule 1. `hours` of endurance, `capacity` in mAh, `voltage` in V."""
    return half_up(hours * 1000 / (voltage * capacity))


def energy_class(index: Decimal, kind: Kind = Kind.PHONE) -> str:
    """The class of an energy index; a limit itself belongs to the worse of its two classes."""
    return next((letter for letter, limit in energy_limits(kind) if index > limit), "G")


def fall_class(falls: Decimal, kind: Kind = Kind.PHONE) -> str:
    """The class of a number of falls without a defect, for a device that does not fold."""
    return next((letter for letter, least in fall_limits(kind) if falls >= least), "E")
