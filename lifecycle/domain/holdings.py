"""Where the devices of an owner are: one step for each device, of a way that a person recognises.

Rules:
1. Every device is at exactly one step, whatever its stage, who has it and what is on it: the steps of an owner add up
   to its devices, and none is left out.
2. A step is a question about three facts: the stage, whether the owner has the device itself, and whether its data is
   gone for sure. `RULES` is the whole table, read by lists and counts alike.
3. A device is on its way (`ON_THE_WAY`) from its declaration as surplus until somebody has it for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from dpp.domain.actor import OrganisationId
from lifecycle.domain.vocabulary import DataState, Lifecycle

Name = TypeVar("Name")


class Standing(StrEnum):
    """The steps, in the order of a device's way."""

    IN_USE = "in-use"
    COLLECTION = "collection"
    UNDER_WAY = "under-way"
    INTAKE = "intake"
    ERASURE = "erasure"
    DECISION = "decision"
    REPAIR = "repair"
    HAND_OVER = "hand-over"
    TAKEN_APART = "taken-apart"
    RECYCLING = "recycling"
    SET_APART = "set-apart"
    MISSING = "missing"
    GONE = "gone"


ON_THE_WAY = frozenset(Standing) - {Standing.IN_USE, Standing.MISSING, Standing.GONE}

DATA_GONE = frozenset({DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM})
"""Erased and checked, or there is nothing to erase."""


@dataclass(frozen=True)
class Rule:
    """Which devices are at a step; None asks for nothing."""

    standing: Standing
    stages: frozenset[Lifecycle]
    at_owner: bool | None = None
    data_gone: bool | None = None

    def fits(self, stage: Lifecycle, *, at_owner: bool, data_gone: bool) -> bool:
        asked = ((self.at_owner, at_owner), (self.data_gone, data_gone))
        return stage in self.stages and all(wanted in {None, is_so} for wanted, is_so in asked)


def _of(standing: Standing, *stages: Lifecycle, at_owner: bool | None = None, data_gone: bool | None = None) -> Rule:
    return Rule(standing, frozenset(stages), at_owner, data_gone)


RULES = (
    _of(Standing.IN_USE, Lifecycle.REGISTERED, Lifecycle.IN_USE, Lifecycle.IN_STORE, Lifecycle.REDEPLOYED),
    _of(Standing.COLLECTION, Lifecycle.SURPLUS, at_owner=True),
    _of(Standing.UNDER_WAY, Lifecycle.IN_TRANSIT),
    _of(Standing.INTAKE, Lifecycle.SURPLUS, at_owner=False),
    _of(Standing.INTAKE, Lifecycle.RECEIVED, Lifecycle.INTAKE),
    _of(Standing.ERASURE, Lifecycle.INSPECTED, data_gone=False),
    _of(Standing.DECISION, Lifecycle.INSPECTED, data_gone=True),
    _of(Standing.DECISION, Lifecycle.SANITISED, Lifecycle.REFURBISHED),
    _of(Standing.REPAIR, Lifecycle.IN_REPAIR),
    _of(Standing.HAND_OVER, Lifecycle.ROUTED, Lifecycle.RESERVED),
    _of(Standing.TAKEN_APART, Lifecycle.IN_PARTS),
    _of(Standing.RECYCLING, Lifecycle.RECYCLING),
    _of(Standing.SET_APART, Lifecycle.QUARANTINED),
    _of(Standing.MISSING, Lifecycle.MISSING),
    _of(Standing.GONE, Lifecycle.DONATED, Lifecycle.SOLD, Lifecycle.RECYCLED, Lifecycle.RETURNED),
)


def standing_of(stage: Lifecycle, *, at_owner: bool, data_gone: bool) -> Standing:
    """Rule 1."""
    return next(rule.standing for rule in RULES if rule.fits(stage, at_owner=at_owner, data_gone=data_gone))


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Devices of one owner that are alike: how many, and since when.

    `still` of them had no event since a day; `oldest` is when something last happened to the first of them, `declared`
    when the first of them was declared surplus, where any was; it need not be told of what is not on its way.
    """

    stage: Lifecycle
    data: DataState
    route: str | None
    custodian: OrganisationId | None
    count: int
    still: int
    oldest: datetime
    declared: datetime | None = None

    def standing(self, owner: OrganisationId) -> Standing:
        at_owner = self.custodian in {None, owner}
        return standing_of(self.stage, at_owner=at_owner, data_gone=self.data in DATA_GONE)


@dataclass(frozen=True)
class StepCount:
    """How many devices are at a step, with which proposed or approved routes, at whom, and since when."""

    standing: Standing
    count: int
    still: int
    since: datetime
    routes: Mapping[str, int]
    custodians: Mapping[OrganisationId | None, int]


def by_step(owner: OrganisationId, found: Iterable[Alike]) -> tuple[StepCount, ...]:
    """The steps at which devices are, in the order of the way; `since` is the declaration, where there was one."""
    groups: dict[Standing, list[Alike]] = {}
    for each in found:
        groups.setdefault(each.standing(owner), []).append(each)
    return tuple(_counted(standing, groups[standing]) for standing in Standing if standing in groups)


def _counted(standing: Standing, alike: list[Alike]) -> StepCount:
    routes: dict[str, int] = {}
    custodians: dict[OrganisationId | None, int] = {}
    for each in alike:
        custodians[each.custodian] = custodians.get(each.custodian, 0) + each.count
        if each.route is not None:
            routes[each.route] = routes.get(each.route, 0) + each.count
    on_the_way = standing in ON_THE_WAY
    return StepCount(
        standing=standing,
        count=sum(each.count for each in alike),
        still=sum(each.still for each in alike) if on_the_way else 0,
        since=min((on_the_way and each.declared) or each.oldest for each in alike),
        routes=_most_first(routes),
        custodians=_most_first(custodians),
    )


def _most_first(counts: Mapping[Name, int]) -> dict[Name, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))
