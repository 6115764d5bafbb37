"""The flow of devices in a period as an account: what was there and what came in is what went out and what is left.

Rules:
1. A passage (`steps`, rule 1) counts in a period when it began before the end of it, and had not ended before its first
   moment. It was under way already, or it began in the period: for the first time, or again.
2. At the end of the period it has ended, in one of the ways of `steps`, or it is under way, with or without an approved
   destination. What happened after the period is not looked at.
3. A device was taken in when it was scanned at intake or received from a consignment, in this passage, by then.
4. A device that nobody hands over and that is missing stays under way.
"""

from collections.abc import Iterable

from dpp.domain.message import message
from lifecycle.domain.monitoring.counted import Passed
from lifecycle.domain.monitoring.steps import NOT_REUSED, RETURNED, REUSED
from lifecycle.domain.monitoring.tables import Table, divided

BEFORE, BEGAN, AGAIN = "under-way-before", "began", "began-again"
TAKEN_IN, NOT_TAKEN_IN = "taken-in", "not-taken-in"
WITH_DESTINATION, WITHOUT_DESTINATION = "waits-with-destination", "waits-without-destination"
UNDER_WAY = (WITH_DESTINATION, WITHOUT_DESTINATION)
NEXT_USER, OTHER_END, STILL = "next-user", "other-end", "under-way"

STAGES = ((BEFORE, BEGAN, AGAIN), (TAKEN_IN, NOT_TAKEN_IN), (*REUSED, *NOT_REUSED, RETURNED, *UNDER_WAY))
"""What a passage is counted by, in the order of the way."""


def balance_table(passed: Iterable[Passed]) -> Table:
    """Rules 1 to 3."""
    return divided(
        "balance",
        message("Flow of devices"),
        message(
            "Devices that were under way from surplus to their next place at any moment of this period: how they came "
            "in, whether they were taken in, and how they stood at the end of it. What came in is what went out and "
            "what is left."
        ),
        ("origin", "intake", "end"),
        (((_origin(each), _intake(each), _end(each)), each.count) for each in passed),
    )


def end_class(end: str) -> str:
    """The ends by class: a next user, another end, still under way; back with its owner is another end.

    The class of a class is itself.
    """
    if end in REUSED or end == NEXT_USER:
        return NEXT_USER
    return STILL if end in {*UNDER_WAY, STILL} else OTHER_END


def _origin(each: Passed) -> str:
    if each.before:
        return BEFORE
    return AGAIN if each.again else BEGAN


def _intake(each: Passed) -> str:
    return TAKEN_IN if each.taken_in else NOT_TAKEN_IN


def _end(each: Passed) -> str:
    return each.outcome or (WITH_DESTINATION if each.decided else WITHOUT_DESTINATION)
