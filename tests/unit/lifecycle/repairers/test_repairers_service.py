"""The register of repairers: asked for, checked, ended, and taken over from lists."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import Act, RegistrationId, RegistrationState, RepairerKind
from lifecycle.service.professionals import Professionals
from lifecycle.service.repairer_lists import RepairerLists
from lifecycle.service.repairers import NewRegistration, Repairers
from tests.support.fake_organisations import FakeOrganisation, FakeOrganisations
from tests.support.service_world import ADMINISTRATOR, AUDITOR, OWNER, ROUTER, World

SHOP, OTHER = OrganisationId("shop"), OrganisationId("other")
FIXER, RIVAL = (Actor(AccountId(each), each, frozenset({Role.REPAIRER})) for each in (SHOP, OTHER))
TODAY = date(2026, 5, 4)
WANTED = NewRegistration(
    kind=RepairerKind.PROFESSIONAL,
    town="Utrecht",
    groups=(ProductGroup.LAPTOP,),
    valid_from=date(2026, 1, 1),
    number="NRR-1",
    kvk="12345678",
)
HEADER = "number,name,town,kvk,groups,valid_from,valid_until\n"
ROW = "NRR-1,The shop,Utrecht,12345678,laptop,2026-01-01,\n"


@pytest.fixture
def world() -> World:
    rows = {**World().organisations.rows, SHOP: FakeOrganisation("The shop"), OTHER: FakeOrganisation("Another")}
    return World(organisations=FakeOrganisations(rows))


@pytest.fixture
def repairers(world: World) -> Repairers:
    return world.use.repairers


@pytest.fixture
def lists(world: World) -> RepairerLists:
    return world.use.repairer_lists


def accepted(repairers: Repairers, actor: Actor = FIXER) -> RegistrationId:
    asked = repairers.ask(actor, WANTED).registration.id
    return repairers.accept(ADMINISTRATOR, asked).registration.id


def test_a_registration_counts_once_somebody_else_accepted_it(world: World, repairers: Repairers) -> None:
    register = Professionals(world.storage)
    asked = repairers.ask(FIXER, WANTED)
    assert (asked.holds, asked.registration.entry.name) == (False, "The shop")
    assert "not checked yet" in str(register.barred(SHOP, "laptop", TODAY))
    for actor in (FIXER, OWNER, ROUTER, AUDITOR):
        with pytest.raises(NotPermitted):
            repairers.accept(actor, asked.registration.id)
    view = repairers.accept(ADMINISTRATOR, asked.registration.id)
    assert (view.holds, [step.act for step in view.steps]) == (True, [Act.ASKED, Act.ACCEPTED])
    assert register.barred(SHOP, "laptop", TODAY) is None
    assert [each.name for each in repairers.registered(ProductGroup.LAPTOP, "utr")] == ["The shop"]
    assert repairers.registered(ProductGroup.PHONE) == ()


def test_a_refusal_has_a_reason_that_the_organisation_reads_and_is_for_nobody_else(repairers: Repairers) -> None:
    asked = repairers.ask(FIXER, WANTED).registration.id
    with pytest.raises(InvalidInput):
        repairers.refuse(ADMINISTRATOR, asked, "  ")
    repairers.refuse(ADMINISTRATOR, asked, "The number is of somebody else.")
    (own,) = repairers.own(FIXER)
    assert own.steps[-1].reason == "The number is of somebody else."
    assert repairers.own(RIVAL) == ()
    assert repairers.registered() == ()
    with pytest.raises(NotPermitted):
        repairers.all(FIXER)
    with pytest.raises(NotPermitted):
        repairers.waiting(FIXER)
    with pytest.raises(Conflict, match="decided already"):
        repairers.accept(ADMINISTRATOR, asked)
    with pytest.raises(NotFound):
        repairers.accept(ADMINISTRATOR, RegistrationId("none"))


def test_one_request_of_an_organisation_waits_at_a_time(repairers: Repairers) -> None:
    repairers.ask(FIXER, WANTED)
    with pytest.raises(Conflict):
        repairers.ask(FIXER, WANTED)
    assert repairers.ask(RIVAL, replace(WANTED, number="NRR-2")).registration.state is RegistrationState.ASKED


def test_two_organisations_never_have_one_number(repairers: Repairers) -> None:
    accepted(repairers)
    rival = repairers.ask(RIVAL, WANTED).registration.id
    with pytest.raises(Conflict, match="NRR-1"):
        repairers.accept(ADMINISTRATOR, rival)


def test_an_end_holds_from_its_day_and_is_kept_with_its_reason(world: World, repairers: Repairers) -> None:
    known = accepted(repairers)
    view = repairers.end(ADMINISTRATOR, known, TODAY, "Stopped")
    assert (view.holds, view.steps[-1].reason, view.steps[-1].day) == (False, "Stopped", TODAY)
    assert "ended on 2026-05-03" in str(Professionals(world.storage).barred(SHOP, "laptop", TODAY))
    assert Professionals(world.storage).barred(SHOP, "laptop", TODAY - timedelta(days=1)) is None
    with pytest.raises(Conflict):
        repairers.end(ADMINISTRATOR, known, TODAY, "Again")


def test_a_list_registers_who_is_no_user_and_makes_way_for_its_organisation(
    repairers: Repairers, lists: RepairerLists
) -> None:
    lists.take(ADMINISTRATOR, (HEADER + ROW).encode(), TODAY)
    assert [each.number for each in repairers.registered()] == ["NRR-1"]
    accepted(repairers)
    assert [each.number for each in repairers.registered()] == ["NRR-1"]
    states = [(each.registration.organisation, each.holds) for each in repairers.all(AUDITOR)]
    assert sorted(states, key=str) == [("shop", True), (None, False)]


def test_a_list_accepts_a_request_that_agrees_and_leaves_one_that_does_not(
    repairers: Repairers, lists: RepairerLists
) -> None:
    repairers.ask(FIXER, WANTED)
    repairers.ask(RIVAL, WANTED)
    lists.take(ADMINISTRATOR, (HEADER + ROW).encode(), TODAY)
    assert [each.holds for each in repairers.own(FIXER)] == [True]
    assert [each.holds for each in repairers.own(RIVAL)] == [False]
    assert repairers.own(FIXER)[0].steps[-1].act is Act.LISTED


def test_a_list_changes_and_ends_and_is_taken_over_once(repairers: Repairers, lists: RepairerLists) -> None:
    accepted(repairers)
    content = (HEADER + ROW.replace("Utrecht", "Zeist")).encode()
    looked = lists.take(ADMINISTRATOR, content, TODAY, dry_run=True)
    assert (looked.count(Outcome.CHANGED), looked.taken) == (1, None)
    assert repairers.own(FIXER)[0].registration.entry.town == "Utrecht"
    taken = lists.take(ADMINISTRATOR, content, TODAY)
    assert taken.taken is not None
    assert lists.take(ADMINISTRATOR, content, TODAY).taken is None
    assert repairers.own(FIXER)[0].registration.entry.town == "Zeist"
    lists.take(ADMINISTRATOR, HEADER.encode(), TODAY)
    (own,) = repairers.own(FIXER)
    assert (own.holds, own.registration.last_day) == (False, TODAY - timedelta(days=1))
    assert [each.dated for each in lists.taken(AUDITOR)] == [TODAY, TODAY]


def test_an_older_list_and_one_of_tomorrow_are_refused(lists: RepairerLists) -> None:
    lists.take(ADMINISTRATOR, HEADER.encode(), TODAY)
    with pytest.raises(Conflict, match="older"):
        lists.take(ADMINISTRATOR, (HEADER + ROW).encode(), TODAY - timedelta(days=1))
    with pytest.raises(InvalidInput):
        lists.take(ADMINISTRATOR, HEADER.encode(), TODAY + timedelta(days=1))
    with pytest.raises(NotPermitted):
        lists.take(ROUTER, HEADER.encode(), TODAY)


def test_a_repairer_reads_what_is_for_professionals_while_it_is_registered(world: World, repairers: Repairers) -> None:
    """The role of a refurbisher is not touched by the register."""
    world.keeps_register = True
    secret = {"disassemblyInstructions": {"title": "Apart", "url": "https://maker.example/apart"}}
    model = world.model(**secret)

    def shown(actor: Actor) -> bool:
        return "disassemblyInstructions" in world.passports.read(actor, model).document.values()

    assert not shown(FIXER)
    assert shown(replace(FIXER, roles=frozenset({Role.REFURBISHER})))
    why = str(world.passports.explain(FIXER, model, "disassemblyInstructions").why)
    assert "not registered as a repairer on 2026-05-04" in why
    assert "registered" not in str(world.passports.explain(OWNER, model, "disassemblyInstructions").why)
    accepted(repairers)
    assert shown(FIXER)
    assert not shown(RIVAL)
