"""Evidence from machines: stored once and stripped, read into facts, and quarrels shown to a person."""

import json
from typing import Any

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256
from lifecycle.domain.events import EventId, EvidenceAttached, IdentityConflict, IdentityMatched, plain
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.evidence import File
from tests.support.service_world import (
    AUDITOR,
    CHECKER,
    DISK,
    ICT,
    INVENTORY,
    OTHER_OWNER,
    OWNER,
    ROUTER,
    SERIAL,
    World,
)
from web.demo import files


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    return world.collected_laptop()


def inventory(serial: str = SERIAL, **bios: Any) -> bytes:
    """The packaged inventory of another serial number, with other members of its BIOS part."""
    report: dict[str, Any] = json.loads(files.inventory(serial, maker="Dell Inc.", model="X", disk="D-1", health=0.9))
    report["content"]["bios"] |= bios
    return json.dumps(report).encode()


def test_what_a_file_says_becomes_an_event_and_facts(world: World, key: DeviceKey) -> None:
    answer = world.attach(key)
    event = world.events(key)[-1].happening
    assert isinstance(event, EvidenceAttached)
    assert (event.sha256, event.original_sha256) == (answer.sha256, sha256(INVENTORY))
    view = world.use.devices.read(ICT, key)
    assert [medium.serial for medium in view.device.media] == [DISK]
    assert view.device.hardware is not None
    assert view.device.hardware.memory_bytes == 16 * 2**30
    assert view.line.battery_health == pytest.approx(0.84)
    assert answer.claims == len(event.claims) > 0


def test_only_the_stripped_file_is_stored_under_its_own_hash(world: World, key: DeviceKey) -> None:
    answer = world.attach(key)
    kept = world.use.evidence.read(ICT, key, answer.sha256)
    assert kept.content is None
    assert set(world.evidence_files.contents) == {answer.sha256}
    assert sha256(world.use.evidence.content(ICT, key, answer.sha256)) == answer.sha256 != answer.original_sha256
    assert answer.removed == kept.removed
    assert answer.removed
    assert kept.original_sha256 == sha256(INVENTORY)
    assert kept.reading["format"] == answer.format
    assert json.loads(json.dumps(kept.reading)) == kept.reading, "plain data"
    assert INVENTORY not in world.evidence_files.contents.values()


def test_the_same_file_a_second_time_changes_nothing(world: World, key: DeviceKey) -> None:
    first = world.attach(key)
    before = world.storage.committed
    world.clock.forward(hours=1)
    assert world.attach(key) == first
    assert world.storage.committed == before


