"""Which destinations were approved when."""

from collections.abc import Iterable

from dpp.domain.message import message
from lifecycle.domain.monitoring.counted import Approved
from lifecycle.domain.monitoring.tables import Table, divided


def over_time_table(approved: Iterable[Approved]) -> Table:
    """By month or quarter; a part of the period in which nothing was approved has no line."""
    return divided(
        "routes-over-time",
        message("Destinations over time"),
        message(
            "Devices of which the destination was approved, by when; of a passage the last approval counts. A change "
            "of the policy shows as a change of these numbers."
        ),
        ("part", "route"),
        (((each.part, each.route), each.count) for each in approved),
    )
