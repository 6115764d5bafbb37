"""The form of a step of a repair guide, and what is read from it.

Rules:
1. The form has one empty entry of each sort; what stays empty is no entry. So it works without a script.
2. A form asks for Dutch and English; what a step says in another language stays as it is.
3. Every fault is told beside its field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.part_kind import PartKind
from dpp.domain.personal_data import personal_data
from dpp.domain.repair_guide.guide import Caution, Fastener, Minutes, Picture, Step, Tool, Words
from dpp.domain.repair_guide.vocabulary import FastenerKind, Reuse, ToolKind, WarningKind
from web.pages.contexts.frame import LANGUAGES
from web.pages.contexts.guide_editor import StepRows

_MOST_ROWS = 21
_LONGEST = 4000
_MOST_MINUTES = 10_000
Kind = TypeVar("Kind", bound=StrEnum)
Typed = Mapping[str, str]


def rows_of(step: Step) -> StepRows:
    """Rule 1."""
    return StepRows(len(step.frees) + 1, len(step.tools) + 1, len(step.fasteners) + 1, len(step.warnings) + 1)


def typed_of(step: Step) -> dict[str, str]:
    """What stands in the form of a step before anybody typed in it."""
    return dict(_typed(step))


def _typed(step: Step) -> Iterator[tuple[str, str]]:
    yield from _words_typed("does", step.does)
    yield from ((f"after-{each}", "yes") for each in step.after)
    yield from ((f"frees-{at}", part.value) for at, part in enumerate(step.frees))
    for at, tool in enumerate(step.tools):
        yield f"tool-{at}-kind", tool.kind
        yield from _words_typed(f"tool-{at}", tool.name)
    for at, fastener in enumerate(step.fasteners):
        yield f"fastener-{at}-kind", fastener.kind
        yield f"fastener-{at}-reuse", fastener.reuse
        yield f"fastener-{at}-count", str(fastener.count)
        yield f"fastener-{at}-size", fastener.size or ""
    for at, caution in enumerate(step.warnings):
        yield f"warning-{at}-kind", caution.kind
        yield from _words_typed(f"warning-{at}", caution.text)
    if step.minutes is not None:
        yield from (("low", f"{step.minutes.low:g}"), ("high", f"{step.minutes.high:g}"))
    yield "access", step.access


def _words_typed(name: str, words: Words | None) -> Iterator[tuple[str, str]]:
    said = {} if words is None else words.by_language
    return ((f"{name}-{language}", said[language]) for language in LANGUAGES if language in said)


class StepForm:
    """What somebody typed about a step; `before` is the step as it was."""

    def __init__(self, typed: Typed, before: Step) -> None:
        self._typed, self._before = typed, before
        self._problems: list[Problem] = []

    def read(self, above: tuple[Step, ...]) -> Step:
        """The step; InvalidInput with every fault (rule 3). `above` are those that may come before it."""
        step = replace(
            self._before,
            does=self._does(),
            after=tuple(each.id for each in above if self._text(f"after-{each.id}")),
            frees=tuple(dict.fromkeys(self._each("frees", PartKind))),
            tools=tuple(self._tools()),
            fasteners=tuple(self._fasteners()),
            minutes=self._minutes(),
            warnings=tuple(self._cautions()),
            pictures=tuple(self._pictures()),
            access=self._choice("access", AccessClass) or AccessClass.PUBLIC,
        )
        if self._problems:
            raise InvalidInput(message("This step is not right."), tuple(self._problems))
        return step

    def _does(self) -> Words:
        words = self._words("does", self._before.does)
        if words is None:
            self._fault("does-nl", message("Say what to do, in one language at least."))
        return words or self._before.does

    def _tools(self) -> Iterator[Tool]:
        names = {at: tool.name for at, tool in enumerate(self._before.tools)}
        for at in range(_MOST_ROWS):
            kind = self._choice(f"tool-{at}-kind", ToolKind)
            name = self._words(f"tool-{at}", names.get(at))
            if kind is not None:
                yield Tool(kind, name)
            elif name is not None:
                self._fault(f"tool-{at}-kind", message("Choose one."))

    def _fasteners(self) -> Iterator[Fastener]:
        for at in range(_MOST_ROWS):
            kind = self._choice(f"fastener-{at}-kind", FastenerKind)
            if kind is not None:
                reuse = self._choice(f"fastener-{at}-reuse", Reuse)
                if reuse is None:
                    self._fault(f"fastener-{at}-reuse", message("Choose one."))
                count = self._number(f"fastener-{at}-count", most=200)
                size = self._text(f"fastener-{at}-size")[:40] or None
                yield Fastener(kind, reuse or Reuse.REUSABLE, int(count or 1), size)

    def _cautions(self) -> Iterator[Caution]:
        texts = {at: caution.text for at, caution in enumerate(self._before.warnings)}
        for at in range(_MOST_ROWS):
            kind = self._choice(f"warning-{at}-kind", WarningKind)
            text = self._words(f"warning-{at}", texts.get(at))
            if kind is not None:
                yield Caution(kind, text)
            elif text is not None:
                self._fault(f"warning-{at}-kind", message("Choose one."))

    def _minutes(self) -> Minutes | None:
        low, high = self._number("low", most=_MOST_MINUTES), self._number("high", most=_MOST_MINUTES)
        if low is None and high is None:
            return None
        if low is None or high is None or low > high:
            self._fault("high", message("Give the fastest and the slowest time, in that order."))
            return None
        return Minutes(low, high)

    def _pictures(self) -> Iterator[Picture]:
        return (each for each in self._before.pictures if not self._text(f"remove-{each.sha256}"))

    def _words(self, name: str, before: Words | None) -> Words | None:
        """Rule 2; None where no language says anything."""
        said = (
            {} if before is None else {code: text for code, text in before.by_language.items() if code not in LANGUAGES}
        )
        for language in LANGUAGES:
            text = self._text(f"{name}-{language}")
            if len(text) > _LONGEST:
                what = message("Expected at most {most} characters, found {found}.", most=_LONGEST, found=len(text))
                self._fault(f"{name}-{language}", what)
            for problem in personal_data({"text": text}):
                self._fault(f"{name}-{language}", problem.what)
            if text:
                said[language] = text
        return Words(said) if said else None

    def _each(self, name: str, kind: type[Kind]) -> Iterator[Kind]:
        chosen = (self._choice(f"{name}-{at}", kind) for at in range(_MOST_ROWS))
        return (each for each in chosen if each is not None)

    def _choice(self, name: str, kind: type[Kind]) -> Kind | None:
        text = self._text(name)
        if text and text not in set(kind):
            self._fault(name, message("Choose one."))
            return None
        return kind(text) if text else None

    def _number(self, name: str, *, most: int) -> float | None:
        text = self._text(name).replace(",", ".")
        if not text:
            return None
        digits = text.replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit() and len(text) < 9 and float(text) <= most):
            self._fault(name, message("Fill in a number."))
            return None
        number = float(text)
        return int(number) if number.is_integer() else number

    def _text(self, name: str) -> str:
        return self._typed.get(name, "").strip()

    def _fault(self, name: str, what: Message) -> None:
        self._problems.append(Problem(f"$.{name}", what))
