"""One act on many devices: the preview says what the act does, and a batch that is sent twice is done once."""

from dataclasses import replace

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import HoldPlaced
from lifecycle.domain.vocabulary import Route
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_actions import BulkRequest
from lifecycle.service.bulk_views import BulkView
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.worklist_ports import BulkId
from lifecycle.service.worklists import MOST
from tests.support.service_world import (
    ADVISER,
    CHECKER,
    COORDINATOR,
    GRADED,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    ROUTER,
    SECOND_ROUTER,
    SERIAL,
    WIPED,
    World,
)

BATCH = BulkId("00000000000000000001")
HOLD = {"hold": "H-1", "reason": "Inquiry"}


@pytest.fixture
def world() -> World:
    return World()


def laptops(world: World, count: int) -> list[DeviceKey]:
    """Graded, in the hands of the ICT provider."""
    keys = [world.collected_laptop(serial=f"LATITUDE-{number}", asset_tag=None) for number in range(count)]
    for key in keys:
        world.record(ICT, key, GRADED)
    return keys


def asked(action: str, *keys: DeviceKey, **inputs: str) -> BulkRequest:
    return BulkRequest(action=action, devices=keys, inputs=inputs)


def said(view: BulkView) -> dict[DeviceKey, str]:
    """The outcome of each device, or the rule that refused it."""
    return {each.device: each.refusal.rule if each.refusal else each.outcome for each in view.answers}


def seen(view: BulkView) -> dict[DeviceKey, str]:
    return {each.device: each.seen for each in view.answers}


class TestRecording:
    """Acts that are one kind of event."""

    def test_the_act_does_what_the_preview_said(self, world: World) -> None:
        """A device of others and one that is not there are told beside those with which it is done."""
        first, second = laptops(world, 2)
        wanted = asked("hold", first, DeviceKey("nowhere0"), second, **HOLD)
        before = world.use.bulk_actions.preview(OWNER, wanted)
        assert said(before) == {first: "done", DeviceKey("nowhere0"): "not-found", second: "done"}
        assert not world.device(first).holds
        after = world.use.bulk_actions.act(OWNER, BATCH, wanted)
        assert after.answers == before.answers
        assert world.device(first).holds == world.device(second).holds == {"H-1"}
        assert said(world.use.bulk_actions.preview(OTHER_OWNER, wanted))[first] == "not-permitted"

    def test_the_preview_gives_the_words_of_the_guards(self, world: World) -> None:
        first, second = laptops(world, 2)
        world.record(OWNER, first, HoldPlaced(hold="H-1", reason="Inquiry"))
        wanted = asked("release-hold", first, second, **HOLD)
        view = world.use.bulk_actions.preview(OWNER, wanted)
        done, refused = view.groups
        assert ([each.device for each in done.answers], done.outcome) == ([first], "done")
        assert [each.device for each in refused.answers] == [second]
        assert refused.remedy is not None
        assert said(world.use.bulk_actions.act(OWNER, BATCH, wanted)) == said(view)

    def test_a_batch_that_is_sent_again_records_nothing(self, world: World) -> None:
        [key] = laptops(world, 1)
        wanted = asked("charger", key, present="yes")
        once = world.use.bulk_actions.act(ICT, BATCH, wanted)
        events = len(world.events(key))
        assert world.use.bulk_actions.act(ICT, BATCH, wanted) == once
        assert len(world.events(key)) == events
        assert world.use.bulk_actions.read(ICT, BATCH) == once
        with pytest.raises(NotFound):
            world.use.bulk_actions.read(CHECKER, BATCH)

    def test_a_batch_that_was_cut_off_is_finished(self, world: World) -> None:
        """What it recorded before is not recorded again."""
        first, second = laptops(world, 2)
        whole = asked("charger", first, second, present="yes")
        world.use.bulk_actions.act(ICT, BATCH, whole)
        batches = world.storage.committed.bulk_batches.rows
        batches[BATCH] = replace(batches[BATCH], answers=None)
        before = world.storage.committed.events.rows.copy()
        assert said(world.use.bulk_actions.act(ICT, BATCH, whole)) == {first: "repeated", second: "repeated"}
        assert world.storage.committed.events.rows == before

    def test_the_same_id_with_something_else_is_a_conflict(self, world: World) -> None:
        [key] = laptops(world, 1)
        world.use.bulk_actions.act(ICT, BATCH, asked("charger", key, present="yes"))
        for actor, wanted in (
            (ICT, asked("charger", key, present="no")),
            (CHECKER, asked("charger", key, present="yes")),
        ):
            with pytest.raises(Conflict):
                world.use.bulk_actions.act(actor, BATCH, wanted)

    @pytest.mark.parametrize(
        ("wanted", "path"),
        [
            (asked("fly", DeviceKey("device00")), "$.action"),
            (asked("approve"), "$.devices"),
            (asked("approve", *(DeviceKey(f"device{number:04}") for number in range(MOST + 1))), "$.devices"),
            (asked("hold", DeviceKey("device00"), hold="H-1"), "$.inputs.reason"),
            (asked("hold", DeviceKey("device00"), **HOLD, more="x"), "$.inputs.more"),
            (asked("charger", DeviceKey("device00"), present="maybe"), "$.inputs.present"),
            (asked("declare-surplus", DeviceKey("device00"), decision="1", decided_on="soon"), "$.inputs.decided_on"),
        ],
    )
    def test_what_an_act_asks_is_checked(self, world: World, wanted: BulkRequest, path: str) -> None:
        with pytest.raises(InvalidInput) as refusal:
            world.use.bulk_actions.preview(ICT, wanted)
        assert [problem.path for problem in refusal.value.problems] == [path]

    def test_an_owner_declares_and_classifies_what_is_its_own(self, world: World) -> None:
        mine = world.register().device.key
        theirs = world.register(OTHER_OWNER, serial="OTHER-1", asset_tag=None, owner=OTHER_MINISTRY).device.key
        for wanted in (
            asked("classify", mine, theirs, classification="dep-v"),
            asked("declare-surplus", mine, theirs, decision="2026-1", decided_on="2026-05-01"),
        ):
            assert said(world.use.bulk_actions.act(OWNER, BulkId(wanted.action), wanted)) == {
                mine: "done",
                theirs: "not-permitted",
            }
        assert (world.device(mine).classification, world.device(mine).surplus is not None) == ("dep-v", True)


