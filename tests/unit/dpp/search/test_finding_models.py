"""Finding models in memory: what is closed finds nothing, what is hidden from a list is not hidden at its address."""

import json
from dataclasses import replace
from typing import Any

import pytest

from dpp.domain.actor import VISITOR
from dpp.domain.catalogue import AccessClass, ProductGroup
from dpp.domain.document import PassportStatus
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.opaque import PassportId
from dpp.service.access.ports import StoredClosure
from dpp.service.editing import Editing, Overtaken
from dpp.service.finding_models import FindingModels, Question
from dpp.service.versions import Versions
from tests.support.service_world import ROUTER, START, World

SHEET = {"title": "The maker's sheet"}


def _phone(name: str, **elements: Any) -> dict[str, Any]:
    return {"productGroup": "phone", "brand": "Voorbeeld", "modelName": name, **elements}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def models(world: World) -> FindingModels:
    return FindingModels(world.storage, world.passports)


def _register(world: World, elements: dict[str, Any]) -> PassportId:
    return world.passports.register_model(ROUTER, json.dumps(elements).encode()).passport_id


def _close(world: World, element_id: str) -> None:
    closure = StoredClosure(
        "c1", element_id, None, AccessClass.OWNER, "Reason", "Ground", START, None, by_administrator=True
    )
    with world.storage.writing() as work:
        work.closures.add(closure)
        work.commit()


def test_what_was_closed_everywhere_neither_finds_nor_orders(world: World, models: FindingModels) -> None:
    """Else an order would tell what nobody may read."""
    light, heavy = (
        _register(world, _phone(name, mass={"value": value, "unit": "kg", "source": SHEET}, energyClass=grade))
        for name, value, grade in (("Zwaluw", 0.1, "A"), ("Adelaar", 0.9, "G"))
    )
    by_mass = Question(sort="mass")
    assert [model.model_id for model in models.find(VISITOR, by_mass).models] == [light, heavy]
    _close(world, "mass")
    found = models.find(VISITOR, by_mass).models
    assert [model.model_id for model in found] == [heavy, light]
    assert not [model for model in found if "mass" in model.facets]
    assert models.find(VISITOR, Question(energy="B")).total == 1


def test_an_archived_model_is_not_offered_and_still_read(world: World, models: FindingModels) -> None:
    model = _register(world, _phone("Een"))
    world.passports.set_status(ROUTER, model, PassportStatus.ARCHIVED)
    assert models.find(VISITOR, Question()).total == 0
    assert world.passports.read(VISITOR, model).status == PassportStatus.ARCHIVED


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (Question(sort="carbonFootprint"), "sort"),
        (Question(sort="modelName"), "sort"),
        (Question(repairability="F"), "repairability"),
        (Question(energy="A+"), "energy"),
        (Question(support_end="soon"), "supportEnd"),
        (Question(page=0), "page"),
        (Question(page_size=100_000), "page"),
    ],
)
def test_a_question_that_cannot_be_asked_names_its_parameter(models: FindingModels, wrong: Question, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        models.find(VISITOR, wrong)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_the_counts_say_what_another_choice_would_give(world: World, models: FindingModels) -> None:
    _register(world, _phone("Een"))
    _register(world, _phone("Twee", brand="Ander"))
    found = models.find(VISITOR, Question(maker="Ander", group=ProductGroup.PHONE))
    assert (found.total, found.makers, found.groups) == (1, {"Ander": 1, "Voorbeeld": 1}, {"phone": 1})


def test_a_comparison_has_two_to_four_models_and_nothing_else(world: World, models: FindingModels) -> None:
    one, other = _register(world, _phone("Een")), _register(world, _phone("Twee"))
    for chosen in ([], [one], [one, one], [one, other, *map(PassportId, "abc")]):
        with pytest.raises(InvalidInput):
            models.compare(VISITOR, chosen)
    with pytest.raises(NotFound):
        models.compare(VISITOR, [one, PassportId("nothing")])
    batch = world.passports.register_batch(ROUTER, one, b"{}").passport_id
    with pytest.raises(InvalidInput):
        models.compare(VISITOR, [one, batch])
    assert [view.passport_id for view in models.compare(VISITOR, [other, one]).models] == [other, one]


def test_a_batch_and_its_model_stand_in_the_list_of_a_batch(world: World, models: FindingModels) -> None:
    """What the batch says itself, a change of the model does not change for it."""
    model = _register(world, _phone("Een"))
    batch = world.passports.register_batch(ROUTER, model, b'{"batchNumber": "B7", "assemblyCountry": "CN"}')
    assert models.family(VISITOR, model).batches == {batch.passport_id: "B7"}
    world.clock.now = world.clock.now.replace(year=2027)
    revised = _phone("Een", assemblyCountry="VN", foldable=False)
    world.passports.revise_model(ROUTER, model, json.dumps(revised).encode())
    lines = Versions(world.passports).history(ROUTER, batch.passport_id)
    assert [(line.granularity, line.version) for line in lines] == [("model", 2), ("batch", 1)]
    assert lines[0].changed == ("foldable",)


def test_two_editors_one_wins_and_none_is_lost(world: World) -> None:
    model = _register(world, _phone("Een"))
    editing = Editing(world.passports)
    first, second = editing.open(ROUTER, model), editing.open(ROUTER, model)
    assert editing.save(ROUTER, model, first.version, {**first.elements, "foldable": False}) == 2
    with pytest.raises(Overtaken) as overtaken:
        editing.save(ROUTER, model, second.version, {**second.elements, "processor": "Mine"})
    assert [change.element_id for change in overtaken.value.theirs] == ["foldable"]
    newest = replace(overtaken.value.newest)
    assert editing.save(ROUTER, model, newest.version, {**newest.elements, "processor": "Mine"}) == 3
    assert editing.open(ROUTER, model).elements == _phone("Een", foldable=False, processor="Mine")


def test_saving_what_is_there_already_makes_no_version(world: World) -> None:
    model = _register(world, _phone("Een"))
    editing = Editing(world.passports)
    editable = editing.open(ROUTER, model)
    assert editing.preview(ROUTER, model, 1, editable.elements) == ()
    assert editing.save(ROUTER, model, 1, editable.elements) == 1
