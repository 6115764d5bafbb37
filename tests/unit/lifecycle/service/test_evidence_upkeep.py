"""Evidence over the years: read again by a newer parser, compared with its files, erased where somebody has a right."""

from dataclasses import replace
from typing import Any

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused, Unavailable
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EvidenceErased, EvidenceReadAgain, MediaRemoved
from lifecycle.domain.evidence import glpi
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.facts import ClaimKind, IdentityClaim, MediumSeen
from lifecycle.domain.fold import fold
from lifecycle.domain.vocabulary import DataState, MediumKind
from lifecycle.service.evidence_upkeep import EvidenceUpkeep, FaultyFile, FileFault
from tests.support.fake_evidence import ReaderHere
from tests.support.service_world import ADMINISTRATOR, DISK, ICT, INVENTORY, OWNER, PROVIDER, ROUTER, SERIAL, World
from web.demo import files

SEEN = MediumSeen(DISK, MediumKind.NVME, "Newly read", healthy=False)


def nobody(_number: int) -> None:
    """Progress that nobody looks at."""


def newer(version: str = "2.0", **says: Any) -> ReaderHere:
    """Today's parser of inventories is another version, and says this besides what it said before."""

    def read(content: bytes) -> Reading:
        return replace(glpi.FORMAT.read(content), parser_version=version, **says)

    return ReaderHere((replace(glpi.FORMAT, parser_version=version, read=read), *_others()))


def _others() -> tuple[Format, ...]:
    return tuple(each for each in ReaderHere().formats if each.name != glpi.NAME)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    return world.collected_laptop()


def upkeep(world: World) -> EvidenceUpkeep:
    return EvidenceUpkeep(world.use.evidence)


def test_a_newer_reading_takes_the_place_of_the_older_one(world: World, key: DeviceKey) -> None:
    """What the older one said and the newer one does not is gone; what neither is about stays."""
    sha256 = world.attach(key).sha256
    world.attach(key, files.packaged("smartctl.json"))
    tag = IdentityClaim(ClaimKind.ASSET_TAG, "FROM-FIRMWARE", glpi.NAME, 0.7)
    before = world.device(key)
    world.reader = newer(claims=(tag,), batteries=())
    assert world.use.evidence.read_again(ICT, key, sha256)
    after = world.device(key)
    assert tag in after.claims
    assert [claim for claim in after.claims if claim.source == glpi.NAME] == [tag]
    assert before.battery is not None
    assert after.battery is None
    assert after.media == before.media
    assert [kept.parser_version for kept in after.evidence if kept.sha256 == sha256] == ["2.0"]


def test_a_newer_reading_counts_at_the_time_of_the_older_one(world: World) -> None:
    """The erasure that came after it still stands: a medium that is described otherwise is no less erased."""
    key = world.clean_laptop()
    (kept,) = world.device(key).evidence
    world.reader = newer(media=(SEEN,))
    assert world.use.evidence.read_again(ICT, key, kept.sha256)
    (medium,) = world.device(key).media
    assert (medium.data, medium.model) == (DataState.VERIFIED, "Newly read")


