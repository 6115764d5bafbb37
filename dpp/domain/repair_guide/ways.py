"""The way to a part: every step until it is out, shared ones counted once.

Rules:
1. A step's way is itself and the ways of the steps before it, in the order of the list.
2. The depth of a part is the number of steps of its way. Of a part that the product has more than once, the deepest
   counts, as its lower score does in (EU) 2023/1669, Annex IV point 5.
3. A way on which a step is kept from the reader is broken: its steps are shown, no depth and no time are given.
4. Time is added where every step has one; else it is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeVar

from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide.guide import Caution, Minutes, RepairGuide, Step, Tool
from dpp.domain.repair_guide.vocabulary import ToolKind

Each = TypeVar("Each")


@dataclass(frozen=True)
class Way:
    """The steps to one part, first to last; the last one takes it out."""

    part: PartKind
    steps: tuple[Step, ...]
    is_whole: bool = True

    @property
    def depth(self) -> int | None:
        """Rules 2 and 3."""
        return len(self.steps) if self.is_whole else None

    @property
    def minutes(self) -> Minutes | None:
        """Rules 3 and 4."""
        known = [step.minutes for step in self.steps if step.minutes is not None]
        return reduce(add, known) if self.is_whole and known and len(known) == len(self.steps) else None

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What to lay ready, each once, in the order in which it is taken up."""
        every = _once(tool for step in self.steps for tool in step.tools)
        return tuple(tool for tool in every if tool.kind is not ToolKind.NONE)

    @property
    def warnings(self) -> tuple[Caution, ...]:
        """What to beware of on the way, each once."""
        return _once(warning for step in self.steps for warning in step.warnings)


def ways_to(guide: RepairGuide, part: PartKind, broken: frozenset[str] = frozenset()) -> tuple[Way, ...]:
    """One for each step that takes such a part out; `broken` are steps with a hidden one right before them."""
    return tuple(_way(guide, part, step, broken) for step in guide.steps if part in step.frees)


def depth_of(guide: RepairGuide, part: PartKind) -> int | None:
    """Rule 2; None for a part to which no way is written."""
    return max((len(way.steps) for way in ways_to(guide, part)), default=None)


def parts_reached(guide: RepairGuide) -> tuple[PartKind, ...]:
    """Every part that some step takes out, in the order of the fixed list."""
    freed = {part for step in guide.steps for part in step.frees}
    return tuple(part for part in PartKind if part in freed)


def _way(guide: RepairGuide, part: PartKind, last: Step, broken: frozenset[str]) -> Way:
    steps = until(guide, last.id)
    return Way(part, steps, broken.isdisjoint(step.id for step in steps))


def until(guide: RepairGuide, step_id: str) -> tuple[Step, ...]:
    """Rule 1."""
    by_id, found, waiting = {step.id: step for step in guide.steps}, set(), [step_id]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(by_id[each].after)
    return tuple(step for step in guide.steps if step.id in found)


def _once(every: Iterable[Each]) -> tuple[Each, ...]:
    """Without repetition; words by language are no keys, so each is compared with those before it."""
    kept: list[Each] = []
    for each in every:
        if each not in kept:
            kept.append(each)
    return tuple(kept)
