"""Where the two ends of a figure would give another answer than its middle.

Favourable is what makes reuse likelier: a high value, low costs and prices, a late start of use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Fact, Figure, Known, RepairOption, Since
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
    """The figures that alone give another answer; where none does, all of them together.

    An answer never gets worse by a better amount, so that a figure can only matter where all of them together do.
    """
    names = tuple(name for name in _NAMES if _ends(assessment.case.facts, name) is not None)
    found: list[Disagreement] = []
    for favour in (False, True) if names else ():
        together = _tried(names, assessment, outcome, favour=favour)
        if together is not None:
            tried = (_tried((name,), assessment, outcome, favour=favour) for name in names)
            alone = [it for it in tried if it is not None]
            found += alone or [together]
    return tuple(found)


_NAMES = ("market_value", *COSTS, "repair_options", "in_use_since")
_BEST_LOW = frozenset({*COSTS, "repair_options"})


def _tried(names: tuple[str, ...], assessment: Assessment, outcome: Outcome, *, favour: bool) -> Disagreement | None:
    """The other answer, if there is one, with these figures at the ends that favour reuse, or at the others."""
    facts = assessment.case.facts
    values = {name: _at(facts[name], _end(name, favour=favour)) for name in names}
    other = choose(assessment.supposing(values))
    if other.rank == outcome.rank and other.route is outcome.route:
        return None
    if len(names) > 1:
        end = End.HIGH if favour else End.LOW
        return Disagreement(names, end, other.route, other.then, _said_together(end, other))
    (name,) = names
    end = _end(name, favour=favour)
    return Disagreement(names, end, other.route, other.then, _said_alone(name, end, other, values[name]))


def _end(name: str, *, favour: bool) -> End:
    return End.LOW if favour is (name in _BEST_LOW) else End.HIGH


def _at(fact: Fact[Any], end: End) -> Fact[Any]:
    low, high = next(iter(_ends_of(fact.value)))
    return replace(fact, value=low if end is End.LOW else high)


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


def _said_together(end: End, other: Outcome) -> Message:
    answer = OPTION[other.route]
    if end is End.LOW:
        return message("With every amount at its worst the answer would be {answer}.", answer=answer)
    return message("With every amount at its best the answer would be {answer}.", answer=answer)


def _said_alone(name: str, end: End, other: Outcome, fact: Fact[Any]) -> Message:
    answer = OPTION[other.route]
    if isinstance(fact.value, Since):
        day = fact.value.value.isoformat()
        return message("If it was in use since {day} the answer would be {answer}.", day=day, answer=answer)
    if end is End.LOW:
        return message("At the low end of {figure} the answer would be {answer}.", figure=FACT[name], answer=answer)
    return message("At the high end of {figure} the answer would be {answer}.", figure=FACT[name], answer=answer)
