"""Sentences in JSON: a template and its values, so that each reader of a report has it in the own language."""

import json
from collections.abc import Mapping
from typing import Any

from dpp.domain.errors import Problem
from dpp.domain.imports.rows import RowReport
from dpp.domain.message import Message

_PLAIN = (str, int, float, bool, type(None))


def write_message(said: Message | None) -> str:
    """As JSON; an empty text for nothing."""
    return "" if said is None else json.dumps(_message(said), ensure_ascii=False)


def read_message(text: str) -> Message | None:
    return _read(json.loads(text)) if text else None


def write_report(report: RowReport) -> str:
    """What a report says in words; an empty text where it says nothing."""
    said = {
        "what": report.what and _message(report.what),
        "problems": [{"path": problem.path, "what": _message(problem.what)} for problem in report.problems],
        "remedy": report.remedy and _message(report.remedy),
    }
    told = {name: value for name, value in said.items() if value}
    return json.dumps(told, ensure_ascii=False) if told else ""


def read_report(text: str) -> dict[str, Any]:
    """What, problems and remedy of a report, as its class wants them."""
    if not text:
        return {}
    said = json.loads(text)
    return {
        "what": _read(said["what"]) if "what" in said else None,
        "problems": tuple(Problem(each["path"], _read(each["what"])) for each in said.get("problems", ())),
        "remedy": _read(said["remedy"]) if "remedy" in said else None,
    }


def _message(said: Message) -> dict[str, Any]:
    values = {name: _value(value) for name, value in said.values.items()}
    return {"template": said.template} | ({"values": values} if values else {})


def _value(value: object) -> Any:
    """A message inside a message stays one; what JSON does not know is kept as it would be printed."""
    if isinstance(value, Message):
        return _message(value)
    return value if isinstance(value, _PLAIN) else str(value)


def _read(content: Mapping[str, Any]) -> Message:
    values = {
        name: _read(value) if isinstance(value, Mapping) else value for name, value in content.get("values", {}).items()
    }
    return Message(content["template"], values)
