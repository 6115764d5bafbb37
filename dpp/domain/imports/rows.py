"""A row of an import, and what became of it.

Rules:
1. A row is judged by itself: a fault in it costs that row and no other.
2. What became of it is one of four words; a refusal says why, where, and what to do. A row that was accepted may carry
   a warning in the same place as a refusal its reason.
3. A thing stands in a file once. A second row about it that says the same is unchanged; one that says something else is
   refused, with the line of the first: which of the two is right is a question for a person.
4. A row that was refused said nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import Message


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


Content = Mapping[str, Any] | bytes
"""Names and values, or the bytes of a JSON object as they came in."""


@dataclass(frozen=True)
class ImportRow:
    """One row of a source. `line` is where a person finds it: in the file, or its number in a register, from 1.

    `problems` are what its reader already found wrong with it; a row with problems is refused as it stands.
    """

    line: int
    content: Content
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class RowReport:
    """What became of a row. `subject` is the passport or device that it is about, where there is one."""

    line: int
    outcome: Outcome
    subject: str | None = None
    what: Message | None = None
    problems: tuple[Problem, ...] = ()
    remedy: Message | None = None


@dataclass(frozen=True)
class Totals:
    """How many rows became what."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.revised + self.unchanged + self.refused

    @property
    def accepted(self) -> int:
        """What an import would write or leave as it is."""
        return self.rows - self.refused

    def plus(self, reports: "tuple[RowReport, ...]") -> "Totals":
        counts = {outcome: getattr(self, outcome.value) for outcome in Outcome}
        for report in reports:
            counts[report.outcome] += 1
        return Totals(**{outcome.value: count for outcome, count in counts.items()})


def refusal(line: int, error: KringpasError, subject: str | None = None) -> RowReport:
    """The report of a row that a rule or a check refused."""
    problems = error.problems if isinstance(error, InvalidInput) else ()
    return RowReport(line, Outcome.REFUSED, subject, error.what, problems, error.remedy)
