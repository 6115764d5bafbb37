"""The advice as a use case: whose prices and times count, and who may have how much of it."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import NotFound, NotPermitted, NotSignedIn
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.part_kind import PartKind
from dpp.service.repair_guide_ports import StoredGuide
from lifecycle.domain import events
from lifecycle.domain.advice.advice import Say
from lifecycle.domain.advice.work import Basis
from lifecycle.domain.spares.catalogue import PartFacts
from lifecycle.domain.spares.prices import Price, Vat
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.advice import rules_of
from lifecycle.service.spare_facts import NewFit, NewSighting
from tests.support.routing_samples import default_policy, policy_content
from tests.support.service_world import ADVISER, ICT, MANUFACTURER, OWNER, World

BROKEN = events.Inspected(
    functional=FunctionalGrade.F3,
    cosmetic=CosmeticGrade.C5,
    charger=True,
    tests=(events.TestResult("keyboard", passed=False),),
    value_eur=Decimal(150),
)
KEYBOARD = PartFacts(PartKind.KEYBOARD, "Dell", ("KB-7420",), "Keyboard", "Toetsenbord")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def key(world: World) -> DeviceKey:
    """A laptop with evidence and without its keyboard."""
    key = world.collected_laptop()
    world.attach(key)
    world.record(ICT, key, BROKEN)
    return key


def model_of(world: World, key: DeviceKey) -> PassportId:
    model = world.device(key).passports.model
    assert model is not None
    return model


def test_prices_of_suppliers_go_before_the_policy_and_old_ones_do_not_count(world: World, key: DeviceKey) -> None:
    spares, today = world.use.spares.facts, world.clock().date()
    part = spares.add(MANUFACTURER, KEYBOARD).id
    spares.say_fit(MANUFACTURER, part, NewFit(model_of(world, key), "service manual"))
    for supplier, amount, days in (("A", "20", 10), ("B", "30", 10), ("C", "1", 400)):
        price = Price(Decimal(amount), "EUR", Vat.EXCLUDED)
        spares.see_part(MANUFACTURER, part, NewSighting(supplier, today - timedelta(days), "price list", price))
    (repair,) = world.use.advice.of_device(ICT, key).advice.repairs
    assert repair.basis is Basis.CATALOGUE
    assert repair.part_price is not None
    assert (repair.part_price.value, *repair.part_price.bounds) == (25, 20, 30)
    assert repair.part_price.source.title == "catalogue of spare parts (2 prices, without VAT)"


def test_times_of_the_repair_guide_count_twice_and_only_public_steps(world: World, key: DeviceKey) -> None:
    """A guide tells how a part comes out; the way back takes as long. A hidden step leaves the time unknown."""
    steps = [
        {"id": "cover", "does": {"en": "Take the cover off"}, "minutes": {"low": 3, "high": 6}},
        {
            "id": "keys",
            "does": {"en": "Lift the keyboard"},
            "after": ["cover"],
            "frees": ["keyboard"],
            "minutes": {"low": 6, "high": 12},
        },
    ]
    model = model_of(world, key)
    for version, access in ((1, "public"), (2, "professional")):
        content = json.dumps({"steps": [{**steps[0], "access": access}, steps[1]]})
        with world.storage.writing() as work:
            work.repair_guides.add(StoredGuide(model, version, content, AccountId("a"), None, world.clock()))
            work.commit()
        (repair,) = world.use.advice.of_device(ICT, key).advice.repairs
        assert repair.hours is not None
        low, high = repair.hours.bounds
        if access == "public":
            assert (low, high) == (0.3, 0.6)
            assert repair.hours.source.title == "repair guide of the model, version 1"
        else:
            assert repair.hours.source.title == "policy: advice.parts.laptop.keyboard.minutes"


def test_who_may_read_the_device_gets_its_advice_and_nobody_else(world: World, key: DeviceKey) -> None:
    assert world.use.advice.of_device(OWNER, key).advice.repairs
    with pytest.raises(NotPermitted):
        world.use.advice.of_device(ADVISER, key)
    with pytest.raises(NotSignedIn):
        world.use.advice.of_device(VISITOR, key)
    with pytest.raises(NotFound):
        world.use.advice.of_device(OWNER, DeviceKey("0" * 16))


def test_by_a_repair_key_no_owner_value_or_destination_is_told(
    world: World, key: DeviceKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a repairer sees of a device has no value: the advice says from which value on it is worth it."""
    whole = world.use.advice.of_device(ICT, key).advice
    assert whole.route is not None
    monkeypatch.setattr("lifecycle.service.relations.access_by_key", lambda *_: object())
    fixer = Actor(AccountId("fixer"), OrganisationId("shop"), frozenset({Role.REPAIRER}))
    seen = world.use.advice.of_device(fixer, key).advice
    assert (seen.say, seen.route) == (Say.CANNOT, None)
    told = {each.name for each in seen.facts}
    assert told.isdisjoint({"holding", "classification", "market_value", "media", "locks", "credentials", "flags"})
    assert [each.name for each in seen.reasons if each.name in {"route", "standing"}] == []
    assert any("the repair is worth it" in str(each) for each in seen.missing)


def test_a_policy_without_numbers_has_those_of_the_package() -> None:
    packaged = default_policy()
    assert packaged.advice is not None
    assert "advice" in policy_content()
    assert rules_of(replace(packaged, advice=None), packaged) is packaged.advice
