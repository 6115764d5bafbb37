"""How long each step took: the median and its spread."""

from collections.abc import Mapping

from dpp.domain.message import message
from lifecycle.domain.monitoring.measures import percentile
from lifecycle.domain.monitoring.steps import Step
from lifecycle.domain.monitoring.tables import DEVICES, LONG, MEDIAN, QUARTER, SHORT, THREE_QUARTERS, Line, Table

_PERCENTILES = (10, 25, 50, 75, 90)

FEW = 20
"""Of fewer durations the quartiles say little: each of them is the duration of one or two devices."""


def steps_table(hours: Mapping[Step, Mapping[int, int]]) -> Table:
    """Time in each step."""

    def days(counts: Mapping[int, int], per_cent: int) -> float | None:
        found = percentile(counts, per_cent)
        return None if found is None else round(found / 24, 1)

    lines = (
        Line((step.value,), (sum(hours[step].values()), *(days(hours[step], each) for each in _PERCENTILES)))
        for step in Step
        if step in hours
    )
    return Table(
        "steps",
        message("Time in each step"),
        message(
            "Days from the last of the earlier steps that a device reached until this one, of the steps that were "
            "reached in this period: half of the devices took no longer than the median, one in ten no longer than "
            "the 10th percentile, nine in ten no longer than the 90th (nearest rank)."
        ),
        ("step",),
        (DEVICES, SHORT, QUARTER, MEDIAN, THREE_QUARTERS, LONG),
        tuple(lines),
    )
