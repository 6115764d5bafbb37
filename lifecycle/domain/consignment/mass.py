"""What a load weighs: from scales, or summed from what models weigh.

Rules:
1. A mass says its source. Scales give a number; a sum of models gives a range where the models publish one.
2. A sum over models says how many devices it leaves out because nobody published their mass: those are never guessed.
3. Kilograms are written to the gram. What is divided over devices adds up to what was divided, to the gram.
4. A number of scales may differ from the models by a tolerance, which is a policy number (`WEIGHT_TOLERANCE`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey

GRAM = Decimal("0.001")
MOST_KILOGRAMS = Decimal(30_000)
"""What no unit of a load weighs: a whole lorry is under 30 t of load."""


class MassSource(StrEnum):
    """Where a mass comes from."""

    SCALES = "scales"
    MODELS = "models"


@dataclass(frozen=True, kw_only=True)
class DeviceMass:
    """What one device weighs by the passport of its model, in kilograms."""

    kilograms: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, kw_only=True)
class Mass:
    """A mass in kilograms. `without` counts the devices, and the lines of counted goods, of which no mass is known."""

    kilograms: Decimal
    low: Decimal
    high: Decimal
    source: MassSource
    without: int = 0


@dataclass(frozen=True)
class Tolerance:
    """How far what arrives may differ from what was sent: the larger of a share and a number of kilograms."""

    share: Decimal
    kilograms: Decimal

    def covers(self, sent: Mass, found: Decimal) -> bool:
        """Whether `found` kilograms are what was sent, as far as scales and models can tell."""
        slack = max(self.share * sent.kilograms, self.kilograms)
        return sent.low - slack <= found <= sent.high + slack


WEIGHT_TOLERANCE = Tolerance(share=Decimal("0.05"), kilograms=Decimal(1))
"""A policy number: scales on two sites, packing and moisture explain this much; more is explained by somebody."""


def weighed(kilograms: Decimal) -> Mass:
    """What scales said."""
    return Mass(kilograms=kilograms, low=kilograms, high=kilograms, source=MassSource.SCALES)


def summed(devices: Iterable[DeviceMass | None]) -> Mass:
    """Rules 1 and 2."""
    found = list(devices)
    known = [each for each in found if each is not None]
    return Mass(
        kilograms=sum((each.kilograms for each in known), Decimal(0)),
        low=sum((each.low for each in known), Decimal(0)),
        high=sum((each.high for each in known), Decimal(0)),
        source=MassSource.MODELS,
        without=len(found) - len(known),
    )


def added(masses: Iterable[Mass]) -> Mass:
    """Masses together: of scales only where all of them are."""
    parts = tuple(masses)
    return Mass(
        kilograms=sum((each.kilograms for each in parts), Decimal(0)),
        low=sum((each.low for each in parts), Decimal(0)),
        high=sum((each.high for each in parts), Decimal(0)),
        source=_worst(parts),
        without=sum(each.without for each in parts),
    )


def _worst(parts: tuple[Mass, ...]) -> MassSource:
    """An empty sum of models says nothing, and takes nothing from what scales said."""
    telling = {each.source for each in parts if each.kilograms or each.without}
    return MassSource.SCALES if telling == {MassSource.SCALES} else MassSource.MODELS


def to_the_gram(kilograms: Decimal) -> Decimal:
    return kilograms.quantize(GRAM, rounding=ROUND_HALF_UP)


def checked_kilograms(kilograms: Decimal, path: str) -> Decimal:
    """Kilograms above zero, to the gram; InvalidInput otherwise."""
    fits = kilograms.is_finite() and 0 < kilograms <= MOST_KILOGRAMS
    if fits and kilograms == to_the_gram(kilograms):
        return kilograms
    what = message("Give kilograms above zero, to the gram, and at most {most}.", most=MOST_KILOGRAMS)
    raise InvalidInput(what, (Problem(path, what),))


def spread(kilograms: Decimal, over: Mapping[DeviceKey, DeviceMass | None]) -> dict[DeviceKey, Decimal]:
    """What a lot weighed, divided over its devices in proportion to what their models weigh.

    A device whose model publishes no mass counts as the mean of those that do; where none does, all count the same.
    What is lost by rounding goes gram by gram to the largest remainders, so that the parts add up (rule 3).
    """
    if not over:
        return {}
    known = [each.kilograms for each in over.values() if each is not None and each.kilograms > 0]
    usual = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    shares = {key: each.kilograms if each is not None and each.kilograms > 0 else usual for key, each in over.items()}
    total = sum(shares.values(), Decimal(0))
    exact = {key: kilograms * share / total for key, share in shares.items()}
    parts = {key: part.quantize(GRAM, rounding=ROUND_FLOOR) for key, part in exact.items()}
    left = int((kilograms - sum(parts.values(), Decimal(0))) / GRAM)
    for key in sorted(exact, key=lambda each: (parts[each] - exact[each], each))[:left]:
        parts[key] += GRAM
    return parts
