"""What is told about a row besides its elements.

Rules:
1. A value that is read differently from what stands there is told: where, what stood there, how it was read, why.
2. A value that is not plausible stays as it was declared, and is a warning.
3. What has no element, or cannot be read, is kept aside and told as not taken over.
4. Names and addresses of people are not repeated in a report.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.document import Elements
from dpp.domain.errors import Problem
from dpp.domain.message import Message
from dpp.domain.opaque import PassportId
from dpp.domain.repairability.finding import Finding

LONGEST_RAW = 200


@dataclass(frozen=True)
class ReadAs:
    """`raw` stood at `path` and was read as `value`. Both are shortened JSON."""

    path: str
    raw: str
    value: str
    why: Message


@dataclass(frozen=True)
class NotTaken:
    """`raw` stands at `path`, and no element has it."""

    path: str
    raw: str
    why: Message


@dataclass(frozen=True)
class SourceRow:
    """One row of a source as elements of a model, and what is told about it; a row with problems is not used.

    `line` is its number in the source, from 1; `name` is what a person knows it by. `about` is the passport that it
    changes: then the elements are those that change, and the others stay. `findings` are about the whole passport.
    """

    line: int
    name: str
    elements: Elements
    read_as: tuple[ReadAs, ...] = ()
    warnings: tuple[Problem, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    problems: tuple[Problem, ...] = ()
    about: PassportId | None = None
    findings: tuple[Finding, ...] = ()


@dataclass
class Notes:
    """Collects what is told while a row is read."""

    read_as: list[ReadAs] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def changed(self, path: str, raw: Any, value: Any, why: Message) -> None:
        self.read_as.append(ReadAs(path, short(raw), short(value), why))

    def warn(self, path: str, what: Message) -> None:
        self.warnings.append(Problem(path, what))

    def leave(self, path: str, raw: Any, why: Message) -> None:
        self.not_taken.append(NotTaken(path, short(raw), why))

    def hide(self, path: str, why: Message) -> None:
        """Rule 4: not taken over, and not repeated."""
        self.not_taken.append(NotTaken(path, "", why))

    def refuse(self, path: str, what: Message) -> None:
        self.problems.append(Problem(path, what))

    def row(self, line: int, name: str, elements: Elements) -> SourceRow:
        told = (tuple(notes) for notes in (self.read_as, self.warnings, self.not_taken, self.problems))
        return SourceRow(line, name, elements, *told)  # type: ignore[arg-type]  # in the order of its fields


def short(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_RAW else text[: LONGEST_RAW - 1] + "…"
