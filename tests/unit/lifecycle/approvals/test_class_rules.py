"""The rules of a class, for whatever members and facts there are (`lifecycle.domain.class_decisions`)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.class_decisions import (
    ClassDecision,
    ClassId,
    Closed,
    Closing,
    Exceptional,
    Look,
    Member,
    Selection,
    Traits,
    Why,
    looked,
    refuse_unready,
    unknown_of,
    with_sample,
)
from lifecycle.domain.events import TransactionId
from lifecycle.domain.mandates import Signed
from lifecycle.domain.sampling import sample_size
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ANNE, BRAM = AccountId("anne"), AccountId("bram")
WHYS = st.lists(st.sampled_from(Why).map(Exceptional), max_size=2).map(tuple)
MEMBERS = st.lists(WHYS, max_size=40).map(
    lambda all_whys: [
        Member(DeviceKey(f"device-{number:02}"), f"d-{number}", "0" * 64, whys) for number, whys in enumerate(all_whys)
    ]
)


def decided(members: list[Member], seed: str = "seed") -> ClassDecision:
    return ClassDecision(
        id=ClassId("c-1"),
        name="Latitudes",
        selection=Selection(route=Route.DONATE, category="laptop"),
        transaction=TransactionId("t-1"),
        organisation=OrganisationId("drz"),
        proposed=Signed(ANNE, NOW),
        policies={},
        seed=seed,
        members=with_sample(members, seed),
    )


@given(members=MEMBERS, seed=st.text(max_size=10))
def test_the_sample_is_of_what_agrees_and_can_be_drawn_again(members: list[Member], seed: str) -> None:
    it = decided(members, seed)
    assert not any(member.exceptions for member in it.sample)
    assert len(it.sample) == sample_size(len(it.agreeing))
    assert decided(members[::-1], seed) == it


@given(members=MEMBERS, left=st.sets(st.integers(0, 39)))
def test_no_member_is_both_an_exception_and_approved(members: list[Member], left: set[int]) -> None:
    """Whatever is left out of the approval on top of that: every member is exactly one of the three."""
    it = decided(members)
    left_out = {m.device: Exceptional(Why.LOCK) for n, m in enumerate(it.agreeing) if n in left}
    over = replace(it, closed=Closed(Closing.APPROVED, Signed(BRAM, NOW), None, left_out=left_out))
    parts = [{m.device for m in over.exceptions}, {m.device for m in over.approved}, set(left_out)]
    assert sum(map(len, parts)) == len(members)
    assert set().union(*parts) == {m.device for m in members}
    withdrawn = replace(it, closed=Closed(Closing.WITHDRAWN, Signed(BRAM, NOW), None))
    assert withdrawn.approved == ()
    assert withdrawn.digest == over.digest == it.digest


@given(members=MEMBERS, wrong=st.sampled_from([(), (0,)]))
def test_it_is_ready_when_the_whole_sample_was_found_right(members: list[Member], wrong: tuple[int, ...]) -> None:
    it = decided(members)
    for number, member in enumerate(it.sample):
        with pytest.raises(Refused):
            refuse_unready(it, BRAM)
        it = looked(it, Look(member.device, right=number not in wrong, signed=Signed(BRAM, NOW)))
        with pytest.raises(Conflict):
            looked(it, it.looks[-1])
    if it.agreeing and not wrong:
        refuse_unready(it, BRAM)
    else:
        with pytest.raises(Refused):
            refuse_unready(it, BRAM)
    with pytest.raises(Refused, match="yourself"):
        refuse_unready(it, ANNE)


HAS = Traits("laptop", PassportId("p"), OrganisationId("o"), "F5", "C4", 84.0, 50)


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ({}, ()),
        ({"category": "laptop", "model": "p", "owner": "o"}, ()),
        ({"category": "display"}, None),
        ({"owner": "other"}, None),
        ({"functional_at_least": FunctionalGrade.F5, "functional_at_most": FunctionalGrade.F5}, ()),
        ({"functional_at_least": FunctionalGrade.F6}, None),
        ({"cosmetic_at_most": CosmeticGrade.C3}, None),
        ({"battery_at_least": 84, "battery_at_most": 84}, ()),
        ({"battery_at_least": 85}, None),
        ({"age_at_most": 50, "age_at_least": 50}, ()),
        ({"age_at_most": 49}, None),
    ],
)
def test_a_class_holds_what_has_its_facts(asked: dict[str, object], unknown: tuple[str, ...] | None) -> None:
    assert unknown_of(Selection(route=Route.DONATE, **asked), HAS) == unknown  # type: ignore[arg-type]  # any field


def test_a_measure_that_is_not_known_makes_a_member_and_an_identity_does_not() -> None:
    wanted = Selection(route=Route.DONATE, battery_at_least=80, age_at_most=60)
    assert unknown_of(wanted, replace(HAS, battery=None, age=None)) == ("battery_health", "in_use_since")
    assert unknown_of(replace(wanted, category="laptop"), replace(HAS, category=None)) is None
