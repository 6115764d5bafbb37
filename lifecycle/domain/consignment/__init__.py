"""A consignment (partij): devices that change hands together, between two sides.

terms         on what terms it changes hands, and what must be stated for them
differences   who answers a difference between manifest and arrival, and with what
content       what it holds, line by line, and its manifest
offering      how it is frozen, offered and taken back
receipt       what a scan of the receiver means, and how devices are received and missed
answering     what the answer to a difference does
"""

from lifecycle.domain.consignment.answering import Given, answer_happenings, answered, check_answer
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
from lifecycle.domain.consignment.offering import (
    frozen,
    offer_happenings,
    offered,
    withdrawal_happenings,
    withdrawn,
)
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

__all__ = [
    "ANSWERS",
    "OF_CONDITION",
    "UNDER_WAY",
    "Answer",
    "Arrival",
    "Condition",
    "Consignment",
    "ConsignmentState",
    "DifferenceId",
    "DifferenceItem",
    "Given",
    "Line",
    "LineState",
    "Resolution",
    "ScanId",
    "Side",
    "Terms",
    "Verdict",
    "answer_happenings",
    "answered",
    "check_answer",
    "closed",
    "dispute",
    "frozen",
    "frozen_hash",
    "handed_over",
    "judged",
    "lines_of",
    "offer_happenings",
    "offered",
    "received",
    "with_devices",
    "with_difference",
    "withdrawal_happenings",
    "withdrawn",
    "without_devices",
]
