"""The question and the answer of an allocation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.rule import AllocationRule, Need
from lifecycle.domain.allocation.supply import Demand
from lifecycle.domain.requests.offered import Offered
from lifecycle.domain.requests.request import RequestId

Standing = Mapping[DeviceKey, RequestId]
"""What was proposed before and not decided: which device for which request."""


class Method(StrEnum):
    """How the devices were divided: `allocate`, rule 2."""

    IN_ORDER = "in-order"
    ASSIGNMENT = "assignment"


class Shortage(StrEnum):
    """Why a request gets less than it needs."""

    NONE_OF_KIND = "none-of-kind"
    NONE_FITS = "none-fits"
    ALL_THAT_FIT = "all-that-fit"
    IN_TURN_TO_OTHERS = "in-turn-to-others"


@dataclass(frozen=True)
class Placement:
    """One device for one request. `fits` are the demands that it answers, by their place; `excess` as in `supply`.

    `next` is the request that would have been next for it: it fits, and is still short.
    """

    device: DeviceKey
    request: RequestId
    fits: tuple[int, ...]
    excess: int
    stays: bool
    next: RequestId | None


@dataclass(frozen=True)
class Outcome:
    """What a request gets.

    `fitting` is how many devices fit it at all; `failing` how many of its kind and route each minimum refuses.
    """

    request: RequestId
    needed: int
    given: int
    fitting: int
    shortage: Shortage | None = None
    failing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Allocation:
    """The answer, in the order of the devices' keys and of the requests' ids."""

    on: date
    rule: AllocationRule
    method: Method
    demands: tuple[Demand, ...]
    placed: tuple[Placement, ...]
    outcomes: tuple[Outcome, ...]
    unplaced: int


@dataclass(frozen=True)
class Question:
    """Everything that an allocation depends on."""

    needs: tuple[Need, ...]
    stock: tuple[Offered, ...]
    on: date
    rule: AllocationRule
    standing: Standing
