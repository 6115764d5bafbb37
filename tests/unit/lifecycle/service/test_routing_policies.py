"""Policies: loaded whole, previewed, activated by a second person, chosen by device and day, and decided again by."""

from dataclasses import replace
from datetime import date

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical_text
from lifecycle.adapters.policies import packaged_file, packaged_policy
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, RunState, Transition
from lifecycle.domain.vocabulary import Route
from lifecycle.service.decision_checks import DecisionChecks, Verdict, differences
from lifecycle.service.routing_policies import PolicyTally, RoutingPolicies
from lifecycle.service.routing_ports import MoveFilter
from lifecycle.service.routing_worker import RoutingWorker
from tests.support.policy_samples import policy_file, scope
from tests.support.service_world import ADVISER, AUDITOR, ICT, MINISTRY, OWNER, ROUTER, SECOND_ROUTER, World

STRICTER = policy_file(functional_grade_at_least="6")


class Standing:
    """Everybody still has the rights that they had, unless a test takes them away."""

    def __init__(self) -> None:
        self.refusal: KringpasError | None = None

    def today(self, actor: Actor) -> Actor:
        if self.refusal is not None:
            raise self.refusal
        return actor


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def policies(world: World) -> RoutingPolicies:
    return world.use.policies


def worker(world: World, standing: Standing | None = None, *, steps: int | None = None) -> RoutingWorker:
    """Works on runs; after so many steps it is told to stop."""
    left = iter([False] * steps) if steps is not None else None
    return RoutingWorker(
        world.storage,
        world.use.routing,
        standing or Standing(),
        world.clock,
        stopping=(lambda: False) if left is None else lambda: next(left, True),
    )


def in_force(policies: RoutingPolicies, policy: str, version: str = "1.0.0") -> RoutingRun:
    """Activated by who did not load it."""
    return policies.activate(SECOND_ROUTER, policy, version)


def policy_of(world: World, key: DeviceKey) -> str:
    return world.use.routing.propose(ICT, key).policy


def test_a_file_is_loaded_and_puts_nothing_in_force(world: World, policies: RoutingPolicies) -> None:
    key = world.clean_laptop()
    loaded = policies.load(ROUTER, STRICTER)
    assert (loaded.name.id, loaded.loaded_by, loaded.activated_at) == ("stricter", ROUTER.account, None)
    view = policies.read(AUDITOR, "stricter", "1.0.0")
    assert (view.file, view.in_force, view.registered) == (STRICTER, False, loaded)
    assert policy_of(world, key) == "default"


def test_the_same_file_again_is_what_is_there_and_another_one_needs_its_own_version(policies: RoutingPolicies) -> None:
    first = policies.load(ROUTER, STRICTER)
    assert policies.load(SECOND_ROUTER, STRICTER) == first
    with pytest.raises(Conflict, match=r"version 1\.0\.0 of the policy 'stricter' already"):
        policies.load(ROUTER, policy_file(release_eur="40"))
    with pytest.raises(Conflict):
        policies.load(ROUTER, packaged_file().replace(b"release_eur = 35", b"release_eur = 40"))


def test_a_policy_is_for_owners_that_are_known(policies: RoutingPolicies) -> None:
    with pytest.raises(InvalidInput) as refused:
        policies.load(ROUTER, policy_file(scope=scope(owners=("nobody",))))
    assert [problem.path for problem in refused.value.problems] == ["$.scope.owners"]


def test_who_loads_a_policy_does_not_activate_it(world: World, policies: RoutingPolicies) -> None:
    policies.load(ROUTER, STRICTER)
    with pytest.raises(Refused) as refused:
        policies.activate(ROUTER, "stricter", "1.0.0")
    assert refused.value.rule == "own-policy"
    in_force(policies, "stricter")
    assert policy_of(world, world.clean_laptop()) == "stricter"
    with pytest.raises(Refused) as again:
        in_force(policies, "stricter")
    assert again.value.rule == "policy-activated"


def test_the_most_specific_policy_counts(world: World, policies: RoutingPolicies) -> None:
    """Owner and category before owner, before category, before every device, whenever each was activated."""
    both, owner, category, every = (
        scope(owners=(MINISTRY,), categories=("laptop",)),
        scope(owners=(MINISTRY,)),
        scope(categories=("laptop",)),
        "",
    )
    chosen = []
    for name, narrowed in (("every", every), ("category", category), ("owner", owner), ("both", both)):
        policies.load(ROUTER, policy_file(name, scope=narrowed))
        in_force(policies, name)
        with world.storage.reading() as reads:
            now = world.use.routing.policies.in_force(reads, world.clock().date())
        chosen.append(now.choose(MINISTRY, "laptop").name.id)
        others = (now.choose("another", "laptop").name.id, now.choose(None, None).name.id)
    assert chosen == ["every", "category", "owner", "both"]
    assert others == ("category", "every")
    decision = world.use.routing.propose(ICT, world.clean_laptop()).decision
    assert str(decision.policy.scope.why).startswith("it is for this owner and this kind of device")


