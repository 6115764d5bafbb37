"""A decision as plain JSON data, for pages and programs, and back: `from_plain(to_plain(decision)) == decision`.

The shape is that of `lifecycle.domain.routing.written`.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import Message, message
from lifecycle.domain.routing.absence import Effect
from lifecycle.domain.routing.alternatives import Alternative
from lifecycle.domain.routing.changes import ChangeKind, Step
from lifecycle.domain.routing.decision import AbsentFact, Decision, TraceLine, UsedFact
from lifecycle.domain.routing.facts import Figure, facts_from_plain
from lifecycle.domain.routing.findings import Gate, Verdict
from lifecycle.domain.routing.flips import Flip
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.policy import PolicyName
from lifecycle.domain.routing.ranges import Disagreement, End
from lifecycle.domain.routing.scope import Scope
from lifecycle.domain.routing.written import FORMAT, written
from lifecycle.domain.vocabulary import Route


def to_plain(decision: Decision) -> dict[str, Any]:
    """JSON data; `canonical` of it is `written` again."""
    content: dict[str, Any] = json.loads(written(decision))
    return content


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
