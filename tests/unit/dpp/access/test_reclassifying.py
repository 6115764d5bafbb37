"""Today's classification is taken over on purpose alone, by whoever answers for the passport."""

import json

import pytest

from dpp.domain.access_record import AccessKind
from dpp.domain.actor import VISITOR, Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, NotPermitted, NotSignedIn
from dpp.domain.opaque import PassportId
from tests.support.service_world import MANUFACTURER, REPAIRER, World, laptop
from tests.support.two_catalogues import rules_with

ELEMENT = "disassemblyInstructions"
WHY = "We publish it ourselves now."


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def model(world: World) -> PassportId:
    """Written when the catalogue kept an element for professionals that today's calls public."""
    apart = {"title": "Apart", "url": "https://example.nl/apart"}
    passport = world.passports.register_model(MANUFACTURER, laptop(**{ELEMENT: apart})).passport_id
    world.rules = rules_with(**{ELEMENT: AccessClass.PUBLIC})
    return passport


def scanned(world: World, model: PassportId) -> dict[str, object]:
    document: dict[str, object] = json.loads(world.public_parts(model).document())
    return document


def test_a_milder_catalogue_opens_an_element_when_it_is_adopted_and_not_before(world: World, model: PassportId) -> None:
    assert ELEMENT not in world.passports.read(VISITOR, model).document.values()
    (pinned,) = world.reclassifying.pinned(MANUFACTURER, model)
    assert (pinned.element_id, pinned.then, pinned.now) == (ELEMENT, AccessClass.PROFESSIONAL, AccessClass.PUBLIC)
    before = world.passports.read(MANUFACTURER, model)
    assert world.reclassifying.adopt(MANUFACTURER, model, [ELEMENT], WHY) == 2
    after = world.passports.read(VISITOR, model)
    assert ELEMENT in after.document.values()
    assert ELEMENT in scanned(world, model)
    assert world.reclassifying.pinned(MANUFACTURER, model) == ()
    assert after.document.origin_of(ELEMENT) == before.document.origin_of(ELEMENT)


def test_adopting_is_recorded_as_a_change_of_rights(world: World, model: PassportId) -> None:
    world.reclassifying.adopt(MANUFACTURER, model, [ELEMENT], WHY)
    (record,) = (
        each for each in world.storage.committed.access_records.rows.values() if each.kind is AccessKind.RECLASSIFIED
    )
    assert (record.account, record.passport, record.version, record.reason) == (MANUFACTURER.account, model, 2, WHY)
    assert world.passports.versions(MANUFACTURER, model)[-1].changed == ("accessClasses",)


@pytest.mark.parametrize("elements", [[], ["brand"], [ELEMENT, "neverSaid"]])
def test_what_has_todays_class_cannot_take_it(world: World, model: PassportId, elements: list[str]) -> None:
    with pytest.raises(InvalidInput):
        world.reclassifying.adopt(MANUFACTURER, model, elements, WHY)
    assert ELEMENT not in scanned(world, model)


@pytest.mark.parametrize("actor", [VISITOR, REPAIRER])
def test_nobody_else_adopts_or_sees_what_could_be(world: World, model: PassportId, actor: Actor) -> None:
    with pytest.raises(NotSignedIn if actor is VISITOR else NotPermitted):
        world.reclassifying.adopt(actor, model, [ELEMENT], WHY)
    assert world.reclassifying.pinned(actor, model) == ()
