"""Sentences in JSON: a template and its values, so that each reader of a report has it in the own language."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dpp.domain.errors import Problem
from dpp.domain.imports.rows import RowReport
from dpp.domain.message import Kept, Message, list_of

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
    """A message, a member of a fixed list and a moment stay what they are; the rest is kept as it would be printed."""
    match value:
        case Message():
            return _message(value)
        case Kept():
            return {"word": str(value), "of": value.of}
        case StrEnum():
            return {"word": value.value, "of": list_of(type(value))}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    return value if isinstance(value, _PLAIN) else str(value)


def _read(content: Mapping[str, Any]) -> Message:
    return Message(content["template"], {name: _read_value(value) for name, value in content.get("values", {}).items()})


def _read_value(value: Any) -> Any:
    match value:
        case {"word": word, "of": of}:
            return Kept(word, of)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case Mapping():
            return _read(value)
    return value
