"""What Pydantic finds wrong with a request is said in sentences of ours, which a Dutch reader gets in Dutch."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from dpp.api.wrong_input import problems_of
from dpp.domain.errors import Problem
from web.pages.reading import Reader

TWO = "^[0-9]{2}$"
NO_OBJECT = ("This is not an object with names and values.", "Dit is geen object met namen en waarden.")


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Body:
    name: str


def problems(kind: Any, value: Any) -> tuple[Problem, ...]:
    """Of a body of this kind, as FastAPI hands them over."""
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(kind).validate_python(value)
    faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in raised.value.errors()]
    return problems_of(RequestValidationError(faults))


@pytest.mark.parametrize(
    ("kind", "value", "said", "dutch"),
    [
        (int, "ten", "This is not a whole number.", "Dit is geen geheel getal."),
        (int, 1.5, "This is not a whole number.", "Dit is geen geheel getal."),
        (float, "much", "This is not a number.", "Dit is geen getal."),
        (Decimal, "much", "This is not a number.", "Dit is geen getal."),
        (bool, "perhaps", "This is neither true nor false.", "Dit is geen true en geen false."),
        (date, "soon", "This is not a date, as 2026-11-22.", "Dit is geen datum, zoals 2026-11-22."),
        (
            datetime,
            "soon",
            "This is not a moment, as 2026-11-22T09:30:00Z.",
            "Dit is geen tijdstip, zoals 2026-11-22T09:30:00Z.",
        ),
        (
            AwareDatetime,
            "2026-11-22T09:30:00",
            "This moment says no time zone: end it with Z, or with +01:00.",
            "Dit tijdstip noemt geen tijdzone: zet er Z achter, of +01:00.",
        ),
        (str, 1, "This is not a text.", "Dit is geen tekst."),
        (list[int], "1", "This is not a list.", "Dit is geen lijst."),
        (tuple[int, ...], "1", "This is not a list.", "Dit is geen lijst."),
        (
            dict[str, int],
            "1",
            "This is not an object with names and values.",
            "Dit is geen object met namen en waarden.",
        ),
        (Body, "1", "This is not an object with names and values.", "Dit is geen object met namen en waarden."),
        (Annotated[str, Field(max_length=2)], "red", "At most 2 characters.", "Ten hoogste 2 tekens."),
        (Annotated[str, Field(min_length=4)], "red", "At least 4 characters.", "Ten minste 4 tekens."),
        (
            Annotated[str, Field(pattern=TWO)],
            "red",
            "This does not have the form ^[0-9]{2}$.",
            "Dit heeft niet de vorm ^[0-9]{2}$.",
        ),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "At most 1 of them.", "Ten hoogste 1 stuks."),
        (Annotated[list[int], Field(min_length=1)], [], "At least 1 of them.", "Ten minste 1 stuks."),
        (Annotated[int, Field(ge=1)], 0, "At least 1.", "Ten minste 1."),
        (Annotated[int, Field(le=1000)], 1001, "At most 1000.", "Ten hoogste 1.000."),
        (Annotated[int, Field(gt=0)], 0, "More than 0.", "Meer dan 0."),
        (Annotated[int, Field(lt=9)], 9, "Less than 9.", "Minder dan 9."),
        (Colour, "green", "One of these is expected: 'red', 'blue'.", "Een hiervan wordt verwacht: 'red', 'blue'."),
        (Literal["a"], "b", "One of these is expected: 'a'.", "Een hiervan wordt verwacht: 'a'."),
    ],
)
def test_what_is_said_most_often_is_said_in_the_readers_language(kind: Any, value: Any, said: str, dutch: str) -> None:
    (problem,) = problems(kind, value)
    assert (problem.path, str(problem.what)) == ("$", said)
    assert Reader("nl").say(problem.what) == dutch


def test_an_element_that_is_missing_or_too_much_is_named() -> None:
    (missing,) = problems(Body, {})
    assert (missing.path, str(missing.what)) == ("$.name", "This is missing.")
    (first, second) = problems(list[Body], [{"name": 1}, {}])
    assert (first.path, second.path) == ("$[0].name", "$[1].name")


def test_what_is_not_in_the_list_keeps_its_own_words() -> None:
    error = PydanticCustomError("of-our-own", "Not on a Sunday")
    (problem,) = problems_of(RequestValidationError([{"type": error.type, "loc": ("query", "on"), "msg": str(error)}]))
    assert (problem.path, str(problem.what)) == ("query.on", "Not on a Sunday")
