"""Findings on smartphones: index, classes, cycles and ingress protection.

Rules and where they stand:
1. repairability.index, repairability.class: (EU) 2023/1669, Annex IV point 5 (`phones`).
2. energy.class, falls.class: (EU) 2023/1669, Annex II (`energy`).
3. battery.cycles: at least 800 cycles at 80 % of the capacity, (EU) 2023/1670, Annex II.
4. ingress.protection: at least IP44, (EU) 2023/1670, Annex II.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import message
from dpp.domain.repairability import energy, phones
from dpp.domain.repairability.finding import EXACT, Finding, from_to, number, text
from dpp.domain.repairability.phones import Score, Scores
from dpp.domain.repairability.rounding import half_a_digit

LABEL, ECODESIGN = "(EU) 2023/1669", "(EU) 2023/1670"
LEAST_CYCLES = 800
LEAST_SOLID, LEAST_WATER = 4, 4


def findings(elements: Elements) -> Iterator[Finding]:
    """In the order of the passport: energy, durability, repairability, battery."""
    yield from _energy_class(elements)
    yield from _ingress(elements)
    yield from _fall_class(elements)
    yield from _index_class(elements)
    yield from _index(elements)
    yield from _cycles(elements)


def scores_of(elements: Elements) -> Scores | None:
    """The six scores that a passport declares; nothing where one of them is missing."""
    declared = elements.get("repairabilityScores")
    years = number(elements, "osUpdateYears")
    if not isinstance(declared, Mapping) or years is None:
        return None
    found = [
        *(_own_score(declared, name) for name in ("disassemblyDepth", "fasteners", "tools")),
        phones.SPARE_PARTS.get(declared.get("sparePartsOffered", "")),
        phones.update_score(years),
        phones.REPAIR_INFORMATION.get(declared.get("repairInformationOffered", "")),
    ]
    known = [score for score in found if score is not None]
    return Scores(*known) if len(known) == len(found) else None


def _own_score(declared: Elements, name: str) -> Score | None:
    value = number(declared, name)
    return Score.of(value) if value is not None else None


def _index(elements: Elements) -> Iterator[Finding]:
    declared, scores = number(elements, "repairabilityIndex"), scores_of(elements)
    if declared is None or scores is None:
        return
    index = phones.index(scores)
    if not index.low <= declared <= index.high:
        recomputed = from_to(index.low, index.high)
        yield Finding(
            "repairability.index",
            "$.repairabilityIndex",
            str(declared),
            recomputed,
            EXACT if index.low == index.high else message("the range of a score that the act does not make certain"),
            message(
                "The six declared scores give a repairability index of {recomputed}; {declared} is declared.",
                recomputed=recomputed,
                declared=declared,
            ),
            f"{LABEL}, Annex IV, point 5",
        )


def _index_class(elements: Elements) -> Iterator[Finding]:
    index, declared = number(elements, "repairabilityIndex"), text(elements, "repairabilityClass")
    if index is None or declared is None or phones.index_class(index) == declared:
        return
    recomputed = phones.index_class(index)
    yield Finding(
        "repairability.class",
        "$.repairabilityClass",
        declared,
        recomputed,
        EXACT,
        message(
            "A repairability index of {index} is class {recomputed}; class {declared} is declared.",
            index=index,
            recomputed=recomputed,
            declared=declared,
        ),
        f"{LABEL}, Annex IV, point 5",
    )


def _energy_class(elements: Elements) -> Iterator[Finding]:
    hours, capacity = number(elements, "batteryEndurance"), number(elements, "batteryCapacity")
    declared = text(elements, "energyClass")
    if hours is None or not capacity or declared is None:
        return
    low, high = _voltages(elements)
    best, worst = (energy.energy_class(energy.energy_index(hours, capacity, voltage)) for voltage in (low, high))
    if best <= declared <= worst:
        return
    yield Finding(
        "energy.class",
        "$.energyClass",
        declared,
        from_to(best, worst),
        message("a nominal voltage from {low} to {high} V", low=low, high=high),
        message(
            "{hours} h on {capacity} mAh is energy class {recomputed}; class {declared} is declared.",
            hours=hours,
            capacity=capacity,
            recomputed=from_to(best, worst),
            declared=declared,
        ),
        f"{LABEL}, Annex II",
    )


def _voltages(elements: Elements) -> tuple[Decimal, Decimal]:
    """Low and high: as declared, as far as its rounding tells, else those of any such cell."""
    declared = number(elements, "batteryVoltage")
    if not declared:
        return (energy.LOWEST_VOLTAGE, energy.HIGHEST_VOLTAGE)
    margin = half_a_digit(declared)
    return (declared - margin, declared + margin)


def _fall_class(elements: Elements) -> Iterator[Finding]:
    falls, declared = number(elements, "fallsWithoutDefect"), text(elements, "fallReliabilityClass")
    if falls is None or declared is None or elements.get("foldable") is True:
        return
    recomputed = energy.fall_class(falls)
    if recomputed != declared:
        yield Finding(
            "falls.class",
            "$.fallReliabilityClass",
            declared,
            recomputed,
            message("none; the numbers for a device that folds are others"),
            message(
                "{falls} falls without a defect is class {recomputed} for a device that does not fold; "
                "class {declared} is declared.",
                falls=falls,
                recomputed=recomputed,
                declared=declared,
            ),
            f"{LABEL}, Annex II",
        )


def _cycles(elements: Elements) -> Iterator[Finding]:
    cycles = number(elements, "batteryCyclesTo80")
    if cycles is not None and cycles < LEAST_CYCLES:
        yield Finding(
            "battery.cycles",
            "$.batteryCyclesTo80",
            str(cycles),
            from_to(LEAST_CYCLES, LEAST_CYCLES),
            EXACT,
            message(
                "The act asks for at least {least} cycles at 80 % of the capacity; {declared} is declared.",
                least=LEAST_CYCLES,
                declared=cycles,
            ),
            f"{ECODESIGN}, Annex II",
        )


def _ingress(elements: Elements) -> Iterator[Finding]:
    declared = text(elements, "ingressProtection")
    if declared is None or not _below_ip44(declared):
        return
    yield Finding(
        "ingress.protection",
        "$.ingressProtection",
        declared,
        "IP44",
        EXACT,
        message("The act asks for at least IP44; {declared} is declared.", declared=declared),
        f"{ECODESIGN}, Annex II",
    )


def _below_ip44(code: str) -> bool:
    """Whether a code such as IP54 is below IP44 in either digit; X stands for a digit that was not tested."""
    digits = [Decimal(digit) for digit in code.removeprefix("IP") if digit.isdigit()]
    return len(digits) == 2 and (digits[0] < LEAST_SOLID or digits[1] < LEAST_WATER)
