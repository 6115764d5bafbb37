"""The first three gates: whether anything may be done with this device at all.

Rules:
1. A kind of device that the policy does not name waits for a person.
2. What is missing, under a legal hold or in quarantine stays where it is.
3. What is leased goes back to the lessor; what belongs to another party is not the State's to route.
4. What is a hazard is made safe first.
"""

from collections.abc import Iterator

from dpp.domain.message import message
from lifecycle.domain.routing.facts import Flag
from lifecycle.domain.routing.findings import Case, Finding, Gate, Rule, Verdict
from lifecycle.domain.routing.limits import DIRECT
from lifecycle.domain.vocabulary import Hazard, Holding, Route

FLAG_REASON = {
    Flag.MISSING: message("it is reported missing"),
    Flag.LEGAL_HOLD: message("a legal hold rests on it"),
    Flag.QUARANTINED: message("it is in quarantine"),
}
HAZARD_REASON = {
    Hazard.SWOLLEN_BATTERY: message("its battery is swollen"),
    Hazard.BROKEN_GLASS: message("its glass is broken"),
}


def _category(case: Case) -> Iterator[Finding]:
    facts = ("category",)
    if case.line is not None:
        why = message("the policy has a line for this kind of device ({category})", category=case.line.name)
        yield Finding(case.line.place, Verdict.PASSES, why, (), facts)
        return
    name = case.value("category")
    if name is None:
        why = message("it is not known what kind of device it is")
    else:
        why = message("the policy has no line for this kind of device ({category})", category=name)
    yield Finding("categories", Verdict.ENDS, why, (), facts, Route.HOLD)


def _flags(case: Case) -> Iterator[Finding]:
    flags = case.value("flags")
    if flags is None:
        yield case.unknown(("flags",), DIRECT)
        return
    for flag, why in FLAG_REASON.items():
        if flag in flags:
            yield Finding("domain", Verdict.ENDS, why, (), ("flags",), Route.HOLD)
    if not flags:
        yield Finding("domain", Verdict.PASSES, message("it is here, and nothing holds it"), (), ("flags",))


def _holding(case: Case) -> Iterator[Finding]:
    facts = ("holding",)
    holding = case.value("holding")
    if holding is None:
        yield case.unknown(facts, DIRECT)
    elif holding is Holding.STATE:
        yield Finding("domain", Verdict.PASSES, message("it belongs to the State"), (), facts)
    elif holding is Holding.LESSOR:
        yield Finding("domain", Verdict.ENDS, message("it is leased"), (), facts, Route.RETURN_TO_LESSOR)
    else:
        why = message("it does not belong to the State any more")
        yield Finding("domain", Verdict.ENDS, why, (), facts, Route.HOLD)


def _hazard(case: Case) -> Iterator[Finding]:
    facts = ("hazards",)
    hazards = case.value("hazards")
    if hazards is None:
        yield case.unknown(facts, DIRECT)
        return
    for hazard, why in HAZARD_REASON.items():
        if hazard in hazards:
            yield Finding("domain", Verdict.ENDS, why, (), facts, Route.HOLD)
    if not hazards:
        yield Finding("domain", Verdict.PASSES, message("it is safe to handle"), (), facts)


RULES = (
    Rule("standing.category", Gate.STANDING, frozenset({"category"}), _category),
    Rule("standing.present", Gate.STANDING, frozenset({"flags"}), _flags),
    Rule("ownership.holding", Gate.OWNERSHIP, frozenset({"holding"}), _holding),
    Rule("hazard.safe", Gate.HAZARD, frozenset({"hazards"}), _hazard),
)
