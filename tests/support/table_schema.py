"""A small validator of CSV rows by a Frictionless table schema: the constraints that the schemas of our files use.

The published schema of Open Repair Data writes some of them as text ("true", "[Fixed, Repairable]", "3"): these are
read as they are meant. `minimum` and `maximum` of a text are of its length there, of a number of its value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any


def faults(schema: Mapping[str, Any], fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Everything in which a file does not keep to its schema, each with its row and field."""
    found = []
    if list(fields) != [field["name"] for field in schema["fields"]]:
        found.append(f"the columns are {list(fields)}")
    seen: dict[str, set[str]] = {}
    for number, row in enumerate(rows, start=1):
        for field in schema["fields"]:
            name, value = field["name"], row[field["name"]]
            missing = field.get("missingValues", schema.get("missingValues", [""]))
            constraints = field.get("constraints", {})
            if value in missing:
                found += [f"row {number}: {name} is required"] if _yes(constraints.get("required")) else []
                continue
            found += [f"row {number}: {name} {what}: {value!r}" for what in _of_value(field, value)]
            if _yes(constraints.get("unique")) or schema.get("primaryKey") == name:
                found += [f"row {number}: {name} is there already"] if value in seen.setdefault(name, set()) else []
                seen[name].add(value)
    return found


def _of_value(field: Mapping[str, Any], value: str) -> Iterable[str]:
    constraints = field.get("constraints", {})
    if not _is_typed(field["type"], value):
        yield f"is no {field['type']}"
        return
    if (pattern := constraints.get("pattern")) and not re.fullmatch(pattern, value):
        yield f"does not match {pattern}"
    if (words := constraints.get("enum")) and value not in _listed(words):
        yield f"is none of {words}"
    size = float(value) if field["type"] in {"integer", "number"} else len(value)
    if "minimum" in constraints and size < float(constraints["minimum"]):
        yield f"is below {constraints['minimum']}"
    if "maximum" in constraints and size > float(constraints["maximum"]):
        yield f"is above {constraints['maximum']}"


def _is_typed(kind: str, value: str) -> bool:
    try:
        if kind == "integer":
            int(value)
        elif kind == "number":
            float(value)
        elif kind == "date":
            date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _yes(value: Any) -> bool:
    return value in {True, "true"}


def _listed(words: Any) -> list[str]:
    return [word.strip() for word in words.strip("[]").split(",")] if isinstance(words, str) else list(words)
