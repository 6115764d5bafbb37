"""Devices that come back: their history continues, what protects data starts anew, and their lives are counted."""

import functools
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.opaque import PassportId
from lifecycle.domain.events import (
    ComponentInstalled,
    CustodyChanged,
    Donated,
    Inspected,
    LockFound,
    MediaDestroyed,
    OwnershipChanged,
    Place,
    TakenBack,
    TransferOffered,
)
from lifecycle.domain.fold import fold
from lifecycle.domain.loops import holders_of, lives_of
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    DataState,
    FunctionalGrade,
    Ground,
    Holding,
    Lifecycle,
    Lock,
    PartOrigin,
    Route,
)
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    CARLA,
    CONSIGNMENT,
    COORDINATOR,
    DISK,
    MANIFEST,
    MINISTRY,
    PROVIDER,
    RECEIVED,
    REGISTERED,
    SECOND_DISK,
    Life,
    at_intake,
    given_away,
    inventory,
    registered,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_guards import REFURBISHED

LIBRARY, WELFARE = OrganisationId("library"), OrganisationId("welfare")
SAFE = {DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM}


def donated() -> Life:
    return given_away().then(Donated(receiver=COORDINATOR), CARLA, COORDINATOR)


def to(receiver: OrganisationId, ground: Ground | None = Ground.GIFT) -> TransferOffered:
    """Given by the coordinator, or lent where there is no ground."""
    passes: dict[str, Any] = {"ground": ground, "holding": Holding.RECIPIENT, "route": Route.DONATE} if ground else {}
    return TransferOffered(
        consignment=CONSIGNMENT, manifest_sha256=MANIFEST, receiver=receiver, inside_state=False, **passes
    )


def delivered(life: Life, receiver: OrganisationId = LIBRARY, ground: Ground | None = Ground.GIFT) -> Life:
    """The coordinator gives or lends it, and the receiver has it."""
    life.then(to(receiver, ground), CARLA, COORDINATOR).then(RECEIVED, BRAM, receiver)
    life.then(has_it(receiver, consignment=CONSIGNMENT), BRAM, receiver)
    if ground is not None:
        owned = OwnershipChanged(owner=receiver, holding=Holding.RECIPIENT, ground=ground, consignment=CONSIGNMENT)
        life.then(owned, BRAM, receiver)
    return life.then(Donated(receiver=receiver), BRAM, receiver)


def has_it(organisation: OrganisationId, *, inside: bool = False, **more: Any) -> CustodyChanged:
    return CustodyChanged(custodian=organisation, place=Place("Counter"), inside_state=inside, **more)


def taken_back(life: Life, ground: Ground | None = Ground.GIFT) -> Life:
    """By the coordinator, whose it is again where there is a ground."""
    life.then(TakenBack(reason="came back", ground=ground), CARLA, COORDINATOR)
    life.then(has_it(COORDINATOR), CARLA, COORDINATOR)
    if ground is not None:
        owned = OwnershipChanged(owner=COORDINATOR, holding=Holding.COORDINATOR, ground=ground)
        life.then(owned, CARLA, COORDINATOR)
    return life


def erased(life: Life) -> Life:
    return life.then(wipe(), ANNE, COORDINATOR).then(verify(), BRAM, COORDINATOR)


def test_a_coordinator_outside_the_state_takes_back_what_it_gave() -> None:
    state = taken_back(delivered(donated())).state
    assert state.ownership is not None
    assert (state.custody.custodian, state.ownership.owner, state.ownership.ground) == (
        COORDINATOR,
        COORDINATOR,
        Ground.GIFT,
    )
    assert (state.stage, state.handover) == (Lifecycle.RECEIVED, None)


def test_what_came_back_contains_data_and_has_to_be_looked_at_for_locks_again() -> None:
    state = taken_back(delivered(donated())).state
    assert (state.data, state.locks_looked_for) == (DataState.CONTAINS_DATA, None)


def test_nothing_is_given_again_with_the_data_of_the_last_user() -> None:
    """The rules that protect the first user's data protect every later one's, outside the State too."""
    life = taken_back(delivered(donated()))
    with pytest.raises(Refused) as refused:
        life.then(to(WELFARE), CARLA, COORDINATOR)
    assert refused.value.rule == "unverified-medium"
    again = delivered(erased(life), WELFARE)
    assert (again.state.stage, again.state.custody.custodian) == (Lifecycle.DONATED, WELFARE)


def test_a_loan_is_not_confirmed_with_the_data_of_the_last_user() -> None:
    life = taken_back(delivered(donated(), ground=None), ground=None)
    with pytest.raises(Refused) as refused:
        delivered(life, WELFARE, None)
    assert refused.value.rule == "unverified-medium"


