"""Weights that a recycler reports back, and what becomes of a difference with what was sent.

Rules:
1. A report is about what a receiver received for recycling: a whole consignment, or one unit of its load.
2. It has a stage. What was received is weighed at the gate; what was treated is told afterwards, with the yields that
   are known. Each line has kilograms, a WEEE category (1 to 6) and a waste code.
3. A lot is divided over the devices of its category in proportion to what their models weigh
   (`lifecycle.domain.consignment.mass.spread`). A line without a device is goods or loose parts: it is kept, and makes
   no event.
4. Each device is weighed once in each stage. What is treated was received first.
5. Yields are fractions of what was treated: together they are not more than that.
6. What was received and differs from what was sent by more than the tolerance is an item that the sender answers, and
   so is a shortage of goods. It is answered once and never deleted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment.load import GoodsLineId, LoadUnitId
from lifecycle.domain.consignment.mass import (
    WEIGHT_TOLERANCE,
    DeviceMass,
    Mass,
    Tolerance,
    checked_kilograms,
    spread,
)
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.waste import WEEE_CATEGORIES

WeightReportId = NewType("WeightReportId", str)
LoadDifferenceId = NewType("LoadDifferenceId", str)
LONGEST_ANSWER = 500


class WeightStage(StrEnum):
    """When it was weighed."""

    RECEIVED = "received"
    TREATED = "treated"


@dataclass(frozen=True, kw_only=True)
class WeightLine:
    """Kilograms of one category and one waste code."""

    weee_category: int
    ewc: str
    kilograms: Decimal


@dataclass(frozen=True, kw_only=True)
class Yield:
    """What came out of the treatment: kilograms of a fraction (`aluminium`, `printed circuit boards`)."""

    fraction: str
    kilograms: Decimal


@dataclass(frozen=True, kw_only=True)
class WeightReport:
    """One report of a recycler. `unit` None: of the whole consignment."""

    id: WeightReportId
    consignment: ConsignmentId
    stage: WeightStage
    lines: tuple[WeightLine, ...]
    weighed_at: datetime
    recorded_at: datetime
    by: AccountId
    organisation: OrganisationId
    unit: LoadUnitId | None = None
    yields: tuple[Yield, ...] = ()

    @property
    def kilograms(self) -> Decimal:
        return sum((line.kilograms for line in self.lines), Decimal(0))


class LoadDifferenceKind(StrEnum):
    """What differs from what was sent."""

    WEIGHT = "weight"
    GOODS = "goods"


@dataclass(frozen=True)
class LoadAnswer:
    """What the sender says of it; it names no person."""

    text: str
    by: AccountId
    organisation: OrganisationId | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LoadDifference:
    """More or less than was sent: of a weighing (`unit` None: the whole), or of a line of goods."""

    id: LoadDifferenceId
    consignment: ConsignmentId
    kind: LoadDifferenceKind
    sent: Decimal
    found: Decimal
    measure: str
    found_at: datetime
    found_by: AccountId
    unit: LoadUnitId | None = None
    goods: GoodsLineId | None = None
    answer: LoadAnswer | None = None

    @property
    def is_open(self) -> bool:
        return self.answer is None


def checked_report(report: WeightReport) -> WeightReport:
    """The report; InvalidInput with every fault of its lines and yields (rules 2 and 5)."""
    faults = [
        *_line_faults(report),
        *((Problem("$.lines", message("Report at least one line.")),) if not report.lines else ()),
        *_yield_faults(report),
    ]
    if faults:
        raise InvalidInput(message("The report of weights is not complete."), tuple(faults))
    return report


def _line_faults(report: WeightReport) -> Iterable[Problem]:
    seen: set[tuple[int, str]] = set()
    for number, line in enumerate(report.lines):
        path = f"$.lines[{number}]"
        if line.weee_category not in WEEE_CATEGORIES:
            yield Problem(f"{path}.weee_category", message("The WEEE category is a number from 1 to 6 (Annex III)."))
        if (line.weee_category, line.ewc) in seen:
            yield Problem(path, message("This category and code were on an earlier line: add them up."))
        seen.add((line.weee_category, line.ewc))
        yield from _kilogram_faults(line.kilograms, f"{path}.kilograms")


def _yield_faults(report: WeightReport) -> Iterable[Problem]:
    if report.yields and report.stage is WeightStage.RECEIVED:
        yield Problem("$.yields", message("Yields are known after the treatment."))
    for number, each in enumerate(report.yields):
        yield from _kilogram_faults(each.kilograms, f"$.yields[{number}].kilograms")
    if sum((each.kilograms for each in report.yields), Decimal(0)) > report.kilograms:
        yield Problem("$.yields", message("The yields are more than what was treated."))


def _kilogram_faults(kilograms: Decimal, path: str) -> tuple[Problem, ...]:
    try:
        checked_kilograms(kilograms, path)
    except InvalidInput as error:
        return error.problems
    return ()


@dataclass(frozen=True)
class Share:
    """What one device is counted for."""

    weee_category: int
    ewc: str
    kilograms: Decimal


def shares(
    report: WeightReport, categories: Mapping[DeviceKey, int | None], masses: Mapping[DeviceKey, DeviceMass | None]
) -> dict[DeviceKey, Share]:
    """Rule 3: `categories` has the devices that the report is about, with the WEEE category of each, where known.

    Where several waste codes stand for one category, they are divided in the order of the report: each code over the
    devices that it is heavy enough for, the last over the rest.
    """
    found: dict[DeviceKey, Share] = {}
    for category in sorted({line.weee_category for line in report.lines}):
        lines = [line for line in report.lines if line.weee_category == category]
        devices = sorted(key for key, of in categories.items() if of == category)
        for line, part in zip(lines, _parts(devices, lines, masses), strict=True):
            divided = spread(line.kilograms, {key: masses.get(key) for key in part})
            found |= {key: Share(category, line.ewc, kilograms) for key, kilograms in divided.items()}
    return found


def _parts(
    devices: list[DeviceKey], lines: list[WeightLine], masses: Mapping[DeviceKey, DeviceMass | None]
) -> list[list[DeviceKey]]:
    """Which devices each line is about: in proportion to its kilograms, by what spreading all of it would give."""
    if len(lines) == 1 or not devices:
        return [devices, *([] for _ in lines[1:])]
    total = sum((line.kilograms for line in lines), Decimal(0))
    each = spread(total, {key: masses.get(key) for key in devices})
    parts: list[list[DeviceKey]] = [[] for _ in lines]
    upto, at, bounds = Decimal(0), 0, lines[0].kilograms
    for key in devices:
        while upto + each[key] / 2 > bounds and at < len(lines) - 1:
            at += 1
            bounds += lines[at].kilograms
        parts[at].append(key)
        upto += each[key]
    return parts


def weight_difference(sent: Mass, found: Decimal, tolerance: Tolerance = WEIGHT_TOLERANCE) -> Message | None:
    """What to tell of a difference; None where the tolerance covers it, or where what was sent is not known."""
    unknown = sent.without > 0 or sent.kilograms == 0
    if unknown or tolerance.covers(sent, found):
        return None
    return message("Sent {sent} kg, received {found} kg.", sent=sent.kilograms, found=found)


def answered_load(difference: LoadDifference, answer: LoadAnswer) -> LoadDifference:
    """With its answer; Conflict when it was answered, InvalidInput for an empty or a long text."""
    if difference.answer is not None:
        raise Conflict(
            message("This difference was answered already."),
            remedy=message("Read it again: somebody else changed it."),
        )
    if not 0 < len(answer.text.strip()) <= LONGEST_ANSWER:
        what = message("Explain it in 1 to {most} characters; name no person.", most=LONGEST_ANSWER)
        raise InvalidInput(what, (Problem("$.text", what),))
    return replace(difference, answer=answer)