def test_a_version_counts_from_its_day_until_its_last_one(world: World, policies: RoutingPolicies) -> None:
    policies.load(ROUTER, policy_file("programme", date="2027-01-01\nuntil = 2027-01-31"))
    in_force(policies, "programme")
    with world.storage.reading() as reads:
        days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)]
        asked = [world.use.routing.policies.in_force(reads, day).choose(None, None).name.id for day in days]
    assert asked == ["default", "programme", "programme", "default"]


def test_a_preview_counts_what_would_move_and_changes_nothing(world: World, policies: RoutingPolicies) -> None:
    keys = [world.clean_laptop(), world.collected_laptop(serial="OTHER-1", asset_tag=None)]
    world.use.routing.propose(ICT, keys[0])
    policies.load(ROUTER, STRICTER)
    run = policies.preview(ROUTER, "stricter", "1.0.0")
    assert policies.preview(SECOND_ROUTER, "stricter", "1.0.0") == run, "one that is under way is enough"
    before = (world.storage.committed.events.rows, world.storage.committed.decisions.rows)
    assert worker(world).run_pending() == 1
    view = policies.run(ROUTER, run.run_id, MoveFilter())
    assert (view.run.state, view.run.total, view.run.seen) == (RunState.FINISHED, 2, 2)
    assert view.transitions == (Transition("laptop", Route.DONATE, Route.PARTS, 1),)
    assert view.moves == (Move(keys[0], "laptop", Route.DONATE, Route.PARTS),)
    assert policies.run(ROUTER, run.run_id, MoveFilter(after=Route.SELL)).moves == ()
    assert (world.storage.committed.events.rows, world.storage.committed.decisions.rows) == before


def test_what_a_person_approved_is_not_in_a_preview(world: World, policies: RoutingPolicies) -> None:
    key = world.clean_laptop()
    world.use.routing.propose(ICT, key)
    world.use.routing.approve(ROUTER, [key])
    policies.load(ROUTER, STRICTER)
    run = policies.preview(ROUTER, "stricter", "1.0.0")
    worker(world).run_pending()
    assert policies.run(ROUTER, run.run_id).run.seen == 0


def test_activation_decides_again_what_rests_on_the_old_policy(world: World, policies: RoutingPolicies) -> None:
    key = world.clean_laptop()
    first = world.use.routing.propose(ICT, key)
    policies.load(ROUTER, STRICTER)
    run = in_force(policies, "stricter")
    assert run.kind is RunKind.DECIDE_AGAIN
    world.clock.forward(minutes=1)
    worker(world).run_pending()
    view = policies.run(ROUTER, run.run_id, MoveFilter())
    assert (view.run.decided, view.run.moved, view.run.refused) == (1, 1, 0)
    second = world.use.routing.of_device(ROUTER, key)[-1]
    assert (first.route, second.route, second.policy) == ("donate", "parts", "stricter")
    assert second.proposed is not None
    assert second.proposed.actor == SECOND_ROUTER.account, "who activated it proposed it"
    assert str(second.proposed.transaction) == str(run.run_id), "one act"


def test_the_same_policy_proposes_nothing_anew(world: World, policies: RoutingPolicies) -> None:
    """Not on a later day either: the proposal that stands rests on the policy that counts."""
    key = world.clean_laptop()
    policies.load(ROUTER, STRICTER)
    in_force(policies, "stricter")
    world.use.routing.propose(ICT, key)
    policies.load(ROUTER, policy_file("phones", scope=scope(categories=("phone",))))
    world.clock.forward(days=1)
    in_force(policies, "phones")
    before = world.events(key)
    worker(world).run_pending()
    assert world.events(key) == before