def test_a_lock_that_a_user_left_keeps_it_from_the_next_one() -> None:
    life = erased(taken_back(delivered(donated()))).then(LockFound(lock=Lock.ACTIVATION_LOCK), CARLA, COORDINATOR)
    with pytest.raises(Refused) as refused:
        life.then(to(WELFARE), CARLA, COORDINATOR)
    assert refused.value.rule == "locked-device"


def test_a_disk_that_a_user_may_have_put_in_is_unknown_until_somebody_looks() -> None:
    """The disk was destroyed before it was given; a user can have put another one in."""
    life = at_intake().then(MediaDestroyed(medium=DISK, method="shredded", witness=BRAM))
    assert life.state.data is DataState.DESTROYED
    for happening in donated().events[-7:]:
        life.then(happening.happening, happening.actor, happening.organisation)
    life = taken_back(delivered(life))
    assert life.state.data is DataState.UNKNOWN
    with pytest.raises(Refused, match="Nobody has established") as refused:
        life.then(to(WELFARE), CARLA, COORDINATOR)
    assert refused.value.rule == "unverified-medium"
    looked = life.then(
        Inspected(functional=FunctionalGrade.F4, cosmetic=CosmeticGrade.C3, media_absent=True), CARLA, COORDINATOR
    )
    assert looked.state.is_data_safe


def test_what_has_no_storage_by_its_kind_has_none_after_use_either() -> None:
    display = Life().then(replace(REGISTERED, category="display", data_bearing=False), organisation=MINISTRY)
    for event in donated().events[1:]:
        if event.kind not in {"evidence_attached", "sanitisation_performed", "sanitisation_verified"}:
            display.then(event.happening, event.actor, event.organisation)
    assert taken_back(delivered(display)).state.data is DataState.NO_MEDIUM


def test_what_was_taken_back_for_a_repair_goes_back_to_its_holder_and_stays_theirs() -> None:
    life = taken_back(delivered(donated()), ground=None)
    assert life.state.ownership is not None
    assert life.state.ownership.owner == LIBRARY
    life.then(to(LIBRARY, None), CARLA, COORDINATOR).then(RECEIVED, BRAM, LIBRARY)
    state = life.then(has_it(LIBRARY, consignment=CONSIGNMENT), BRAM, LIBRARY).state
    assert (state.stage, state.custody.custodian) == (Lifecycle.DONATED, LIBRARY)
    assert state.data is DataState.CONTAINS_DATA


def test_what_comes_back_into_the_state_by_a_consignment_counts_as_used() -> None:
    """Nobody recorded that it was taken back; what is on it is not what was verified before it went."""
    life = donated().then(replace(to(PROVIDER, None), inside_state=True), CARLA, COORDINATOR)
    life.then(RECEIVED, ANNE, PROVIDER).then(has_it(PROVIDER, inside=True, consignment=CONSIGNMENT), ANNE, PROVIDER)
    assert (life.state.stage, life.state.data) == (Lifecycle.RECEIVED, DataState.CONTAINS_DATA)


def test_what_is_the_states_again_is_not_surplus_until_that_is_decided_anew() -> None:
    life = donated().then(TakenBack(reason="not needed", ground=Ground.TRANSFER), ANNE, PROVIDER)
    life.then(has_it(PROVIDER, inside=True), ANNE, PROVIDER)
    owned = OwnershipChanged(owner=PROVIDER, holding=Holding.STATE, ground=Ground.TRANSFER)
    state = life.then(owned, ANNE, PROVIDER).state
    assert (state.surplus, state.has_left_the_state) == (None, False)


def test_within_the_state_custody_that_comes_back_is_the_states() -> None:
    """What was redeployed and is taken back cannot end outside the State by that."""
    life = donated().then(TakenBack(reason="x", ground=Ground.TRANSFER), ANNE, PROVIDER)
    life.then(has_it(PROVIDER, inside=True), ANNE, PROVIDER)
    life.then(OwnershipChanged(owner=PROVIDER, holding=Holding.STATE, ground=Ground.TRANSFER), ANNE, PROVIDER)
    with pytest.raises(Refused) as refused:
        life.then(TakenBack(reason="y"), CARLA, COORDINATOR)
    assert refused.value.rule == "away-before-back"


def test_a_successor_passport_stays_linked_through_a_second_life() -> None:
    refurbished = replace(REFURBISHED, successor=PassportId("passport-2"))
    life = donated().then(refurbished, CARLA, COORDINATOR)
    life = erased(taken_back(delivered(life)))
    life.then(replace(REFURBISHED, successor=PassportId("passport-3")), CARLA, COORDINATOR)
    assert life.state.passports.items == tuple(map(PassportId, ("passport-1", "passport-2", "passport-3")))
    assert delivered(life, WELFARE).state.key == life.state.key


