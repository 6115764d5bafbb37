"""The repairability index of smartphones and slate tablets: (EU) 2023/1669, Annex IV point 5.

Rules:
1. R = 0.25 disassembly depth + 0.15 x each of fasteners, tools, spare parts, software updates and repair information,
   each scored 1 to 5, rounded half up to two decimals and then classified (`INDEX_CLASSES`).
2. Depth, fasteners and tools are weighted sums over the priority parts. A part that occurs twice takes its lower score;
   a part that the device does not have scores 5.
3. Where the act's score of an answer is not certain to us, it is a range, and so is the index: only what lies outside
   the whole range contradicts the act.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dpp.domain.repairability.between import Between
from dpp.domain.repairability.rounding import half_up


class Part(StrEnum):
    """The priority parts of Annex IV point 5; `BUTTONS` are all external ones together."""

    BATTERY = "battery"
    DISPLAY = "display assembly"
    BACK_COVER = "back cover"
    FRONT_CAMERA = "front camera"
    REAR_CAMERA = "rear camera"
    CHARGING_PORT = "charging port"
    BUTTONS = "buttons"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    HINGE = "hinge"


_SMALL = (Part.FRONT_CAMERA, Part.REAR_CAMERA, Part.CHARGING_PORT, Part.BUTTONS, Part.MICROPHONE, Part.SPEAKER)
RIGID_WEIGHTS: Mapping[Part, Decimal] = {
    Part.BATTERY: Decimal("0.30"),
    Part.DISPLAY: Decimal("0.30"),
    Part.BACK_COVER: Decimal("0.10"),
    **dict.fromkeys(_SMALL, Decimal("0.05")),
}
FOLDABLE_WEIGHTS: Mapping[Part, Decimal] = {
    Part.BATTERY: Decimal("0.25"),
    Part.DISPLAY: Decimal("0.25"),
    Part.BACK_COVER: Decimal("0.09"),
    **dict.fromkeys(_SMALL, Decimal("0.04")),
    Part.HINGE: Decimal("0.17"),
}
ABSENT_PART = 5
DEPTH_STEPS = ((2, 5), (5, 4), (10, 3), (15, 2))
STEPS_FOR_AUTHORISING_A_PART = 5
FASTENERS = {"reusable": 5, "resupplied": 3, "removable": 1}
TOOLS = {"none": 5, "basic": 4, "with-part": 3, "with-product": 2, "commercial": 1}
INDEX_CLASSES = (("A", Decimal("4.00")), ("B", Decimal("3.35")), ("C", Decimal("2.55")), ("D", Decimal("1.75")))
DEPTH_WEIGHT, OTHER_WEIGHT = Decimal("0.25"), Decimal("0.15")


Score = Between
"""A score from 1 to 5, as a range where the act is not certain to us."""

SPARE_PARTS: Mapping[str, Score] = {
    "all-priority-parts": Score.of(5),
    "display-battery-back-cover-cameras": Score.of(4),
    "fewer": Score.of(1, 3),  # the steps below are not confirmed
}
REPAIR_INFORMATION: Mapping[str, Score] = {
    "free-for-all": Score.of(5),
    "free-for-professionals": Score.of(5),  # not confirmed; two real registrations fit 5 and not 3
    "at-cost": Score.of(1),  # not confirmed
}


@dataclass(frozen=True)
class Scores:
    """The six scores that the index is made of."""

    disassembly_depth: Score
    fasteners: Score
    tools: Score
    spare_parts: Score
    updates: Score
    information: Score


def depth_score(steps: Decimal | int, *, remote_authorisation: bool = False) -> int:
    """Score of a part that is reached in so many steps; authorising its serial number remotely counts as five more."""
    counted = steps + STEPS_FOR_AUTHORISING_A_PART * remote_authorisation
    return next((score for most, score in DEPTH_STEPS if counted <= most), 1)


def weighted(scores: Mapping[Part, Collection[int]], *, foldable: bool = False) -> Decimal:
    """Rule 2: the weighted sum over the priority parts, each with the scores of every one that the device has."""
    return sum(
        (weight * min(scores.get(part) or (ABSENT_PART,)) for part, weight in weights(foldable=foldable).items()),
        Decimal(0),
    )


def weights(*, foldable: bool) -> Mapping[Part, Decimal]:
    """The priority parts of such a device, each with its weight; together they are 1."""
    return FOLDABLE_WEIGHTS if foldable else RIGID_WEIGHTS


def update_score(years: Decimal) -> Score | None:
    """Score of the years in which the operating system is updated; less than five years has none."""
    steps = ((Decimal(7), Score.of(5)), (Decimal(6), Score.of(3)), (Decimal(5), Score.of(1)))
    return next((score for least, score in steps if years >= least), None)


def index(scores: Scores) -> Score:
    """Rule 1, low and high: both are the same where every score is certain."""
    others = (scores.fasteners, scores.tools, scores.spare_parts, scores.updates, scores.information)
    depth = scores.disassembly_depth
    return Score(
        half_up(DEPTH_WEIGHT * depth.low + OTHER_WEIGHT * sum((other.low for other in others), Decimal(0))),
        half_up(DEPTH_WEIGHT * depth.high + OTHER_WEIGHT * sum((other.high for other in others), Decimal(0))),
    )


def index_class(value: Decimal) -> str:
    """The repairability class of an index."""
    return next((name for name, least in INDEX_CLASSES if value >= least), "E")
