"""The working of a score: what follows from the elements of a passport, how and by which act, beside what is declared.

Rules:
1. What is declared is the record. A working stands beside it and is never written into it.
2. A working names every element that it counts with and the value that it read there. Where one is missing it names
   that one, and works nothing out.
3. A result is a range where a figure was rounded, or where the act is not certain to us. Only what lies outside the
   whole range differs.
4. What could not be confirmed in the Official Journal is a doubt, told wherever the result is shown.
5. A least value of an act (battery cycles, ingress protection) is a bound: only what is below it differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from dpp.domain.message import Message
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import EXACT, Finding, from_to

Value = Decimal | str
"""A number, or a class such as `B`."""


class Verdict(StrEnum):
    """What a working says of the declared value."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_DECLARED = "not-declared"
    INCOMPLETE = "cannot-be-computed"
    AS_GIVEN = "as-given"
    NOT_COMPARABLE = "not-comparable"
    NO_SCORE = "no-score"


@dataclass(frozen=True)
class Input:
    """The value that was read at a path of the passport (`$.osUpdateYears`)."""

    path: str
    value: Value
    unit: str = "1"


@dataclass(frozen=True)
class Term:
    """One line of a working: a score with its weight, and what it follows from in its turn.

    `name` is stable. `value` is absent where something is missing; `letter` is the class of a term that has no number.
    """

    name: str
    label: Message
    value: Between | None = None
    unit: str = "1"
    weight: Decimal | None = None
    inputs: tuple[Input, ...] = ()
    terms: tuple["Term", ...] = ()
    missing: tuple[str, ...] = ()
    doubt: Message | None = None
    letter: str | None = None

    def weighing(self, weight: Decimal) -> "Term":
        return replace(self, weight=weight)

    @property
    def contribution(self) -> Between | None:
        """Weight times value, for a term that has both."""
        if self.weight is None or self.value is None:
            return None
        return Between(self.weight * self.value.low, self.weight * self.value.high)


@dataclass(frozen=True)
class Result:
    """What was worked out, from `low` to `high`: a class runs from its better to its worse one."""

    low: Value
    high: Value

    @classmethod
    def of(cls, value: Value) -> "Result":
        return cls(value, value)

    def __contains__(self, declared: Value) -> bool:
        return self.low <= declared <= self.high  # type: ignore[operator]  # all numbers, or all letters

    def __str__(self) -> str:
        return from_to(self.low, self.high)


@dataclass(frozen=True)
class Working:
    """How a score follows; `rule` is its stable name, `path` where the passport declares it.

    `formula` is written as a person would on paper. `tolerance` says what was allowed for. `why` are reasons of a
    difference, the plainest first. `is_bound` says that `result` is the least that the act allows.
    """

    rule: str
    title: Message
    path: str
    source: str
    verdict: Verdict
    declared: Value | None = None
    result: Result | None = None
    unit: str = "1"
    terms: tuple[Term, ...] = ()
    formula: Message | None = None
    rounding: Message | None = None
    tolerance: Message = EXACT
    why: tuple[Message, ...] = ()
    doubts: tuple[Message, ...] = ()
    missing: tuple[str, ...] = ()
    is_bound: bool = False

    @property
    def difference(self) -> Decimal | None:
        """Declared less the nearest end of the result; nothing where it agrees, or for a class."""
        if self.verdict is not Verdict.DIFFERS or self.result is None or not isinstance(self.declared, Decimal):
            return None
        low, high = self.result.low, self.result.high
        assert isinstance(low, Decimal)
        assert isinstance(high, Decimal)
        return self.declared - (low if self.declared < low else high)

    @property
    def finding(self) -> Finding | None:
        """What is told to who answers for the passport; only of a difference."""
        if self.verdict is not Verdict.DIFFERS:
            return None
        assert self.result is not None
        return Finding(
            self.rule, self.path, str(self.declared), str(self.result), self.tolerance, self.why[0], self.source
        )


def compared(working: Working) -> Working:
    """The working with its verdict, from what is declared, worked out and missing."""
    return replace(working, verdict=_verdict(working))


def _verdict(working: Working) -> Verdict:
    if working.missing or working.result is None:
        return Verdict.INCOMPLETE
    if working.declared is None:
        return Verdict.NOT_DECLARED
    return Verdict.AGREES if working.declared in working.result else Verdict.DIFFERS


def walk(terms: tuple[Term, ...]) -> Iterator[Term]:
    """Every term and what it follows from, from above."""
    for term in terms:
        yield term
        yield from walk(term.terms)


def doubts_of(terms: tuple[Term, ...]) -> tuple[Message, ...]:
    """Rule 4: the doubts of every term, each once."""
    found: list[Message] = []
    for term in walk(terms):
        if term.doubt is not None and term.doubt not in found:
            found.append(term.doubt)
    return tuple(found)


def missing_of(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """Rule 2: the elements that terms lack, each once."""
    return tuple(dict.fromkeys(name for term in terms for name in term.missing))
