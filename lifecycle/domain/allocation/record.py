"""An allocation as plain data, and the hash of what it was made from.

Rules:
1. The hash is that of the rule, the day, the solver, every need, every device with its facts, and what was proposed
   before: the same hash, the same answer, byte for byte.
2. The order in which needs and devices came is no part of it.
"""

from collections.abc import Mapping
from typing import Any

from dpp.domain.message import Message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.allocation.answer import Allocation, Question
from lifecycle.domain.allocation.rule import Need
from lifecycle.domain.events import plain
from lifecycle.domain.requests.offered import Offered


def inputs_hash(question: Question, solver: str) -> str:
    """SHA-256 in lower-case hexadecimal."""
    content = {
        "on": question.on.isoformat(),
        "rule": plain(question.rule),
        "solver": solver,
        "needs": [_need(each) for each in sorted(question.needs, key=lambda need: need.request.id)],
        "stock": [_offered(each) for each in sorted(question.stock, key=lambda given: given.device)],
        "standing": dict(question.standing),
    }
    return sha256(canonical(content))


def _need(need: Need) -> dict[str, Any]:
    request = need.request
    return {
        "request": request.id,
        "requester": request.requester,
        "route": request.route.value,
        "made_at": request.made_at.isoformat(),
        "wanted": plain(request.wanted),
        "number": need.number,
        "given": need.given,
    }


def _offered(given: Offered) -> dict[str, Any]:
    shallow: dict[str, Any] = {name: plain(getattr(given, name)) for name in Offered.__dataclass_fields__}
    return {name: value for name, value in shallow.items() if value is not None} | {"routes": sorted(given.routes)}


def to_plain(allocation: Allocation, question: Question, solver: str) -> dict[str, Any]:
    """The allocation with every reason. Devices name the demands that they fit by their place in `demands`."""
    return {
        "on": allocation.on.isoformat(),
        "rule": plain(allocation.rule),
        "method": allocation.method.value,
        "solver": solver,
        "inputs_sha256": inputs_hash(question, solver),
        "demands": [
            {
                "route": each.route.value,
                "category": each.category,
                "specification": plain(each.specification),
                "requests": [need.request.id for need in each.needs],
            }
            for each in allocation.demands
        ],
        "placed": [plain(each) for each in allocation.placed],
        "outcomes": [plain(each) | {"failing": dict(each.failing)} for each in allocation.outcomes],
        "unplaced": allocation.unplaced,
    }


def said(what: Message) -> dict[str, Any]:
    """A message as plain data: its text in English, and what it is made of to say it in another language."""
    values = {
        name: said(value) if isinstance(value, Message) else plain(value) for name, value in sorted(what.values.items())
    }
    return {"text": str(what), "template": what.template, "values": values}


def say(content: Mapping[str, Any]) -> Message:
    """The message in plain data."""
    values = {name: say(value) if isinstance(value, Mapping) else value for name, value in content["values"].items()}
    return Message(content["template"], values)
