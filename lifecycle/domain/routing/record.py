"""A decision as plain JSON data, for storage and pages, and back.

The shape is stable: a name is added, never changed or dropped, while `format` stays 1. A message is
`{"text", "template", "values"}`: `text` is English, `template` the key for a translation, and a value may be a message
itself. A figure is `{"value", "low", "high", "unit"}`. Days are ISO 8601. `facts` is all that was known,
`{name: {"value", "source", "observed"}}`; the first decisions have none. `from_plain(to_plain(decision)) == decision`.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import Message, message
from lifecycle.domain.routing.absence import Effect
from lifecycle.domain.routing.alternatives import Alternative
from lifecycle.domain.routing.changes import ChangeKind, Step
from lifecycle.domain.routing.decision import AbsentFact, Decision, TraceLine, UsedFact
from lifecycle.domain.routing.facts import Figure, facts_from_plain, facts_to_plain
from lifecycle.domain.routing.findings import Gate, Verdict
from lifecycle.domain.routing.flips import Flip
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.policy import PolicyName
from lifecycle.domain.routing.ranges import Disagreement, End
from lifecycle.domain.routing.scope import Scope
from lifecycle.domain.routing.words import FACT, OPTION, PART
from lifecycle.domain.vocabulary import Route

FORMAT = 1


def to_plain(decision: Decision) -> dict[str, Any]:
    """JSON data; `canonical` of it is the same bytes for the same inputs."""
    return {
        "format": FORMAT,
        "route": decision.route.value,
        "then": plain(decision.then),
        "why": _say(decision.why),
        "repair": [_step(step) for step in decision.repair],
        "trace": _trace(decision.trace),
        "alternatives": [_alternative(it) for it in decision.alternatives],
        "flips": [_flip(flip) for flip in decision.flips],
        "disagreements": [_disagreement(it) for it in decision.disagreements],
        "policy": _policy_name(decision.policy),
        "on": decision.on.isoformat(),
        "inputs_hash": decision.inputs_hash,
    } | _facts(decision)


def _facts(decision: Decision) -> dict[str, Any]:
    if decision.facts is None:
        return {}
    return {"facts": facts_to_plain(decision.facts) if decision.written is None else decision.written}


@lru_cache(maxsize=64)
def _policy_name(name: PolicyName) -> Any:
    """Thousands of decisions rest on one policy."""
    return plain(name)


def _say(said: Message) -> dict[str, Any]:
    """Names of options, facts and parts are in nearly every sentence: they are made once."""
    return _NAMES.get(id(said)) or _said_anew(said)


def _said_anew(said: Message) -> dict[str, Any]:
    values = {
        name: value if type(value) is str else _say(value) if isinstance(value, Message) else plain(value)
        for name, value in sorted(said.values.items())
    }
    return {"text": str(said), "template": said.template, "values": values}


_NAMES = {id(name): _said_anew(name) for names in (OPTION, FACT, PART) for name in names.values()}


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind.value,
        "what": _say(step.what),
        "cost": plain(step.cost),
        "lead_days": step.lead_days,
    }


def _trace(lines: tuple[TraceLine, ...]) -> list[dict[str, Any]]:
    """A fact that many rules looked at is written once, and stands in the line of each."""
    used = {id(fact): _used(fact) for line in lines for fact in line.facts}
    return [_line(line, used) for line in lines]


def _line(line: TraceLine, used: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "gate": line.gate.value,
        "place": line.place,
        "verdict": line.verdict.value,
        "why": _say(line.why),
        "routes": [route.value for route in line.routes],
        "facts": [used[id(fact)] for fact in line.facts],
        "missing": plain(line.missing) if line.missing else [],
    }


def _used(fact: UsedFact) -> dict[str, Any]:
    """Its value is plain data already."""
    return {
        "name": fact.name,
        "value": fact.value,
        "source": fact.source,
        "observed": plain(fact.observed),
        "age_days": fact.age_days,
    }


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        "route": alternative.route.value,
        "state": alternative.state.value,
        "closed_by": [_say(why) for why in alternative.closed_by],
        "figures": plain(alternative.figures),
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "route": flip.route.value,
        "what": _say(flip.what),
        "steps": [_step(step) for step in flip.steps],
        "cost": plain(flip.cost),
        "lead_days": flip.lead_days,
    }


def _disagreement(it: Disagreement) -> dict[str, Any]:
    return {
        "figures": plain(it.figures),
        "end": it.end.value,
        "route": it.route.value,
        "then": plain(it.then),
        "what": _say(it.what),
    }


def from_plain(content: Mapping[str, Any]) -> Decision:
    """A stored decision; InvalidInput for what `to_plain` did not write."""
    if content.get("format") != FORMAT:
        raise InvalidInput(message("This is not a decision in format {format}.", format=FORMAT))
    try:
        return _decision(content)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidInput(message("This decision is not whole: {fault}.", fault=str(fault))) from fault


def _decision(content: Mapping[str, Any]) -> Decision:
    return Decision(
        route=Route(content["route"]),
        then=_route(content["then"]),
        why=_said(content["why"]),
        repair=tuple(map(_read_step, content["repair"])),
        trace=tuple(map(_read_line, content["trace"])),
        alternatives=tuple(map(_read_alternative, content["alternatives"])),
        flips=tuple(map(_read_flip, content["flips"])),
        disagreements=tuple(map(_read_disagreement, content["disagreements"])),
        policy=_policy(content["policy"]),
        on=date.fromisoformat(content["on"]),
        inputs_hash=content["inputs_hash"],
        facts=facts_from_plain(content["facts"]) if "facts" in content else None,
    )


def _policy(content: Mapping[str, Any]) -> PolicyName:
    """The first decisions have neither a last day nor a scope: theirs was for every device."""
    until, scope = content.get("until"), content.get("scope", {})
    read = {
        "date": date.fromisoformat(content["date"]),
        "until": None if until is None else date.fromisoformat(until),
        "scope": Scope(**{name: tuple(values) for name, values in scope.items()}),
    }
    return PolicyName(**dict(content) | read)


def _said(content: Mapping[str, Any]) -> Message:
    values = {name: _said(value) if isinstance(value, Mapping) else value for name, value in content["values"].items()}
    return Message(content["template"], values)


def _route(name: str | None) -> Route | None:
    return None if name is None else Route(name)


def _figure(content: Mapping[str, Any] | None) -> Figure | None:
    return None if content is None else Figure(**content)


def _read_step(content: Mapping[str, Any]) -> Step:
    return Step(
        kind=ChangeKind(content["kind"]),
        what=_said(content["what"]),
        cost=_figure(content["cost"]),
        lead_days=content["lead_days"],
    )


def _read_line(content: Mapping[str, Any]) -> TraceLine:
    return TraceLine(
        rule=content["rule"],
        gate=Gate(content["gate"]),
        place=content["place"],
        verdict=Verdict(content["verdict"]),
        why=_said(content["why"]),
        routes=tuple(map(Route, content["routes"])),
        facts=tuple(map(_read_used, content["facts"])),
        missing=tuple(map(_read_absent, content["missing"])),
    )


def _read_used(content: Mapping[str, Any]) -> UsedFact:
    observed = content["observed"]
    return UsedFact(**dict(content) | {"observed": None if observed is None else date.fromisoformat(observed)})


def _read_absent(content: Mapping[str, Any]) -> AbsentFact:
    effect = content["effect"]
    return AbsentFact(**dict(content) | {"effect": None if effect is None else Effect(effect)})


def _read_alternative(content: Mapping[str, Any]) -> Alternative:
    return Alternative(
        route=Route(content["route"]),
        state=OptionState(content["state"]),
        closed_by=tuple(map(_said, content["closed_by"])),
        figures={name: Figure(**figure) for name, figure in content["figures"].items()},
    )


def _read_flip(content: Mapping[str, Any]) -> Flip:
    return Flip(
        route=Route(content["route"]),
        what=_said(content["what"]),
        steps=tuple(map(_read_step, content["steps"])),
        cost=_figure(content["cost"]),
        lead_days=content["lead_days"],
    )


def _read_disagreement(content: Mapping[str, Any]) -> Disagreement:
    return Disagreement(
        figures=tuple(content["figures"]),
        end=End(content["end"]),
        route=Route(content["route"]),
        then=_route(content["then"]),
        what=_said(content["what"]),
    )