class TestDeciding:
    def test_what_is_proposed_is_approved_and_the_rest_is_told(self, world: World) -> None:
        first, second = laptops(world, 2)
        assert said(world.use.bulk_actions.act(ICT, BATCH, asked("propose", first))) == {first: "done"}
        wanted = asked("approve", first, second)
        before = world.use.bulk_actions.preview(ROUTER, wanted)
        assert said(before) == {first: "done", second: "not-found"}
        proposal = world.device(first).proposal
        assert proposal is not None
        assert seen(before)[first] == proposal.decision
        after = world.use.bulk_actions.act(ROUTER, BulkId("approving"), replace(wanted, seen=seen(before)))
        assert said(after) == said(before)
        assert world.device(first).approval is not None

    def test_who_made_an_override_is_refused_in_the_preview_as_in_the_act(self, world: World) -> None:
        [key] = laptops(world, 1)
        world.use.routing.propose(ICT, key)
        world.use.routing.override(ROUTER, key, Route.HOLD, "It stays")
        wanted = asked("approve", key)
        assert said(world.use.bulk_actions.preview(ROUTER, wanted)) == {key: "own-approval"}
        assert said(world.use.bulk_actions.act(ROUTER, BATCH, wanted)) == {key: "own-approval"}

    def test_what_was_proposed_since_the_preview_is_not_approved(self, world: World) -> None:
        [key] = laptops(world, 1)
        world.use.routing.propose(ICT, key)
        before = world.use.bulk_actions.preview(ROUTER, asked("approve", key))
        world.clock.forward(days=1)
        world.use.routing.propose(ICT, key)
        wanted = replace(asked("approve", key), seen=seen(before))
        assert said(world.use.bulk_actions.act(ROUTER, BATCH, wanted)) == {key: "conflict"}

    def test_an_approval_that_was_cut_off_is_found_to_be_done(self, world: World) -> None:
        [key] = laptops(world, 1)
        world.use.routing.propose(ICT, key)
        wanted = replace(
            asked("approve", key), seen=seen(world.use.bulk_actions.preview(ROUTER, asked("approve", key)))
        )
        world.use.routing.approve(ROUTER, [key])
        assert said(world.use.bulk_actions.act(ROUTER, BATCH, wanted)) == {key: "repeated"}

    def test_what_somebody_else_works_on_is_left_to_that_person(self, world: World) -> None:
        """On a list of this work; who inspects it meanwhile does not stand in the way of an approval."""
        [key] = laptops(world, 1)
        world.use.routing.propose(ICT, key)
        world.use.worklists.take(SECOND_ROUTER, ListName.APPROVAL, [key])
        world.use.worklists.take(ICT, ListName.WIPE, [key])
        wanted = asked("approve", key)
        assert said(world.use.bulk_actions.preview(ROUTER, wanted)) == {key: "taken"}
        assert said(world.use.bulk_actions.act(ROUTER, BATCH, wanted)) == {key: "taken"}
        assert said(world.use.bulk_actions.act(SECOND_ROUTER, BulkId("second"), wanted)) == {key: "done"}


