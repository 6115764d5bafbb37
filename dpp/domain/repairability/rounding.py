"""Decimal numbers, rounded as acts round them."""

from decimal import ROUND_HALF_UP, Decimal, getcontext

HUNDREDTH = Decimal("0.01")


def decimal(number: float | Decimal) -> Decimal:
    """The number as it is written: 0.1 is a tenth, not the nearest fraction of two."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def half_up(number: Decimal, step: Decimal = HUNDREDTH) -> Decimal:
    """Rounded to a step; a half goes up, also to an odd digit (2.985 becomes 2.99).

    A number so large that it has no such digit stays as it is.
    """
    if number.adjusted() - step.adjusted() >= getcontext().prec:
        return number
    return number.quantize(step, ROUND_HALF_UP)


def half_a_digit(number: float | Decimal) -> Decimal:
    """How far a number that was rounded to what is written can be from the true one: 0.5 for 25, 0.05 for 10.6."""
    exponent = decimal(number).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(min(exponent, 0) - 1)
