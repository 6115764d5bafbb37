"""Spare parts as use cases: found from both sides, reserved once, taken for a repair, and told to whom they may be."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from lifecycle.domain.events import ComponentInstalled, ComponentRemoved
from lifecycle.domain.spares.catalogue import SparePartId
from lifecycle.domain.spares.prices import InStock, Price, Vat
from lifecycle.domain.spares.ratio import NoRatio, Ratio
from lifecycle.domain.spares.stock import KeptState, PartReservationId
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin
from lifecycle.service.spare_catalogue import SpareWish
from lifecycle.service.spare_facts import NewFit, NewSighting
from lifecycle.service.spares import SpareUseCases
from tests.support.service_world import (
    AUDITOR,
    ICT,
    MANUFACTURER,
    OWNER,
    RECEIVER,
    RECYCLING,
    REPAIRER,
    ROUTER,
    World,
    laptop,
)
from tests.support.spare_samples import BATTERY, CHARGER

MENDER = Actor(AccountId("mender"), RECEIVER.organisation, frozenset({Role.REPAIRER}))
"""A repairer of another organisation than that of `REPAIRER`."""
EUR_49 = Price(Decimal(49), "EUR", Vat.EXCLUDED)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def spares(world: World) -> SpareUseCases:
    return world.use.spares


@pytest.fixture
def model(world: World) -> PassportId:
    return world.passports.register_model(ROUTER, laptop()).passport_id


@pytest.fixture
def part(spares: SpareUseCases, model: PassportId) -> SparePartId:
    made = spares.facts.add(MANUFACTURER, BATTERY).id
    spares.facts.say_fit(MANUFACTURER, made, NewFit(model, "service manual"))
    return made


def test_compatibility_is_found_from_both_sides(spares: SpareUseCases, model: PassportId, part: SparePartId) -> None:
    """Whatever is said, and taken back: the part names the model where and only where the model names the part."""
    for fits in (True, False, True):
        spares.facts.say_fit(REPAIRER, part, NewFit(model, "tried", fits=fits))
        of_part = {each.fit.model for each in spares.catalogue.read(VISITOR, part).fits if each.fit.fits}
        of_model = {each.part.id for each in spares.catalogue.of_model(VISITOR, model).parts}
        found = {line.part.id for line in spares.catalogue.search(VISITOR, SpareWish(model="latitude")).lines}
        assert (model in of_part, part in of_model, part in found) == (fits, fits, fits)


def test_the_same_words_again_change_nothing(spares: SpareUseCases, model: PassportId, part: SparePartId) -> None:
    seen = NewSighting("Parts Ltd", spares.catalogue.clock().date(), "price list", EUR_49)
    assert not spares.facts.say_fit(REPAIRER, part, NewFit(model, "service manual"))
    assert [spares.facts.see_part(REPAIRER, part, seen) for _ in "12"] == [True, False]
    assert spares.facts.revise(REPAIRER, part, BATTERY).version == 1


def test_a_number_of_a_maker_belongs_to_one_part(spares: SpareUseCases, part: SparePartId) -> None:
    with pytest.raises(InvalidInput, match=part):
        spares.facts.add(REPAIRER, BATTERY)


def test_a_part_is_compared_with_the_price_of_its_device(
    spares: SpareUseCases, model: PassportId, part: SparePartId
) -> None:
    today = spares.catalogue.clock().date()
    spares.facts.see_part(REPAIRER, part, NewSighting("Parts Ltd", today, "price list", EUR_49, InStock.IN))
    [line] = spares.catalogue.of_model(VISITOR, model).parts
    assert isinstance(line.ratio, NoRatio)
    whole = Price(Decimal(350), "EUR", Vat.EXCLUDED)
    spares.facts.see_model(REPAIRER, model, NewSighting("Shop", today, "web page", whole))
    told = spares.catalogue.of_model(VISITOR, model)
    assert told.parts[0].ratio == Ratio(Decimal("14.0"), Decimal("8.0"))
    assert told.cheapest(PartKind.BATTERY) == told.parts[0].price
    assert told.cheapest(PartKind.FAN) is None


def test_an_old_price_is_told_with_its_age(world: World, spares: SpareUseCases, part: SparePartId) -> None:
    today = spares.catalogue.clock().date()
    spares.facts.see_part(REPAIRER, part, NewSighting("Parts Ltd", today, "price list", EUR_49))
    world.clock.now += timedelta(days=91)
    price = spares.catalogue.read(VISITOR, part).price
    assert price is not None
    assert (price.is_current, price.days_ago) == (False, 91)


def test_a_counted_part_is_reserved_taken_and_gone(spares: SpareUseCases, part: SparePartId) -> None:
    """Two on the shelf: one is kept, and taken by the repair, with what its event tells; one stays free."""
    spares.stock.count_in(ICT, part, 2, "Drawer 3", PartOrigin.NEW_ORIGINAL)
    kept = spares.stock.reserve(REPAIRER, part, _only(spares, part))
    assert _free(spares, part) == [1]
    with pytest.raises(Refused, match="1 are reserved"):
        spares.stock.write_off(ICT, part, 2, "Drawer 3", PartOrigin.NEW_ORIGINAL)
    taken = spares.stock.take(REPAIRER, kept.id)
    event = taken.installed(serial="S-1", order="order-1")
    assert (event.component, event.origin, event.serial) == (ComponentKind.BATTERY, PartOrigin.NEW_ORIGINAL, "S-1")
    assert (event.maker, event.model, event.order) == (BATTERY.maker, BATTERY.numbers[0], "order-1")
    assert _free(spares, part) == [1]
    with pytest.raises(Refused, match="over"):
        spares.stock.take(REPAIRER, kept.id)


def test_the_last_one_is_kept_for_one_and_free_again_after_its_day(
    world: World, spares: SpareUseCases, part: SparePartId
) -> None:
    spares.stock.count_in(ICT, part, 1, "Drawer 3", PartOrigin.USED)
    item = _only(spares, part)
    kept = spares.stock.reserve(REPAIRER, part, item)
    with pytest.raises(Refused, match="not free"):
        spares.stock.reserve(ICT, part, item)
    world.clock.now += timedelta(days=7)
    assert _free(spares, part) == [1]
    assert spares.stock.mine(REPAIRER).reservations == ()
    with pytest.raises(Refused, match="over"):
        spares.stock.give_back(REPAIRER, kept.id)


def test_both_sides_see_where_the_part_is_and_nobody_else(spares: SpareUseCases, part: SparePartId) -> None:
    """The holder may end it too; for a stranger there is no such reservation."""
    spares.stock.count_in(RECYCLING, part, 1, "Drawer 3", PartOrigin.USED)
    [shelf] = spares.catalogue.read(REPAIRER, part).stock or ()
    assert (shelf.holder, shelf.place) == (None, None)
    assert [each.place for each in spares.catalogue.read(AUDITOR, part).stock or ()] == ["Drawer 3"]
    kept = spares.stock.reserve(REPAIRER, part, shelf.item)
    for told in (spares.stock.mine(REPAIRER), spares.stock.on_my_parts(RECYCLING)):
        assert [(each.holder, each.place) for each in told.reservations] == [(RECYCLING.organisation, "Drawer 3")]
    with pytest.raises(NotFound):
        spares.stock.give_back(OWNER, kept.id)
    assert spares.stock.give_back(RECYCLING, kept.id).state is KeptState.WITHDRAWN
    with pytest.raises(NotFound):
        spares.stock.take(REPAIRER, PartReservationId("none"))


def test_a_harvested_part_is_offered_without_its_device(
    world: World, spares: SpareUseCases, model: PassportId, part: SparePartId
) -> None:
    """It came out of a model that the part fits; reserved, it goes into no device of somebody else."""
    donor = world.collected_laptop(model=model)
    world.record(ICT, donor, ComponentRemoved(component=ComponentKind.BATTERY, kept=True))
    view = spares.catalogue.read(RECYCLING, part)
    [item] = view.stock or ()
    assert (item.origin, item.free, item.matched) == (PartOrigin.HARVESTED, 1, "model")
    assert donor not in repr(item)
    kept = spares.stock.reserve(MENDER, part, item.item)
    assert spares.catalogue.read(RECYCLING, part).stock == ()
    other = world.collected_laptop(model=model, serial="SECOND-1", asset_tag="DEMO-000200")
    put_in = ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.HARVESTED, donor=donor)
    with pytest.raises(Refused, match="reserved for another"):
        world.record(ICT, other, put_in)
    taken = spares.stock.take(MENDER, kept.id)
    assert (taken.origin, taken.donor) == (PartOrigin.HARVESTED, donor)
    assert spares.catalogue.read(RECYCLING, part).stock == ()


def test_stock_is_for_those_who_handle_devices(spares: SpareUseCases, part: SparePartId) -> None:
    assert spares.catalogue.read(VISITOR, part).stock is None
    assert spares.catalogue.search(VISITOR, SpareWish()).lines[0].free is None
    with pytest.raises(NotSignedIn):
        spares.facts.add(VISITOR, CHARGER)
    with pytest.raises(NotPermitted):
        spares.facts.add(OWNER, CHARGER)
    with pytest.raises(NotPermitted):
        spares.stock.reserve(OWNER, part, "x")


def test_a_superseded_part_leads_to_the_new_one_and_back(spares: SpareUseCases, part: SparePartId) -> None:
    new = spares.facts.add(MANUFACTURER, type(BATTERY)(BATTERY.kind, BATTERY.maker, ("5B10W13931",))).id
    replacement = spares.catalogue.read(VISITOR, part).replacement
    assert replacement is not None
    assert replacement.id == new
    assert [each.id for each in spares.catalogue.read(VISITOR, new).replaces] == [part]


def _free(spares: SpareUseCases, part: SparePartId) -> list[int]:
    return [each.free for each in spares.catalogue.read(REPAIRER, part).stock or ()]


def _only(spares: SpareUseCases, part: SparePartId) -> str:
    [item] = spares.catalogue.read(REPAIRER, part).stock or ()
    return item.item
