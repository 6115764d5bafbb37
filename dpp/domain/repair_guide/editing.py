"""Changing the steps of a guide, one at a time.

Rules:
1. A step that is taken away leaves the steps after it where it was: they come after what it came after. So no part gets
   deeper by it; a part that only it took out is no longer reached.
2. A step is never moved above a step that comes before it, or below one that comes after it: that is refused.
"""

from dataclasses import replace

from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import message
from dpp.domain.repair_guide.guide import RepairGuide, Step


def with_step(guide: RepairGuide, step: Step) -> RepairGuide:
    """The step in the place of the one with its id; at the end where there is none."""
    if guide.step(step.id) is None:
        return replace(guide, steps=(*guide.steps, step))
    return replace(guide, steps=tuple(step if each.id == step.id else each for each in guide.steps))


def without_step(guide: RepairGuide, step_id: str) -> RepairGuide:
    """Rule 1; NotFound where there is no such step."""
    gone = known_step(guide, step_id)
    kept = (step for step in guide.steps if step.id != step_id)
    return replace(guide, steps=tuple(_after(step, gone) for step in kept))


def moved(guide: RepairGuide, step_id: str, places: int) -> RepairGuide:
    """So many places down, or up where it is negative, as far as the list goes; Refused by rule 2."""
    step = known_step(guide, step_id)
    at = guide.steps.index(step)
    others = [each for each in guide.steps if each.id != step_id]
    to = min(max(at + places, 0), len(others))
    order = (*others[:to], step, *others[to:])
    _check_order(order)
    return replace(guide, steps=order)


def known_step(guide: RepairGuide, step_id: str) -> Step:
    """The step with this id; NotFound where there is none."""
    step = guide.step(step_id)
    if step is None:
        raise NotFound(message("There is no step '{step}'.", step=step_id[:40]))
    return step


def _after(step: Step, gone: Step) -> Step:
    if gone.id not in step.after:
        return step
    before = [other for each in step.after for other in (gone.after if each == gone.id else (each,))]
    return replace(step, after=tuple(dict.fromkeys(before)))


def _check_order(order: tuple[Step, ...]) -> None:
    above: set[str] = set()
    for step in order:
        if not above.issuperset(step.after):
            raise Refused(
                "step-order",
                message("A step cannot stand above a step that comes before it."),
                remedy=message("Change first which steps come before it."),
            )
        above.add(step.id)
