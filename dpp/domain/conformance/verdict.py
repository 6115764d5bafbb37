"""What is found of one rule."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

P = TypeVar("P")


class Duty(StrEnum):
    """How far a rule binds, in the words of RFC 2119."""

    SHALL = "shall"
    SHOULD = "should"


class Outcome(StrEnum):
    """Whether a resolver keeps a rule."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Verdict:
    """What was expected and what came; `got` says why a rule is not applicable."""

    outcome: Outcome
    expected: str = ""
    got: str = ""


@dataclass(frozen=True)
class Rule(Generic[P]):
    """One rule. `source` names the standard and its statement; `says` is the rule in a sentence of ours."""

    name: str
    duty: Duty
    source: str
    says: str
    check: Callable[[P], Verdict]


@dataclass(frozen=True)
class Finding:
    """What is found of one rule, and by which requests."""

    name: str
    duty: Duty
    source: str
    says: str
    verdict: Verdict
    asked: tuple[str, ...]

    @property
    def breaks_conformance(self) -> bool:
        return self.duty is Duty.SHALL and self.verdict.outcome is Outcome.FAIL


def judged(kept: bool, expected: str, got: object) -> Verdict:  # noqa: FBT001 (it is the verdict itself)
    """Pass where the rule is kept, else fail."""
    return Verdict(Outcome.PASS if kept else Outcome.FAIL, expected, str(got))


def not_applicable(why: str) -> Verdict:
    return Verdict(Outcome.NOT_APPLICABLE, got=why)


def first_failure(verdicts: list[Verdict]) -> Verdict:
    """The first that fails, else the first."""
    return next((verdict for verdict in verdicts if verdict.outcome is Outcome.FAIL), verdicts[0])
