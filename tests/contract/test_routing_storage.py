"""Stores of routing: the fake and both engines answer alike about policies, runs, and the stock of devices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from unittest.mock import Mock

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.policy_files import read_policy
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import LockFound
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, Transition
from lifecycle.domain.vocabulary import Lifecycle, Lock, Route
from lifecycle.service import routing_reading
from lifecycle.service.routing_facts import DECISIONS
from lifecycle.service.routing_ports import MoveFilter, StockFilter
from lifecycle.service.routing_reading import FactsReader, last_told
from lifecycle.service.support import updates_in
from lifecycle.service.views import DecisionView
from tests.support.policy_samples import policy_file, scope
from tests.support.service_world import ICT, ROUTER, World

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FILE = policy_file("phones", scope=scope(owners=("ministry",), categories=("phone",)))
RUN = RoutingRun(
    run_id=RoutingRunId("run-1"),
    kind=RunKind.PREVIEW,
    policy="phones",
    version="1.0.0",
    on=NOW.date(),
    account=AccountId("router"),
    organisation=OrganisationId("drz"),
    roles=frozenset({Role.DRZ, Role.AUDITOR}),
    asked_at=NOW,
)


@pytest.fixture(params=["memory", "sqlite_url", "postgres_url"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield World()
        return
    database = Database(request.getfixturevalue(request.param))
    opened = World(database=SqlLifecycleStorage(database))
    opened.known_model = opened.model()
    yield opened
    database.close()


def storage(world: World) -> Any:
    return world.database or world.storage


def registered(content: bytes) -> RegisteredPolicy:
    return RegisteredPolicy(
        name=read_policy(content).name,
        sha256=sha256(content).hexdigest(),
        loaded_by=AccountId("router"),
        loaded_for=OrganisationId("drz"),
        loaded_at=NOW,
    )


def test_a_policy_is_kept_with_its_file_and_activated_once(world: World) -> None:
    loaded = registered(FILE)
    with storage(world).writing() as work:
        work.policies.add(loaded, FILE)
        work.policies.keep(loaded.name.digest, b"# the same by what it says\n" + FILE)
        work.commit()
    activated = replace(loaded, activated_by=AccountId("second"), activated_at=NOW + timedelta(days=1))
    with storage(world).writing() as work:
        work.policies.activate(activated)
        work.commit()
    with storage(world).reading() as reads:
        assert reads.policies.get("phones", "1.0.0") == activated
        assert reads.policies.all() == (activated,)
        assert (reads.policies.file(loaded.sha256), reads.policies.content(loaded.name.digest)) == (FILE, FILE)
        assert reads.policies.get("phones", "2") is None
        assert reads.policies.content("absent") is None
    with storage(world).writing() as work, pytest.raises(Conflict):
        work.policies.add(loaded, FILE)
    with storage(world).writing() as work, pytest.raises(Conflict):
        work.policies.activate(activated)


def test_a_run_is_taken_when_it_is_free_and_its_day_has_come(world: World) -> None:
    later = replace(RUN, run_id=RoutingRunId("run-2"), on=date(2027, 1, 1), kind=RunKind.DECIDE_AGAIN)
    with storage(world).writing() as work:
        work.routing_runs.put(RUN)
        work.routing_runs.put(later)
        work.commit()
    with storage(world).writing() as work:
        assert work.routing_runs.free(NOW) == RUN.run_id
        work.routing_runs.put(RUN.taken(NOW, 12))
        work.commit()
    with storage(world).reading() as reads:
        held = reads.routing_runs.get(RUN.run_id)
        assert held == RUN.taken(NOW, 12)
        assert reads.routing_runs.free(NOW) is None
        assert reads.routing_runs.free(NOW + timedelta(minutes=5)) == RUN.run_id
        assert reads.routing_runs.free(NOW + timedelta(days=60)) == RUN.run_id
        assert [run.run_id for run in reads.routing_runs.of_policy("phones", "1.0.0")] == ["run-1", "run-2"]
    with storage(world).writing() as work:
        work.routing_runs.put(RUN.taken(NOW, 12).finished(NOW))
        work.commit()
    with storage(world).reading() as reads:
        assert reads.routing_runs.free(NOW + timedelta(days=60)) == later.run_id


def test_previews_that_ended_long_ago_are_forgotten_with_their_moves(world: World) -> None:
    """What was decided again stays, and so does a preview that is not over."""
    old, decided = RUN.finished(NOW), replace(RUN, run_id=RoutingRunId("run-2"), kind=RunKind.DECIDE_AGAIN)
    waiting = replace(RUN, run_id=RoutingRunId("run-3"))
    with storage(world).writing() as work:
        for run in (old, decided.finished(NOW), waiting):
            work.routing_runs.put(run)
        work.routing_runs.add_moves(old.run_id, [Move(DeviceKey("k1"), "laptop", Route.DONATE, Route.PARTS)])
        assert work.routing_runs.forget_previews(NOW) == 0
        assert work.routing_runs.forget_previews(NOW + timedelta(seconds=1)) == 1
        work.commit()
    with storage(world).reading() as reads:
        assert [run.run_id for run in reads.routing_runs.of_policy("phones", "1.0.0")] == ["run-2", "run-3"]
        assert reads.routing_runs.moves(old.run_id, MoveFilter()) == ()


def test_moves_are_counted_and_found(world: World) -> None:
    refusal = message("Device {device} is gone.", device="k3")
    moves = [
        Move(DeviceKey("k1"), "laptop", Route.DONATE, Route.PARTS),
        Move(DeviceKey("k2"), "laptop", Route.DONATE, Route.PARTS),
        Move(DeviceKey("k3"), None, Route.SELL, Route.PARTS, refusal),
        Move(DeviceKey("k4"), "display", Route.SELL, Route.PARTS),
    ]
    with storage(world).writing() as work:
        work.routing_runs.put(RUN)
        work.routing_runs.add_moves(RUN.run_id, moves)
        work.routing_runs.add_moves(RUN.run_id, [])
        work.commit()
    with storage(world).reading() as reads:
        runs = reads.routing_runs
        assert runs.transitions(RUN.run_id) == (
            Transition("laptop", Route.DONATE, Route.PARTS, 2),
            Transition("display", Route.SELL, Route.PARTS, 1),
        )
        assert runs.moves(RUN.run_id, MoveFilter()) == tuple(moves)
        assert runs.moves(RUN.run_id, MoveFilter(beyond=DeviceKey("k1"), limit=2)) == tuple(moves[1:3])
        assert runs.moves(RUN.run_id, MoveFilter(category="display", before=Route.SELL)) == (moves[3],)
        assert runs.moves(RUN.run_id, MoveFilter(refused=True)) == (moves[2],)
        assert runs.moves(RUN.run_id, MoveFilter(after=Route.PARTS, refused=False)) == (*moves[:2], moves[3])


def test_the_facts_of_many_are_those_of_each_by_its_whole_life(world: World) -> None:
    """Also of a device of which an event was declared in error, whose last events do not all count."""
    keys = [world.clean_laptop(), world.collected_laptop(serial="OTHER-1", asset_tag=None)]
    world.use.routing.propose(ICT, keys[0])
    world.clock.forward(days=3)
    world.record(ICT, keys[1], LockFound(lock=Lock.MDM))
    with storage(world).reading() as reads:
        wanted = StockFilter(tuple(Lifecycle), (None, "proposed"))
        assert reads.stock.count(wanted) == 2
        assert list(reads.stock.keys(wanted, DeviceKey(""), 10)) == sorted(keys)
        assert reads.stock.keys(StockFilter(tuple(Lifecycle), ("proposed",)), DeviceKey(""), 10) == (keys[0],)
        assert reads.stock.keys(wanted, max(keys), 10) == ()
        reader = FactsReader(reads, world.publisher, world.organisations)
        gathered = reader.of_devices([*keys, DeviceKey("absent0000000000")])
        assert list(gathered) == keys
        told = reads.stock.last_told(keys, DECISIONS)
        for key in keys:
            life = reads.events.of_device(key)
            assert gathered[key].facts == reader.of_life(gathered[key].device, life)
            assert told[key].date() == last_told(life)


def test_what_is_proposed_for_many_in_one_act_is_what_is_proposed_for_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What devices share is read once for all of them; who is refused stops nobody."""
    asked = Mock(wraps=updates_in)
    monkeypatch.setattr(routing_reading, "updates_in", asked)
    absent = DeviceKey("absent0000000000")
    keys = [world.clean_laptop(), world.collected_laptop(serial="OTHER-1", asset_tag=None), absent]
    foreseen = world.use.routing.foreseen(ROUTER, keys)
    asked.reset_mock()
    found = dict(world.use.routing.propose_each(ICT, keys))
    assert asked.call_count == 1
    assert isinstance(found.pop(absent), NotFound)
    for key, view in found.items():
        assert isinstance(view, DecisionView)
        assert view.route == foreseen[key]
        assert world.use.routing.propose(ICT, key).decision_id == view.decision_id, "the same facts, read for it alone"
    assert [*found, absent] == keys
