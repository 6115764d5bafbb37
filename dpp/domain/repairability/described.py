"""Workings as a document: JSON that is JSON-LD too, by the published context of `schemas/repairability`.

Rules:
1. Every node has an id of its own below the address of the model: the graph has no nameless node.
2. Numbers are decimals in text, as the acts write them; a class is a letter under a name of its own, so that each name
   has one type.
3. What is absent is left out. Sentences are English; `rule`, `verdict` and `name` are stable words for programs.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dpp.domain.message import Message
from dpp.domain.repairability.rounding import half_up
from dpp.domain.repairability.working import Input, Result, Term, Value, Working

VERSION = "1.0"
CONTEXT = f"https://kringpas.nl/schemas/repairability/{VERSION}/context.jsonld"


def described(
    model: str, header: Mapping[str, str], workings: Sequence[Working], *, deep: bool = True
) -> dict[str, Any]:
    """The document about a model with this address; `header` says its `productGroup`, `brand` and `modelName`.

    Without `deep` the lines of each working are left out, for lists.
    """
    return {
        "@context": CONTEXT,
        "id": f"{model}#repairability",
        "type": "ModelRepairability",
        "about": model,
        **header,
        "workings": [_working(f"{model}#{working.rule}", working, deep=deep) for working in workings],
    }


def _working(node: str, working: Working, *, deep: bool) -> dict[str, Any]:
    said = {
        "id": node,
        "type": "Working",
        "rule": working.rule,
        "title": str(working.title),
        "path": working.path,
        "verdict": working.verdict.value,
        **_declared(working.declared),
        **_result(working),
        "unit": working.unit,
        "difference": _text(working.difference),
        "formula": _text(working.formula),
        "rounding": _text(working.rounding),
        "tolerance": str(working.tolerance),
        "legalSource": working.source,
        "why": [str(each) for each in working.why],
        "doubts": [str(each) for each in working.doubts],
        "missing": list(working.missing),
        "terms": _terms(node, working.terms) if deep else [],
    }
    return _present(said)


def _terms(node: str, terms: Sequence[Term]) -> list[dict[str, Any]]:
    return [_term(f"{node}/{place}-{term.name}", term) for place, term in enumerate(terms)]


def _term(node: str, term: Term) -> dict[str, Any]:
    said = {
        "id": node,
        "type": "Term",
        "name": term.name,
        "label": str(term.label),
        "weight": _text(term.weight),
        "low": _text(term.value.low if term.value else None),
        "high": _text(term.value.high if term.value else None),
        "givenClass": term.letter,
        "unit": term.unit,
        "doubts": [] if term.doubt is None else [str(term.doubt)],
        "missing": list(term.missing),
        "inputs": [_input(f"{node}/input-{place}", read) for place, read in enumerate(term.inputs)],
        "terms": _terms(node, term.terms),
    }
    return _present(said)


def _input(node: str, read: Input) -> dict[str, Any]:
    return {"id": node, "type": "Input", "path": read.path, "value": str(read.value), "unit": read.unit}


def _declared(declared: Value | None) -> dict[str, str | None]:
    if isinstance(declared, Decimal):
        return {"declared": _text(declared)}
    return {"declaredClass": declared}


def _result(working: Working) -> dict[str, str | None]:
    """A least value under a name of its own; else the two ends of the result."""
    result = working.result
    if result is None:
        return {}
    if working.is_bound:
        return {"least": str(result.low)}
    return _ends(result)


def _ends(result: Result) -> dict[str, str | None]:
    if isinstance(result.low, Decimal):
        return {"low": _text(result.low), "high": _text(result.high)}
    return {"bestClass": result.low, "worstClass": str(result.high)}


def _text(value: Value | Message | None) -> str | None:
    """A number without exponent, in four decimals at most: more would say more than was measured."""
    if isinstance(value, Decimal):
        return f"{half_up(value, _FINEST).normalize():f}"
    return None if value is None else str(value)


_FINEST = Decimal("0.0001")


def _present(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None and value != []}
