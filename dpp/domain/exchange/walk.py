"""Goes through a JSON value in the order in which it was written, without recursion.

Rules:
1. A document that is deeper or has more values than a passport ever needs is refused before anything looks at it.
2. A number that no double can hold is refused: calculations with it fail.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.exchange.element_path import Step, path_text
from dpp.domain.message import message

MOST_VALUES = 10_000
DEEPEST = 40


def walk(content: Any) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """Every value with its place, the whole first; InvalidInput where a rule of this module is broken."""
    waiting: list[tuple[tuple[Step, ...], Any]] = [((), content)]
    count = 0
    while waiting:
        steps, value = waiting.pop()
        count += 1
        _check(steps, value, count)
        yield steps, value
        inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        waiting += [((*steps, step), entry) for step, entry in reversed(list(inner))]


def places(content: Any) -> dict[str, int]:
    """The path of every value, with its rank in the order of the document."""
    return {path_text(steps): rank for rank, (steps, _) in enumerate(walk(content))}


def rank_of(path: str, ranks: Mapping[str, int]) -> int:
    """Where a path belongs: at its own value, else at the nearest one above it."""
    while path not in ranks and (cut := max(path.rfind("."), path.rfind("["))) > 0:
        path = path[:cut]
    return ranks.get(path, 0)


def _check(steps: tuple[Step, ...], value: Any, count: int) -> None:
    if count > MOST_VALUES:
        raise InvalidInput(message("This document has more than {most} values.", most=MOST_VALUES))
    if len(steps) > DEEPEST:
        raise InvalidInput(message("This JSON is nested too deeply."))
    if isinstance(value, int | float) and not _is_finite(value):
        problem = Problem(path_text(steps), message("This number is too large to calculate with."))
        raise InvalidInput(problem.what, (problem,))


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
