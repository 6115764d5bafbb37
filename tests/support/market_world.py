"""Devices on the government marketplace, made by events that the guards admit.

world = World()
keys = [offered(world, f"S-{number}") for number in range(3)]
"""

from dataclasses import dataclass, replace
from typing import Any

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.checklists import checklists_for
from lifecycle.domain.events import (
    Assigned,
    Happening,
    Inspected,
    LocksChecked,
    LookedFor,
    Place,
    RouteApproved,
    RouteProposed,
)
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route
from lifecycle.service.intake import Scan
from lifecycle.service.recording import Draft
from tests.support.service_world import ICT, MINISTRY, OTHER_MINISTRY, OWNER, ROUTER, SURPLUS, World

INSPECTED = Inspected(
    functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5, charger=True, media_absent=True, remark="Looked inside"
)
UNIT, FORMER, SHELF = "Team Inkoop", "Dienst Voorheen", Place("Kluis 7")


def _servant(name: str, organisation: OrganisationId) -> Actor:
    return Actor(AccountId(name), organisation, frozenset({Role.PUBLIC_SERVANT}))


SERVANT = _servant("servant", OTHER_MINISTRY)
COLLEAGUE = _servant("colleague", OTHER_MINISTRY)
SERVANT_OF_OWNER = _servant("servant-of-owner", MINISTRY)


@dataclass(frozen=True)
class Cast:
    """Who brings a device to the marketplace."""

    owner: Actor = OWNER
    ict: Actor = ICT
    router: Actor = ROUTER


USUAL = Cast()


def ready(world: World, serial: str, cast: Cast = USUAL, **wanted: Any) -> DeviceKey:
    """Used by a unit, surplus, inspected, without media and without locks: only its destination is to be decided."""
    owner, provider = cast.owner.organisation, cast.ict.organisation
    assert owner is not None
    assert provider is not None
    view = world.register(cast.owner, serial=serial, asset_tag=f"TAG-{serial}", **{"owner": owner, **wanted})
    key = view.device.key
    surplus = replace(SURPLUS, authority=owner, intake_by=provider)
    world.record(cast.owner, key, Assigned(unit=FORMER), surplus)
    world.clock.forward(minutes=1)
    world.use.intake.scan(cast.ict, Scan(raw=serial, place=SHELF))
    checklist = checklists_for("laptop")[0]
    looked = LocksChecked(
        checklist=checklist.name, answers=tuple(LookedFor(check.lock, there=False) for check in checklist.checks)
    )
    world.record(cast.ict, key, INSPECTED, looked)
    return key


def routed(world: World, key: DeviceKey, route: Route = Route.REDEPLOY, by: Actor = ROUTER) -> DeviceKey:
    """This destination is proposed and approved, today."""
    proposed = RouteProposed(decision="d", route=route, rule_set="r", inputs_sha256="0" * 64, trace_sha256="0" * 64)
    happen(world, by, key, proposed, RouteApproved(decision="d", route=route))
    return key


def offered(world: World, serial: str, cast: Cast = USUAL, **wanted: Any) -> DeviceKey:
    """On offer inside government since today."""
    return routed(world, ready(world, serial, cast, **wanted), by=cast.router)


def happen(world: World, actor: Actor, key: DeviceKey, *happenings: Happening) -> None:
    """Record events that have a use case of their own, without it."""
    world.clock.forward(minutes=1)
    with (world.database or world.storage).writing() as work:
        world.recorder.record(work, actor, key, [Draft(each) for each in happenings])
        work.commit()
