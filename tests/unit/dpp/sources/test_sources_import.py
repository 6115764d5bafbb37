"""Public sources through the mechanism of imports: made, made again, changed, refused."""

import json
from typing import Any

import pytest

from dpp.domain.imports.run import RunState
from dpp.service.sources.importing import SourceImports
from dpp.service.sources.rows import SourceRows
from dpp.service.sources.sources import Sources
from tests.support.eprel_samples import display, phone
from tests.support.imports_world import MAKER, ImportWorld
from tests.unit.dpp.sources.test_footprints import ROW


@pytest.fixture
def world() -> ImportWorld:
    return ImportWorld()


def sources(world: ImportWorld) -> Sources:
    return Sources(world.world.storage, world.world.publisher)


def take(world: ImportWorld, rows: SourceRows, *, dry_run: bool = False) -> list[tuple[int, str]]:
    run, reports = SourceImports(world.imports, world.runner).take(MAKER, rows, dry_run=dry_run)
    assert run.state is RunState.FINISHED
    return [(report.line, report.outcome.value) for report in reports]


def eprel(world: ImportWorld, *products: dict[str, Any]) -> SourceRows:
    return sources(world).eprel(MAKER, products)


def test_registrations_become_models_and_one_bad_row_costs_that_row(world: ImportWorld) -> None:
    rows = eprel(world, phone(), phone(supplierOrTrademark=None), display())
    assert take(world, rows, dry_run=True) == [(1, "created"), (2, "refused"), (3, "created")]
    assert world.passports() == 0
    assert take(world, rows) == [(1, "created"), (2, "refused"), (3, "created")]
    assert world.passports() == 2


def test_the_same_registrations_again_change_nothing(world: ImportWorld) -> None:
    take(world, eprel(world, phone(), display()))
    assert take(world, eprel(world, phone(), display())) == [(1, "unchanged"), (2, "unchanged")]


def test_a_registration_that_changed_revises_its_model_alone(world: ImportWorld) -> None:
    take(world, eprel(world, phone(), display()))
    again = eprel(world, phone(repairabilityIndex=3.9), display())
    assert take(world, again) == [(1, "revised"), (2, "unchanged")]


def test_a_footprint_revises_the_model_once_and_leaves_the_rest(world: ImportWorld) -> None:
    content = {"productGroup": "laptop", "brand": "Voorbeeld", "modelName": "Schrijfmap 14", "processor": "P1"}
    passport = world.world.passports.register_model(MAKER, json.dumps(content).encode()).passport_id
    for outcome in ("revised", "unchanged"):
        assert take(world, sources(world).footprints(MAKER, "list.csv", [ROW])) == [(1, outcome)]
    said = world.world.passports.read(MAKER, passport).document.values()
    assert (said["processor"], said["carbonFootprint"]["value"]) == ("P1", 341)


def test_two_registrations_with_one_name_are_not_taken_for_one_model(world: ImportWorld) -> None:
    """The second is refused: which of the two the name stands for is for a person."""
    rows = eprel(world, phone(), phone(eprelRegistrationNumber="900002", ratedBatteryCapacity=5000))
    assert take(world, rows) == [(1, "created"), (2, "refused")]
