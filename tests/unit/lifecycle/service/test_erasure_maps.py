"""Maps of erasure reports: who keeps and sees them, trials that store nothing, and reports that come in by a map."""

from dataclasses import replace

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, NotPermitted, NotSignedIn
from lifecycle.domain.evidence.erasure_map import FieldMap
from tests.support.erasure_report_samples import TABLE_MAP, XML_MAP, csv_report, xml_report
from tests.support.service_world import ICT, OWNER, ROUTER, World

NAME = "ExampleWipe XML"


@pytest.fixture
def world() -> World:
    return World()


def save(world: World, field_map: FieldMap = XML_MAP, actor: Actor = ICT) -> int:
    return world.use.erasure_maps.save(actor, NAME, field_map).version


def test_each_change_makes_a_version_and_saving_the_same_makes_none(world: World) -> None:
    assert save(world) == 1
    assert save(world) == 1
    assert save(world, replace(XML_MAP, zone="UTC")) == 2
    assert world.use.erasure_maps.read(ICT, f"{NAME}").field_map.zone == "UTC"
    assert [saved.version for saved in world.use.erasure_maps.all(ICT)] == [2]


def test_a_map_is_its_organisations_own(world: World) -> None:
    save(world)
    assert world.use.erasure_maps.all(ROUTER) == ()
    with pytest.raises(NotFound):
        world.use.erasure_maps.read(ROUTER, NAME)


@pytest.mark.parametrize(("actor", "error"), [(OWNER, NotPermitted), (VISITOR, NotSignedIn)])
def test_who_wipes_nothing_keeps_and_tries_no_maps(world: World, actor: Actor, error: type[KringpasError]) -> None:
    maps = world.use.erasure_maps
    for forbidden in (
        lambda: maps.save(actor, NAME, XML_MAP),
        lambda: maps.try_on(actor, xml_report(), XML_MAP),
        lambda: maps.receive(actor, NAME, xml_report()),
        lambda: maps.all(actor),
    ):
        with pytest.raises(error):
            forbidden()


@pytest.mark.parametrize("name", ["", " ", "a/b", "x" * 81, "a\nb"])
def test_a_name_is_one_short_line(world: World, name: str) -> None:
    with pytest.raises(InvalidInput):
        world.use.erasure_maps.save(ICT, name, XML_MAP)


def test_a_map_that_cannot_work_is_not_kept(world: World) -> None:
    with pytest.raises(InvalidInput):
        save(world, replace(XML_MAP, success=()))
    assert world.use.erasure_maps.all(ICT) == ()


def test_a_trial_shows_each_record_and_stores_nothing(world: World) -> None:
    before = world.storage.committed
    trial = world.use.erasure_maps.try_on(ICT, xml_report(), XML_MAP)
    assert [record.erasure is not None for record in trial.records] == [True, True, False]
    assert trial.read == 2
    assert "user-account" in trial.removed
    assert world.storage.committed is before


def test_a_report_that_comes_in_by_a_map_is_taken_in_like_any_other(world: World) -> None:
    """The disks are of no device that is known, so both results wait in a tray, also the failed one."""
    world.use.erasure_maps.save(ICT, "Lijst", TABLE_MAP)
    view = world.use.erasure_maps.receive(ICT, "Lijst", csv_report())
    assert [(each.disk.erasure.medium_serial, each.line) for each in view.disks] == [
        ("DEMOSSD0001", None),
        ("DEMOHDD0009", None),
    ]
    assert world.use.erasure_maps.receive(ICT, "Lijst", csv_report()).repeated


def test_a_map_that_is_not_there_takes_nothing_in(world: World) -> None:
    with pytest.raises(NotFound):
        world.use.erasure_maps.receive(ICT, "none", csv_report())
