"""Web hooks over storage in memory: signed, in the order of each device, tried again, given up, sent again."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.hooks import MOST_ATTEMPTS, DeliveryState, HookId, check_url
from lifecycle.service.hook_ports import HookReply
from lifecycle.service.hooks import HookDeliveries, WebHooks
from tests.support.service_world import ADVISER, GRADED, ICT, OTHER_OWNER, OWNER, ROUTER, SURPLUS, World

URL = "https://hooks.example.org/kringpas?tenant=7"


@dataclass
class Receiver:
    """A `HookCourier` that fails as often as it is told, and remembers what it took."""

    failing: int = 0
    wait: timedelta | None = None
    tried: int = 0
    taken: list[tuple[Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> HookReply:
        assert url == URL
        self.tried += 1
        self.bodies.append(body)
        if self.failing > 0:
            self.failing -= 1
            return HookReply(taken=False, said="503", wait=self.wait)
        self.taken.append((headers, json.loads(body)))
        return HookReply(taken=True, said="204")

    @property
    def numbers(self) -> list[tuple[str, int]]:
        return [(body["data"]["device"], body["data"]["number"]) for _, body in self.taken]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def hooks(world: World) -> WebHooks:
    return world.use.web_hooks


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


def worker(world: World, receiver: Receiver) -> HookDeliveries:
    return HookDeliveries(world.storage, receiver, world.clock, world.chance)


def test_new_events_of_its_devices_come_signed_and_without_text_that_may_be_erased(
    world: World, hooks: WebHooks, receiver: Receiver
) -> None:
    """The signature is that of the Standard Webhooks specification; what happened before the hook is not sent."""
    key = world.register().device.key
    made = hooks.subscribe(OWNER, URL)
    world.record(OWNER, key, SURPLUS)
    assert worker(world, receiver).run() == 1
    headers, body = receiver.taken[0]
    assert body["type"] == "device.declared_surplus"
    assert "Anna" not in json.dumps(body)
    assert headers["Webhook-Id"] == body["data"]["id"]
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + receiver.bodies[0]
    secret = b64decode(made.secret.removeprefix("whsec_"))
    expected = b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"


def test_one_that_fails_is_tried_again_with_the_same_body_and_the_next_of_its_device_waits(
    world: World, hooks: WebHooks, receiver: Receiver
) -> None:
    hooks.subscribe(ICT, URL)
    first, other = world.collected_laptop(), world.register(serial="OTHER-1", asset_tag=None).device.key
    receiver.failing = 1
    worker(world, receiver).run()
    assert [device for device, _ in receiver.numbers].count(first) == 0
    world.clock.forward(minutes=1)
    worker(world, receiver).run()
    assert receiver.bodies[0] in receiver.bodies[1:]
    mine = [number for device, number in receiver.numbers if device == first]
    assert mine == sorted(mine)
    assert mine
    assert other not in {device for device, _ in receiver.numbers}, "the provider neither owns nor has it"


def test_a_receiver_that_asks_to_wait_is_left_alone(world: World, hooks: WebHooks, receiver: Receiver) -> None:
    key = world.register().device.key
    hooks.subscribe(OWNER, URL)
    receiver.failing, receiver.wait = 1, timedelta(hours=2)
    world.record(OWNER, key, SURPLUS)
    worker(world, receiver).run()
    world.clock.forward(minutes=119)
    assert worker(world, receiver).run() == 0
    world.clock.forward(minutes=2)
    assert worker(world, receiver).run() == 1


def given_up(world: World, hooks: WebHooks, receiver: Receiver) -> tuple[DeviceKey, HookId]:
    key = world.register().device.key
    hook = hooks.subscribe(OWNER, URL).hook.id
    world.record(OWNER, key, SURPLUS)
    receiver.failing = MOST_ATTEMPTS
    for _ in range(MOST_ATTEMPTS):
        worker(world, receiver).run()
        world.clock.forward(minutes=24 * 60)
    return key, hook


def test_what_never_arrives_is_given_up_and_a_person_sends_it_again(
    world: World, hooks: WebHooks, receiver: Receiver
) -> None:
    """A dead letter holds nothing up; once it is sent again it arrives under the same id."""
    _, hook = given_up(world, hooks, receiver)
    assert receiver.tried == MOST_ATTEMPTS
    dead = hooks.read(OWNER, hook, DeliveryState.DEAD).deliveries
    assert [(each.attempts, each.answer) for each in dead] == [(MOST_ATTEMPTS, "503")]
    hooks.resend(OWNER, hook, dead[0].entry)
    assert worker(world, receiver).run() == 1
    assert receiver.taken[0][0]["Webhook-Id"] == dead[0].event
    with pytest.raises(Refused) as refused:
        hooks.resend(OWNER, hook, dead[0].entry)
    assert refused.value.rule == "dead-letters-only"


def test_only_the_kinds_that_were_asked_for_and_nothing_after_the_end(
    world: World, hooks: WebHooks, receiver: Receiver
) -> None:
    key = world.collected_laptop()
    hook = hooks.subscribe(ROUTER, URL, ["inspected"]).hook.id
    world.attach(key)
    world.record(ICT, key, GRADED)
    worker(world, receiver).run()
    assert [body["type"] for _, body in receiver.taken] == ["device.inspected"]
    hooks.end(ROUTER, hook)
    world.record(ICT, key, GRADED)
    assert worker(world, receiver).run() == 0


def test_nothing_is_sent_twice_without_need(world: World, hooks: WebHooks, receiver: Receiver) -> None:
    key = world.register().device.key
    hooks.subscribe(OWNER, URL)
    world.record(OWNER, key, SURPLUS)
    assert [worker(world, receiver).run() for _ in range(3)] == [1, 0, 0]


def test_the_secret_is_shown_once_and_a_hook_is_its_organisations_own(hooks: WebHooks) -> None:
    made = hooks.subscribe(OWNER, URL)
    shown = [hooks.all(OWNER), hooks.read(OWNER, made.hook.id)]
    assert made.secret not in str(shown)
    assert hooks.all(OTHER_OWNER) == ()
    for act in (hooks.read, hooks.end):
        with pytest.raises(NotFound):
            act(OTHER_OWNER, made.hook.id)
    with pytest.raises(NotPermitted):
        hooks.subscribe(ADVISER, URL)


def test_what_cannot_be_a_hook_is_refused(hooks: WebHooks) -> None:
    for url in (
        "http://hooks.example.org",
        "https://",
        "https://me@example.org/",
        "ftp://x",
        "https://x#y",
        "https://[::",
    ):
        with pytest.raises(InvalidInput):
            check_url(url)
    with pytest.raises(InvalidInput):
        hooks.subscribe(OWNER, URL, ["nonsense"])
    for _ in range(10):
        hooks.subscribe(OWNER, URL)
    with pytest.raises(Refused, match="at most"):
        hooks.subscribe(OWNER, URL)
