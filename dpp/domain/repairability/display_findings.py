"""Findings on displays: the energy class against power and size ((EU) 2019/2013, Annex II; `displays`).

The screen's area is worked out from its diagonal and resolution where it is not declared. Power and diagonal were
rounded by whoever declared them, so the index is a range; above 500 cd/m2 the correction for signage counts too, unless
the display is declared to be no signage. Only a class outside that whole range is a finding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import message
from dpp.domain.repairability import displays
from dpp.domain.repairability.finding import Finding, from_to, number, text
from dpp.domain.repairability.rounding import half_a_digit

SOURCE = "(EU) 2019/2013, Annex II"
SIGNAGE_LUMINANCE = 500
_RANGES = (("energyClass", "onModePower"), ("energyClassHdr", "onModePowerHdr"))


@dataclass(frozen=True)
class Between:
    """A number that lies somewhere from `low` to `high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, declared: Decimal) -> "Between":
        margin = half_a_digit(declared)
        return cls(declared - margin, declared + margin)


def findings(elements: Elements) -> Iterator[Finding]:
    """For SDR, and for HDR where both its class and its power are declared."""
    area = area_of(elements)
    if area is None:
        return
    for class_name, power_name in _RANGES:
        declared, power = text(elements, class_name), number(elements, power_name)
        if declared is None or power is None:
            continue
        index = _index(Between.around(power), area, _signage_luminance(elements))
        best, worst = displays.energy_class(index.low), displays.energy_class(index.high)
        if not best <= declared <= worst:
            yield _finding(class_name, declared, power, from_to(best, worst))


def area_of(elements: Elements) -> Between | None:
    """The viewable area in dm2: as declared, else from diagonal and resolution; nothing where neither is there."""
    if declared := _positive(elements, "screenArea"):
        return Between.around(declared)
    diagonal, resolution = _positive(elements, "screenDiagonal"), elements.get("resolution")
    if diagonal is None or not isinstance(resolution, Mapping):
        return None
    width, height = _positive(resolution, "width"), _positive(resolution, "height")
    if width is None or height is None:
        return None
    inches = Between.around(diagonal)
    per_inch = displays.CENTIMETRES_PER_INCH
    return Between(*(displays.area(end * per_inch, width, height) for end in (inches.low, inches.high)))


def _positive(elements: Elements, name: str) -> Decimal | None:
    value = number(elements, name)
    return value if value is not None and value > 0 else None


def _signage_luminance(elements: Elements) -> Decimal | None:
    """The luminance that an index is corrected for; nothing where the display is no signage."""
    if text(elements, "displayCategory") in {"monitor", "television"}:
        return None
    return number(elements, "maximumLuminance")


def _index(power: Between, area: Between, luminance: Decimal | None) -> Between:
    """Low where the power is low and the screen large; a larger screen may use more."""
    extra = Decimal(0)
    if luminance is not None and luminance > SIGNAGE_LUMINANCE:
        extra = displays.signage_correction(luminance, area.high)
    return Between(displays.energy_index(power.low, area.high), displays.energy_index(power.high, area.low) + extra)


def _finding(name: str, declared: str, power: Decimal, recomputed: str) -> Finding:
    return Finding(
        "energy.class" if name == "energyClass" else "energy.class-hdr",
        f"$.{name}",
        declared,
        recomputed,
        message("the rounding of power, diagonal or area"),
        message(
            "{power} W on a screen of this size is energy class {recomputed}; class {declared} is declared.",
            power=power,
            recomputed=recomputed,
            declared=declared,
        ),
        SOURCE,
    )
