"""Corrections: a grade that was set right, one that waits for a second person, and a case of what had left already."""

from dataclasses import replace
from typing import TypeVar

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import (
    CaseStep,
    ErrorReason,
    Event,
    Happening,
    Inspected,
    SanitisationVerified,
    Severity,
)
from lifecycle.domain.proposals import Right, WantedCorrection
from lifecycle.domain.vocabulary import CosmeticGrade
from lifecycle.service.cases import NewCase, NewStep
from lifecycle.service.correcting import Confirmed
from web.demo.stage import Stage

Kind = TypeVar("Kind", bound=Happening)


def correct_grade(stage: Stage, who: str, key: DeviceKey, grade: CosmeticGrade) -> Confirmed:
    """Another cosmetic grade than was recorded; of a device that has left the State it becomes a proposal."""
    wrong, inspected = _last(stage, key, Inspected)
    right = Right(happening=replace(inspected, cosmetic=grade))
    wanted = WantedCorrection(event=wrong.id, reason=ErrorReason.INCORRECT_DATA, right=(right,))
    seen = stage.use.corrections.preview(stage.actors[who], key, wanted)
    return stage.use.corrections.confirm(stage.actors[who], key, wanted, seen.digest)


def open_case(stage: Stage, key: DeviceKey) -> None:
    """The check of its erasure turns out not to hold; the owner was told, and more is to be done."""
    verified, check = _last(stage, key, SanitisationVerified)
    new = NewCase(
        event=verified.id,
        severity=Severity.POSSIBLE_DATA_LEAK,
        since=stage.today,
        medium=check.medium,
        what="De controle las een andere schijf terug dan deze (verzonnen voor de demonstratie).",
    )
    drz = stage.actors["drz"]
    opened = stage.use.cases.open(drz, key, new)
    stage.use.cases.take_step(drz, key, opened.case.id, NewStep(step=CaseStep.OWNER_TOLD, reference="DEMO-BRIEF-7"))


def _last(stage: Stage, key: DeviceKey, kind: type[Kind]) -> tuple[Event, Kind]:
    """The last event of this kind, as DRZ reads it."""
    entries = stage.use.devices.read(stage.actors["drz"], key).timeline
    found = [(each.event, each.event.happening) for each in entries if isinstance(each.event.happening, kind)]
    return max(found, key=lambda pair: pair[0].occurred_at)
