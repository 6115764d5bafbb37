"""Whose a file of evidence is: another serial number needs a person, and a file without a device finds its own."""

import json
from typing import Any

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound, NotPermitted, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EvidenceAttached, IdentityMatched
from lifecycle.domain.facts import ClaimKind
from lifecycle.service.evidence import File
from tests.support.service_world import AUDITOR, ICT, OWNER, RECEIVER, SERIAL, World
from web.demo import files


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    return world.collected_laptop()


def inventory(serial: str, *, maker: str = "Dell Inc.", **bios: Any) -> bytes:
    report = json.loads(files.inventory(serial, maker=maker, model="X", disk="D-1", health=0.9))
    report["content"]["bios"] |= bios
    return json.dumps(report).encode()


def test_a_file_of_another_device_is_refused_and_its_device_is_named(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    before = world.storage.committed
    with pytest.raises(Refused, match=f"serial number {SERIAL}; this one has OTHER-1") as caught:
        world.attach(other)
    assert caught.value.rule == "serial-of-this-device"
    assert key in str(caught.value.remedy)
    assert world.storage.committed == before
    assert world.evidence_files.contents == {}, "not even the stripped file is kept"


def test_a_number_that_nobody_has_is_refused_too(world: World, key: DeviceKey) -> None:
    with pytest.raises(Refused) as caught:
        world.attach(key, inventory("NOBODY-1"))
    assert "Look which device" in str(caught.value.remedy)


def test_a_replaced_mainboard_is_confirmed_and_recorded(world: World, key: DeviceKey) -> None:
    """The new number is the device's from then on: the next file with it needs no confirmation."""
    world.use.evidence.attach(ICT, key, File(content=inventory("BOARD-2"), board_replaced=True))
    matched, attached = (event.happening for event in world.events(key)[-2:])
    assert isinstance(matched, IdentityMatched)
    assert [claim.value for claim in matched.claims] == ["BOARD-2"]
    assert isinstance(attached, EvidenceAttached)
    assert len({event.transaction for event in world.events(key)[-2:]}) == 1
    world.attach(key, inventory("BOARD-2", bversion="2.0"))


def test_a_confirmation_that_nothing_asks_for_records_no_match(world: World, key: DeviceKey) -> None:
    world.use.evidence.attach(ICT, key, File(content=inventory(SERIAL), board_replaced=True))
    assert "identity_matched" not in world.kinds(key)


def test_only_who_matches_identities_confirms_a_mainboard(world: World) -> None:
    """The coordinator attaches to what it has; which device it is, it does not decide."""
    key = world.approved_laptop()
    world.clock.forward(minutes=1)
    coordinator = Actor(RECEIVER.account, ICT.organisation, RECEIVER.roles)
    with pytest.raises(NotPermitted):
        world.use.evidence.attach(coordinator, key, File(content=inventory("BOARD-2"), board_replaced=True))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (inventory(SERIAL.lower()), "it is the same number"),
        (inventory("NOBODY-1", maker="HP", mmanufacturer="HP", bmanufacturer="HP"), "another maker numbers otherwise"),
        (files.packaged("smartctl.json"), "a disk says nothing of the device"),
    ],
)
def test_what_does_not_contradict_is_attached(world: World, key: DeviceKey, content: bytes, why: str) -> None:
    world.attach(key)
    assert world.attach(key, content).sha256, why


def test_of_a_placeholder_nobody_knows_the_number_yet(world: World) -> None:
    placeholder = world.scan("STICKER-0009").device
    assert placeholder is not None
    assert world.attach(placeholder, inventory("NEW-1")).claims


def test_a_file_without_a_device_finds_the_one_that_claims_its_number(world: World, key: DeviceKey) -> None:
    answer = world.use.evidence.attach_by_claims(ICT, File(content=inventory(SERIAL)))
    assert answer.device == key
    assert world.kinds(key)[-1] == "evidence_attached"


def test_a_file_of_no_known_device_is_answered_and_nothing_is_kept(world: World, key: DeviceKey) -> None:
    before = world.storage.committed
    with pytest.raises(NotFound, match="NOBODY-1"):
        world.use.evidence.attach_by_claims(ICT, File(content=inventory("NOBODY-1")))
    with pytest.raises(NotFound, match="does not say which device"):
        world.use.evidence.attach_by_claims(ICT, File(content=files.packaged("smartctl.json")))
    assert world.storage.committed == before
    assert world.evidence_files.contents == {}
    assert key


def test_of_two_devices_with_one_number_the_sender_says_which(world: World) -> None:
    """Two placeholders whose evidence gave the same number: both are named."""
    keys = [world.scan(f"STICKER-000{number}").device for number in (1, 2)]
    for key in keys:
        assert key is not None
        world.attach(key, inventory("TWICE-1"))
    with pytest.raises(Conflict, match="2 devices") as caught:
        world.use.evidence.attach_by_claims(ICT, File(content=inventory("TWICE-1", bversion="9")))
    assert all(str(key) in str(caught.value.remedy) for key in keys)


@pytest.mark.parametrize("actor", [OWNER, AUDITOR])
def test_a_file_without_a_device_is_read_for_nobody_who_may_not_attach(
    world: World, key: DeviceKey, actor: Actor
) -> None:
    with pytest.raises(NotPermitted):
        world.use.evidence.attach_by_claims(actor, File(content=b"anything at all"))
    assert key


def test_who_does_not_have_the_device_attaches_nothing_by_its_number(world: World, key: DeviceKey) -> None:
    before = world.storage.committed
    with pytest.raises(NotPermitted):
        world.use.evidence.attach_by_claims(RECEIVER, File(content=inventory(SERIAL)))
    assert world.storage.committed == before
    assert key


def test_a_document_leaves_its_hash_size_and_kind_and_nothing_else(world: World, key: DeviceKey) -> None:
    """A picture cannot be stripped by a machine, so nothing of it is kept that a person could read."""
    scan = b"%PDF-1.7 J. Jansen erased disk S4EVNX0M"
    answer = world.use.evidence.attach_document(ICT, key, File(content=scan))
    kept = world.use.evidence.content(ICT, key, answer.sha256)
    assert json.loads(kept) == {
        "document": {"mediaType": "application/pdf", "sha256": answer.original_sha256, "size": len(scan)}
    }
    assert (answer.format, answer.claims, answer.removed) == ("document", 0, ("not-needed",))
    assert world.kinds(key)[-1] == "evidence_attached"
    assert all(claim.kind is not ClaimKind.SERIAL or claim.value == SERIAL for claim in world.device(key).claims)
