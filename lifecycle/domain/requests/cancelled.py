"""The purchase that a reused device made superfluous, and how much of a new device's impact counts as avoided.

Rules:
1. Avoided impact by reuse is A = d x (L2 / L_new) x I_new - I_refurbishment - I_transport - extra use. This module
   gives d, the displacement: the share of a new device that is really not bought.
2. d is 1 only for as many devices as a cancelled purchase order on record names, and only after the redeployment.
3. Without one d is 0.7, between 0.54 and 0.73: an assumption of the impact method of this registry
   (`DISPLACEMENT_METHOD`), until a study of this very fleet replaces it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpp.domain.errors import Problem
from dpp.domain.message import message
from lifecycle.domain.routing.facts import Figure

DISPLACEMENT_METHOD = "displacement-1"
"""The id of these numbers: a figure that was made with them names it, and other numbers get another id."""
ON_RECORD = Figure.exact(1, "1")
ASSUMED = Figure(0.7, 0.54, 0.73, "1")
LONGEST_REFERENCE = 80
MOST_DEVICES = 10_000


@dataclass(frozen=True)
class CancelledOrder:
    """A purchase order that was cancelled, or made smaller, by `devices` devices on a day."""

    reference: str
    devices: int
    cancelled_on: date


def displacement(devices: int, cancelled: int = 0) -> Figure:
    """The displacement of this many redeployed devices of which `cancelled` were not bought; ValueError for none.

    >>> displacement(10, 10).value
    1.0
    """
    if devices < 1 or cancelled < 0:
        raise ValueError(f"at least one device and no negative order, got {devices} and {cancelled}")
    on_record = min(devices, cancelled)

    def mean(one: float, other: float) -> float:
        return (on_record * one + (devices - on_record) * other) / devices

    return Figure(
        mean(ON_RECORD.value, ASSUMED.value),
        mean(ON_RECORD.low, ASSUMED.low),
        mean(ON_RECORD.high, ASSUMED.high),
        "1",
    )


def problems(order: CancelledOrder, *, today: date) -> Iterator[Problem]:
    """What is wrong with an order, each with its path."""
    path = "$.cancelled_order"
    if not 1 <= len(order.reference.strip()) <= LONGEST_REFERENCE:
        what = message("Give the number of the order, in at most {most} characters.", most=LONGEST_REFERENCE)
        yield Problem(f"{path}.reference", what)
    if not 1 <= order.devices <= MOST_DEVICES:
        yield Problem(f"{path}.devices", message("Give a number from {low} to {high}.", low=1, high=MOST_DEVICES))
    if order.cancelled_on > today:
        yield Problem(f"{path}.cancelled_on", message("An order is not cancelled on a day to come."))
