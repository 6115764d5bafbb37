"""Counted goods through the service: who may, in two sides, under a decision, and what a retry does."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, NotFound, NotPermitted, Refused
from lifecycle.domain.goods import GoodsCondition, GoodsTerms, Lot, Movement, MovementId, WasteNote
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Ground
from lifecycle.service.goods import Change, Departure, Intake, Known, Line, Offer, Receipt
from tests.support.service_world import (
    ADVISER,
    AUDITOR,
    BENCH,
    CARRIER,
    COORDINATOR,
    ICT,
    MINISTRY,
    OTHER_OWNER,
    OWNER,
    PROVIDER,
    RECEIVER,
    RECYCLER,
    RECYCLING,
    STORE,
    World,
)

LOT = Lot("charger", Unit.PIECE, GoodsCondition.UNTESTED, MINISTRY, PROVIDER, BENCH)
GIFT = GoodsTerms(COORDINATOR, Ground.GIFT, "2026-117")
WASTE = GoodsTerms(RECYCLER, Ground.DESTRUCTION, "2026-117")


@pytest.fixture
def world() -> World:
    return World()


def take_in(world: World, quantity: int = 40, **more: object) -> Movement:
    said = Intake(kind="charger", quantity=Decimal(quantity), unit=Unit.PIECE, owner=MINISTRY, place=BENCH)
    return world.use.goods.take_in(ICT, replace(said, **more))  # type: ignore[arg-type]  # fields of an intake


def offer(world: World, terms: GoodsTerms = GIFT, quantity: int = 40, actor: Actor = ICT) -> Movement:
    return world.use.goods.offer(actor, Offer(lines=(Line(lot=LOT, quantity=Decimal(quantity)),), terms=terms))


def there(world: World, actor: Actor = AUDITOR) -> dict[tuple[str, str], Decimal]:
    lots = world.use.goods.read(actor).lots
    return {(each.lot.custodian, each.lot.owner): each.quantity for each in lots}


def test_what_comes_in_is_in_the_custody_of_who_counts_it(world: World) -> None:
    take_in(world)
    take_in(world, 2)
    view = world.use.goods.read(ICT)
    assert [(each.lot, each.quantity) for each in view.lots] == [(LOT, Decimal(42))]
    assert view.names[MINISTRY] == "The ministry"


def test_a_retry_is_one_movement_and_other_content_under_its_id_a_conflict(world: World) -> None:
    take_in(world, movement_id=MovementId("station-1-0001"))
    world.clock.forward(minutes=1)
    take_in(world, movement_id=MovementId("station-1-0001"))
    assert there(world) == {(PROVIDER, MINISTRY): 40}
    with pytest.raises(Conflict):
        take_in(world, 41, movement_id=MovementId("station-1-0001"))


def test_a_gift_has_two_sides_and_passes_ownership(world: World) -> None:
    take_in(world)
    given = offer(world)
    assert there(world, RECEIVER) == {(PROVIDER, MINISTRY): 40}
    counted = Line(lot=LOT, quantity=Decimal(39))
    world.use.goods.receive(RECEIVER, given.id, Receipt(place=STORE, counted=(counted,)))
    assert there(world) == {(PROVIDER, MINISTRY): 1, (COORDINATOR, COORDINATOR): 39}


def test_only_the_receiver_receives_and_only_the_sender_withdraws(world: World) -> None:
    take_in(world)
    given = offer(world)
    for wrong in (ICT, RECYCLING):
        with pytest.raises(NotPermitted):
            world.use.goods.receive(wrong, given.id, Receipt(place=STORE))
    with pytest.raises(NotPermitted):
        world.use.goods.withdraw(RECEIVER, given.id, Known())
    world.use.goods.withdraw(ICT, given.id, Known())
    assert there(world) == {(PROVIDER, MINISTRY): 40}
    with pytest.raises(Refused):
        world.use.goods.receive(RECEIVER, given.id, Receipt(place=STORE))


def test_what_is_on_its_way_is_nobodys_to_change(world: World) -> None:
    take_in(world)
    offer(world)
    on_its_way = next(each.lot for each in world.use.goods.read(ICT).lots)
    with pytest.raises(Refused) as refusal:
        world.use.goods.change(ICT, Change(lot=on_its_way, quantity=Decimal(1), place=STORE))
    assert refusal.value.rule == "goods-on-their-way"


def test_property_of_the_state_leaves_with_a_decision(world: World) -> None:
    take_in(world)
    with pytest.raises(Refused) as refusal:
        offer(world, replace(GIFT, decision=" "))
    assert refusal.value.rule == "surplus-first"
    offer(world, GoodsTerms(MINISTRY, Ground.TRANSFER), 1)


def test_to_a_recycler_goes_only_what_its_conformity_covers(world: World) -> None:
    take_in(world)
    with pytest.raises(Refused) as refusal:
        offer(world, replace(WASTE, receiver=CARRIER))
    assert refusal.value.rule == "recycler-conformity"
    given = offer(world, WASTE)
    world.use.goods.receive(RECYCLING, given.id, Receipt(place=STORE))
    lot = world.use.goods.read(RECYCLING).lots[0].lot
    with pytest.raises(Refused, match="kilograms above zero"):
        world.use.goods.recycle(RECYCLING, Departure(lot=lot, quantity=Decimal(40)))
    note = WasteNote(Decimal("7.2"), 6, "16 02 14")
    world.use.goods.recycle(RECYCLING, Departure(lot=lot, quantity=Decimal(40), waste=note))
    assert there(world) == {}


def test_the_coordinator_donates_a_number_to_an_organisation(world: World) -> None:
    take_in(world)
    given = offer(world)
    world.use.goods.receive(RECEIVER, given.id, Receipt(place=STORE))
    lot = world.use.goods.read(RECEIVER).lots[0].lot
    world.use.goods.donate(RECEIVER, Departure(lot=lot, quantity=Decimal(30), recipient=CARRIER))
    assert there(world) == {(COORDINATOR, COORDINATOR): 10}
    with pytest.raises(NotPermitted):
        world.use.goods.donate(ICT, Departure(lot=LOT, quantity=Decimal(1)))


def test_sorting_tells_what_works_and_writing_off_needs_a_reason(world: World) -> None:
    take_in(world)
    world.use.goods.change(ICT, Change(lot=LOT, quantity=Decimal(30), condition=GoodsCondition.WORKING))
    by_condition = {each.lot.condition: each.quantity for each in world.use.goods.read(ICT).lots}
    assert by_condition == {GoodsCondition.WORKING: 30, GoodsCondition.UNTESTED: 10}
    with pytest.raises(Refused) as refusal:
        world.use.goods.write_off(ICT, Departure(lot=LOT, quantity=Decimal(1)))
    assert refusal.value.rule == "goods-reason"
    world.use.goods.write_off(ICT, Departure(lot=LOT, quantity=Decimal(1), reason="counted again"))


def test_nobody_moves_what_another_has(world: World) -> None:
    take_in(world)
    for wrong in (RECEIVER, OWNER):
        with pytest.raises(NotPermitted):
            offer(world, actor=wrong)


def test_each_reads_its_own_and_the_auditor_all(world: World) -> None:
    take_in(world)
    assert there(world, OWNER) == there(world, ICT) == there(world) == {(PROVIDER, MINISTRY): 40}
    assert there(world, OTHER_OWNER) == {}
    with pytest.raises(NotPermitted):
        world.use.goods.read(ADVISER)


def test_an_offer_that_nobody_made_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.use.goods.receive(RECEIVER, MovementId("nothing-0001"), Receipt(place=STORE))