class TestVerifying:
    def test_clean_erasures_are_verified_and_ones_own_are_not(self, world: World) -> None:
        """The register of tools is empty here, so that every tool is an exception; a second look says the same."""
        key = world.graded_laptop()
        world.record(ICT, key, WIPED)
        wanted = asked("verify", key)
        for actor, rule in ((ICT, "verified-together-own-work"), (CHECKER, "verified-together-not-read-back")):
            assert said(world.use.bulk_actions.preview(actor, wanted)) == {key: rule}
        assert said(world.use.bulk_actions.act(CHECKER, BATCH, wanted)) == {key: "verified-together-not-read-back"}

    def test_what_is_verified_already_is_left_as_it_is(self, world: World) -> None:
        key = world.clean_laptop()
        assert said(world.use.bulk_actions.act(CHECKER, BATCH, asked("verify", key))) == {key: "repeated"}


class TestConsigning:
    def test_devices_go_into_a_draft_and_those_of_another_stay_there(self, world: World) -> None:
        first, second = laptops(world, 2)
        ours, other = (
            world.use.consignments.create(ICT, NewConsignment(receiver=COORDINATOR, devices=devices)).consignment.id
            for devices in ((), (second,))
        )
        wanted = asked("consignment", first, second, consignment=ours)
        before = world.use.bulk_actions.preview(ICT, wanted)
        assert said(before) == {first: "done", second: "one-offer-at-a-time"}
        assert said(world.use.bulk_actions.act(ICT, BATCH, wanted)) == said(before)
        assert world.use.consignments.read(ICT, ours).consignment.devices == (first,)
        assert world.use.consignments.read(ICT, other).consignment.devices == (second,)
        again = world.use.bulk_actions.act(ICT, BulkId("again"), asked("consignment", first, consignment=ours))
        assert said(again) == {first: "repeated"}


@pytest.mark.parametrize(
    ("actor", "acts"),
    [
        (ICT, {"propose", "verify", "consignment", "charger"}),
        (OWNER, {"consignment", "hold", "release-hold", "classify", "declare-surplus"}),
        (ADVISER, set()),
    ],
    ids=lambda each: each.account if isinstance(each, Actor) else "",
)
def test_each_role_has_its_acts(world: World, actor: Actor, acts: set[str]) -> None:
    assert {kind.name for kind in world.use.bulk_actions.kinds(actor)} == acts


def test_pasted_codes_mean_devices_of_which_one_may_know(world: World) -> None:
    key = world.collected_laptop()
    named = world.use.bulk_actions.named(ICT, (SERIAL, "", f" {SERIAL} ", "NOTHING-1", "\x00" * 3000))
    assert named.devices == (key,)
    assert [code for code, _ in named.unknown] == ["NOTHING-1", "\x00" * 3000]
    assert world.use.bulk_actions.named(OTHER_OWNER, (SERIAL,)).devices == ()
