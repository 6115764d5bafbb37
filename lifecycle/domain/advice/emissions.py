"""Kg CO2e that longer use avoids, against a new device: a small honest estimate, until there is an engine of impact.

    avoided = displaced x (extra years / years of a new one) x embodied emissions of a new one - those of the new parts

Rules:
1. Every term is low, likely and high, and so is the answer: low is every term at its worst together, high at its best.
2. What a new device costs the climate is what the maker says of this very model; else the published figures for its
   kind, which differ 4 to 12 times between sources: their lowest, likely and highest.
3. Not every repaired device takes the place of a new one: `displaced` is the share that does. Extra years are those of
   the policy, and no more than security updates go on where nothing else gives them. Neither rests on measurements.
4. Use of energy is left out: a new device uses little less, and that is repaid in decades. So are transport of the
   device and of its parts, and what a repairer's workshop uses.
5. A part of which nobody knows the emissions counts for nothing, and is told: the answer is then too high.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dpp.domain.figure import Figure, Quality, Source, Unit
from dpp.domain.message import Message, message
from lifecycle.domain.routing import facts as routing

FORMULA = "estimate: share displaced x extra years / years of a new one x embodied, minus the parts"
_IVL = Source(
    "IVL Swedish Environmental Research Institute, reuse of IT equipment: kg CO2e of new production",
    note="one figure per kind, without a range",
)


def _kind(low: float, value: float, high: float, who: str) -> Figure:
    return Figure(value, Unit.KILOGRAM_CO2E, Source(who), low, high, quality=Quality.ARCHETYPE)


BY_KIND: Mapping[str, Figure] = {
    "laptop": _kind(69, 241, 280, "laptops: lowest maker's report; median of makers' reports (Boavizta); IVL"),
    "display": _kind(41, 357, 510, "monitors: lowest maker's report; median of makers' reports (Boavizta); IVL"),
    "phone": _kind(18, 56, 84, "phones: lowest maker's report; median of makers' reports (Boavizta); ADEME"),
    "tablet": _kind(
        19, 71, 140, "tablets: lowest tenth and median of 22 makers' reports (Boavizta); IVL, large tablet"
    ),
    "desktop": _kind(184, 249, 460, "desktops: lowest tenth and median of makers' reports (Boavizta); IVL"),
}
"""Making and bringing a new device of a kind, where nothing is known of the model (rule 2)."""


def _part(value: float) -> Figure:
    return Figure(value, Unit.KILOGRAM_CO2E, _IVL, quality=Quality.ARCHETYPE)


OF_PARTS: Mapping[tuple[str, str], Figure] = {
    ("laptop", "battery"): _part(8),
    ("laptop", "display"): _part(60),
    ("laptop", "keyboard"): _part(3),
    ("laptop", "storage"): _part(93),
    ("laptop", "memory"): _part(5),
    ("laptop", "charger"): _part(3),
    ("desktop", "storage"): _part(93),
    ("desktop", "memory"): _part(5),
    ("phone", "display"): _part(14),
    ("phone", "charger"): _part(1),
    ("tablet", "display"): _part(32),
    ("tablet", "charger"): _part(1),
}
"""Making a part, by kind of device and part; IVL gives an SSD 93 and a disk 70: the higher one counts."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the model's passport says, where it does: kg CO2e before use, and the years that its maker counts with.

    `displaced` is the share of devices used again that takes the place of a new one, with who says so.
    """

    displaced: Figure
    embodied: Figure | None = None
    years: Figure | None = None


@dataclass(frozen=True, slots=True)
class Avoided:
    """The answer with its terms by name, and what it leaves out."""

    kg: Figure
    terms: Mapping[str, Figure]
    left_out: tuple[Message, ...]


def avoided(
    category: str, parts: tuple[str, ...], footprint: Footprint, extra: routing.Figure, new: routing.Figure
) -> Avoided | None:
    """None where no figure of this kind of device is known. `extra` and `new` are years."""
    embodied = footprint.embodied or BY_KIND.get(category)
    if embodied is None:
        return None
    known = {part: figure for part in parts if (figure := OF_PARTS.get((category, part))) is not None}
    terms = {
        "displaced": footprint.displaced,
        "extra_years": _years(extra, "policy: advice.extra_years"),
        "new_years": footprint.years or _years(new, "policy: advice.new_years"),
        "embodied": embodied,
        **{f"part:{part}": figure for part, figure in known.items()},
    }
    return Avoided(_result(terms, list(known.values())), terms, _left_out(parts, known))


def _result(terms: Mapping[str, Figure], parts: list[Figure]) -> Figure:
    """Rule 1."""
    displaced, extra, new, embodied = (terms[name] for name in ("displaced", "extra_years", "new_years", "embodied"))
    value = displaced.value * extra.value / new.value * embodied.value - sum(part.value for part in parts)
    low = displaced.bounds[0] * extra.bounds[0] / new.bounds[1] * embodied.bounds[0]
    high = displaced.bounds[1] * extra.bounds[1] / new.bounds[0] * embodied.bounds[1]
    return Figure(
        round(value, 1),
        Unit.KILOGRAM_CO2E,
        Source(FORMULA),
        round(low - sum(part.bounds[1] for part in parts), 1),
        round(high - sum(part.bounds[0] for part in parts), 1),
        quality=Quality.ARCHETYPE,
    )


def _years(amount: routing.Figure, place: str) -> Figure:
    return Figure(amount.value, Unit.YEAR, Source(place, note="without a published source"), amount.low, amount.high)


def _left_out(parts: tuple[str, ...], known: Mapping[str, Figure]) -> tuple[Message, ...]:
    """Rule 5."""
    return tuple(
        message("the emissions of making this part are not known: {part}", part=part)
        for part in parts
        if part not in known
    )
