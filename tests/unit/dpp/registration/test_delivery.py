"""Registering at the EU registry: whatever the registry does and wherever we crash, nothing is lost or doubled."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination
from dpp.service.outbox.ports import Reply, StoredPackage, Unclear
from tests.support.registry_simulator import Mood
from tests.support.registry_world import URL, Crash, Fate, RegistryWorld

ALL_MOODS = list(Mood)
TROUBLE = [mood for mood in Mood if mood is not Mood.WELL]


@pytest.fixture
def world() -> RegistryWorld:
    return RegistryWorld()


def family(world: RegistryWorld, items: int = 2) -> tuple[PassportId, list[PassportId]]:
    """A model and items of it; the first item has a second version."""
    model = world.publish()
    children = [world.publish(model=model) for _ in range(items)]
    world.revise(children[0])
    return model, children


class TestRegistering:
    def test_a_model_and_its_items_go_in_one_package_and_later_versions_update_them(self, world: RegistryWorld) -> None:
        family(world)
        world.deliver()
        world.check_nothing_lost_or_doubled()
        assert len(world.registry.requests) == 2

    def test_items_of_an_item_have_one_registration_however_many_versions(self, world: RegistryWorld) -> None:
        model, (item, _) = family(world)
        for _ in range(5):
            world.revise(item)
            world.revise(model)
        world.deliver()
        world.check_nothing_lost_or_doubled()
        assert len(world.registry.registered[f"{URL}/passports/{item}"].versions) == 7

    def test_packages_hold_at_most_a_hundred(self, world: RegistryWorld) -> None:
        family(world, items=250)
        world.deliver()
        world.check_nothing_lost_or_doubled()
        sizes = [len(json.loads(body)["registrations"]) for body in world.registry.requests.values()]
        assert sizes == [100, 100, 52]

    def test_a_child_waits_for_its_parent_with_the_reason(self, world: RegistryWorld) -> None:
        model = world.publish()
        item = world.publish(model=model)
        world.registry.refused[f"{URL}/passports/{model}"] = "The operator is not known."
        world.deliver()
        (queued,) = world.queued(item)
        assert queued.code == "parent-not-registered"
        assert model in queued.detail
        assert world.registry.violations == []
        world.registry.refused.clear()
        world.revise(model)
        world.deliver()
        assert world.queued(item) == []

    def test_a_rejection_is_kept_with_its_reason_and_the_next_version_registers(self, world: RegistryWorld) -> None:
        model = world.publish()
        world.registry.refused[f"{URL}/passports/{model}"] = "The operator is not known."
        world.deliver()
        refused = world.standing(model)
        assert refused is not None
        assert (refused.rejected_version, refused.code, refused.registration_id) == (1, "not-acceptable", None)
        assert refused.detail == "The operator is not known."
        world.registry.refused.clear()
        world.revise(model)
        world.deliver()
        registered = world.standing(model)
        assert registered is not None
        assert (registered.version, registered.rejected_version) == (2, None)

    def test_what_a_pre_check_refuses_is_never_sent(self, world: RegistryWorld) -> None:
        model = world.publish(operator="")
        world.deliver()
        assert world.registry.calls == []
        (queued,) = world.queued(model)
        assert queued.code == "operator"

    def test_one_bad_entry_does_not_keep_the_others_out(self, world: RegistryWorld) -> None:
        """The registry refuses every package with it, whole: it is found by sending ever smaller ones."""
        _, items = family(world, items=150)
        bad = items[77]
        world.registry.poison.add(f"{URL}/passports/{bad}")
        world.deliver()
        rejected = world.standing(bad)
        assert rejected is not None
        assert (rejected.code, rejected.rejected_version) == ("refused", 1)
        assert len(world.registry.registered) == 150
        assert f"{URL}/passports/{bad}" not in world.registry.registered
        assert world.registry.violations == []
        assert world.open() == (0, 0, 0)


class TestTrouble:
    @pytest.mark.parametrize("mood", TROUBLE)
    def test_whatever_the_registry_does_once(self, world: RegistryWorld, mood: Mood) -> None:
        """On its first request, its second, its third and its fourth."""
        for place in range(4):
            world.registry.moods.extend([*[Mood.WELL] * place, mood])
            family(world)
            world.deliver()
        world.check_nothing_lost_or_doubled()

    @pytest.mark.parametrize("mood", [mood for mood in TROUBLE if mood not in {Mood.PARTLY, Mood.CONTRADICTS}])
    def test_whatever_the_registry_does_many_times(self, world: RegistryWorld, mood: Mood) -> None:
        world.registry.moods.extend([mood] * 12)
        family(world)
        world.deliver()
        world.check_nothing_lost_or_doubled()

    def test_after_a_lost_answer_the_registry_is_asked_before_anything_is_sent_again(
        self, world: RegistryWorld
    ) -> None:
        world.registry.moods.append(Mood.RESET_AFTER)
        world.publish()
        world.deliver()
        assert [method for method, _ in world.registry.calls] == ["POST", "GET"]
        world.check_nothing_lost_or_doubled()

    def test_a_busy_registry_is_left_alone_for_as_long_as_it_asks(self, world: RegistryWorld) -> None:
        world.registry.moods.append(Mood.BUSY)
        world.publish()
        world.worker().run()
        world.clock.forward(seconds=119)
        world.worker().run()
        assert len(world.registry.calls) == 1
        world.clock.forward(seconds=2)
        world.worker().run()
        assert len(world.registry.calls) > 1

    def test_a_registry_out_of_reach_is_tried_ever_more_seldom_and_never_given_up(self, world: RegistryWorld) -> None:
        model = world.publish()
        world.registry.moods.extend([Mood.RESET_BEFORE] * 1000)
        moments = []
        for _ in range(24 * 60):
            before = len(world.registry.calls)
            world.worker().run()
            if len(world.registry.calls) > before:
                moments.append(world.clock())
            world.clock.forward(minutes=1)
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
        assert max(gaps) <= 15 * 60 + 60
        assert gaps[-1] > gaps[0]
        with world.storage.reading() as reads:
            assert reads.outbox.open(Destination.REGISTRY).oldest == reads.passports.versions(model)[0].recorded_at

    def test_one_silence_ends_the_round(self, world: RegistryWorld) -> None:
        """What else is due would only wait for the same silence."""
        world.registry.moods.extend([Mood.STALL] * 10)
        family(world, items=250)
        world.worker().run()
        assert len(world.registry.calls) == 1


class TestCrashes:
    def steps(self) -> int:
        world, fate = RegistryWorld(), Fate()
        family(world)
        for _ in range(4):
            world.worker(fate).run()
            world.clock.forward(hours=2)
        world.check_nothing_lost_or_doubled()
        return fate.steps

    @pytest.mark.parametrize("mood", ALL_MOODS)
    def test_a_worker_may_die_between_any_two_steps(self, mood: Mood) -> None:
        """Before and after each commit, before and after each request; with the registry in every mood besides."""
        steps = self.steps()
        assert steps > 20
        died = 0
        for number in range(1, steps + 1):
            world, fate = RegistryWorld(), Fate(dies_at=number)
            family(world)
            world.registry.moods.extend([mood] * (number % 3))
            try:
                for _ in range(4):
                    world.worker(fate).run()
                    world.clock.forward(hours=2)
            except Crash:
                died += 1
            world.deliver()
            world.check_nothing_lost_or_doubled()
        assert died > steps / 2

    def test_what_a_dead_worker_held_is_free_when_its_lease_ends(self, world: RegistryWorld) -> None:
        world.publish()
        with pytest.raises(Crash):
            world.worker(Fate(dies_at=8)).run()  # one look, three steps pack it, three lease it, then it is sent
        world.clock.forward(minutes=4)
        assert world.worker().run() == 0
        world.clock.forward(minutes=2)
        assert world.worker().run() > 0
        world.deliver()
        world.check_nothing_lost_or_doubled()


class TestTwoWorkers:
    def test_nobody_sends_what_another_holds(self, world: RegistryWorld) -> None:
        """The second worker runs while the first is sending."""
        world.publish()
        inner: list[int] = []

        class Nosy:
            """A wire on which a second worker tries to send at the same moment."""

            def body(self, correlation_id: str, entries: Any) -> bytes:
                return world.wire().body(correlation_id, entries)

            def send(self, package: StoredPackage) -> Reply:
                inner.append(world.worker().run())
                return world.wire().send(package)

            def ask(self, package: StoredPackage) -> Reply:
                inner.append(world.worker().run())
                return world.wire().ask(package)

        for _ in range(3):
            world.worker(wire=Nosy()).run()
            world.clock.forward(minutes=1)
        assert inner == [0, 0]
        world.check_nothing_lost_or_doubled()

    def test_who_comes_home_after_its_lease_ended_changes_nothing(self, world: RegistryWorld) -> None:
        model = world.publish()
        slow = world.worker()
        slow.form()
        package = slow._leased()
        assert package is not None
        world.clock.forward(hours=1)
        world.deliver()
        known = world.standing(model)
        slow._record(package, Unclear("too late"))
        assert world.standing(model) == known
        world.check_nothing_lost_or_doubled()


class AnyOrder(RuleBasedStateMachine):
    """Publishing, two workers that overlap, crashes and every mood of the registry, in any order."""

    models = Bundle("models")
    passports = Bundle("passports")

    @initialize()
    def start(self) -> None:
        self.world = RegistryWorld()
        self.away: list[tuple[Any, StoredPackage, Reply | None]] = []

    @rule(target=models)
    def publish_model(self) -> PassportId:
        return self.world.publish()

    @rule(target=passports, model=models)
    def publish_item(self, model: PassportId) -> PassportId:
        return self.world.publish(model=model)

    @rule(passport=st.one_of(models, passports))
    def revise(self, passport: PassportId) -> None:
        self.world.revise(passport)

    @rule(moods=st.lists(st.sampled_from(ALL_MOODS), max_size=4))
    def change_mood(self, moods: list[Mood]) -> None:
        self.world.registry.moods = moods

    @rule(seconds=st.sampled_from([1, 20, 200, 400, 4000]))
    def wait(self, seconds: int) -> None:
        self.world.clock.forward(seconds=seconds)

    @rule()
    def work(self) -> None:
        self.world.worker().run()

    @rule(step=st.integers(1, 30))
    def work_and_die(self, step: int) -> None:
        try:
            self.world.worker(Fate(dies_at=step)).run()
        except Crash:
            return

    @rule(speaks=st.booleans())
    def set_out(self, *, speaks: bool) -> None:
        """A worker takes a package, perhaps delivers it, and is not heard of for a while."""
        worker = self.world.worker()
        package = worker._leased()
        if package is not None:
            self.away.append((worker, package, worker._spoken(package) if speaks else None))

    @rule()
    def come_home(self) -> None:
        """It brings what it was told then; or it only delivers now, long after its lease ended."""
        if self.away:
            worker, package, reply = self.away.pop()
            worker._record(package, reply or worker._spoken(package))

    @invariant()
    def the_registry_has_nothing_to_complain_of(self) -> None:
        assert self.world.registry.violations == []

    def teardown(self) -> None:
        self.world.registry.moods = []
        while self.away:
            self.come_home()
        self.world.deliver()
        self.world.check_nothing_lost_or_doubled()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=30)
