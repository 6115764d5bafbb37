"""The working of a notebook's typical energy consumption: (EU) No 617/2013, Annex II.

Rules:
1. E_TEC = 8.76 x (0.60 P_off + 0.10 P_sleep + 0.30 P_idle) kWh a year, of powers in W.
2. The declared figure is one in a use that its own source assumes, which need not be that of the act: a difference is
   shown, and is no contradiction.
3. Powers were rounded by whoever declared them, so the result is a range.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import number
from dpp.domain.repairability.rounding import half_up
from dpp.domain.repairability.working import Input, Result, Term, Verdict, Working, compared, missing_of

SOURCE = "(EU) No 617/2013, Annex II"
HOURS = Decimal("8.76")
SHARES: Mapping[str, tuple[Decimal, Message]] = {
    "offModePower": (Decimal("0.60"), message("Power when off")),
    "sleepPower": (Decimal("0.10"), message("Power asleep")),
    "idlePower": (Decimal("0.30"), message("Power with nothing to do")),
}


def workings(elements: Elements) -> Iterator[Working]:
    """The consumption, where the passport says a power."""
    if SHARES.keys() & elements.keys():
        yield _working(elements)


def annual_energy(powers: Mapping[str, Decimal]) -> Decimal:
    """Rule 1, in kWh a year, unrounded; powers in W by the elements of `SHARES`."""
    return HOURS * sum((share * powers[name] for name, (share, _) in SHARES.items()), Decimal(0))


def _working(elements: Elements) -> Working:
    terms = tuple(_power(elements, name, share, label) for name, (share, label) in SHARES.items())
    working = Working(
        rule="notebook.energy",
        title=message("Typical energy consumption in a year"),
        path="$.annualEnergy",
        source=SOURCE,
        verdict=Verdict.INCOMPLETE,
        declared=number(elements, "annualEnergy"),
        unit="kWh per year",
        terms=terms,
        formula=message("8.76 × (0.60 × off + 0.10 × asleep + 0.30 × with nothing to do)"),
        rounding=message("to two decimals, a half upwards"),
        tolerance=message("the rounding of the powers"),
        missing=missing_of(terms),
    )
    powers = {term.name: term.value for term in terms if term.value is not None}
    if len(powers) < len(terms):
        return working
    ends = ({name: power.low for name, power in powers.items()}, {name: power.high for name, power in powers.items()})
    low, high = (half_up(annual_energy(end)) for end in ends)
    known = compared(replace(working, result=Result(low, high)))
    if known.verdict is not Verdict.DIFFERS:
        return known
    why = message("The declared figure may assume another use than the act does: the two need not agree.")
    return replace(known, verdict=Verdict.NOT_COMPARABLE, why=(why,))


def _power(elements: Elements, name: str, share: Decimal, label: Message) -> Term:
    declared = number(elements, name)
    if declared is None:
        return Term(name, label, unit="W", weight=share, missing=(name,))
    read = (Input(f"$.{name}", declared, "W"),)
    return Term(name, label, Between.around(declared), "W", weight=share, inputs=read)
