"""The reasons of an advice but those of support (`support`) and money (`paying`): for, against, unknown, or beside.

Rules:
1. What stops everything (missing, leased, of a kind that the policy does not know) is against; where a device belongs
   to another party than the State, where it goes is not decided here, and the advice rests on the rest.
2. After the repair somebody must be able to use it: internal reuse, donation or sale is open. What else it waits for is
   not known yet, rather than against it.
3. What it is worth now, how old it is and what it spares the climate are told, and decide nothing.
"""

from dpp.domain.figure import Figure, Unit
from dpp.domain.message import Message, listed, message
from lifecycle.domain.advice.effect import Effect
from lifecycle.domain.advice.emissions import Avoided
from lifecycle.domain.advice.needs import is_undiagnosed
from lifecycle.domain.advice.reason import NamedFigure, Reason, Stand, said
from lifecycle.domain.advice.work import Repair, figure
from lifecycle.domain.routing import facts as routing
from lifecycle.domain.routing.advising import AdviceRules
from lifecycle.domain.routing.facts import months_between
from lifecycle.domain.routing.findings import Case, Verdict
from lifecycle.domain.routing.gates import Assessment
from lifecycle.domain.routing.plain import number
from lifecycle.domain.routing.words import OPTION, euro, together
from lifecycle.domain.vocabulary import Holding, Route


def broken(case: Case, done: tuple[Repair, ...]) -> Reason:
    """What is broken, and whether that explains how badly it works."""
    facts = ("category", *dict.fromkeys(name for each in done for name in each.facts))
    what = listed(each.what for each in done)
    if is_undiagnosed(case):
        why = message("it works at F{grade}, and no failed test says why", grade=case.value("functional_grade"))
        missing = message("a diagnosis: what is broken, and so which part is needed")
        return Reason("broken", Stand.UNKNOWN, why, facts=(*facts, "functional_grade", "failed_tests"), missing=missing)
    why = message("what is needed is {what}", what=what)
    return Reason("broken", Stand.FOR, why, facts=facts)


def standing(assessed: Assessment) -> Reason | None:
    """Rule 1; None where nothing stops it."""
    ending = assessed.ending
    if ending is None:
        return None
    if belongs_to_others(assessed.case):
        why = message("it does not belong to the State any more: where it goes is not decided here")
        return Reason("standing", Stand.BESIDE, why, facts=ending.facts)
    why = message("{reason}, also once it is repaired", reason=ending.why)
    return Reason("standing", Stand.AGAINST, why, facts=ending.facts, place=ending.place)


def belongs_to_others(case: Case) -> bool:
    holding = case.value("holding")
    return holding is not None and holding not in {Holding.STATE, Holding.LESSOR}


def used_again(effect: Effect) -> Reason:
    """Rule 2."""
    repaired = effect.repaired
    facts = tuple(sorted({name for _, finding in repaired for name in finding.facts if repaired.case.is_known(name)}))
    if effect.is_reused:
        why = message("once repaired it is ready for {option}", option=OPTION[effect.after.route])
        return Reason("route", Stand.FOR, why, facts=facts)
    if effect.waits:
        asked = _waits(effect)
        return Reason("route", Stand.UNKNOWN, asked, facts=facts, missing=asked)
    route = effect.after.then or effect.after.route
    closing = next((it for it in repaired.about(Route.SELL, Verdict.CLOSES)), None)
    why = message("once repaired it would still go to {option}", option=OPTION[route])
    if closing is not None:
        why = message("{why}, because {reason}", why=why, reason=closing.why)
    return Reason("route", Stand.AGAINST, why, facts=facts, place=None if closing is None else closing.place)


def _waits(effect: Effect) -> Message:
    asked = effect.repaired.about(effect.after.then, Verdict.ASKS) if effect.after.then is not None else ()
    if asked:
        return asked[0].why
    if effect.first:
        steps = tuple(step.what for step in effect.first[0].steps)
        return message("once repaired it still needs {what}", what=together(steps))
    return message("the use that it would be ready for waits for an answer")


def spares(avoided: Avoided) -> Reason:
    """Rule 3."""
    low, high = avoided.kg.bounds
    if low > 0:
        why = message("longer use avoids {low} to {high} kg CO2e", low=_round(low), high=_round(high))
    elif high < 0:
        why = message("the new parts cost the climate more than longer use avoids")
    else:
        why = message(
            "longer use may avoid {high} kg CO2e, or cost {low}: the sources differ too much to say",
            low=_round(-low),
            high=_round(high),
        )
    figures = (NamedFigure("avoided", avoided.kg), *(NamedFigure(name, it) for name, it in avoided.terms.items()))
    return Reason("climate", Stand.BESIDE, why, figures, ("category",))


def _round(amount: float) -> int | float:
    return number(round(amount))


def worth_now(case: Case, rules: AdviceRules) -> Reason | None:
    """Rule 3; None where its value is not known."""
    fact = case.facts.get("market_value")
    if fact is None:
        return None
    after, share = fact.value, rules.as_is_percent
    now = routing.Figure(
        after.value * share.value / 100, after.low * share.low / 100, after.high * share.high / 100, "EUR"
    )
    source = f"policy: advice.as_is_percent_of_value; {fact.source}"
    why = message(
        "as it is it is worth about EUR {now} ({low} to {high}), in working order EUR {after}",
        now=euro(now.value),
        low=euro(now.low),
        high=euro(now.high),
        after=euro(after.value),
    )
    named = NamedFigure("value_before", figure(now, Unit.EURO, source, fact.observed))
    return Reason("value", Stand.BESIDE, why, (named,), ("market_value",), "advice.as_is_percent_of_value")


def age(case: Case) -> Reason | None:
    """Rule 3: how old it is; what a policy makes of that stands with where it can go."""
    since = case.value("in_use_since")
    if since is None:
        return None
    ends = [max(0, months_between(day, case.on)) for day in (since.latest, since.value, since.earliest)]
    low, value, high = ends
    figure_ = Figure(value, Unit.MONTH, said(case.facts["in_use_since"]), low, high)
    why = message("it has been in use for {months} months", months=value)
    if low != high:
        why = message(
            "it has been in use for about {months} months ({low} to {high})", months=value, low=low, high=high
        )
    return Reason("age", Stand.BESIDE, why, (NamedFigure("age_months", figure_),), ("in_use_since",))
