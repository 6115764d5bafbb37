"""The form of EPCIS documents, against the schema of `schemas/epcis-capture`; and happenings from plain data.

Whether there is any fault at all, a fast validator in Rust says; the words come from the one in Python.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from pydantic import ValidationError

from dpp.adapters.validation import DocumentSchema
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.adapters.codec import read_happening
from lifecycle.domain.epcis.vocabulary import PREFIX, camel
from lifecycle.domain.events import Happening
from schemas import catalog

KIND, VERSION = "epcis-capture", "1.0"


class CaptureSchema:
    """`EventSchema`: what is wrong with a document, each fault with its path and what was expected."""

    def __init__(self) -> None:
        self._door = _door()
        self._words = DocumentSchema(KIND, VERSION)

    def __call__(self, document: Mapping[str, Any]) -> tuple[Problem, ...]:
        return () if self._door.is_valid(document) else self._words(document)


@cache
def _door() -> Draft202012Validator:
    return Draft202012Validator(json.loads(catalog.read_text(KIND, VERSION, "schema.json")))


def happening_from(plain: Mapping[str, Any]) -> Happening:
    """`ReadHappening`: InvalidInput that names the members that are wrong."""
    try:
        return read_happening(plain)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems = tuple(
            Problem(_path(fault["loc"]), message("{fault}", fault=str(fault["msg"]).rstrip("."))) for fault in faults
        )
        what = message("What the event says in this vocabulary is not a {kind}.", kind=str(plain.get("kind"))[:60])
        raise InvalidInput(what, problems) from None


def _path(steps: tuple[int | str, ...]) -> str:
    """`("recycled", "kilograms")` as `$['kringpas:kilograms']`: the first step is the kind."""
    shown = (f"[{step}]" if isinstance(step, int) else f"['{PREFIX}:{camel(step)}']" for step in steps[1:])
    return "$" + "".join(shown)
