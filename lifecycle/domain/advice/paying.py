"""Whether what the device is worth in working order pays for the repair.

Rules:
1. The shares are those of `[repair]`, for each part that the policy names and for all together, as routing has them.
2. Where the value is not known, what it must be at least is told; where a price is not known, what it may be at most.
3. What already costs too much without the parts that have no price is against, whatever those cost.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dpp.domain.figure import Figure, Unit
from dpp.domain.message import Message, listed, message
from lifecycle.domain.advice.reason import NamedFigure, Reason, Stand
from lifecycle.domain.advice.work import Repair, figure, known_part, total
from lifecycle.domain.routing import facts as routing
from lifecycle.domain.routing.changes import Plan
from lifecycle.domain.routing.findings import Case, Verdict
from lifecycle.domain.routing.options import affordable
from lifecycle.domain.routing.words import euro

_FACTS = ("market_value", "category")
_PLACE = "repair.percent_of_value_at_most.total"
_WORST, _LIKELY, _BEST = "low", "value", "high"
_PRICE = {_WORST: "high", _LIKELY: "value", _BEST: "low"}


def paid(case: Case, done: tuple[Repair, ...], plan: Plan, end: str = _LIKELY) -> Reason:
    """`end` is `value`; or `low` with every amount at its worst for the repair, `high` at its best."""
    shares, cost, value = case.policy.repair_percent_of_value, total(done), case.facts.get("market_value")
    figures = _figures(cost, value)
    if value is None:
        why = message("its value in working order is not known, so nobody can say whether that is worth the cost")
        return Reason("cost", Stand.UNKNOWN, why, figures, _FACTS, _PLACE, _value_needed(done, shares))
    found = affordable(_at(plan, end), _end(value.value, end), case.policy)
    if found.verdict is not Verdict.PASSES:
        return Reason("cost", Stand.AGAINST, found.why, figures, _FACTS, found.place)
    if cost is None:
        why = message("nobody knows what this costs: {parts}", parts=listed(it.what for it in done if it.cost is None))
        most = euro(value.value.value * shares["total"] / 100)
        missing = message("a price: all together may cost at most EUR {most}", most=most)
        return Reason("cost", Stand.UNKNOWN, why, figures, _FACTS, _PLACE, missing)
    return Reason("cost", Stand.FOR, found.why, figures, _FACTS, found.place)


def _figures(cost: Figure | None, value: routing.Fact[routing.Figure] | None) -> tuple[NamedFigure, ...]:
    figures = [] if cost is None else [NamedFigure("cost", cost)]
    if value is not None:
        figures.append(NamedFigure("value_after", figure(value.value, Unit.EURO, value.source, value.observed)))
    return tuple(figures)


def _value_needed(done: tuple[Repair, ...], shares: Mapping[str, float]) -> Message:
    """Rule 2: from which value on it is worth it, at the likely cost, and at its ends."""
    if total(done) is None or known_part(done) is None:
        return message("its value in working order, and a price for the repair")
    low, likely, high = (euro(round(_worth(done, shares, at))) for at in (_low, _likely, _high))
    if low == high:
        return message("its value in working order: from EUR {likely} on the repair is worth it", likely=likely)
    return message(
        "its value in working order: from EUR {likely} on ({low} to {high}) the repair is worth it",
        likely=likely,
        low=low,
        high=high,
    )


def _worth(done: tuple[Repair, ...], shares: Mapping[str, float], at: Callable[[Figure], float]) -> float:
    """The least value that every share allows."""
    costs = [(each.parts, at(each.cost)) for each in done if each.cost is not None]
    lone = [cost * 100 / shares[parts[0]] for parts, cost in costs if len(parts) == 1 and shares.get(parts[0])]
    return max([sum(cost for _, cost in costs) * 100 / (shares["total"] or 1), *lone])


def _low(cost: Figure) -> float:
    return cost.bounds[0]


def _likely(cost: Figure) -> float:
    return cost.value


def _high(cost: Figure) -> float:
    return cost.bounds[1]


def _at(plan: Plan, end: str) -> Plan:
    """The prices of the repairs at this end; one without a price costs nothing here (rule 3)."""
    at = _PRICE[end]
    prices = (0.0 if change.cost is None else getattr(change.cost, at) for change in plan.changes)
    changes = zip(plan.changes, prices, strict=True)
    return Plan(tuple(replace(change, cost=routing.Figure.exact(price, "EUR")) for change, price in changes))


def _end(amount: routing.Figure, end: str) -> routing.Figure:
    return routing.Figure.exact(getattr(amount, end), amount.unit)
