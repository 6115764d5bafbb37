"""The advice about one device on one day: repair it, do not, or nobody can say; and why.

Rules:
1. Where nothing is known to be broken there is nothing to repair; where nobody has looked, nobody can say.
2. One reason against is enough not to repair; else one that is not known is enough not to say; else: repair.
3. The advice is asked for again with every amount at its worst for the repair, and at its best. Where another one
   comes out it depends on those amounts, and says so.
4. A cheaper part, longer security updates or a healthier device never makes the advice worse (property tests). Two
   quotes for other sets of parts are two questions: what one price pays for together has no price by part.
5. Every fact that was looked at is named with its source and day; so is what is not known and would change the answer.
6. The advice is no decision: it opens no route and closes none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, message
from lifecycle.domain.advice import reasons as because
from lifecycle.domain.advice.effect import Effect, effect
from lifecycle.domain.advice.emissions import Avoided, Footprint, avoided
from lifecycle.domain.advice.needs import LOOKED_AT, is_undiagnosed, was_looked_at
from lifecycle.domain.advice.paying import paid
from lifecycle.domain.advice.reason import Reason, Stand
from lifecycle.domain.advice.support import supported
from lifecycle.domain.advice.work import NOTHING, Known, Repair, repairs
from lifecycle.domain.routing.advising import AdviceRules
from lifecycle.domain.routing.facts import RoutingFacts
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.flips import Flip
from lifecycle.domain.routing.gates import Assessment, assess
from lifecycle.domain.routing.limits import REUSE
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.policy import Policy, PolicyName
from lifecycle.domain.routing.ranges import End
from lifecycle.domain.routing.words import FACT
from lifecycle.domain.vocabulary import Route


class Say(StrEnum):
    """The advice, from worst to best as `RANK` has it."""

    DO_NOT = "do-not-repair"
    CANNOT = "cannot-say"
    REPAIR = "repair"
    NOTHING = "nothing-to-repair"


RANK = tuple(Say)


@dataclass(frozen=True, slots=True)
class Question:
    """What the advice is about: the facts of routing, the policy, and the numbers of the advice.

    Not `routed`: where it goes is not for this reader, and nothing that tells of it is used.
    """

    facts: RoutingFacts
    policy: Policy
    rules: AdviceRules
    on: date
    footprint: Footprint
    known: Known = NOTHING
    routed: bool = True


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that the advice looked at, as plain data."""

    name: str
    value: Any
    source: str
    observed: date | None


@dataclass(frozen=True, slots=True)
class Depends:
    """Where the ends of amounts give another advice, and the reason that changes.

    `low`: all at their worst for the repair; `high`: at their best.
    """

    end: End
    say: Say
    why: Message


