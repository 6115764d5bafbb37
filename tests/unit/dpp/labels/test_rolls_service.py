"""Ordering, printing and retiring rolls of labels."""

import itertools
from dataclasses import replace

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.labels.rolls import LabelFault, LabelState, RollId, RollUse
from dpp.domain.opaque import print_label_code
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.rolls import Print, PrintForm, RollOrder
from tests.support.rolls_world import RollsWorld
from tests.support.service_world import AUDITOR, ICT, MINISTRY, OWNER, PROVIDER, RECEIVER, ROUTER, URL


@pytest.fixture
def world() -> RollsWorld:
    return RollsWorld()


def test_an_ordered_roll_has_as_many_labels_and_none_of_them_leads_anywhere(world: RollsWorld) -> None:
    view = world.roll(5)
    assert (view.roll.organisation, view.use) == (PROVIDER, RollUse(unclaimed=5))
    labels = world.storage.committed.labels.rows.values()
    assert {(label.state, label.passport_id) for label in labels} == {(LabelState.UNCLAIMED, None)}
    assert len(labels) == 5


def test_codes_of_a_roll_are_not_in_any_order(world: RollsWorld) -> None:
    from dpp.adapters.clock import random_bytes  # noqa: PLC0415 (real chance, here alone)

    world.chance = random_bytes
    codes = world.roll_codes(50)
    assert len(set(codes)) == 50
    assert list(codes) not in (sorted(codes), sorted(codes, reverse=True))
    assert all(a[:4] != b[:4] for a, b in itertools.pairwise(codes))


def test_an_order_that_is_sent_again_is_the_same_roll(world: RollsWorld) -> None:
    order = RollOrder(labels=2, size="small", order_id="o-1")
    assert world.rolls.order(ICT, order) == world.rolls.order(ICT, order)
    assert len(world.rolls.all(ICT)) == 1
    assert world.rolls.order(OWNER, order).roll.roll_id != world.rolls.all(ICT)[0].roll.roll_id


@pytest.mark.parametrize("order", [RollOrder(labels=0, size="small"), RollOrder(labels=1, size="huge")])
def test_an_order_of_no_labels_or_of_a_size_that_there_is_not_is_refused(world: RollsWorld, order: RollOrder) -> None:
    with pytest.raises(InvalidInput):
        world.rolls.order(ICT, order)
    assert not world.storage.committed.labels.rows


def test_somebody_without_an_organisation_has_no_roll(world: RollsWorld) -> None:
    with pytest.raises(Refused) as refused:
        world.roll(actor=replace(ICT, organisation=None))
    assert refused.value.rule == "acting-organisation"


def test_a_printed_label_says_its_link_and_its_code_and_not_whose_it_is(world: RollsWorld) -> None:
    """`Remembered` looks that there is nothing else on it."""
    codes = world.roll_codes(3)
    roll = world.rolls.all(ICT)[0].roll
    assert world.rolls.print(ICT, roll.roll_id, Print(first=2, last=3)) == b"%PDF"
    assert world.roll_printer.printed == [(f"{URL}/d/{code}", print_label_code(code)) for code in codes[1:]]
    assert world.rolls.print(ICT, roll.roll_id, Print(PrintForm.ZPL)) == b"^XA"


def test_a_label_that_is_on_a_device_or_retired_is_not_printed_from_the_roll(world: RollsWorld) -> None:
    codes = world.roll_codes(2)
    roll = world.rolls.all(ICT)[0].roll
    labels = world.storage.committed.labels.rows
    labels[codes[0]] = replace(labels[codes[0]], state=LabelState.ACTIVE)
    world.rolls.print(ICT, roll.roll_id, Print())
    assert [code for _, code in world.roll_printer.printed] == [print_label_code(codes[1])]
    world.rolls.retire(ICT, roll.roll_id, LabelFault.LOST)
    with pytest.raises(Refused) as refused:
        world.rolls.print(ICT, roll.roll_id, Print())
    assert refused.value.rule == "nothing-to-print"


@pytest.mark.parametrize("wanted", [Print(first=0), Print(first=5, last=4), Print(first=1, last=1001)])
def test_a_print_names_places_that_there_can_be_and_not_too_many(world: RollsWorld, wanted: Print) -> None:
    roll = world.roll().roll
    with pytest.raises(InvalidInput):
        world.rolls.print(ICT, roll.roll_id, wanted)


def test_a_roll_that_is_lost_is_retired_at_once_and_what_is_on_devices_stays(world: RollsWorld) -> None:
    codes = world.roll_codes(3)
    labels = world.storage.committed.labels.rows
    labels[codes[0]] = replace(labels[codes[0]], state=LabelState.ACTIVE)
    roll = world.rolls.all(ICT)[0].roll
    view = world.rolls.retire(ICT, roll.roll_id, LabelFault.LOST)
    assert view.use == RollUse(active=1, retired=2)
    assert view.roll.retired is not None
    again = world.rolls.retire(ICT, roll.roll_id, LabelFault.DAMAGED)
    assert again.roll.retired == view.roll.retired


def test_a_roll_of_another_organisation_is_not_known(world: RollsWorld) -> None:
    roll = world.roll(actor=ICT).roll
    for ask in (world.rolls.read, lambda who, which: world.rolls.retire(who, which, LabelFault.LOST)):
        with pytest.raises(NotFound):
            ask(OWNER, roll.roll_id)
        with pytest.raises(NotFound):
            ask(OWNER, RollId("nothing"))
    assert world.rolls.all(OWNER) == ()
    with pytest.raises(NotSignedIn):
        world.rolls.read(VISITOR, roll.roll_id)


def test_the_auditor_sees_every_roll_and_changes_none(world: RollsWorld) -> None:
    roll = world.roll(actor=ICT).roll
    assert [view.roll for view in world.rolls.all(AUDITOR)] == [roll]
    assert not world.rolls.read(AUDITOR, roll.roll_id).may_retire
    with pytest.raises(NotPermitted):
        world.rolls.retire(AUDITOR, roll.roll_id, LabelFault.LOST)
    with pytest.raises(NotPermitted):
        world.rolls.print(AUDITOR, roll.roll_id, Print())


ROLL_ROLES = {Role.DRZ, Role.ICT_PROVIDER, Role.OWNER, Role.COORDINATOR, Role.REFURBISHER}
STATE_WIDE = {Role.DRZ, Role.ICT_PROVIDER}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_with_rolls(role: Role) -> None:
    """The picture: one's own roll whole; of another's roll only its labels, and only DRZ and the ICT provider."""
    actor = Actor(AccountId("a"), MINISTRY, frozenset({role}))
    own = frozenset({Relation.OWNER})
    may = {
        case: (PERMISSIONS.allows(case, actor, own), PERMISSIONS.allows(case, actor))
        for case in ("read_roll", "print_roll", "use_roll", "retire_roll")
    }
    handles, audits = role in ROLL_ROLES, role is Role.AUDITOR
    assert PERMISSIONS.allows("order_roll", actor) is handles
    assert may == {
        "read_roll": (handles or audits, audits),
        "print_roll": (handles, False),
        "use_roll": (handles, role in STATE_WIDE),
        "retire_roll": (handles, False),
    }


@pytest.mark.parametrize("actor", [ICT, OWNER, ROUTER, RECEIVER])
def test_whoever_labels_devices_orders_rolls(world: RollsWorld, actor: Actor) -> None:
    assert world.roll(actor=actor).may_retire
