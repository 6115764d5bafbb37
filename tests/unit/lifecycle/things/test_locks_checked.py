"""Nothing goes to a next user with a lock, nor before somebody looked for one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.errors import Refused
from lifecycle.domain.checklists import CHECKLISTS
from lifecycle.domain.events import (
    Assigned,
    ChargerSeen,
    Classified,
    Donated,
    Found,
    Happening,
    Inspected,
    LockFound,
    LockReleased,
    LocksChecked,
    LookedFor,
    LostOrStolen,
    Place,
    Redeployed,
    TakenBack,
    ThingRegistered,
)
from lifecycle.domain.fold import apply
from lifecycle.domain.guards import refusals
from lifecycle.domain.vocabulary import (
    Classification,
    CosmeticGrade,
    FunctionalGrade,
    Ground,
    Holding,
    Lock,
    ProofKind,
    Route,
)
from tests.unit.lifecycle.device.lives import (
    BRAM,
    CARLA,
    COORDINATOR,
    IN_CUSTODY,
    MINISTRY,
    OWNED,
    PROVIDER,
    RECEIVED,
    REGISTERED,
    SCANNED,
    SURPLUS,
    Life,
    approve,
    gift,
    inventory,
    propose,
    verify,
    wipe,
)

WINDOWS = CHECKLISTS["windows-pc"]
LATER = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
THING = ThingRegistered(
    thing="desktop",
    owner=MINISTRY,
    custodian=PROVIDER,
    place=Place("Hall 3"),
    classification=Classification.NONE,
)


def none_there(name: str = "windows-pc", *without: Lock) -> LocksChecked:
    locks = [check.lock for check in CHECKLISTS[name].checks if check.lock not in without]
    return LocksChecked(checklist=name, answers=tuple(LookedFor(lock, there=False) for lock in locks))


def found(lock: Lock) -> LocksChecked:
    return LocksChecked(checklist="windows-pc", answers=(LookedFor(lock, there=True),))


def decided(registered: Happening = REGISTERED, at: datetime = LATER) -> Life:
    """Clean, its donation approved; nobody looked for locks."""
    life = Life(now=at).then(registered, organisation=MINISTRY)
    life.then(replace(SURPLUS, decided_on=date(2026, 3, 1)), organisation=MINISTRY).then(SCANNED)
    life.then(inventory("DISK-1")).then(wipe("DISK-1")).then(verify("DISK-1"), BRAM)
    return life.then(propose(Route.DONATE)).then(approve(Route.DONATE), CARLA)


def rules(life: Life, happening: Happening) -> set[str]:
    life.now += timedelta(minutes=1)
    return {refusal.rule for refusal in refusals(life.device, life.event(happening))}


def test_what_nobody_looked_at_does_not_go_to_a_next_user() -> None:
    assert rules(decided(), gift()) == {"locks-checked"}


def test_with_every_check_answered_it_goes() -> None:
    assert rules(decided().then(none_there()), gift()) == set()


def test_one_check_that_is_left_open_is_named() -> None:
    life = decided().then(none_there("windows-pc", Lock.ABSOLUTE))
    refusal = next(iter(refusals(life.device, life.event(gift()))))
    assert refusal.rule == "locks-checked"
    assert "absolute" in str(refusal)


def test_answers_given_in_two_turns_add_up() -> None:
    life = decided().then(none_there("windows-pc", Lock.ABSOLUTE))
    life.then(LocksChecked(checklist="windows-pc", answers=(LookedFor(Lock.ABSOLUTE, there=False),)))
    assert rules(life, gift()) == set()


def test_another_list_begins_anew() -> None:
    assert rules(decided().then(none_there()).then(none_there("mac", Lock.ACTIVATION_LOCK)), gift()) == {
        "locks-checked"
    }


def test_a_lock_that_the_checklist_found_blocks_until_it_is_released_with_proof() -> None:
    life = decided().then(none_there()).then(found(Lock.ABSOLUTE))
    assert rules(life, gift()) == {"locked-device"}
    assert rules(life, none_there()) == {"proof-of-release"}
    life.then(LockReleased(lock=Lock.ABSOLUTE, proof="MDM-7", proof_kind=ProofKind.MDM_REFERENCE))
    assert rules(life, gift()) == set()


def test_a_lock_found_after_the_approval_blocks_the_exit() -> None:
    assert rules(decided().then(none_there()).then(LockFound(lock=Lock.MDM)), gift()) == {"locked-device"}


@pytest.mark.parametrize("kind", [ProofKind.EVIDENCE, ProofKind.SCREENSHOT])
def test_a_file_that_proves_a_release_is_named_by_its_hash(kind: ProofKind) -> None:
    life = decided().then(found(Lock.MDM))
    assert rules(life, LockReleased(lock=Lock.MDM, proof="a photo", proof_kind=kind)) == {"proof-of-release"}
    assert rules(life, LockReleased(lock=Lock.MDM, proof="a" * 64, proof_kind=kind)) == set()


def test_before_the_policy_an_inspection_counted_as_a_look() -> None:
    """What was handed over then is not judged anew: a late event among the old ones still fits."""
    assert rules(decided(at=datetime(2026, 5, 1, 9, tzinfo=UTC)), gift()) == set()


def test_a_list_for_another_kind_is_refused() -> None:
    assert rules(decided(), none_there("android")) == {"checklist-of-its-kind"}
    assert rules(decided(), LocksChecked(checklist="windows-pc", answers=())) == {"checklist-of-its-kind"}


@pytest.mark.parametrize(
    "spends",
    [
        lambda life: life.then(LostOrStolen(stolen=False, report="R-1")).then(Found(place=Place("Hall 9"))),
        lambda life: (
            life.then(gift())
            .then(RECEIVED, CARLA, COORDINATOR)
            .then(IN_CUSTODY, CARLA, COORDINATOR)
            .then(OWNED, CARLA, COORDINATOR)
            .then(Donated(receiver=COORDINATOR), CARLA, COORDINATOR)
            .then(TakenBack(reason="broken"), CARLA, COORDINATOR)
        ),
    ],
    ids=["lost and found", "used and taken back"],
)
def test_after_use_or_loss_the_locks_are_looked_for_again(spends: Callable[[Life], Life]) -> None:
    """Whoever had it can have locked it."""
    assert spends(decided().then(none_there())).state.locks_looked_for is None


def test_giving_it_into_use_spends_the_look() -> None:
    life = Life(now=LATER).then(REGISTERED, organisation=MINISTRY).then(none_there()).then(Assigned(unit="Finance"))
    assert life.state.locks_looked_for is None


def test_a_desktop_without_a_passport_lives_a_whole_life() -> None:
    """Registered as a thing, erased, checked, looked at, given away: the passport is all that it lacks."""
    life = decided(THING, datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert rules(life, gift()) == {"locks-checked"}
    life.then(none_there()).then(gift())
    for happening in (RECEIVED, IN_CUSTODY, OWNED, Donated(receiver=COORDINATOR)):
        life.then(happening, CARLA, COORDINATOR)
    assert (life.state.category, life.state.passports.current) == ("desktop", None)
    assert life.state.has_left_the_state


@pytest.mark.parametrize("unverified", [(), (wipe("DISK-1"),)])
def test_a_desktop_keeps_its_data_inside_the_state_as_a_laptop_does(unverified: tuple[Happening, ...]) -> None:
    life = Life(now=LATER).then(THING, organisation=MINISTRY).then(SURPLUS, organisation=MINISTRY).then(SCANNED)
    life.then(inventory("DISK-1"))
    for happening in unverified:
        life.then(happening)
    life.then(none_there()).then(propose(Route.DONATE)).then(approve(Route.DONATE), CARLA)
    assert rules(life, gift()) == {"unverified-medium"}


def test_a_dock_bears_no_data_and_asks_for_no_locks() -> None:
    dock = replace(THING, thing="dock", data_bearing=False)
    life = Life(now=LATER).then(dock, organisation=MINISTRY).then(SURPLUS, organisation=MINISTRY).then(SCANNED)
    life.then(propose(Route.DONATE)).then(approve(Route.DONATE), CARLA)
    assert rules(life, gift()) == set()


def test_a_kind_that_the_register_does_not_have_is_refused() -> None:
    refusal = refusals(None, Life(now=LATER).event(replace(THING, thing="hologram"), organisation=MINISTRY))
    assert [each.rule for each in refusal] == ["thing-of-a-kind"]


def test_a_thing_is_registered_once_and_its_owner_does_not_change_by_a_passport() -> None:
    life = Life(now=LATER).then(THING, organisation=MINISTRY)
    assert rules(life, THING) == {"registered-once"}
    assert rules(life, replace(REGISTERED, owner=COORDINATOR)) == {"registered-once"}
    assert life.then(REGISTERED, organisation=MINISTRY).state.passports.current == REGISTERED.passport


def test_the_charger_is_a_fact_before_anybody_knows_what_it_is() -> None:
    life = Life(now=LATER).then(SCANNED)
    assert life.state.charger is None
    assert life.then(ChargerSeen(present=False)).state.charger is False
    assert life.then(ChargerSeen(present=True)).state.charger is True


INSPECTED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C4)
REDEPLOYED = Redeployed(receiver=MINISTRY, unit="Finance")
TO_MINISTRY = replace(
    gift(MINISTRY), inside_state=True, ground=Ground.TRANSFER, holding=Holding.STATE, route=Route.REDEPLOY
)
TRIES: tuple[Happening, ...] = (
    none_there(),
    none_there("windows-pc", Lock.DISK_PASSWORD),
    none_there("mac"),
    *(found(lock) for lock in (Lock.MDM, Lock.ABSOLUTE)),
    *(LockFound(lock=lock) for lock in (Lock.MDM, Lock.AUTOPILOT)),
    *(LockReleased(lock=lock, proof="ref") for lock in (Lock.MDM, Lock.ABSOLUTE, Lock.AUTOPILOT)),
    LockReleased(lock=Lock.MDM, proof=" "),
    INSPECTED,
    Classified(classification=Classification.DEP_V),
    *(propose(route) for route in (Route.DONATE, Route.REDEPLOY)),
    *(approve(route) for route in (Route.DONATE, Route.REDEPLOY)),
    gift(),
    TO_MINISTRY,
    RECEIVED,
    IN_CUSTODY,
    OWNED,
    Donated(receiver=COORDINATOR),
    REDEPLOYED,
    TakenBack(reason="broken"),
    LostOrStolen(stolen=False, report="R-1"),
    Found(place=Place("Hall 9")),
)
LEAVING = {"donated", "redeployed", "sold"}


@settings(max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(TRIES), st.sampled_from((PROVIDER, COORDINATOR, MINISTRY))), max_size=30))
def test_nothing_leaves_with_a_lock_or_unlooked_at(tries: list[tuple[Happening, object]]) -> None:
    """Whatever is tried in whatever order: what went to a next user had no lock, and every required look was taken."""
    life = decided()
    for happening, organisation in tries:
        before = life.state
        try:
            life.then(happening, CARLA, organisation)  # type: ignore[arg-type]  # one of three organisations
        except Refused:
            continue
        event = life.events[-1]
        assert apply(before, event) == life.state
        offers_ownership = event.kind == "ownership_changed"
        if event.kind in LEAVING or offers_ownership:
            looked = before.locks_looked_for
            assert not before.locks
            assert looked is not None
            assert looked.answered >= CHECKLISTS[looked.checklist].required
