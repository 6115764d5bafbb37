"""Recording an event: what it writes, what a refusal leaves, and what a retry is answered with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound, Refused
from dpp.domain.history import PublicEntry, PublicKind
from dpp.domain.opaque import DeviceKey
from dpp.domain.parts import read_history_line
from dpp.domain.proof import canonical, commitment
from lifecycle.domain.events import (
    COMMITMENT,
    Corrected,
    ErrorReason,
    EventId,
    Inspected,
    LockFound,
    plain,
)
from lifecycle.domain.fold import fold
from lifecycle.domain.vocabulary import CosmeticGrade, Lock
from lifecycle.service.recording import Draft
from tests.support.service_world import CHECKER, GRADED, ICT, OWNER, SURPLUS, VERIFIED, WIPED, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    """A laptop in the hands of the ICT provider."""
    return world.collected_laptop()


def test_an_event_and_all_that_follows_from_it_land_together(world: World, key: DeviceKey) -> None:
    view = world.record(ICT, key, GRADED)
    stores = world.storage.committed
    event = world.events(key)[-1]
    assert (event.actor, event.organisation, event.recorded_at) == (ICT.account, ICT.organisation, world.clock())
    assert event.happening == GRADED
    assert stores.devices.rows[key].functional_grade == "F5"
    assert stores.devices.rows[key] == view.line
    assert (key, "event", len(world.events(key))) in stores.leaves.rows
    assert view.device == fold(world.events(key))


def test_a_refusal_changes_nothing(world: World, key: DeviceKey) -> None:
    """Not the events before it in the same act, not the projection, not the passport, not the log."""
    world.attach(key)
    before = world.storage.committed
    with pytest.raises(Refused) as refused:
        world.record(ICT, key, GRADED, LockFound(lock=Lock.MDM), VERIFIED)
    assert refused.value.rule == "verify-after-erasure"
    assert refused.value.remedy
    assert world.storage.committed == before


def test_on_a_device_that_is_not_there_nothing_is_recorded(world: World) -> None:
    with pytest.raises(NotFound):
        world.record(ICT, DeviceKey("absent0000000000"), GRADED)
    assert world.storage.committed.events.rows == {}


def test_text_that_may_name_a_person_is_kept_apart_under_a_salt(world: World, key: DeviceKey) -> None:
    """The owner's remark is not in what is kept for ever; its commitment is."""
    stored = world.storage.committed.events.rows[key, 2]
    assert stored.event.happening == SURPLUS
    assert "Anna" not in str(stored.kept)
    assert stored.erasable == {"remark": "Asked by Anna"}
    assert stored.erasable_salt is not None
    assert stored.kept[COMMITMENT] == commitment(stored.erasable_salt, canonical({"remark": "Asked by Anna"}))


def test_an_event_without_such_text_has_no_salt_for_it(world: World, key: DeviceKey) -> None:
    world.record(ICT, key, GRADED)
    stored = world.storage.committed.events.rows[key, len(world.events(key))]
    assert (stored.erasable, stored.erasable_salt) == ({}, None)
    assert stored.kept == plain(GRADED)


def test_the_leaf_commits_to_what_is_kept_for_ever(world: World, key: DeviceKey) -> None:
    """So it stays valid when the text is erased; every leaf has a salt of its own."""
    stores = world.storage.committed
    for (device, number), stored in stores.events.rows.items():
        event, leaf = stored.event, stores.leaves.rows[device, "event", number]
        said = {
            "id": event.id,
            "device": event.device,
            "number": number,
            "occurredAt": event.occurred_at.isoformat(),
            "recordedAt": event.recorded_at.isoformat(),
            "actor": event.actor,
            "organisation": event.organisation,
            "transaction": event.transaction,
            "happening": stored.kept,
        }
        assert leaf.commitment == commitment(leaf.salt, canonical(said))
    assert key in {device for device, _ in stores.events.rows}
    assert len({leaf.salt for leaf in stores.leaves.rows.values()}) == len(stores.leaves.rows)


def test_a_retry_is_answered_and_writes_nothing(world: World, key: DeviceKey) -> None:
    """Also an hour later, when the clock says something else."""
    draft = Draft(GRADED, EventId("scanner-1"))
    first = world.use.devices.record(ICT, key, [draft])
    before = world.storage.committed
    world.clock.forward(hours=1)
    again = world.use.devices.record(ICT, key, [draft])
    assert world.storage.committed == before
    assert again.timeline == first.timeline


def test_a_retry_of_the_first_of_two_goes_on_with_the_second(world: World, key: DeviceKey) -> None:
    draft = Draft(GRADED, EventId("scanner-1"))
    world.use.devices.record(ICT, key, [draft])
    world.use.devices.record(ICT, key, [draft, Draft(LockFound(lock=Lock.MDM), EventId("scanner-2"))])
    assert world.kinds(key)[-2:] == ["inspected", "lock_found"]