@dataclass(frozen=True, slots=True)
class RouteEffect:
    """Where it goes as it is, and once repaired; `then` is what a waiting device waits for. `opens` says the change."""

    before: Route
    after: Route
    before_then: Route | None = None
    after_then: Route | None = None
    opens: Flip | None = None
    first: tuple[Flip, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """`reasons` in their order, those that decide before those that are only told."""

    say: Say
    why: Message
    repairs: tuple[Repair, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[Message, ...]
    depends: tuple[Depends, ...]
    route: RouteEffect | None
    avoided: Avoided | None
    facts: tuple[FactUsed, ...]
    policy: PolicyName
    on: date


def advise(question: Question) -> Advice:
    """The advice."""
    assessed = assess(question.facts, question.policy, question.on)
    case = assessed.case
    done = repairs(case, question.rules, question.known)
    if not done:
        return _nothing(question, assessed)
    effected = effect(question.facts, question.policy, question.on, done)
    found = tuple(_reasons(question, case, done, effected))
    say = _verdict(found)
    spared = _avoided(question, case, done)
    told = (*found, *_beside(question, case, spared))
    return Advice(
        say=say,
        why=_sentence(say, told),
        repairs=done,
        reasons=told,
        missing=tuple(it.missing for it in told if it.missing is not None),
        depends=tuple(_depends(case, done, effected, found, say)),
        route=_route(effected) if question.routed and not because.belongs_to_others(case) else None,
        avoided=spared,
        facts=_used(case, told),
        policy=question.policy.name,
        on=question.on,
    )


def _reasons(question: Question, case: Case, done: tuple[Repair, ...], effected: Effect) -> Iterator[Reason]:
    """Those that decide."""
    yield because.broken(case, done)
    stopped = because.standing(effected.repaired) if question.routed else None
    if stopped is not None:
        yield stopped
    support = supported(case, question.rules)
    if support is not None:
        yield support
    yield paid(case, done, effected.plan)
    if question.routed and stopped is None:
        yield because.used_again(effected)


def _beside(question: Question, case: Case, spared: Avoided | None) -> Iterator[Reason]:
    """Those that are told, and decide nothing."""
    told = (because.worth_now(case, question.rules), because.age(case))
    yield from (it for it in told if it is not None)
    if spared is not None:
        yield because.spares(spared)


def _verdict(found: tuple[Reason, ...]) -> Say:
    """Rule 2."""
    stands = {reason.stand for reason in found}
    if Stand.AGAINST in stands:
        return Say.DO_NOT
    return Say.CANNOT if Stand.UNKNOWN in stands else Say.REPAIR


def _nothing(question: Question, assessed: Assessment) -> Advice:
    """Rule 1."""
    case = assessed.case
    looked = tuple(name for name in LOOKED_AT if case.is_known(name))
    facts = (*looked, "category", "media", "disk_health", "charger_present")
    if is_undiagnosed(case):
        reason = because.broken(case, ())
        say = Say.CANNOT
    elif was_looked_at(case):
        say, reason = Say.NOTHING, Reason("broken", Stand.FOR, message("nothing is known to be broken"), facts=facts)
    else:
        missing = message("an inspection: what is broken, and how good its battery is")
        why = message("nobody has looked at what is broken")
        say, reason = Say.CANNOT, Reason("broken", Stand.UNKNOWN, why, facts=facts, missing=missing)
    told = (reason, *_beside(question, case, None))
    return Advice(
        say=say,
        why=_sentence(say, told),
        repairs=(),
        reasons=told,
        missing=() if reason.missing is None else (reason.missing,),
        depends=(),
        route=None,
        avoided=None,
        facts=_used(case, told),
        policy=question.policy.name,
        on=question.on,
    )


def _avoided(question: Question, case: Case, done: tuple[Repair, ...]) -> Avoided | None:
    parts = tuple(dict.fromkeys(part for each in done for part in each.parts))
    category = case.line.name if case.line is not None else ""
    rules = question.rules
    return avoided(category, parts, question.footprint, rules.extra_years, rules.new_years)


def _depends(
    case: Case, done: tuple[Repair, ...], effected: Effect, found: tuple[Reason, ...], say: Say
) -> Iterator[Depends]:
    """Rule 3: costs and values at their ends; and the ends at which routing finds no use any more, or one at last."""
    for end in End:
        other = paid(case, done, effected.plan, end.value)
        instead = _verdict(tuple(other if it.name == "cost" else it for it in found))
        if instead is not say:
            yield Depends(end, instead, other.why)
    for each in effected.ranges:
        if (each.route in REUSE) is not effected.is_reused and any(it.name == "route" for it in found):
            stand = Stand.FOR if each.route in REUSE else Stand.AGAINST
            route = Reason("route", stand, each.what)
            instead = _verdict(tuple(route if it.name == "route" else it for it in found))
            if instead is not say:
                yield Depends(each.end, instead, each.what)


def _route(effected: Effect) -> RouteEffect:
    before, after = effected.before, effected.after
    return RouteEffect(before.route, after.route, before.then, after.then, effected.opens, effected.first)


def _sentence(say: Say, told: tuple[Reason, ...]) -> Message:
    """The advice and its first reason."""
    match say:
        case Say.REPAIR:
            return message("Repair it: {reason}.", reason=next(it for it in told if it.name == "cost").why)
        case Say.DO_NOT:
            return message("Do not repair it: {reason}.", reason=_first(told, Stand.AGAINST))
        case Say.CANNOT:
            return message("Nobody can say yet: {reason}.", reason=_first(told, Stand.UNKNOWN))
        case Say.NOTHING:
            return message("There is nothing to repair: {reason}.", reason=told[0].why)


def _first(told: tuple[Reason, ...], stand: Stand) -> Message:
    return next(it for it in told if it.stand is stand).why


def _used(case: Case, told: tuple[Reason, ...]) -> tuple[FactUsed, ...]:
    """Rule 5, in the order of routing's own list of facts."""
    names = {name for reason in told for name in reason.facts}
    return tuple(
        FactUsed(name, plain(fact.value), fact.source, fact.observed)
        for name in FACT
        if name in names and (fact := case.facts.get(name)) is not None
    )
