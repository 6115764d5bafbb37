"""What a worker answers, checked before anything believes it: a file may have taken its parser over.

Rules:
1. Hashes are made here, over the bytes that were sent and those that came back.
2. A reading has the shape of one, names a format that we have, with its parser and version, and fits in a megabyte.
3. A refusal is a sentence of printable text. Pages escape it like everything else.
4. What breaks a rule is garbage: `ValueError`, and the worker that said it goes.

What cannot be checked here is whether a parser that was taken over stripped what it should have, and what it says of
the files that the same process reads after it, up to the number after which a process is replaced.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.message import Message
from dpp.domain.proof import canonical
from lifecycle.adapters.reading.frames import Frame
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped, stripped

MOST_READING = 1024 * 1024
_READING = TypeAdapter(Reading)
_REMOVED = TypeAdapter(tuple[Removed, ...])


class _Said(BaseModel):
    """A sentence with places, and what goes there."""

    model_config = ConfigDict(extra="forbid", strict=True)
    template: str = Field(max_length=1000)
    values: dict[str, str | int] = Field(default_factory=dict, max_length=20)

    def message(self) -> Message:
        said = Message(self.template, self.values)
        if len(str(said)) > 4000 or not str(said).isprintable():
            raise ValueError("a sentence that cannot be told")
        return said


class _Problem(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    path: str = Field(max_length=400)
    what: _Said


class _Refusal(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    error: str
    what: _Said
    remedy: _Said | None
    problems: list[_Problem] = Field(max_length=1000)


def read_answer(answer: Frame, sent: bytes, formats: Sequence[Format]) -> tuple[Stripped, Reading]:
    """What may be stored, and what the file says; the worker's refusal as our error; ValueError for garbage."""
    reading = reading_in(answer, formats)
    try:
        removed = _REMOVED.validate_python(answer.head.get("removed"))
    except ValidationError as error:
        raise ValueError("kinds of thing that are none") from error
    return stripped(sent, answer.body, removed), reading


def reading_in(answer: Frame, formats: Sequence[Format]) -> Reading:
    """What the file says; the worker's refusal as our error; ValueError for garbage."""
    if "error" in answer.head:
        _refuse(answer.head)
    plain = answer.head.get("reading")
    if len(canonical(plain)) > MOST_READING:
        raise ValueError("a reading that is larger than any device")
    try:
        reading = _READING.validate_python(plain)
    except ValidationError as error:
        raise ValueError("no reading") from error
    known = {(each.name, each.parser, each.parser_version) for each in formats}
    if (reading.format, reading.parser, reading.parser_version) not in known:
        raise ValueError("a reading by a parser that we do not have")
    return reading


def _refuse(head: Mapping[str, Any]) -> NoReturn:
    try:
        told = _Refusal.model_validate(head)
        what, remedy = told.what.message(), None if told.remedy is None else told.remedy.message()
        problems = tuple(Problem(each.path, each.what.message()) for each in told.problems)
    except (ValidationError, LookupError, AttributeError) as error:
        raise ValueError("no refusal") from error
    raise TooLarge(what, remedy=remedy) if told.error == TooLarge.code else InvalidInput(what, problems, remedy=remedy)