def test_a_run_that_was_stopped_goes_on_where_it_was(
    world: World, policies: RoutingPolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifecycle.service.routing_worker.PREVIEWED_AT_ONCE", 1)
    for number in range(3):
        world.collected_laptop(serial=f"S-{number}", asset_tag=None)
    policies.load(ROUTER, STRICTER)
    run = policies.preview(ROUTER, "stricter", "1.0.0")
    told: list[int] = []
    worker(world, steps=1).work_on(run.run_id, lambda at: told.append(at.seen))
    stopped = policies.run(ROUTER, run.run_id).run
    assert (stopped.state, stopped.seen, stopped.busy_until) == (RunState.RUNNING, 2, None)
    worker(world).work_on(run.run_id, lambda at: told.append(at.seen))
    assert told == [0, 1, 2, 2, 3]
    assert policies.run(ROUTER, run.run_id).run.state is RunState.FINISHED


def test_a_run_that_another_works_on_is_left_alone(world: World, policies: RoutingPolicies) -> None:
    policies.load(ROUTER, STRICTER)
    run = policies.preview(ROUTER, "stricter", "1.0.0")
    with world.storage.writing() as work:
        work.routing_runs.put(run.taken(world.clock(), 0))
        work.commit()
    assert worker(world).work_on(run.run_id) is None
    world.clock.forward(minutes=6)
    assert worker(world).run_pending() == 1, "whose term is over goes on with another"


def test_a_policy_of_a_later_day_is_decided_under_on_that_day(world: World, policies: RoutingPolicies) -> None:
    key = world.clean_laptop()
    world.use.routing.propose(ICT, key)
    day = world.clock().date().replace(year=world.clock().year + 1)
    policies.load(ROUTER, policy_file(functional_grade_at_least="6", date=day.isoformat()))
    in_force(policies, "stricter")
    assert worker(world).run_pending() == 0
    world.clock.forward(days=366)
    assert worker(world).run_pending() == 1
    assert world.use.routing.of_device(ROUTER, key)[-1].policy == "stricter"


def test_who_may_not_act_any_more_does_not_act_by_a_run(world: World, policies: RoutingPolicies) -> None:
    from dpp.domain.message import message  # noqa: PLC0415 - read beside its use

    standing = Standing()
    standing.refusal = NotPermitted(message("The account that asked for this may not act any more."))
    policies.load(ROUTER, STRICTER)
    run = in_force(policies, "stricter")
    worker(world, standing).run_pending()
    ended = policies.run(ROUTER, run.run_id).run
    assert (ended.state, str(ended.why)) == (RunState.FAILED, "The account that asked for this may not act any more.")


@pytest.mark.parametrize(("actor", "refusal"), [(VISITOR, NotSignedIn), (OWNER, NotPermitted), (ADVISER, NotPermitted)])
def test_only_drz_changes_policies(policies: RoutingPolicies, actor: Actor, refusal: type[Exception]) -> None:
    run = RoutingRunId("absent")
    for forbidden in (
        lambda: policies.load(actor, STRICTER),
        lambda: policies.preview(actor, "stricter", "1.0.0"),
        lambda: policies.activate(actor, "stricter", "1.0.0"),
        lambda: policies.run(actor, run),
    ):
        with pytest.raises(refusal):
            forbidden()


def test_the_register_is_counted_as_it_stands(policies: RoutingPolicies) -> None:
    policies.load(ROUTER, STRICTER)
    assert policies.tally(ADVISER) == PolicyTally(count=1, in_force=0, waiting=1)
    in_force(policies, "stricter")
    assert policies.tally(ADVISER) == PolicyTally(count=1, in_force=1, waiting=0)
    with pytest.raises(NotSignedIn):
        policies.tally(VISITOR)


def test_the_policy_of_the_package_is_in_the_list_and_can_be_read(policies: RoutingPolicies) -> None:
    assert policies.all(OWNER).packaged == packaged_policy()
    view = policies.read(ADVISER, "default", packaged_policy().name.version)
    assert (view.policy, view.file, view.registered, view.in_force) == (packaged_policy(), packaged_file(), None, True)
    with pytest.raises(NotFound):
        policies.read(OWNER, "default", "0.1")


def test_a_stored_decision_is_made_again_byte_for_byte(world: World, policies: RoutingPolicies) -> None:
    """Also when its policy is in force no more, and the device has changed since."""
    key = world.clean_laptop()
    world.use.routing.propose(ICT, key)
    policies.load(ROUTER, STRICTER)
    in_force(policies, "stricter")
    worker(world).run_pending()
    checks = DecisionChecks(world.storage, world.use.routing.policies)
    assert [each.verdict for each in checks.of_device(key)] == [Verdict.SAME, Verdict.SAME]
    assert [len(found) for found in checks.of_all() if found] == [2]
    with pytest.raises(NotFound):
        checks.of_device(DeviceKey("absent0000000000"))


def test_what_was_changed_in_a_stored_decision_is_named(world: World) -> None:
    key = world.clean_laptop()
    view = world.use.routing.propose(ICT, key)
    with world.storage.writing() as work:
        stored = work.decisions.rows[key, view.decision_id]
        changed = canonical_text(dict(stored.content) | {"route": "sell"})
        work.decisions.rows[key, view.decision_id] = replace(stored, written=changed)
        work.commit()
    [checked] = DecisionChecks(world.storage, world.use.routing.policies).of_device(key)
    assert (checked.verdict, checked.is_wrong) == (Verdict.CHANGED, True)


def test_differences_are_named_as_deep_as_they_go() -> None:
    first = {"same": 1, "list": [{"a": 1}, {"a": 2}], "gone": 1, "longer": [1]}
    second = {"same": 1.0, "list": [{"a": 1}, {"a": 3}], "new": 1, "longer": [1, 2]}
    assert list(differences(first, second)) == ["$.gone", "$.list[1].a", "$.longer", "$.new", "$.same"]
