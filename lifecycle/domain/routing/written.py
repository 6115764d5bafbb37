"""A decision as canonical JSON text, put together from pieces that are each written once.

The shape is stable: a name is added, never changed or dropped, while `format` stays 1. A message is
`{"text", "template", "values"}`: `text` is English, `template` the key for a translation, and a value may be a message
itself. A figure is `{"value", "low", "high", "unit"}`. Days are ISO 8601. `facts` is all that was known,
`{name: {"value", "source", "observed"}}`; the first decisions have none.

Rules:
1. The same inputs give the same text, which is that of `dpp.domain.proof.canonical`: names in order, no white space.
2. A fact that many rules looked at is written once, and its text stands in the line of each.
3. What thousands of decisions share (the policy, a sentence without values) is written once for all of them.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from dpp.domain.message import Message
from dpp.domain.proof import canonical_text
from lifecycle.domain.routing.alternatives import Alternative
from lifecycle.domain.routing.changes import Step
from lifecycle.domain.routing.decision import Decision, TraceLine, UsedFact
from lifecycle.domain.routing.flips import Flip
from lifecycle.domain.routing.json_text import json_text, list_text, object_form, object_text, quoted, text_of
from lifecycle.domain.routing.policy import PolicyName
from lifecycle.domain.routing.ranges import Disagreement

FORMAT = 1
NOTHING = "[]"
_MESSAGE = object_form("template", "text", "values")
_LINE = object_form("facts", "gate", "missing", "place", "routes", "rule", "verdict", "why")
_USED = object_form("age_days", "name", "observed", "source", "value")


def written(decision: Decision) -> str:
    """The text that is kept; the hash of it is on the event."""
    texts = {
        "format": json_text(FORMAT),
        "route": json_text(decision.route),
        "then": json_text(decision.then),
        "why": _said(decision.why),
        "repair": list_text([_step(step) for step in decision.repair]),
        "trace": _trace(decision),
        "alternatives": list_text([_alternative(it) for it in decision.alternatives]),
        "flips": list_text([_flip(flip) for flip in decision.flips]),
        "disagreements": list_text([_disagreement(it) for it in decision.disagreements]),
        "policy": _policy(decision.policy),
        "on": json_text(decision.on),
        "inputs_hash": quoted(decision.inputs_hash),
    }
    if decision.facts is not None:
        texts["facts"] = _facts(decision)
    return object_text(texts)


def _facts(decision: Decision) -> str:
    known, made = decision.facts.known() if decision.facts else {}, decision.written or {}
    return object_text({name: (made.get(name) or text_of(name, fact)).text for name, fact in known.items()})


@lru_cache(maxsize=64)
def _policy(name: PolicyName) -> str:
    return json_text(name)


def _said(said: Message) -> str:
    """Rule 3: most sentences are said of one device after the other, with the same values."""
    try:
        return _sentence(said.template, tuple(said.values), *said.values.values())
    except TypeError:  # a value that has values of its own
        return _message(said)


@lru_cache(maxsize=4096, typed=True)
def _sentence(template: str, names: tuple[str, ...], *values: object) -> str:
    """`typed`: 80 and 80.0 are equal, and said differently."""
    return _message(Message(template, dict(zip(names, values, strict=True))))


def _message(said: Message) -> str:
    values = {name: _said(it) if isinstance(it, Message) else json_text(it) for name, it in said.values.items()}
    return _MESSAGE % (quoted(said.template), quoted(str(said)), object_text(values))


def _step(step: Step) -> str:
    return object_text(
        {
            "kind": json_text(step.kind),
            "what": _said(step.what),
            "cost": json_text(step.cost),
            "lead_days": json_text(step.lead_days),
        }
    )


def _trace(decision: Decision) -> str:
    """Rule 2."""
    made = {} if decision.written is None else {name: fact.value_text for name, fact in decision.written.items()}
    used = {id(fact): fact for line in decision.trace for fact in line.facts}
    texts = {key: _used(fact, made.get(fact.name)) for key, fact in used.items()}
    return list_text([_line(line, texts) for line in decision.trace])


def _line(line: TraceLine, used: Mapping[int, str]) -> str:
    return _LINE % (
        list_text([used[id(fact)] for fact in line.facts]),
        json_text(line.gate),
        json_text(line.missing) if line.missing else NOTHING,
        quoted(line.place),
        list_text([json_text(route) for route in line.routes]),
        quoted(line.rule),
        json_text(line.verdict),
        _said(line.why),
    )


def _used(fact: UsedFact, value: str | None) -> str:
    """Its value is plain data already."""
    return _USED % (
        json_text(fact.age_days),
        quoted(fact.name),
        json_text(fact.observed),
        quoted(fact.source),
        canonical_text(fact.value) if value is None else value,
    )


def _alternative(alternative: Alternative) -> str:
    return object_text(
        {
            "route": json_text(alternative.route),
            "state": json_text(alternative.state),
            "closed_by": _all_said(alternative.closed_by),
            "figures": json_text(alternative.figures),
        }
    )


def _all_said(messages: Iterable[Message]) -> str:
    return list_text([_said(each) for each in messages])


def _flip(flip: Flip) -> str:
    return object_text(
        {
            "route": json_text(flip.route),
            "what": _said(flip.what),
            "steps": list_text([_step(step) for step in flip.steps]),
            "cost": json_text(flip.cost),
            "lead_days": json_text(flip.lead_days),
        }
    )


def _disagreement(it: Disagreement) -> str:
    return object_text(
        {
            "figures": json_text(it.figures),
            "end": json_text(it.end),
            "route": json_text(it.route),
            "then": json_text(it.then),
            "what": _said(it.what),
        }
    )
