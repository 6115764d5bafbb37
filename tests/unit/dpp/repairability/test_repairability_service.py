"""Scores for a reader: only from what it may read; models beside each other for buyers, best first."""

import json
from decimal import Decimal
from typing import Any

import pytest

from dpp.domain.actor import VISITOR
from dpp.domain.catalogue import AccessClass, ProductGroup
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.opaque import PassportId
from dpp.domain.repairability.working import Verdict
from dpp.service.access.ports import StoredClosure
from dpp.service.finding_models import FindingModels
from dpp.service.repairability import ModelScores, Repairability, Wish
from tests.support.service_world import ROUTER, START, World

SHEET = {"title": "The maker's sheet"}
PHONES = Wish(ProductGroup.PHONE)


def figure(value: float, unit: str = "1") -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": SHEET}


def phone(name: str, index: float | None, brand: str = "Voorbeeld", **elements: Any) -> dict[str, Any]:
    declared = {} if index is None else {"repairabilityIndex": figure(index)}
    return {"productGroup": "phone", "brand": brand, "modelName": name, **declared, **elements}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def repairability(world: World) -> Repairability:
    return Repairability(FindingModels(world.storage, world.passports))


def register(world: World, elements: dict[str, Any]) -> PassportId:
    return world.passports.register_model(ROUTER, json.dumps(elements).encode()).passport_id


def close(world: World, element_id: str) -> None:
    closure = StoredClosure(
        "c1", element_id, None, AccessClass.OWNER, "Reason", "Ground", START, None, by_administrator=True
    )
    with world.storage.writing() as work:
        work.closures.add(closure)
        work.commit()


def verdicts(scores: ModelScores) -> dict[str, Verdict]:
    return {working.rule: working.verdict for working in scores.workings}


def test_the_class_is_worked_out_from_what_everybody_may_read(world: World, repairability: Repairability) -> None:
    model = register(world, phone("Een", 3.2, repairabilityClass="B"))
    scores = repairability.of_model(VISITOR, model)
    assert verdicts(scores)["repairability.class"] is Verdict.DIFFERS
    assert scores.document()["about"] == scores.url


def test_parts_that_only_professionals_may_read_are_not_counted_with_for_others(
    world: World, repairability: Repairability
) -> None:
    """A score must not tell what its reader may not read."""
    parts = ["battery", "display", "back-cover", "front-camera", "rear-camera", "charging-port", "buttons"]
    steps = [
        {"part": part, "steps": 20, "toolGroup": "commercial", "fastenerReuse": "removable"}
        for part in (*parts, "microphone", "speaker")
    ]
    declared = {"disassemblyDepth": 5, "fasteners": 5, "tools": 5}
    model = register(world, phone("Een", 4.5, repairabilityScores=declared, disassemblySteps=steps))
    assert "repairability.tools" in verdicts(repairability.of_model(ROUTER, model))
    public = repairability.of_model(VISITOR, model)
    assert "repairability.tools" not in verdicts(public)
    assert "disassemblySteps" not in json.dumps(public.document())


def test_what_was_closed_is_not_counted_with(world: World, repairability: Repairability) -> None:
    model = register(world, phone("Een", 3.2, repairabilityClass="B"))
    close(world, "repairabilityIndex")
    assert verdicts(repairability.of_model(VISITOR, model))["repairability.class"] is Verdict.INCOMPLETE
    (line,) = repairability.compare(VISITOR, PHONES).models
    assert (line.rank, line.said.measure) == (None, None)


def test_scores_are_of_the_model(world: World, repairability: Repairability) -> None:
    model = register(world, phone("Een", 3.2))
    batch = world.passports.register_batch(ROUTER, model, b'{"batchNumber": "B1"}').passport_id
    with pytest.raises(NotFound) as refused:
        repairability.of_model(VISITOR, batch)
    assert model in str(refused.value.remedy)


def test_the_best_stands_first_and_who_declares_no_index_has_no_rank(
    world: World, repairability: Repairability
) -> None:
    for name, index in (("Middel", 3.4), ("Stil", None), ("Best", 4.1), ("Laag", 2.2)):
        register(world, phone(name, index))
    register(world, {"productGroup": "laptop", "brand": "Voorbeeld", "modelName": "Schoot"})
    found = repairability.compare(VISITOR, PHONES)
    assert [(line.rank, line.name) for line in found.models] == [
        (1, "Best"),
        (2, "Middel"),
        (3, "Laag"),
        (None, "Stil"),
    ]
    assert (found.total, found.makers) == (4, {"Voorbeeld": 4})


def test_ranks_count_on_over_pages(world: World, repairability: Repairability) -> None:
    for number in range(5):
        register(world, phone(f"M{number}", 4.0 - number / 10))
    second = repairability.compare(VISITOR, Wish(ProductGroup.PHONE, page=2, page_size=2))
    assert ([(line.rank, line.name) for line in second.models], second.pages) == ([(3, "M2"), (4, "M3")], 3)


def test_a_buyer_narrows_by_brand_and_by_the_least_index(world: World, repairability: Repairability) -> None:
    register(world, phone("Een", 3.4, brand="Merk"))
    register(world, phone("Twee", 3.3, brand="Merk"))
    register(world, phone("Drie", 4.2, brand="Ander"))
    found = repairability.compare(VISITOR, Wish(ProductGroup.PHONE, "Merk", Decimal("3.35")))
    assert [line.name for line in found.models] == ["Een"]
    assert (found.total, found.makers) == (1, {"Ander": 1, "Merk": 1})


def test_displays_are_in_no_order_and_nothing_can_be_asked_of_an_index(
    world: World, repairability: Repairability
) -> None:
    register(world, {"productGroup": "display", "brand": "Voorbeeld", "modelName": "Scherm"})
    (line,) = repairability.compare(VISITOR, Wish(ProductGroup.DISPLAY)).models
    assert line.rank is None
    assert line.said.workings["french.index"].verdict is Verdict.NO_SCORE
    with pytest.raises(InvalidInput, match="no official"):
        repairability.compare(VISITOR, Wish(ProductGroup.DISPLAY, at_least=Decimal(1)))


@pytest.mark.parametrize("wish", [Wish(ProductGroup.PHONE, page=0), Wish(ProductGroup.PHONE, page_size=101)])
def test_pages_are_bounded(repairability: Repairability, wish: Wish) -> None:
    with pytest.raises(InvalidInput):
        repairability.compare(VISITOR, wish)