def test_lives_are_counted_by_use_and_not_by_hand_over() -> None:
    assert [life.number for life in lives_of(registered().events)] == [1]
    first = delivered(donated())
    assert [(life.number, life.began_by) for life in lives_of(first.events)] == [
        (1, "passport_registered"),
        (2, "donated"),
    ]
    second = delivered(erased(taken_back(first)), WELFARE)
    lives = lives_of(second.events)
    assert len(lives) == 3
    assert [life.until is None for life in lives] == [False, False, True]
    assert lives_of(()) == ()


def test_who_had_it_before_is_known_from_its_events() -> None:
    assert holders_of(delivered(donated()).events) >= {MINISTRY, COORDINATOR, LIBRARY}
    assert WELFARE not in holders_of(donated().events)


STEPS = (
    *((to(who, ground), CARLA, COORDINATOR) for who in (LIBRARY, WELFARE) for ground in (Ground.GIFT, None)),
    *((RECEIVED, BRAM, who) for who in (LIBRARY, WELFARE, PROVIDER)),
    *((has_it(who, consignment=CONSIGNMENT), BRAM, who) for who in (LIBRARY, WELFARE)),
    *((Donated(receiver=who), BRAM, who) for who in (LIBRARY, WELFARE)),
    *(
        (
            OwnershipChanged(owner=who, holding=Holding.RECIPIENT, ground=Ground.GIFT, consignment=CONSIGNMENT),
            BRAM,
            who,
        )
        for who in (LIBRARY, WELFARE)
    ),
    *((TakenBack(reason="back", ground=ground), CARLA, COORDINATOR) for ground in (Ground.GIFT, None)),
    (TakenBack(reason="back", ground=Ground.TRANSFER), ANNE, PROVIDER),
    (has_it(COORDINATOR), CARLA, COORDINATOR),
    (has_it(PROVIDER, inside=True), ANNE, PROVIDER),
    (has_it(PROVIDER, inside=True, consignment=CONSIGNMENT), ANNE, PROVIDER),
    (OwnershipChanged(owner=COORDINATOR, holding=Holding.COORDINATOR, ground=Ground.GIFT), CARLA, COORDINATOR),
    (OwnershipChanged(owner=PROVIDER, holding=Holding.STATE, ground=Ground.TRANSFER), ANNE, PROVIDER),
    (replace(to(PROVIDER, None), inside_state=True), CARLA, COORDINATOR),
    (wipe(), ANNE, COORDINATOR),
    (verify(), BRAM, COORDINATOR),
    (wipe(), CARLA, PROVIDER),
    (verify(), BRAM, PROVIDER),
    (inventory(DISK), CARLA, COORDINATOR),
    (inventory(DISK, SECOND_DISK), CARLA, COORDINATOR),
    (MediaDestroyed(medium=DISK, method="shredded", witness=BRAM), CARLA, COORDINATOR),
    (
        ComponentInstalled(component=ComponentKind.STORAGE, serial=SECOND_DISK, origin=PartOrigin.USED),
        CARLA,
        COORDINATOR,
    ),
    (Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5, media_absent=True), CARLA, COORDINATOR),
)
USES = frozenset({"taken_back", "assigned", "redeployed"})
MAKES_SAFE = frozenset({"sanitisation_verified", "media_destroyed", "inspected", "evidence_attached"})


@functools.cache
def _beginning(number: int) -> Life:
    known = (donated(), delivered(donated()), taken_back(delivered(donated())), delivered(donated(), ground=None))
    return known[number]


@settings(max_examples=120)
@given(st.integers(0, 3), st.lists(st.sampled_from(STEPS), max_size=30))
def test_through_all_loops_no_use_is_followed_by_a_state_that_says_erased(number: int, tries: list[Any]) -> None:
    """Between a use and the next erasure, destruction or look no state is safe; nothing goes to a next user unsafe."""
    known = _beginning(number)
    life = Life(known.device, list(known.events), known.now)
    for happening, by, whose in tries:
        try:
            life.then(happening, by, whose)
        except Refused:
            continue
        if life.events[-1].kind == "donated":
            assert life.state.data in SAFE
    seen: list[Any] = []
    used = False
    for event in life.events:
        seen.append(event)
        used = event.kind in USES or (used and event.kind not in MAKES_SAFE)
        now = fold(seen)
        assert now is not None
        assert not (used and now.data in SAFE), [each.kind for each in seen]