def test_a_disk_that_only_the_newer_reading_sees_waits_to_be_erased(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    second = MediumSeen("SECOND-1", MediumKind.HDD)
    world.reader = newer(media=(SEEN, second))
    world.use.evidence.read_again(ICT, key, sha256)
    assert {medium.serial: medium.data for medium in world.device(key).media} == {
        DISK: DataState.UNKNOWN,
        "SECOND-1": DataState.UNKNOWN,
    }


def test_a_newer_reading_that_the_past_contradicts_is_for_a_person(world: World) -> None:
    """A disk that nobody saw could not have been taken out: nothing changes, and it is told."""
    key = world.graded_laptop()
    world.record(ICT, key, MediaRemoved(medium=DISK, kept_by=PROVIDER))
    (kept,) = world.device(key).evidence
    world.reader = newer(media=())
    before = world.storage.committed
    with pytest.raises(Refused, match="could not have happened"):
        world.use.evidence.read_again(ICT, key, kept.sha256)
    assert world.storage.committed == before
    done = upkeep(world).read_again(ADMINISTRATOR, None, nobody)
    assert [(each.device, each.sha256) for each in done.left] == [(key, kept.sha256)]


def test_reading_all_again_twice_changes_nothing_the_second_time(world: World, key: DeviceKey) -> None:
    world.attach(key)
    world.attach(key, files.packaged("smartctl.json"))
    world.reader = newer(batteries=())
    heard: list[int] = []
    done = upkeep(world).read_again(ADMINISTRATOR, None, heard.append)
    assert (done.files, done.changed, done.left, heard) == (1, 1, (), [1])
    before = world.storage.committed
    again = upkeep(world).read_again(ADMINISTRATOR, None, nobody)
    assert (again.files, again.changed) == (0, 0)
    assert world.storage.committed == before


def test_a_newer_version_that_says_the_same_makes_no_event(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    before = world.kinds(key)
    world.reader = newer()
    assert not world.use.evidence.read_again(ICT, key, sha256)
    assert world.kinds(key) == before
    assert world.use.evidence.read(ICT, key, sha256).parser_version == "2.0"


def test_the_life_tells_of_every_reading(world: World, key: DeviceKey) -> None:
    """The events are what they were; folding them anew gives what was kept."""
    sha256 = world.attach(key).sha256
    for version in ("2.0", "3.0"):
        world.reader = newer(version, media=(replace(SEEN, model=version),))
        world.clock.forward(hours=1)
        world.use.evidence.read_again(ICT, key, sha256)
    assert world.kinds(key)[-3:] == ["evidence_attached", "evidence_read_again", "evidence_read_again"]
    assert fold(world.events(key)) == world.device(key)
    assert world.device(key).media[0].model == "3.0"


def test_only_one_format_is_read_again_when_one_is_named(world: World, key: DeviceKey) -> None:
    world.attach(key)
    world.reader = newer(batteries=())
    assert upkeep(world).read_again(ADMINISTRATOR, "smartctl", nobody).files == 0
    with pytest.raises(NotFound, match="floppy"):
        upkeep(world).read_again(ADMINISTRATOR, "floppy", nobody)
    assert upkeep(world).read_again(ADMINISTRATOR, glpi.NAME, nobody).files == 1


def test_who_may_read_again(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    world.reader = newer()
    assert [each.can_be_read_again for each in world.use.evidence.of_device(ICT, key)] == [True]
    assert [each.can_be_read_again for each in world.use.evidence.of_device(OWNER, key)] == [False]
    with pytest.raises(NotPermitted):
        world.use.evidence.read_again(OWNER, key, sha256)
    with pytest.raises(NotPermitted):
        upkeep(world).read_again(ICT, None, nobody)


def test_a_reading_again_is_recorded_with_its_version(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    world.reader = newer(batteries=())
    world.use.evidence.read_again(ICT, key, sha256)
    it = world.events(key)[-1].happening
    assert isinstance(it, EvidenceReadAgain)
    assert (it.sha256, it.parser, it.parser_version, it.battery) == (sha256, "glpi", "2.0", None)


def test_a_number_that_only_the_newer_reading_sees_can_be_another_devices(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    sha256 = world.attach(key).sha256
    world.reader = newer(claims=(IdentityClaim(ClaimKind.SERIAL, "OTHER-1", glpi.NAME, 0.9),))
    world.use.evidence.read_again(ICT, key, sha256)
    assert [world.kinds(device)[-1] for device in (key, other)] == ["identity_conflict"] * 2


def test_files_are_compared_with_what_is_known_of_them(world: World, key: DeviceKey) -> None:
    gone = world.attach(key).sha256
    changed = world.attach(key, files.packaged("smartctl.json")).sha256
    world.attach(key, files.packaged("nwipe.log"))
    assert upkeep(world).check().faults == ()
    del world.evidence_files.contents[gone]
    world.evidence_files.contents[changed] = b"rewritten"
    world.evidence_files.put(b"left by a crash")
    stranger = next(sha for sha, content in world.evidence_files.contents.items() if content == b"left by a crash")
    checked = upkeep(world).check()
    assert checked.contents == 4
    assert set(checked.faults) == {
        FaultyFile(gone, FileFault.GONE),
        FaultyFile(changed, FileFault.CHANGED),
        FaultyFile(stranger, FileFault.UNKNOWN),
    }
    upkeep(world).check(clean=True)
    assert stranger not in world.evidence_files.contents
    assert changed in world.evidence_files.contents, "what is wrong is for a person, and for a backup"


def test_a_changed_file_is_not_believed(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    world.evidence_files.contents[sha256] = b"rewritten"
    with pytest.raises(Unavailable):
        world.use.evidence.content(ICT, key, sha256)


def test_bytes_that_are_kept_in_the_row_are_read_from_there(world: World, key: DeviceKey) -> None:
    """As evidence was kept before there were files."""
    sha256 = world.attach(key).sha256
    content = world.evidence_files.contents.pop(sha256)
    rows = world.storage.committed.evidence.rows
    rows[key, sha256] = replace(rows[key, sha256], content=content)
    assert world.use.evidence.content(ICT, key, sha256) == content
    assert upkeep(world).check().faults == ()
    world.reader = newer(batteries=())
    assert world.use.evidence.read_again(ICT, key, sha256)


def test_erased_evidence_is_gone_and_the_record_of_it_stays(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-1", asset_tag=None)
    disk = files.packaged("smartctl.json")
    sha256 = world.attach(key, disk).sha256
    world.attach(other, disk)
    media = world.device(key).media
    assert set(upkeep(world).erase(ADMINISTRATOR, sha256)) == {key, other}
    assert world.evidence_files.contents == {}
    for device in (key, other):
        assert world.events(device)[-1].happening == EvidenceErased(sha256=sha256, ground="request")
        stored = world.storage.committed.evidence.rows[device, sha256]
        assert (stored.reading, stored.content, stored.erased_at) == ({}, None, world.clock())
        with pytest.raises(NotFound, match="erased on 2026-05-04"):
            world.use.evidence.content(ICT, device, sha256)
        with pytest.raises(NotFound, match="erased"):
            world.use.evidence.read_again(ICT, device, sha256)
    assert world.device(key).media == media, "the facts in the event hold"
    assert world.device(key).evidence[0].erased_at == world.clock()
    assert "evidence_attached" in world.kinds(key)
    assert upkeep(world).check().faults == ()


def test_what_was_erased_is_not_taken_again(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    upkeep(world).erase(ADMINISTRATOR, sha256, "term")
    with pytest.raises(Refused, match="erased on") as caught:
        world.attach(key)
    assert caught.value.rule == "erased-stays-erased"
    assert world.evidence_files.contents == {}
    with pytest.raises(NotFound):
        upkeep(world).erase(ADMINISTRATOR, sha256)


def test_a_file_that_survived_its_erasing_is_told_and_taken_away(world: World, key: DeviceKey) -> None:
    """As after a crash between the commit and the removal."""
    sha256 = world.attach(key).sha256
    content = world.evidence_files.contents[sha256]
    upkeep(world).erase(ADMINISTRATOR, sha256)
    world.evidence_files.put(content)
    assert upkeep(world).check(clean=True).faults == (FaultyFile(sha256, FileFault.NOT_ERASED),)
    assert world.evidence_files.contents == {}


@pytest.mark.parametrize("actor", [ICT, OWNER, ROUTER])
def test_only_who_runs_the_service_erases(world: World, key: DeviceKey, actor: Actor) -> None:
    sha256 = world.attach(key).sha256
    with pytest.raises(NotPermitted):
        upkeep(world).erase(actor, sha256)
    assert sha256 in world.evidence_files.contents


def test_the_ground_of_an_erasing_is_a_short_word(world: World, key: DeviceKey) -> None:
    sha256 = world.attach(key).sha256
    with pytest.raises(InvalidInput):
        upkeep(world).erase(
            ADMINISTRATOR, sha256, "because Mrs Jansen asked for it, who lives at 4 Canal Street, 1234 AB"
        )


def test_a_list_of_evidence_says_what_became_of_each_file(world: World, key: DeviceKey) -> None:
    first = world.attach(key).sha256
    second = world.attach(key, files.packaged("smartctl.json")).sha256
    listed = world.use.evidence.of_device(OWNER, key)
    assert [each.sha256 for each in listed] == [second, first]
    assert "user-account" in (listed[1].removed or ())
    assert (listed[1].format, listed[1].parser, listed[1].erased_at) == (glpi.NAME, "glpi", None)
    assert SERIAL.encode() in INVENTORY
