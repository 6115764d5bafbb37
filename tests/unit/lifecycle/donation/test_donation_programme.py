"""Programmes as data, texts that tell of nobody, and what entries of a delivery add up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.donation import (
    Defect,
    Delivery,
    DeliveryId,
    Entry,
    EntryId,
    Minimum,
    Party,
    Passing,
    Programme,
    ProgrammeState,
    Remedy,
    Said,
    Standing,
    Step,
    admitted,
    changed,
    checked,
    moved,
    standing,
    usual_steps,
)
from lifecycle.domain.donation.delivery import check_delivery
from lifecycle.domain.donation.journal import THERE
from lifecycle.domain.donation.no_people import tells_of_a_person
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Ground
from tests.support.donation_world import WANTED
from tests.unit.lifecycle.device.lives import given_away

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
COORDINATOR, LIBRARY = OrganisationId("coordinator"), OrganisationId("library")
LINK = AccountId("link")
FIRST, SECOND = DeviceKey("device00"), DeviceKey("device01")
LOAN = Delivery(
    id=DeliveryId("loan"),
    programme=WANTED.id,
    coordinator=COORDINATOR,
    intermediary=LIBRARY,
    consignment=ConsignmentId("c1"),
    passing=Passing.LOAN,
    devices=(FIRST, SECOND),
    made_at=NOW,
    made_by=AccountId("anne"),
    due=date(2026, 9, 1),
)
GIFT = replace(LOAN, passing=Passing.GIFT, due=None)


def told(said: Said, device: DeviceKey | None = FIRST, number: int = 1, **more: Any) -> Entry:
    return Entry(id=EntryId(f"entry-{number}"), said=said, at=NOW, by=LINK, device=device, **more)


def paths(refused: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {problem.path for problem in refused.value.problems}


def test_the_usual_order_says_who_owns_a_device_after_each_step() -> None:
    assert [owner for _, owner in WANTED.owners] == [Party.COORDINATOR, Party.INTERMEDIARY, Party.RECIPIENTS]
    lends = replace(WANTED, passing=Passing.LOAN, steps=usual_steps(Passing.LOAN))
    assert [owner for _, owner in checked(lends).owners] == [Party.COORDINATOR] * 3


def test_a_coordinator_may_buy_what_it_gives_and_may_refurbish_it_first() -> None:
    steps = (Step(to=Party.COORDINATOR, ground=Ground.SALE, may_refurbish=True), *WANTED.steps[1:])
    assert checked(replace(WANTED, steps=steps)).owners[0] == (steps[0], Party.COORDINATOR)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"name": " "}, "$.name"),
        ({"decision": ""}, "$.decision"),
        ({"purpose": "For mevrouw De Vries"}, "$.purpose"),
        ({"valid_until": date(2025, 12, 31)}, "$.valid_until"),
        ({"wanted": 0}, "$.wanted"),
        ({"steps": ()}, "$.steps"),
        ({"steps": WANTED.steps[1:]}, "$.steps"),
        ({"steps": (WANTED.steps[0], WANTED.steps[2], WANTED.steps[1])}, "$.steps"),
        ({"steps": (*WANTED.steps, WANTED.steps[2])}, "$.steps"),
        ({"steps": (WANTED.steps[0], WANTED.steps[2])}, "$.steps"),
        ({"steps": (Step(to=Party.COORDINATOR), *WANTED.steps[1:])}, "$.steps[0].ground"),
        ({"steps": (WANTED.steps[0], Step(to=Party.INTERMEDIARY, ground=Ground.SALE))}, "$.steps[1].ground"),
        ({"passing": Passing.LOAN}, "$.steps[1].ground"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_with_the_field(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(replace(WANTED, **wrong))
    assert path in paths(refused)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(replace(WANTED, name="", wanted=-1, steps=()))
    assert paths(refused) == {"$.name", "$.wanted", "$.steps"}


def test_a_programme_holds_on_its_first_and_its_last_day_and_not_outside() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [WANTED.holds(day) for day in days] == [False, True, True, False]
    assert replace(WANTED, valid_until=None).holds(date(2050, 1, 1))


def test_a_programme_opens_pauses_and_closes_for_ever() -> None:
    opened = moved(WANTED, ProgrammeState.OPEN)
    paused = moved(opened, ProgrammeState.PAUSED)
    over = moved(moved(paused, ProgrammeState.OPEN), ProgrammeState.CLOSED)
    for state in ProgrammeState:
        with pytest.raises(Conflict):
            moved(over, state)
    with pytest.raises(Conflict):
        moved(WANTED, ProgrammeState.PAUSED)
    with pytest.raises(Conflict):
        changed(over, WANTED)


def test_a_change_keeps_whose_programme_it_is_and_how_it_stands() -> None:
    opened = moved(WANTED, ProgrammeState.OPEN)
    after = changed(opened, replace(WANTED, coordinator=LIBRARY, wanted=50, state=ProgrammeState.CLOSED))
    assert after == replace(opened, wanted=50)


def test_the_minimum_names_what_a_device_does_not_meet() -> None:
    device = given_away().state
    asks = Minimum(categories=("phone",), functional=FunctionalGrade.F4, cosmetic=CosmeticGrade.C3, charger=True)
    assert len(asks.unmet(device)) == 4
    assert Minimum().unmet(device) == ()
    assert Minimum(categories=("laptop",)).unmet(device) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Given to mevrouw De Vries",
        "voor dhr. Jansen",
        "Mr Smith has it",
        "bel 06-12345678",
        "anna@example.org",
        "BSN 111222333",
        "woont 1234 AB Utrecht",
        "geboren 3 mei 1980",
        "Anna's laptop",
    ],
)
def test_what_looks_like_data_of_a_person_is_seen(text: str) -> None:
    assert tells_of_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "The screen stays black",
        "Toets E werkt niet",
        "Accu na 10 minuten leeg",
        "Charger 65 W missing",
        "code 123456789",
    ],
)
def test_what_is_wrong_with_a_device_may_be_said(text: str) -> None:
    assert not tells_of_a_person(text)


def test_a_loan_is_due_back_after_its_day_and_a_gift_never() -> None:
    check_delivery(WANTED, LOAN)
    check_delivery(WANTED, GIFT)
    lends = replace(WANTED, passing=Passing.LOAN, steps=usual_steps(Passing.LOAN))
    for programme, delivery, path in (
        (WANTED, replace(LOAN, due=None), "$.due"),
        (WANTED, replace(LOAN, due=NOW.date()), "$.due"),
        (WANTED, replace(GIFT, due=date(2026, 9, 1)), "$.due"),
        (WANTED, replace(GIFT, devices=()), "$.devices"),
        (WANTED, replace(GIFT, intermediary=COORDINATOR), "$.intermediary"),
        (lends, GIFT, "$.passing"),
    ):
        with pytest.raises(InvalidInput) as refused:
            check_delivery(programme, delivery)
        assert path in paths(refused)
    assert LOAN.is_overdue(date(2026, 9, 2))
    assert not LOAN.is_overdue(date(2026, 9, 1))
    assert not GIFT.is_overdue(date(2050, 1, 1))


def test_a_defect_is_an_open_item_until_it_is_answered() -> None:
    defect = told(Said.DEFECT, defect=Defect.BATTERY)
    now = standing([told(Said.ARRIVED), replace(defect, id=EntryId("entry-2"))])
    assert (now.devices[FIRST], now.is_there(FIRST), now.is_there(SECOND)) == (Said.DEFECT, True, False)
    assert now.open_defect(FIRST) is not None
    answer = told(Said.ANSWERED, None, 3, about=EntryId("entry-2"), remedy=Remedy.REPAIR)
    after = standing([told(Said.ARRIVED), replace(defect, id=EntryId("entry-2")), answer])
    assert after.defects == ()
    assert after.is_there(FIRST)


def test_the_same_entry_twice_is_one_and_with_other_content_a_conflict() -> None:
    first = told(Said.WORKS)
    assert admitted(LOAN, [], first) == first
    assert admitted(LOAN, [first], replace(first, at=NOW + timedelta(hours=1))) is None
    with pytest.raises(Conflict):
        admitted(LOAN, [first], replace(first, device=SECOND))


@pytest.mark.parametrize(
    ("before", "new"),
    [
        (told(Said.ARRIVED), told(Said.ARRIVED, number=2)),
        (told(Said.WORKS), told(Said.ARRIVED, number=2)),
        (told(Said.WORKS), told(Said.WORKS, number=2)),
        (told(Said.DEFECT, defect=Defect.SCREEN), told(Said.DEFECT, number=2, defect=Defect.BATTERY)),
        (told(Said.RECIPIENTS, None, count=1), told(Said.RECIPIENTS, None, 2, count=1)),
    ],
)
def test_what_stands_already_is_not_said_again(before: Entry, new: Entry) -> None:
    assert admitted(LOAN, [before], new) is None


@pytest.mark.parametrize(
    ("before", "new", "path"),
    [
        ((), told(Said.ARRIVED, DeviceKey("other000")), "$.device"),
        ((), told(Said.ARRIVED, None), "$.device"),
        ((), told(Said.DEFECT), "$.defect"),
        ((), told(Said.WORKS, defect=Defect.SCREEN), "$.defect"),
        ((), told(Said.RECIPIENTS, None, count=3), "$.count"),
        ((), told(Said.RECIPIENTS, None, count=-1), "$.count"),
        ((), told(Said.RECIPIENTS, None), "$.count"),
        ((), told(Said.ANSWERED, None, about=EntryId("none"), remedy=Remedy.REPAIR), "$.about"),
        ((), told(Said.DEFECT, defect=Defect.OTHER, note="x" * 301), "$.note"),
        ((), told(Said.DEFECT, defect=Defect.OTHER, note="mevrouw De Vries"), "$.note"),
        ((told(Said.RETURNED),), told(Said.WORKS, number=2), "$.device"),
        ((told(Said.WORKS),), told(Said.MISSING, number=2), "$.device"),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_field(before: tuple[Entry, ...], new: Entry, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        admitted(LOAN, before, new)
    assert path in paths(refused)


ENTRIES = st.builds(
    told,
    st.sampled_from(sorted(Said)),
    st.sampled_from((FIRST, SECOND, None)),
    st.integers(1, 40),
    defect=st.sampled_from((None, *Defect)),
    count=st.sampled_from((None, 0, 1, 2)),
    about=st.sampled_from((None, EntryId("entry-1"), EntryId("entry-2"))),
)


@settings(max_examples=200)
@given(st.lists(ENTRIES, max_size=30))
def test_however_entries_come_a_delivery_adds_up(tries: list[Entry]) -> None:
    """What is admitted is admitted once; open defects are of devices that are there; none has two."""
    known: list[Entry] = []
    for each in tries:
        try:
            kept = admitted(LOAN, known, each)
        except (InvalidInput, Conflict):
            continue
        known += [] if kept is None else [kept]
        assert admitted(LOAN, known, each) is None
    now: Standing = standing(known)
    assert len({each.id for each in known}) == len(known)
    assert all(each.device is not None and now.devices[each.device] in THERE for each in now.defects)
    assert len({each.device for each in now.defects}) == len(now.defects)
    assert now.there <= len(LOAN.devices)


def test_a_programme_stands_to_its_coordinator_as_owner() -> None:
    assert WANTED.relations(COORDINATOR)
    assert not WANTED.relations(LIBRARY)
    assert not Programme.relations(WANTED, None)
