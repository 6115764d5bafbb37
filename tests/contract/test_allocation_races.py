"""Two who confirm at the same moment, on both engines with real threads: a device goes once."""

from datetime import date

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from lifecycle.adapters.work import SqlLifecycleStorage
from tests.support.request_samples import wanted
from tests.support.service_world import (
    CHECKER,
    GRADED,
    ICT,
    RECEIVER,
    ROUTER,
    SECOND_ROUTER,
    VERIFIED,
    WIPED,
    World,
    laptop,
)
from tests.support.together import together


def test_two_confirmations_of_overlapping_allocations_give_a_device_once(database: Database) -> None:
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    model = world.passports.register_model(ROUTER, laptop()).passport_id
    key = world.collected_laptop(model=model)
    world.attach(key)
    world.record(ICT, key, GRADED)
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, VERIFIED)
    world.use.routing.propose(ICT, key)
    world.use.routing.approve(ROUTER, [key])
    request = world.use.requests.make(RECEIVER, wanted(5, deadline=date(2026, 12, 1))).line.request.id
    first, second = (world.use.allocations.propose(ROUTER).allocation for _ in range(2))
    assert [each["device"] for each in first.content["placed"]] == [key]
    assert first.content["placed"] == [each | {"stays": False} for each in second.content["placed"]]
    outcome = together(
        lambda: world.use.allocations.confirm(ROUTER, first.allocation_id),
        lambda: world.use.allocations.confirm(SECOND_ROUTER, second.allocation_id),
    )
    assert outcome == [None, None]
    kinds = [entry.event.kind for entry in world.use.devices.read(ROUTER, key).timeline]
    assert kinds.count("reserved") == 1
    view = world.use.requests.read(ROUTER, request)
    assert (view.line.given, len(view.allotments)) == (1, 1)
    refused = [world.use.allocations.read(ROUTER, each.allocation_id).allocation.refused for each in (first, second)]
    assert sorted(map(len, refused)) == [0, 1]