def test_the_same_file_of_another_device_is_its_own(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    disk = files.packaged("smartctl.json")
    one, two = (world.use.evidence.attach(ICT, device, File(content=disk)) for device in (key, other))
    assert one.sha256 == two.sha256
    assert set(world.storage.committed.evidence.rows) == {(key, one.sha256), (other, one.sha256)}
    assert list(world.evidence_files.contents) == [one.sha256], "the bytes are there once"
    assert all("evidence_attached" in world.kinds(device) for device in (key, other))


def test_a_wiping_report_changes_no_data_state(world: World, key: DeviceKey) -> None:
    world.attach(key)
    before = world.storage.committed.devices.rows[key].data_state
    answer = world.attach(key, files.packaged("nwipe.log"))
    assert answer.erasures == 1
    assert world.storage.committed.devices.rows[key].data_state == before


def test_a_number_that_another_device_claims_quarantines_both(world: World, key: DeviceKey) -> None:
    """Same maker, same serial: each is told of the other, in one transaction id."""
    rival = world.scan("STICKER-0009").device
    assert rival is not None
    answer = world.attach(rival)
    assert answer.conflicts == (key,)
    told = [world.events(device)[-1] for device in (key, rival)]
    assert [event.happening for event in told] == [
        IdentityConflict(claim=ClaimKind.SERIAL, value=SERIAL, other=other) for other in (rival, key)
    ]
    assert len({event.transaction for event in (*told, world.events(rival)[-2])}) == 1
    assert {world.storage.committed.devices.rows[device].lifecycle for device in (key, rival)} == {"quarantined"}


@pytest.mark.parametrize(("maker", "conflicts"), [("DELL INC.", 1), ("HP", 0), ("", 1)])
def test_a_serial_number_is_unique_for_one_maker(world: World, key: DeviceKey, maker: str, conflicts: int) -> None:
    """`Dell` and `DELL INC.` are one maker; where none is named it may be the same."""
    rival = world.scan("STICKER-0009").device
    assert key
    assert rival is not None
    bios = {"smanufacturer": maker, "mmanufacturer": maker, "bmanufacturer": maker}
    assert len(world.attach(rival, inventory(SERIAL, **bios)).conflicts) == conflicts


def test_a_device_does_not_quarrel_with_the_sticker_on_it(world: World, key: DeviceKey) -> None:
    """A placeholder that turned out to be this device claims what this device claims."""
    placeholder = world.scan("STICKER-0009").device
    assert placeholder is not None
    claim = IdentityClaim(ClaimKind.SERIAL, "STICKER-0009", "label", 0.9)
    world.record(ROUTER, placeholder, IdentityMatched(claims=(claim,), same_as=key))
    assert world.attach(key, inventory("STICKER-0009")).conflicts == ()
    assert "identity_conflict" not in world.kinds(key)


def test_a_quarrel_with_a_sticker_is_one_with_its_device(world: World, key: DeviceKey) -> None:
    placeholder = world.scan("STICKER-0009").device
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    assert placeholder is not None
    claim = IdentityClaim(ClaimKind.SERIAL, "STICKER-0009", "label", 0.9)
    world.record(ROUTER, placeholder, IdentityMatched(claims=(claim,), same_as=key))
    confirmed = File(content=inventory("STICKER-0009"), board_replaced=True)
    assert world.use.evidence.attach(ICT, other, confirmed).conflicts == (key,)
    assert world.kinds(key)[-1] == "identity_conflict"


def test_a_retry_with_an_event_id_is_answered(world: World, key: DeviceKey) -> None:
    file = File(content=INVENTORY, event_id=EventId("upload-1"))
    first = world.use.evidence.attach(ICT, key, file)
    before = world.storage.committed
    assert world.use.evidence.attach(ICT, key, file) == first
    assert world.storage.committed == before
    with pytest.raises(Conflict, match="upload-1"):
        world.use.evidence.attach(ICT, key, File(content=files.packaged("smartctl.json"), event_id=EventId("upload-1")))
    assert world.storage.committed == before


def test_what_cannot_be_read_is_told_and_not_stored(world: World, key: DeviceKey) -> None:
    before = world.storage.committed
    with pytest.raises(InvalidInput):
        world.attach(key, b"\x00\x01 holiday photo")
    assert world.storage.committed == before


@pytest.mark.parametrize(("actor", "refusal"), [(VISITOR, NotSignedIn), (OWNER, NotPermitted), (ROUTER, NotPermitted)])
def test_only_who_has_the_device_attaches(world: World, key: DeviceKey, actor: Actor, refusal: type[Exception]) -> None:
    before = world.storage.committed
    with pytest.raises(refusal):
        world.attach(key, actor=actor)
    assert world.storage.committed == before


def test_who_may_read_the_device_reads_its_evidence(world: World, key: DeviceKey) -> None:
    stored = world.attach(key).sha256
    for actor in (OWNER, CHECKER, ROUTER, AUDITOR):
        assert world.use.evidence.read(actor, key, stored).sha256 == stored
    with pytest.raises(NotPermitted):
        world.use.evidence.read(OTHER_OWNER, key, stored)
    with pytest.raises(NotFound):
        world.use.evidence.read(OWNER, key, "0" * 64)


def test_what_was_read_is_kept_as_it_was_read(world: World, key: DeviceKey) -> None:
    answer = world.attach(key)
    event = world.events(key)[-1].happening
    assert isinstance(event, EvidenceAttached)
    kept = world.storage.committed.evidence.rows[key, answer.sha256].reading
    assert kept["claims"] == plain(event.claims)
    assert kept["media"] == plain(event.media)
