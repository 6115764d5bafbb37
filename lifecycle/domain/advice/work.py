"""What the repairs that a device needs cost, part by part, and where each number comes from.

Rules:
1. A quote goes before a price of the spare-part catalogue, that before the policy's estimate; each says which it is.
2. A repair is the part and the work. Its minutes are those of the repair guide of the model, else the policy's; an hour
   costs what the policy says. A quote has its work in it.
3. Low is the cheapest part with the quickest hands, high the dearest with the slowest: an amount is never one number.
4. A part of which nobody knows a price has none, and so the whole has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dpp.domain.figure import Figure, Source, Unit
from dpp.domain.message import Message
from lifecycle.domain.advice.needs import Need, needs, quoted
from lifecycle.domain.routing import facts as routing
from lifecycle.domain.routing.advising import AdviceRules, PartEstimate
from lifecycle.domain.routing.facts import RepairOption
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.words import part as part_words
from lifecycle.domain.routing.words import together

MINUTES_PER_HOUR = 60


class Basis(StrEnum):
    """Who says what it costs."""

    QUOTE = "quote"
    CATALOGUE = "catalogue"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the parts of this model beside the facts: EUR and hours by part, each with its source."""

    prices: Mapping[str, Figure] = field(default_factory=dict)
    hours: Mapping[str, Figure] = field(default_factory=dict)


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair, which is paid for together. `cost` is None where nobody knows it, `part_price` within a quote.

    `why` are the reasons why its parts are needed; none where only the quote says so.
    """

    parts: tuple[str, ...]
    what: Message
    why: tuple[Message, ...]
    facts: tuple[str, ...]
    basis: Basis | None
    cost: Figure | None
    part_price: Figure | None = None
    hours: Figure | None = None
    mends: frozenset[str] = frozenset()
    option: RepairOption | None = None


@dataclass(frozen=True, slots=True)
class Typical:
    """What replacing a part costs, with the work."""

    part: str
    basis: Basis
    cost: Figure
    part_price: Figure
    hours: Figure


def repairs(case: Case, rules: AdviceRules, known: Known) -> tuple[Repair, ...]:
    """The quotes that count, then what is needed beside them."""
    wanted, chosen = needs(case), quoted(case)
    covered = {part for option in chosen for part in option.parts}
    rest = (need for need in wanted if need.part not in covered)
    return (
        *(_quoted(case, option, wanted) for option in chosen),
        *(_estimated(case, need, rules, known) for need in rest),
    )


def total(done: tuple[Repair, ...]) -> Figure | None:
    """Of all together; None where the cost of one is not known (rule 4)."""
    costs = [each.cost for each in done if each.cost is not None]
    if not costs or len(costs) < len(done):
        return None
    return costs[0] if len(costs) == 1 else added(costs)


def known_part(done: tuple[Repair, ...]) -> Figure | None:
    """What is known of the total: it costs so much at least."""
    costs = [each.cost for each in done if each.cost is not None]
    return added(costs) if costs else None


def added(figures: list[Figure]) -> Figure:
    """The sum of amounts of one unit, with the sum of their ends; its source names theirs."""
    lows, highs = zip(*(figure.bounds for figure in figures), strict=True)
    titles = dict.fromkeys(figure.source.title for figure in figures)
    return Figure(
        sum(figure.value for figure in figures), figures[0].unit, Source("; ".join(titles)), sum(lows), sum(highs)
    )


def _quoted(case: Case, option: RepairOption, wanted: tuple[Need, ...]) -> Repair:
    fact = case.facts["repair_options"]
    met = tuple(need for need in wanted if need.part in option.parts)
    cost = figure(option.price, Unit.EURO, fact.source, fact.observed)
    return Repair(
        parts=option.parts,
        what=_words(option.parts),
        why=tuple(need.why for need in met),
        facts=("repair_options", *dict.fromkeys(name for need in met for name in need.facts)),
        basis=Basis.QUOTE,
        cost=cost,
        mends=option.mends | frozenset[str]().union(*(need.mends for need in met)),
        option=option,
    )


def _estimated(case: Case, need: Need, rules: AdviceRules, known: Known) -> Repair:
    category = "" if case.line is None else case.line.name
    found = _typical(category, need.part, rules, known)
    price, hours = known.prices.get(need.part), known.hours.get(need.part)
    return Repair(
        parts=(need.part,),
        what=_words((need.part,)),
        why=(need.why,),
        facts=need.facts,
        basis=None if found is None else found.basis,
        cost=None if found is None else found.cost,
        part_price=price if found is None else found.part_price,
        hours=hours if found is None else found.hours,
        mends=need.mends,
    )


def typical(category: str, rules: AdviceRules, known: Known) -> tuple[Typical, ...]:
    """What each part costs with its work, as far as anybody prices both: those of the policy, then others."""
    parts = dict.fromkeys((*rules.parts.get(category, {}), *known.prices))
    found = (_typical(category, part, rules, known) for part in parts)
    return tuple(each for each in found if each is not None)


def _typical(category: str, part: str, rules: AdviceRules, known: Known) -> Typical | None:
    """Rules 1, 2 and 4."""
    estimate, price, hours = rules.estimate(category, part), known.prices.get(part), known.hours.get(part)
    basis = Basis.POLICY if price is None else Basis.CATALOGUE
    if estimate is not None:
        price = price or _of_policy(estimate.eur, Unit.EURO, f"{estimate.place}.eur")
        hours = hours or _hours(estimate)
    if price is None or hours is None:
        return None
    return Typical(part, basis, added([price, _labour(hours, rules)]), price, hours)


def _hours(estimate: PartEstimate) -> Figure:
    minutes = estimate.minutes
    hours = routing.Figure(
        minutes.value / MINUTES_PER_HOUR, minutes.low / MINUTES_PER_HOUR, minutes.high / MINUTES_PER_HOUR, "h"
    )
    return _of_policy(hours, Unit.HOUR, f"{estimate.place}.minutes")


def _labour(hours: Figure, rules: AdviceRules) -> Figure:
    rate, (low, high) = rules.labour_eur_per_hour, hours.bounds
    worked = routing.Figure(hours.value * rate.value, low * rate.low, high * rate.high, "EUR")
    return _of_policy(worked, Unit.EURO, "advice.labour_eur_per_hour")


def _of_policy(amount: routing.Figure, unit: Unit, place: str) -> Figure:
    return figure(amount, unit, f"policy: {place}")


def figure(amount: routing.Figure, unit: Unit, source: str, observed: date | None = None) -> Figure:
    """An amount of routing with who says so; one without a range gets none."""
    said = Source(source, date=None if observed is None else observed.isoformat())
    if amount.is_exact:
        return Figure(amount.value, unit, said)
    return Figure(amount.value, unit, said, amount.low, amount.high)


def _words(parts: tuple[str, ...]) -> Message:
    return together(tuple(map(part_words, parts)))


def options(done: tuple[Repair, ...]) -> Iterator[RepairOption]:
    """The repairs as routing knows them, to decide again with; one without a price costs nothing there."""
    for each in done:
        cost = each.cost
        low, high = (0.0, 0.0) if cost is None else cost.bounds
        price = routing.Figure(0.0 if cost is None else cost.value, low, high, "EUR")
        first, *others = each.parts
        yield RepairOption(first, price, mends=each.mends, besides=tuple(others))