@pytest.mark.parametrize(
    ("actor", "draft"),
    [
        (ICT, Draft(replace(GRADED, cosmetic=CosmeticGrade.C1), EventId("scanner-1"))),
        (CHECKER, Draft(GRADED, EventId("scanner-1"))),
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(world: World, key: DeviceKey, actor: Actor, draft: Draft) -> None:
    world.use.devices.record(ICT, key, [Draft(GRADED, EventId("scanner-1"))])
    before = world.storage.committed
    with pytest.raises(Conflict, match="scanner-1"):
        world.use.devices.record(actor, key, [draft])
    assert world.storage.committed == before


def test_an_id_of_another_device_is_a_conflict(world: World, key: DeviceKey) -> None:
    other = world.collected_laptop(serial="OTHER-0001", asset_tag=None)
    world.use.devices.record(ICT, key, [Draft(GRADED, EventId("scanner-1"))])
    with pytest.raises(Conflict):
        world.use.devices.record(ICT, other, [Draft(GRADED, EventId("scanner-1"))])


def test_a_late_event_takes_its_place_in_the_life_and_its_number_in_the_record(world: World, key: DeviceKey) -> None:
    """An offline scanner tells of a lock that was there before the grading; the last inspection stays the last."""
    moment = world.clock() + MINUTE
    world.clock.forward(hours=1)
    world.record(ICT, key, GRADED)
    early = replace(GRADED, cosmetic=CosmeticGrade.C1)
    world.use.devices.record(ICT, key, [Draft(early, occurred_at=moment)])
    assert world.events(key)[-1].happening == early
    assert world.storage.committed.devices.rows[key].cosmetic_grade == "C5"


def test_a_late_event_that_breaks_what_came_after_is_refused(world: World) -> None:
    """A wipe counted as verified cannot be preceded by a disk that somebody saw taken out."""
    key = world.clean_laptop()
    before = world.storage.committed
    wipes = [event for event in world.events(key) if event.kind == "sanitisation_performed"]
    between = wipes[0].occurred_at + timedelta(seconds=30)
    failed = replace(WIPED, succeeded=False)
    with pytest.raises(Refused) as refused:
        world.use.devices.record(ICT, key, [Draft(failed, occurred_at=between)])
    assert refused.value.rule == "late-event-fits"
    assert world.storage.committed == before


def test_a_correction_takes_back_what_an_event_did(world: World, key: DeviceKey) -> None:
    view = world.record(ICT, key, LockFound(lock=Lock.MDM))
    assert "lock" in view.line.blocked
    wrong = world.events(key)[-1].id
    corrected = world.record(ICT, key, Corrected(event=wrong, reason=ErrorReason.DID_NOT_OCCUR))
    assert "lock" not in corrected.line.blocked
    assert world.kinds(key)[-2:] == ["lock_found", "corrected"]


def test_a_passport_gets_a_version_only_when_the_item_itself_changed(world: World, key: DeviceKey) -> None:
    """Being assigned, scanned or locked is nothing that a passport says; a grade is."""
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    versions = world.storage.committed.passports.versions
    assert len(versions(passport)) == 1
    world.record(ICT, key, LockFound(lock=Lock.MDM))
    world.record(ICT, key, GRADED)
    world.record(ICT, key, GRADED)
    assert [version.changed for version in world.storage.committed.passports.versions(passport)][1:] == [
        ("cosmeticGrade", "functionalGrade")
    ]


def test_the_public_history_is_pushed_with_the_event(world: World, key: DeviceKey) -> None:
    """By allow-list: the surplus decision and the scan are not in it."""
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None

    def told() -> list[PublicKind]:
        history = read_history_line(world.storage.committed.passports.history(passport))
        assert history is not None
        return [entry.kind for entry in history.entries]

    assert told() == [PublicKind.REGISTERED]
    world.attach(key)
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, VERIFIED)
    assert told() == [PublicKind.REGISTERED, PublicKind.DATA_ERASED]


def test_a_history_names_months_and_no_days(world: World, key: DeviceKey) -> None:
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    history = read_history_line(world.storage.committed.passports.history(passport))
    assert history is not None
    assert history.entries == (PublicEntry("2026-05", PublicKind.REGISTERED),)


def test_events_of_one_act_can_share_a_transaction(world: World, key: DeviceKey) -> None:
    events = world.events(key)
    assert len({event.transaction for event in events}) == len(events)


def test_an_inspection_by_its_kind_alone_needs_no_more(world: World, key: DeviceKey) -> None:
    """What is left out is filled in: an id, a time, a transaction."""
    world.record(ICT, key, Inspected(functional=GRADED.functional, cosmetic=GRADED.cosmetic))
    event = world.events(key)[-1]
    assert event.id
    assert event.transaction
    assert event.occurred_at == event.recorded_at == world.clock()


def test_nothing_is_recorded_by_its_reader(world: World, key: DeviceKey) -> None:
    before = world.storage.committed
    world.use.devices.read(OWNER, key)
    assert world.storage.committed == before
