"""The overview of an owner: where its devices are, what of them needs it, and what became of them by year.

Rules:
1. An owner sees what is its organisation's own, and nobody else's: also who belongs to several sees one at a time.
2. Nothing is hidden: every device is counted at one step (`lifecycle.domain.holdings`), and behind each count is the
   list of its devices.
3. What is on its way and had no event for `days` days is told apart, whatever its step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.permission import Relation
from dpp.service.ports import Clock
from lifecycle.domain.holdings import ON_THE_WAY, Standing, StepCount, by_step
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.holding_ports import HoldingFilter, PlaceCount, YearCount
from lifecycle.service.ports import DeviceLine, LifecycleStorage, Organisations

STILL_DAYS = 30
"""So long nothing may happen to a device on its way before it stands out, where nobody asks for another number."""
_LONGEST = 3650
_PLACES = 200


@dataclass(frozen=True)
class Needs:
    """What of the devices themselves needs their owner: how many of each.

    `blocked` is by the words of `DeviceLine.blocked`.
    """

    still: int
    missing: int
    blocked: Mapping[str, int]


@dataclass(frozen=True)
class HoldingView:
    """The devices of an owner in counts. `days` is the number of rule 3; `more_places`: there are more than these."""

    owner: OrganisationId
    days: int
    steps: tuple[StepCount, ...]
    places: tuple[PlaceCount, ...]
    more_places: bool
    needs: Needs
    years: tuple[YearCount, ...]
    names: Mapping[OrganisationId, str]

    @property
    def count(self) -> int:
        return sum(step.count for step in self.steps)

    @property
    def surplus(self) -> tuple[StepCount, ...]:
        """The steps of what is on its way."""
        return tuple(step for step in self.steps if step.standing in ON_THE_WAY)


@dataclass(frozen=True)
class Holdings:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    organisations: Organisations
    clock: Clock

    def overview(self, actor: Actor, days: int = STILL_DAYS) -> HoldingView:
        """All counts; InvalidInput for a number of days that cannot be."""
        owner, now = _whose(actor), self.clock()
        still = now - _term(days)
        with self.storage.reading() as reads:
            steps = by_step(owner, reads.holdings.alike(owner, still))
            places = reads.holdings.places(owner, _PLACES + 1)
            blocked = reads.holdings.blocked(owner)
            years = reads.holdings.years(owner, now)
        missing = next((step.count for step in steps if step.standing is Standing.MISSING), 0)
        shown = places[:_PLACES]
        return HoldingView(
            owner=owner,
            days=days,
            steps=steps,
            places=shown,
            more_places=len(places) > _PLACES,
            needs=Needs(sum(step.still for step in steps), missing, blocked),
            years=years,
            names=self.organisations.names(set(_custodians(steps, shown))),
        )

    def devices(self, actor: Actor, wanted: HoldingFilter, days: int | None = None) -> tuple[DeviceLine, ...]:
        """The devices behind a count, whoever the filter names as owner; `days` asks for those of rule 3."""
        owner = _whose(actor)
        still = None if days is None else self.clock() - _term(days)
        with self.storage.reading() as reads:
            keys = reads.holdings.keys(replace(wanted, owner=owner, still=still))
            lines = reads.devices.several(keys)
        return tuple(lines[key] for key in keys if key in lines)


def _whose(actor: Actor) -> OrganisationId:
    """Rule 1."""
    PERMISSIONS.check("read_overview", actor, frozenset({Relation.OWNER} if actor.organisation is not None else ()))
    assert actor.organisation is not None  # the table asks for an owner
    return actor.organisation


def _term(days: int) -> timedelta:
    if not 0 < days <= _LONGEST:
        what = message("Give a number of days from 1 to {most}.", most=_LONGEST)
        raise InvalidInput(what, (Problem("$.days", what),))
    return timedelta(days=days)


def _custodians(steps: tuple[StepCount, ...], places: tuple[PlaceCount, ...]) -> Iterator[OrganisationId]:
    yield from (custodian for step in steps for custodian in step.custodians if custodian is not None)
    yield from (place.custodian for place in places if place.custodian is not None)
