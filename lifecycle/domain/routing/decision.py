"""Where a device goes, why, and what would change it.

Rules:
1. The same facts, policy and day give the same decision, byte for byte; `inputs_hash` is the SHA-256 of the canonical
   JSON of all three.
2. Every rule that was asked is in the trace, with its line of the policy, the facts with source and age, and what a
   missing fact did. After the finding that ended the matter come only the conditions of a return to the lessor.
3. What would change it is found by deciding again under each set of up to three changes, cheapest first: per better
   option the cheapest set that opens it.
4. Every amount with a range is tried at both ends, one by one and all together at their worst and best: where another
   answer comes out, the decision says so.
5. What must happen before the hand-over does not hold up the choice of a route; the event of the hand-over refuses
   without it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dpp.domain.message import Message
from dpp.domain.proof import sha256
from lifecycle.domain.routing.absence import Effect
from lifecycle.domain.routing.alternatives import Alternative, alternatives
from lifecycle.domain.routing.changes import Step
from lifecycle.domain.routing.facts import Fact, RoutingFacts
from lifecycle.domain.routing.findings import Finding, Gate, Rule, Verdict
from lifecycle.domain.routing.flips import Flip, flips
from lifecycle.domain.routing.gates import Assessment, assess
from lifecycle.domain.routing.json_text import FactText, json_text, object_text, text_of
from lifecycle.domain.routing.options import Outcome, choose
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.policy import Policy, PolicyName
from lifecycle.domain.routing.ranges import Disagreement, disagreements
from lifecycle.domain.routing.sentences import why
from lifecycle.domain.vocabulary import Route

REPAIR_RULE = "economics.repair"
_ORDER = {gate: place for place, gate in enumerate(Gate)}


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that a rule looked at, as plain data, with who says so, since when, and how old that was on the day."""

    name: str
    value: Any
    source: str
    observed: date | None
    age_days: int | None


@dataclass(frozen=True, slots=True)
class AbsentFact:
    """A fact that a rule looked for and did not find: the effect and, for a default, what counted; None: no effect."""

    name: str
    effect: Effect | None
    value: Any
    place: str


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One finding of one rule. `place` is the line of the policy, or `domain` for what no policy may change."""

    rule: str
    gate: Gate
    place: str
    verdict: Verdict
    why: Message
    routes: tuple[Route, ...]
    facts: tuple[UsedFact, ...]
    missing: tuple[AbsentFact, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The proposal and everything that it rests on.

    `then` is where a repair leads, or the option that a waiting device waits for. `repair` is what is repaired first.
    `facts` are all that were known, so that it can be made again (None: it was made before they were kept); `written`
    is how everything that counted is written, where it was just made.
    """

    route: Route
    then: Route | None
    why: Message
    repair: tuple[Step, ...]
    trace: tuple[TraceLine, ...]
    alternatives: tuple[Alternative, ...]
    flips: tuple[Flip, ...]
    disagreements: tuple[Disagreement, ...]
    policy: PolicyName
    on: date
    inputs_hash: str
    facts: RoutingFacts | None = None
    written: Mapping[str, FactText] | None = field(default=None, compare=False, repr=False)

    @property
    def failed(self) -> tuple[TraceLine, ...]:
        """What closed an option or ended the matter."""
        return tuple(line for line in self.trace if line.verdict in {Verdict.CLOSES, Verdict.ENDS})

    @property
    def conditions(self) -> tuple[TraceLine, ...]:
        """What must be met before the device is handed over on the proposed route."""
        ends = {self.route, self.then}
        return tuple(
            line for line in self.trace if line.verdict is Verdict.CONDITION and not ends.isdisjoint(line.routes)
        )

    @property
    def questions(self) -> tuple[TraceLine, ...]:
        """What an option waits for."""
        return tuple(line for line in self.trace if line.verdict is Verdict.ASKS)


def decide(facts: RoutingFacts, policy: Policy, *, on: date) -> Decision:
    """The decision about one device on one day."""
    assessment = assess(facts, policy, on)
    outcome = choose(assessment)
    known = {name: text_of(name, fact) for name, fact in assessment.case.facts.items()}
    return Decision(
        route=outcome.route,
        then=outcome.then,
        why=why(assessment, outcome),
        repair=() if outcome.plan is None else outcome.plan.steps,
        trace=_trace(assessment, outcome, known),
        alternatives=alternatives(assessment, outcome),
        flips=flips(assessment, outcome),
        disagreements=disagreements(assessment, outcome),
        policy=policy.name,
        on=on,
        inputs_hash=_inputs_hash(known, policy.name, on),
        facts=facts,
        written=known,
    )


def route_of(facts: RoutingFacts, policy: Policy, *, on: date) -> Route:
    """The route of `decide`, without its reasons: for questions about very many devices."""
    return choose(assess(facts, policy, on)).route


def _inputs_hash(known: Mapping[str, FactText], policy: PolicyName, on: date) -> str:
    facts = object_text({name: fact.text for name, fact in known.items()})
    inputs = {"facts": facts, "policy": json_text(policy.digest), "on": json_text(on)}
    return sha256(object_text(inputs).encode())


def _trace(assessment: Assessment, outcome: Outcome, known: Mapping[str, FactText]) -> tuple[TraceLine, ...]:
    case = assessment.case
    used = {name: _used(name, fact, known[name].value, case.on) for name, fact in case.facts.items()}
    found = [
        *((rule.name, rule.gate, finding) for rule, finding in _until_the_end(assessment, outcome)),
        *((REPAIR_RULE, Gate.ECONOMICS, finding) for finding in outcome.repair),
    ]
    lines = [_line(rule, gate, finding, used, case.policy) for rule, gate, finding in found]
    return tuple(sorted(lines, key=lambda line: _ORDER[line.gate]))


def _until_the_end(assessment: Assessment, outcome: Outcome) -> Iterator[tuple[Rule, Finding]]:
    """Everything up to the finding that ends the matter, and after it the conditions of the way out."""
    over = False
    for rule, finding in assessment:
        if not over or (finding.verdict is Verdict.CONDITION and outcome.route in finding.routes):
            yield rule, finding
        over = over or finding is assessment.ending


def _line(rule: str, gate: Gate, finding: Finding, used: Mapping[str, UsedFact], policy: Policy) -> TraceLine:
    return TraceLine(
        rule=rule,
        gate=gate,
        place=finding.place,
        verdict=finding.verdict,
        why=finding.why,
        routes=finding.routes,
        facts=tuple(used[name] for name in finding.facts if name in used),
        missing=tuple(_absent(name, policy) for name in finding.facts if name not in used),
    )


def _used(name: str, fact: Fact[Any], value: Any, on: date) -> UsedFact:
    age = None if fact.observed is None else (on - fact.observed).days
    return UsedFact(name, value, fact.source, fact.observed, age)


def _absent(name: str, policy: Policy) -> AbsentFact:
    missing = policy.missing.get(name)
    if missing is None:
        return AbsentFact(name, None, None, "")
    return AbsentFact(name, missing.effect, plain(missing.written), f"missing.{name}")
