"""Elements and whole documents against the JSON Schema of their version, with faults in plain words.

The validators are built once in a process: a fresh one for each document is twenty times as slow. Whether there is any
fault in elements at all, a far faster validator in Rust says; the words come from the one in Python, and count.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema_rs import Draft202012Validator as Doorkeeper

from dpp.domain.catalogue import Catalogue, Granularity
from dpp.domain.checks import element_problems
from dpp.domain.document import Elements
from dpp.domain.errors import Problem
from dpp.domain.message import Message, message
from schemas import catalog

_KINDS = {
    "string": "a text",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "nothing",
}
_LONGEST_QUOTE = 60


class JsonSchemaValidator:
    """A `Validator` for one version of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._document, self._elements, self._door = _of_passports(catalogue.version)

    def problems(self, elements: Elements, granularity: Granularity | None) -> tuple[Problem, ...]:
        """Faults of form; where there is none, faults of content (`dpp.domain.checks`)."""
        faults = () if self._door.is_valid(elements) else _problems(self._elements, elements)
        return faults or element_problems(elements, self._catalogue, granularity)

    def document_problems(self, document: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Faults of form in a whole document in the compressed form, header and all."""
        return _problems(self._document, document)


class DocumentSchema:
    """Faults of form in a whole document against a published schema of another kind (`untp-passport` 0.7)."""

    def __init__(self, kind: str, version: str) -> None:
        self._validator = _of_documents(kind, version)

    def __call__(self, document: Mapping[str, Any]) -> tuple[Problem, ...]:
        return _problems(self._validator, document)


@cache
def _of_passports(version: str) -> tuple[Draft202012Validator, Draft202012Validator, Doorkeeper]:
    """For whole documents, for their elements, and for whether elements have any fault."""
    schema = json.loads(catalog.read_text("passport", version, "schema.json"))
    elements = {"$ref": "#/$defs/elements", "$defs": schema["$defs"]}
    return Draft202012Validator(schema), Draft202012Validator(elements), Doorkeeper(elements)


@cache
def _of_documents(kind: str, version: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(catalog.read_text(kind, version, "schema.json")))


def _problems(validator: Draft202012Validator, content: object) -> tuple[Problem, ...]:
    errors = sorted(validator.iter_errors(content), key=lambda error: [str(step) for step in error.absolute_path])
    return tuple(_problem(error) for error in errors)


def _problem(error: ValidationError) -> Problem:
    path = _path(error.absolute_path)
    if error.validator == "required":
        missing = _missing(error.validator_value, error.message)
        return Problem(f"{path}.{missing}", message("'{name}' is missing.", name=missing))
    say = _WORDS.get(str(error.validator), _other)
    return Problem(path, say(error.validator_value, error.instance, error))


def _missing(required: Any, sentence: str) -> str:
    """The library tells of each missing member apart, and names it only at the start of its sentence."""
    name: str = next(name for name in required if sentence.startswith(repr(name)))
    return name


def _path(steps: Iterable[str | int]) -> str:
    """The place of a fault: `$.spareParts[0].part`."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _kind(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None or isinstance(value, bool):
        return _KINDS["null" if value is None else "boolean"]
    kinds = {str: "string", int: "number", float: "number", dict: "object", list: "array"}
    return _KINDS[kinds[type(value)]]


def _quote(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _type(expected: Any, found: Any, _: ValidationError) -> Message:
    return message(
        "Expected {expected}, found {kind}: {found}.", expected=_KINDS[expected], kind=_kind(found), found=_quote(found)
    )


def _enum(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected one of {expected}, found {found}.", expected=", ".join(expected), found=_quote(found))


def _const(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected {expected}, found {found}.", expected=_quote(expected), found=_quote(found))


def _pattern(expected: Any, found: Any, error: ValidationError) -> Message:
    examples = error.schema.get("examples") if isinstance(error.schema, Mapping) else None
    like = " or ".join(examples) if examples else expected
    return message("Expected something like {like}, found {found}.", like=like, found=_quote(found))


def _too_short(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected at least {least}, found {found}.", least=expected, found=len(found))


def _too_long(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected at most {most} characters, found {found}.", most=expected, found=len(found))


def _unknown_members(_: Any, found: Any, error: ValidationError) -> Message:
    known = error.schema["properties"] if isinstance(error.schema, Mapping) else {}
    unknown = ", ".join(sorted(set(found) - set(known)))
    return message("Unknown: {unknown}. Known here: {known}.", unknown=unknown, known=", ".join(sorted(known)))


def _together(_: Any, __: Any, error: ValidationError) -> Message:
    return message("These go together: {detail}.", detail=error.message)


def _contains(expected: Any, found: Any, _: ValidationError) -> Message:
    return message(
        "Expected a list with {expected} in it, found {found}.", expected=expected["const"], found=_quote(found)
    )


def _below(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected at least {least}, found {found}.", least=expected, found=found)


def _above(expected: Any, found: Any, _: ValidationError) -> Message:
    return message("Expected at most {most}, found {found}.", most=expected, found=found)


def _repeated(_: Any, found: Any, __: ValidationError) -> Message:
    return message("The same value stands here more than once: {found}.", found=_quote(found))


def _other(expected: Any, found: Any, error: ValidationError) -> Message:
    """For a keyword that our schemas do not use: the library's own words, with what was expected."""
    return message(
        "{rule} {expected} does not hold for {found}.", rule=error.validator, expected=expected, found=_quote(found)
    )


_WORDS: dict[str, Callable[[Any, Any, ValidationError], Message]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minLength": _too_short,
    "minItems": _too_short,
    "minProperties": _too_short,
    "maxLength": _too_long,
    "additionalProperties": _unknown_members,
    "dependentRequired": _together,
    "uniqueItems": _repeated,
    "contains": _contains,
    "minimum": _below,
    "maximum": _above,
}
