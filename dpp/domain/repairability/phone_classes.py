"""The workings of what else the label of a phone or slate tablet says: energy, falls, battery cycles, ingress.

Rules and where they stand:
1. energy.class, falls.class: (EU) 2023/1669, Annex II (`energy`). The nominal voltage is not published: without one in
   the passport the result is the range of any such cell.
2. battery.cycles: at least 800 cycles at 80 % of the capacity, (EU) 2023/1670, Annex II.
3. ingress.protection: at least IP44, (EU) 2023/1670, Annex II.
4. A working is there where the passport declares something of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability import energy
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.energy import Kind
from dpp.domain.repairability.finding import number, text
from dpp.domain.repairability.rounding import half_a_digit
from dpp.domain.repairability.working import Input, Result, Term, Verdict, Working, compared, missing_of

LABEL, ECODESIGN = "(EU) 2023/1669", "(EU) 2023/1670"
LEAST_CYCLES = 800
LEAST_SOLID, LEAST_WATER = 4, 4
_DIGITS = frozenset("0123456789")
_BOUNDED: Mapping[bool | None, Verdict] = {None: Verdict.INCOMPLETE, True: Verdict.AGREES, False: Verdict.DIFFERS}
"""Whether a declared value keeps to the least of the act; nothing where it cannot be read."""
LEAST_INGRESS = f"IP{LEAST_SOLID}{LEAST_WATER}"
_SOME_CELL = message("The nominal voltage is not published: cells of such devices have 3.70 to 3.98 V.")
_FOLDS = message("The numbers of falls for a device that folds were not confirmed in the Official Journal.")


def workings(elements: Elements, kind: Kind = Kind.PHONE) -> Iterator[Working]:
    """Energy, falls, cycles and ingress, as far as the passport says something of each (rule 4)."""
    if {"energyClass", "batteryEndurance"} & elements.keys():
        yield _energy(elements, kind)
    if {"fallReliabilityClass", "fallsWithoutDefect"} & elements.keys():
        yield _falls(elements, kind)
    if "batteryCyclesTo80" in elements:
        yield _cycles(elements)
    if "ingressProtection" in elements:
        yield _ingress(elements)


def _energy(elements: Elements, kind: Kind) -> Working:
    hours, capacity = number(elements, "batteryEndurance"), number(elements, "batteryCapacity")
    low, high = _voltages(elements)
    terms = (
        _read(elements, "batteryEndurance", message("Endurance per cycle"), "h"),
        _positive(elements, "batteryCapacity", message("Rated capacity"), "mAh"),
        _voltage(elements, low, high),
    )
    working = Working(
        rule="energy.class",
        title=message("Energy class"),
        path="$.energyClass",
        source=f"{LABEL}, Annex II",
        verdict=Verdict.INCOMPLETE,
        declared=text(elements, "energyClass"),
        terms=terms,
        formula=_energy_formula(kind),
        rounding=message("to two decimals, a half upwards"),
        tolerance=message("a nominal voltage from {low} to {high} V", low=low, high=high),
        doubts=tuple(term.doubt for term in terms if term.doubt),
        missing=missing_of(terms),
    )
    if hours is None or not capacity:
        return working
    best, worst = (energy.energy_index(hours, capacity, voltage) for voltage in (low, high))
    index = Term("index", message("Energy index"), Between(*sorted((worst, best))))
    result = Result(energy.energy_class(best, kind), energy.energy_class(worst, kind))
    known = compared(replace(working, terms=(*terms, index), result=result))
    say = message(
        "{hours} h on {capacity} mAh is energy class {recomputed}; class {declared} is declared.",
        hours=hours,
        capacity=capacity,
        recomputed=result,
        declared=known.declared,
    )
    return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known


def _energy_formula(kind: Kind) -> Message:
    limits = ", ".join(f"{letter} > {limit}" for letter, limit in energy.energy_limits(kind))
    return message("hours × 1000 / (V × mAh); {limits}, else G", limits=limits)


def _voltages(elements: Elements) -> tuple[Decimal, Decimal]:
    """Low and high: as declared, as far as its rounding tells, else those of any such cell."""
    declared = number(elements, "batteryVoltage")
    if not declared:
        return (energy.LOWEST_VOLTAGE, energy.HIGHEST_VOLTAGE)
    margin = half_a_digit(declared)
    return (declared - margin, declared + margin)


def _voltage(elements: Elements, low: Decimal, high: Decimal) -> Term:
    label, declared = message("Nominal voltage"), number(elements, "batteryVoltage")
    if not declared:
        return Term("batteryVoltage", label, Between(low, high), "V", doubt=_SOME_CELL)
    return Term("batteryVoltage", label, Between(low, high), "V", inputs=(Input("$.batteryVoltage", declared, "V"),))


def _falls(elements: Elements, kind: Kind) -> Working:
    falls, folds = number(elements, "fallsWithoutDefect"), elements.get("foldable") is True
    terms = (_read(elements, "fallsWithoutDefect", message("Falls without a defect"), "1"),)
    limits = ", ".join(f"{letter} ≥ {least}" for letter, least in energy.fall_limits(kind))
    working = Working(
        rule="falls.class",
        title=message("Class of repeated free falls"),
        path="$.fallReliabilityClass",
        source=f"{LABEL}, Annex II",
        verdict=Verdict.AS_GIVEN if folds else Verdict.INCOMPLETE,
        declared=text(elements, "fallReliabilityClass"),
        terms=terms,
        formula=None if folds else message("{limits}, else E", limits=limits),
        tolerance=message("none; the numbers for a device that folds are others"),
        doubts=(_FOLDS,) if folds else (),
        missing=() if folds else missing_of(terms),
    )
    if folds or falls is None:
        return working
    known = compared(replace(working, result=Result.of(energy.fall_class(falls, kind))))
    say = message(
        "{falls} falls without a defect is class {recomputed} for a device that does not fold; "
        "class {declared} is declared.",
        falls=falls,
        recomputed=known.result,
        declared=known.declared,
    )
    return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known


def _cycles(elements: Elements) -> Working:
    cycles = number(elements, "batteryCyclesTo80")
    fits = None if cycles is None else cycles >= LEAST_CYCLES
    say = message(
        "The act asks for at least {least} cycles at 80 % of the capacity; {declared} is declared.",
        least=LEAST_CYCLES,
        declared=cycles,
    )
    return Working(
        rule="battery.cycles",
        title=message("Battery cycles to 80 % of the capacity"),
        path="$.batteryCyclesTo80",
        source=f"{ECODESIGN}, Annex II",
        verdict=_BOUNDED[fits],
        declared=cycles,
        result=Result.of(Decimal(LEAST_CYCLES)),
        unit="cycles",
        why=(say,) if fits is False else (),
        missing=("batteryCyclesTo80",) if fits is None else (),
        is_bound=True,
    )


def _ingress(elements: Elements) -> Working:
    declared = text(elements, "ingressProtection")
    fits = None if declared is None else not _below_ip44(declared)
    say = message("The act asks for at least IP44; {declared} is declared.", declared=declared)
    return Working(
        rule="ingress.protection",
        title=message("Protection against dust and water"),
        path="$.ingressProtection",
        source=f"{ECODESIGN}, Annex II",
        verdict=_BOUNDED[fits],
        declared=declared,
        result=Result.of(LEAST_INGRESS),
        why=(say,) if fits is False else (),
        missing=("ingressProtection",) if fits is None else (),
        is_bound=True,
    )


def _below_ip44(code: str) -> bool:
    """Whether a code such as IP54 is below IP44 in either digit; X stands for a digit that was not tested."""
    digits = [Decimal(digit) for digit in code.removeprefix("IP") if digit in _DIGITS]
    return len(digits) == 2 and (digits[0] < LEAST_SOLID or digits[1] < LEAST_WATER)


def _read(elements: Elements, name: str, label: Message, unit: str) -> Term:
    """A declared number as it stands."""
    value = number(elements, name)
    if value is None:
        return Term(name, label, unit=unit, missing=(name,))
    return Term(name, label, Between.of(value), unit, inputs=(Input(f"$.{name}", value, unit),))


def _positive(elements: Elements, name: str, label: Message, unit: str) -> Term:
    """As `_read`; nothing can be divided by zero."""
    return (
        _read(elements, name, label, unit) if number(elements, name) else Term(name, label, unit=unit, missing=(name,))
    )
