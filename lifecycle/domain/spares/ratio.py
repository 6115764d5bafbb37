"""The price of a part against that of a whole device, and the points that the French index gives for it.

Rules:
1. A ratio is taken of two prices in one currency, both with VAT or both without. Else there is none, and it is said
   why.
2. Points of criterion C4 of the French index: 10 up to and including 10 %, 0 above 30 %. That they fall in a straight
   line between the two could not be confirmed in the order (Journal officiel), so that it is said beside the points.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dpp.domain.message import Message, message
from lifecycle.domain.spares.prices import Price, Vat

_BEST, _FULL, _NONE = Decimal(10), Decimal(10), Decimal(30)
_TENTH = Decimal("0.1")
NOT_CONFIRMED = message(
    "The points between 10 % and 30 % are reckoned in a straight line. We could not confirm that in the French order."
)


@dataclass(frozen=True)
class Ratio:
    """The part as a percentage of the device, rounded to tenths, and the points of criterion C4, 0 to 10."""

    percent: Decimal
    points: Decimal


@dataclass(frozen=True)
class NoRatio:
    """There is none, and why."""

    why: Message


def ratio_of(part: Price | None, device: Price | None) -> Ratio | NoRatio:
    """Rules 1 and 2."""
    if part is None:
        return NoRatio(message("No recent price of the part is known."))
    if device is None:
        return NoRatio(message("No recent price of the device is known."))
    if part.currency != device.currency:
        return NoRatio(
            message("The part is priced in {part}, the device in {device}.", part=part.currency, device=device.currency)
        )
    if part.vat is not device.vat or part.vat is Vat.NOT_SAID:
        return NoRatio(message("It is not known that both prices are with VAT, or both without."))
    exact = 100 * part.amount / device.amount
    return Ratio(exact.quantize(_TENTH, ROUND_HALF_UP), price_points(exact))


def price_points(percent: Decimal) -> Decimal:
    """Criterion C4: 10 points at 10 % or less, 0 at 30 % or more, in a straight line between (rule 2)."""
    if percent <= _FULL:
        return _BEST
    if percent >= _NONE:
        return Decimal(0)
    return (_BEST * (_NONE - percent) / (_NONE - _FULL)).quantize(_TENTH, ROUND_HALF_UP)
