"""What is wrong with a request that does not fit its route, in sentences that can be translated.

Pydantic finds it and says it in English; what it says most often is said here, by the type of the error
(https://docs.pydantic.dev/latest/errors/validation_errors/). What is not in the list keeps its own words.
"""

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message

_NO_WHOLE_NUMBER = message("This is not a whole number.")
_NO_NUMBER = message("This is not a number.")
_NO_DATE = message("This is not a date, as 2026-11-22.")
_NO_MOMENT = message("This is not a moment, as 2026-11-22T09:30:00Z.")
_NO_TEXT = message("This is not a text.")
_NO_LIST = message("This is not a list.")
_NO_OBJECT = message("This is not an object with names and values.")
_SAID = {
    "missing": message("This is missing."),
    "extra_forbidden": message("Nothing of this name is expected here."),
    "unexpected_keyword_argument": message("Nothing of this name is expected here."),
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "decimal_parsing": _NO_NUMBER,
    "decimal_type": _NO_NUMBER,
    "finite_number": _NO_NUMBER,
    "bool_parsing": message("This is neither true nor false."),
    "bool_type": message("This is neither true nor false."),
    "date_parsing": _NO_DATE,
    "date_type": _NO_DATE,
    "date_from_datetime_parsing": _NO_DATE,
    "date_from_datetime_inexact": _NO_DATE,
    "datetime_parsing": _NO_MOMENT,
    "datetime_from_date_parsing": _NO_MOMENT,
    "datetime_type": _NO_MOMENT,
    "timezone_aware": message("This moment says no time zone: end it with Z, or with +01:00."),
    "string_type": _NO_TEXT,
    "list_type": _NO_LIST,
    "tuple_type": _NO_LIST,
    "frozen_set_type": _NO_LIST,
    "dict_type": _NO_OBJECT,
    "dataclass_type": _NO_OBJECT,
    "model_attributes_type": _NO_OBJECT,
}
_FILLED = {
    "json_invalid": (message("This is no JSON: {error}."), {"error": "error"}),
    "string_too_long": (message("At most {count} characters."), {"count": "max_length"}),
    "string_too_short": (message("At least {count} characters."), {"count": "min_length"}),
    "string_pattern_mismatch": (message("This does not have the form {pattern}."), {"pattern": "pattern"}),
    "too_long": (message("At most {count} of them."), {"count": "max_length"}),
    "too_short": (message("At least {count} of them."), {"count": "min_length"}),
    "greater_than": (message("More than {number}."), {"number": "gt"}),
    "greater_than_equal": (message("At least {number}."), {"number": "ge"}),
    "less_than": (message("Less than {number}."), {"number": "lt"}),
    "less_than_equal": (message("At most {number}."), {"number": "le"}),
}
"""With the places that the error fills, and under which name it does."""


def problems_of(error: RequestValidationError) -> tuple[Problem, ...]:
    """Each fault with its place, as Pydantic found them."""
    return tuple(Problem(_path(fault["loc"]), _say(fault)) for fault in error.errors())


def _say(fault: Mapping[str, Any]) -> Message:
    kind = fault["type"]
    if kind in _SAID:
        return _SAID[kind]
    if kind in _FILLED:
        said, places = _FILLED[kind]
        return Message(said.template, {place: fault["ctx"][name] for place, name in places.items()})
    if kind in {"enum", "literal_error"}:
        return message("One of these is expected: {values}.", values=fault["ctx"]["expected"].replace(" or ", ", "))
    return message("{fault}", fault=str(fault["msg"]))


def _path(location: tuple[int | str, ...]) -> str:
    """`("body", "mass", 0, "value")` as `$.mass[0].value`; a parameter as `query.limit`."""
    place, *rest = location
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest)
    return f"{'$' if place == 'body' else place}{steps}"
