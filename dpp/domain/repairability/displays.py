"""The energy index of electronic displays: (EU) 2019/2013, Annexes II and IV.

Rules:
1. EEI = (P + 1) / (3 x (90 x tanh(0.025 + 0.0035 x (A - 11)) + 4) + 3) + corr; P is the power of the on mode in W, A
   the viewable area in dm2. SDR and HDR have an index each.
2. corr is 0 for televisions and monitors, and 0.00062 x (luminance - 500) x A for signage.
3. A limit itself belongs to the worse of its two classes: A is below 0.30.
"""

from decimal import Decimal

_CLASSES = tuple(zip("ABCDEF", map(Decimal, ("0.30", "0.40", "0.50", "0.60", "0.75", "0.90")), strict=True))
_SQUARE_CENTIMETRES_PER_SQUARE_DECIMETRE = 100
_ONE_FROM = 40  # from here the tanh is 1 in every digit that a Decimal has
CENTIMETRES_PER_INCH = Decimal("2.54")


def energy_index(power: Decimal, area: Decimal, correction: Decimal = Decimal(0)) -> Decimal:
    """Rule 1, unrounded. `power` in W, `area` in dm2."""
    reference = 3 * (90 * _tanh(Decimal("0.025") + Decimal("0.0035") * (area - 11)) + 4) + 3
    return (power + 1) / reference + correction


def signage_correction(luminance: Decimal, area: Decimal) -> Decimal:
    """Rule 2, for signage. `luminance` is the white peak in cd/m2, `area` in dm2."""
    return Decimal("0.00062") * (luminance - 500) * area


def energy_class(index: Decimal) -> str:
    """The class of an index."""
    return next((letter for letter, limit in _CLASSES if index < limit), "G")


def area(diagonal: Decimal, width: Decimal, height: Decimal) -> Decimal:
    """The viewable area in dm2 of a screen with a diagonal in cm and sides in this proportion (square pixels)."""
    return diagonal**2 * width * height / (width**2 + height**2) / _SQUARE_CENTIMETRES_PER_SQUARE_DECIMETRE


def _tanh(x: Decimal) -> Decimal:
    if x > _ONE_FROM:
        return Decimal(1)
    power = (2 * x).exp()
    return (power - 1) / (power + 1)
