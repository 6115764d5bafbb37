"""Advice about devices as routing sees them, with the numbers of the default policy."""

from typing import Any

from dpp.domain.figure import Figure, Source, Unit
from lifecycle.domain.advice.advice import Advice, Question, advise
from lifecycle.domain.advice.emissions import Footprint
from lifecycle.domain.advice.work import NOTHING, Known
from lifecycle.domain.routing.facts import RoutingFacts
from lifecycle.domain.routing.policy import Policy
from tests.support.routing_samples import ON, default_policy

DISPLACED = Figure(0.7, Unit.ONE, Source("studies of displacement"), 0.54, 0.73)


def ranged(value: float, low: float, high: float, unit: Unit = Unit.EURO, source: str = "catalogue") -> Figure:
    return Figure(value, unit, Source(source), low, high)


def advised(facts: RoutingFacts, policy: Policy | None = None, known: Known = NOTHING, **footprint: Any) -> Advice:
    """The advice of the default policy, or of this one."""
    chosen = policy or default_policy()
    assert chosen.advice is not None
    of_model = Footprint(DISPLACED, **footprint)
    return advise(Question(facts, chosen, chosen.advice, ON, of_model, known))


def reason(advice: Advice, name: str) -> Any:
    return next(each for each in advice.reasons if each.name == name)
