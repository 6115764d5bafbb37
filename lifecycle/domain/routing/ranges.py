"""Where the two ends of a figure would give another answer than its middle.

Favourable is what makes reuse likelier: a high value, low costs and prices, a late start of use.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Figure, Known, RepairOption, Since
from lifecycle.domain.routing.gates import Assessment
from lifecycle.domain.routing.options import Outcome, choose
from lifecycle.domain.routing.words import FACT, OPTION
from lifecycle.domain.vocabulary import Route

COSTS = ("wipe_cost", "handling_cost")


class End(StrEnum):
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """At this end of these figures the answer is another.

    More than one figure: all of them at once, `low` being the ends that are worst for reuse and `high` the best.
    """

    figures: tuple[str, ...]
    end: End
    route: Route
    then: Route | None
    what: Message


def disagreements(assessment: Assessment, outcome: Outcome) -> tuple[Disagreement, ...]:
    """One by one; and all together where no figure alone decides it."""
    facts = assessment.case.facts
    names = tuple(name for name in _NAMES if _ends(facts, name) is not None)
    alone = [it for name in names for end in End if (it := _tried((name,), end, assessment, outcome)) is not None]
    if alone or len(names) < 2:
        return tuple(alone)
    return tuple(it for end in End if (it := _tried(names, end, assessment, outcome)) is not None)


_NAMES = ("market_value", *COSTS, "repair_options", "in_use_since")


def _tried(names: tuple[str, ...], end: End, assessment: Assessment, outcome: Outcome) -> Disagreement | None:
    facts = assessment.case.facts
    values = {name: _at(facts, name, end, together=len(names) > 1) for name in names}
    other = choose(assessment.supposing(values))
    if other.rank == outcome.rank and other.route is outcome.route:
        return None
    return Disagreement(names, end, other.route, other.then, _sentence(names, end, other, values))


def _at(facts: Known, name: str, end: End, *, together: bool) -> Any:
    """The fact with its value at one end; together, costs are high where values are low."""
    fact = facts[name]
    low, high = next(iter(_ends_of(fact.value)))
    turned = together and name in {*COSTS, "repair_options"}
    return replace(fact, value=low if (end is End.LOW) is not turned else high)


def _ends(facts: Known, name: str) -> tuple[Any, Any] | None:
    """None where the fact is not known, or has no range."""
    return next(iter(_ends_of(facts[name].value)), None) if name in facts else None


def _ends_of(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Figure) and not value.is_exact:
        yield _moved(value, value.low), _moved(value, value.high)
    elif isinstance(value, Since) and value.earliest != value.latest:
        yield replace(value, value=value.earliest), replace(value, value=value.latest)
    elif isinstance(value, tuple) and not all(option.price.is_exact for option in value):
        yield _priced(value, End.LOW), _priced(value, End.HIGH)


def _moved(figure: Figure, amount: float) -> Figure:
    return Figure(amount, figure.low, figure.high, figure.unit)


def _priced(options: tuple[RepairOption, ...], end: End) -> tuple[RepairOption, ...]:
    return tuple(
        replace(option, price=_moved(option.price, option.price.low if end is End.LOW else option.price.high))
        for option in options
    )


def _sentence(names: tuple[str, ...], end: End, other: Outcome, values: Mapping[str, Any]) -> Message:
    answer = OPTION[other.route]
    if len(names) > 1 and end is End.LOW:
        return message("With every amount at its worst the answer would be {answer}.", answer=answer)
    if len(names) > 1:
        return message("With every amount at its best the answer would be {answer}.", answer=answer)
    (name,) = names
    if name == "in_use_since":
        day = values[name].value.value.isoformat()
        return message("If it was in use since {day} the answer would be {answer}.", day=day, answer=answer)
    if end is End.LOW:
        return message("At the low end of {figure} the answer would be {answer}.", figure=FACT[name], answer=answer)
    return message("At the high end of {figure} the answer would be {answer}.", figure=FACT[name], answer=answer)
