"""Mandates: who may approve what, when, and who stands in (rules in `lifecycle.domain.mandates`)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Conflict, InvalidInput, Refused
from lifecycle.domain.mandates import (
    BY_ROLE,
    ApprovalAct,
    Authority,
    Deputy,
    Ending,
    Item,
    Mandate,
    MandateId,
    Matter,
    Signed,
    able,
    authority,
    checked,
    confirmed,
    deputised,
    ended,
)
from lifecycle.domain.vocabulary import Route

DRZ, ELSEWHERE = OrganisationId("drz"), OrganisationId("elsewhere")
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ANNE, BRAM, CARLA, BEHEER = (AccountId(name) for name in ("anne", "bram", "carla", "beheer"))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
LAPTOP = Item(Route.DONATE, "laptop", None)
FULL = Mandate(
    id=MandateId("m-1"),
    organisation=DRZ,
    account=ANNE,
    role=None,
    acts=frozenset(ApprovalAct),
    routes=frozenset({Route.DONATE, Route.SELL}),
    categories=frozenset({"laptop"}),
    devices_at_most=40,
    value_eur_at_most=None,
    from_day=date(2026, 1, 1),
    until=date(2026, 12, 31),
    reference="MB-2026-7",
    granted=Signed(BEHEER, NOW),
    confirmed=Signed(CARLA, NOW),
)


def actor(account: AccountId, organisation: OrganisationId = DRZ, role: Role = Role.DRZ) -> Actor:
    return Actor(account, organisation, frozenset({role}))


def matter(act: ApprovalAct = ApprovalAct.CLASS, *items: Item) -> Matter:
    return Matter(act, items or (LAPTOP,))


def with_deputy(first: date, last: date) -> Mandate:
    return replace(FULL, deputies=(Deputy(BRAM, first, last, BEHEER, NOW),))


@given(on=DAYS, first=DAYS, last=DAYS, ending=st.none() | DAYS)
def test_a_mandate_counts_on_its_days_and_no_other(on: date, first: date, last: date, ending: date | None) -> None:
    """From its first day up to and including its last, or that of its ending."""
    it = replace(FULL, from_day=first, until=last, ending=None if ending is None else Ending(ending, BEHEER, NOW))
    assert it.counts(on) is (first <= on <= min(last, ending or last))


@given(on=DAYS, first=DAYS, last=DAYS)
def test_a_deputy_stands_in_between_two_days_and_while_the_mandate_counts(on: date, first: date, last: date) -> None:
    found = authority((with_deputy(first, last),), actor(BRAM), matter(), on)
    expected = first <= on <= last and FULL.counts(on)
    assert isinstance(found, Authority) is expected
    if isinstance(found, Authority):
        assert found.deputy is not None
        assert found.id == FULL.id


@given(on=DAYS)
def test_what_was_not_confirmed_never_counts(on: date) -> None:
    assert not replace(FULL, confirmed=None).counts(on)


@pytest.mark.parametrize("act", [ApprovalAct.CLASS, ApprovalAct.OVERRIDE])
def test_a_class_and_an_override_need_a_mandate_always(act: ApprovalAct) -> None:
    assert not isinstance(authority((), actor(ANNE), matter(act), TODAY), Authority)


def test_one_device_needs_a_mandate_once_the_organisation_has_had_one() -> None:
    """Before, the role is enough; an ended mandate does not bring that back."""
    device = matter(ApprovalAct.DEVICE)
    assert authority((), actor(BRAM), device, TODAY) is BY_ROLE
    assert authority((replace(FULL, confirmed=None),), actor(BRAM), device, TODAY) is BY_ROLE
    over = ended(FULL, Ending(TODAY, BEHEER, NOW))
    for known in (FULL, over):
        assert not isinstance(authority((known,), actor(BRAM), device, TODAY + timedelta(days=1)), Authority)


OUTSIDE: dict[str, tuple[dict[str, Any], Matter]] = {
    "the act": ({"acts": frozenset({ApprovalAct.DEVICE})}, matter()),
    "the route": ({}, matter(ApprovalAct.CLASS, replace(LAPTOP, route=Route.RECYCLE))),
    "the kind of device": ({}, matter(ApprovalAct.CLASS, replace(LAPTOP, category="smartphone"))),
    "an unknown kind of device": ({}, matter(ApprovalAct.CLASS, replace(LAPTOP, category=None))),
    "the number": ({"devices_at_most": 1}, matter(ApprovalAct.CLASS, LAPTOP, LAPTOP)),
    "the number of the whole act": (
        {"devices_at_most": 1},
        Matter(ApprovalAct.DEVICE, (LAPTOP,), act_items=(LAPTOP, LAPTOP)),
    ),
    "the value": ({"value_eur_at_most": 100}, matter(ApprovalAct.CLASS, replace(LAPTOP, value_eur=Decimal(101)))),
    "a value that is not known": ({"value_eur_at_most": 100}, matter()),
    "the days": ({"until": TODAY - timedelta(days=1)}, matter()),
    "the person": ({"account": CARLA}, matter()),
    "the organisation": ({"organisation": ELSEWHERE}, matter()),
    "the role": ({"account": None, "role": Role.AUDITOR}, matter()),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_a_mandate_is_not_approved_under_it(name: str) -> None:
    changed, asked = OUTSIDE[name]
    found = authority((replace(FULL, **changed),), actor(ANNE), asked, TODAY)
    assert not isinstance(found, Authority)
    assert str(found)


def test_one_of_several_mandates_is_enough() -> None:
    narrow, wide = replace(FULL, id=MandateId("m-2"), devices_at_most=1), replace(FULL, id=MandateId("m-3"))
    found = authority((narrow, wide), actor(ANNE), matter(ApprovalAct.CLASS, LAPTOP, LAPTOP), TODAY)
    assert isinstance(found, Authority)
    assert found.id == "m-3"
    assert able((narrow, wide), matter(ApprovalAct.CLASS, LAPTOP, LAPTOP), TODAY) == (wide,)


def test_a_mandate_of_a_role_is_for_everybody_with_it_there() -> None:
    of_role = replace(FULL, account=None, role=Role.DRZ)
    assert isinstance(authority((of_role,), actor(BRAM), matter(), TODAY), Authority)
    assert not isinstance(authority((of_role,), actor(BRAM, ELSEWHERE), matter(), TODAY), Authority)


@pytest.mark.parametrize("who", [BEHEER, ANNE])
def test_who_grants_or_gets_it_does_not_confirm_it(who: AccountId) -> None:
    with pytest.raises(Refused) as refusal:
        confirmed(replace(FULL, confirmed=None), actor(who), NOW)
    assert refusal.value.rule == "own-mandate"


def test_a_mandate_is_confirmed_and_ended_once() -> None:
    granted = replace(FULL, confirmed=None)
    assert confirmed(granted, actor(CARLA), NOW).confirmed == Signed(CARLA, NOW)
    with pytest.raises(Conflict):
        confirmed(FULL, actor(CARLA), NOW)
    over = ended(FULL, Ending(TODAY, BEHEER, NOW))
    assert over.steps == FULL.steps + 1
    with pytest.raises(Conflict):
        ended(over, Ending(TODAY, BEHEER, NOW))
    with pytest.raises(Conflict):
        deputised(over, Deputy(BRAM, TODAY, TODAY, BEHEER, NOW))


def test_a_mandate_is_not_ended_in_the_past() -> None:
    with pytest.raises(InvalidInput):
        ended(FULL, Ending(TODAY - timedelta(days=1), BEHEER, NOW))


def test_nobody_names_themselves_as_deputy() -> None:
    with pytest.raises(Refused) as refusal:
        deputised(FULL, Deputy(BEHEER, TODAY, TODAY, BEHEER, NOW))
    assert refusal.value.rule == "own-deputy"
    for wrong in (Deputy(ANNE, TODAY, TODAY, BEHEER, NOW), Deputy(BRAM, TODAY, TODAY - timedelta(days=1), BEHEER, NOW)):
        with pytest.raises(InvalidInput):
            deputised(FULL, wrong)


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("$.account", {"account": None}),
        ("$.account", {"role": Role.DRZ}),
        ("$.account", {"account": BEHEER}),
        ("$.acts", {"acts": frozenset()}),
        ("$.routes", {"routes": frozenset()}),
        ("$.devices_at_most", {"devices_at_most": 0}),
        ("$.value_eur_at_most", {"value_eur_at_most": -1}),
        ("$.until", {"until": date(2025, 12, 31)}),
        ("$.reference", {"reference": " "}),
        ("$.reference", {"reference": "x" * 201}),
    ],
)
def test_what_is_wrong_with_a_mandate_is_told_where(path: str, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as error:
        checked(replace(FULL, **changed))
    assert path in [problem.path for problem in error.value.problems]
    assert checked(FULL) is FULL
