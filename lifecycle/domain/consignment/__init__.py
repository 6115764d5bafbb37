"""A consignment (partij): devices that change hands together, between two sides.

terms         on what terms it changes hands, and what must be stated for them
differences   who answers a difference between manifest and arrival, and with what
load          the pallets, cages and boxes that it is packed in, and the goods that travel with it
mass          what a load weighs, by scales or by the models of its devices
content       what it holds, line by line, and its manifest
packing       how a draft is packed
offering      how it is frozen, offered and taken back
receipt       what a scan of the receiver means, and how devices are received and missed
answering     what the answer to a difference does
collection    who collected it, and which manifest that confirmed
weights       what a recycler reports back, and differences with what was sent
"""

from lifecycle.domain.consignment.answering import Given, answer_happenings, answered, check_answer
from lifecycle.domain.consignment.collection import Collection, collected
from lifecycle.domain.consignment.content import (
    UNDER_WAY,
    Condition,
    Consignment,
    ConsignmentState,
    Line,
    LineState,
    ScanId,
    frozen_hash,
    lines_of,
    with_devices,
    without_devices,
)
from lifecycle.domain.consignment.differences import (
    ANSWERS,
    Answer,
    DifferenceId,
    DifferenceItem,
    Resolution,
    Side,
)
from lifecycle.domain.consignment.load import (
    GoodsLine,
    GoodsLineId,
    LoadKind,
    LoadUnit,
    LoadUnitId,
    mass_of,
    read_code,
    total_mass,
    unit_of,
    within,
)
from lifecycle.domain.consignment.mass import DeviceMass, Mass, MassSource
from lifecycle.domain.consignment.offering import (
    frozen,
    offer_happenings,
    offered,
    withdrawal_happenings,
    withdrawn,
)
from lifecycle.domain.consignment.packing import packed_into, with_goods, with_unit, without_goods, without_unit
from lifecycle.domain.consignment.receipt import (
    OF_CONDITION,
    Arrival,
    Verdict,
    closed,
    dispute,
    handed_over,
    judged,
    received,
    with_difference,
)
from lifecycle.domain.consignment.terms import Terms
from lifecycle.domain.consignment.weights import (
    LoadAnswer,
    LoadDifference,
    LoadDifferenceId,
    LoadDifferenceKind,
    WeightLine,
    WeightReport,
    WeightReportId,
    WeightStage,
    Yield,
)

__all__ = [
    "ANSWERS",
    "OF_CONDITION",
    "UNDER_WAY",
    "Answer",
    "Arrival",
    "Collection",
    "Condition",
    "Consignment",
    "ConsignmentState",
    "DeviceMass",
    "DifferenceId",
    "DifferenceItem",
    "Given",
    "GoodsLine",
    "GoodsLineId",
    "Line",
    "LineState",
    "LoadAnswer",
    "LoadDifference",
    "LoadDifferenceId",
    "LoadDifferenceKind",
    "LoadKind",
    "LoadUnit",
    "LoadUnitId",
    "Mass",
    "MassSource",
    "Resolution",
    "ScanId",
    "Side",
    "Terms",
    "Verdict",
    "WeightLine",
    "WeightReport",
    "WeightReportId",
    "WeightStage",
    "Yield",
    "answer_happenings",
    "answered",
    "check_answer",
    "closed",
    "collected",
    "dispute",
    "frozen",
    "frozen_hash",
    "handed_over",
    "judged",
    "lines_of",
    "mass_of",
    "offer_happenings",
    "offered",
    "packed_into",
    "read_code",
    "received",
    "total_mass",
    "unit_of",
    "with_devices",
    "with_difference",
    "with_goods",
    "with_unit",
    "withdrawal_happenings",
    "withdrawn",
    "within",
    "without_devices",
    "without_goods",
    "without_unit",
]
