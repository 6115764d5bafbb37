"""Files of the dataset come in one after another; what a model's support is follows, with a person's word before it."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from dpp.domain.opaque import PassportId
from lifecycle.domain.routing.windows11 import Capable
from lifecycle.domain.support.loading import LoadReport, Outcome
from lifecycle.domain.support.matching import MatchedBy
from lifecycle.domain.support.releases import ReleaseName
from tests.support.service_world import ADMINISTRATOR, ICT, OTHER_OWNER, OWNER, ROUTER, World
from tests.support.support_samples import BY_PRODUCT, WHOLE_LIST, file_of

FIRST, LATER = date(2026, 4, 1), date(2026, 5, 1)
PIXEL_7, LAPTOP_4 = ReleaseName("pixel", "7"), ReleaseName("surface", "laptop-4")


def load(world: World, content: object = BY_PRODUCT, dated: date | None = FIRST, **how: Any) -> LoadReport:
    return world.use.support.load(ADMINISTRATOR, file_of(content), dated, **how)


def changed(*path: Any) -> dict[str, Any]:
    """The sample with one value changed."""
    content = deepcopy(BY_PRODUCT)
    *places, name, value = path
    table: Any = content
    for place in places:
        table = table[place]
    table[name] = value
    return content


def counts(report: LoadReport) -> dict[Outcome, int]:
    return {each: report.count(each) for each in Outcome if report.count(each)}


def test_the_same_file_again_changes_nothing() -> None:
    world = World()
    assert counts(load(world)) == {Outcome.NEW: 8}
    again = load(world)
    assert (counts(again), again.load) == ({Outcome.SAME: 8}, None)
    assert len(world.storage.committed.support.load_rows) == 1


def test_a_newer_file_goes_before_an_older_one_and_what_was_said_stays() -> None:
    world = World()
    load(world)
    newer = changed("pixel", "releases", 0, "eol", "2029-10-01")
    assert counts(load(world, newer, LATER)) == {Outcome.CHANGED: 1, Outcome.SAME: 7}
    said = world.use.support.history(ROUTER, PIXEL_7)
    ends = [(load.dated, entry.release.security.day) for load, entry in said]
    assert ends == [(FIRST, date(2027, 10, 1)), (LATER, date(2029, 10, 1))]


def test_a_file_that_says_nothing_new_is_known_to_hold_later() -> None:
    world = World()
    load(world)
    load(world, dated=LATER)
    table = world.use.support.table(ROUTER, ["pixel"])
    assert {each.dated for each in table.releases} == {LATER}


def test_an_older_file_is_refused_whole() -> None:
    world = World()
    load(world, dated=LATER)
    with pytest.raises(Conflict, match="2026-05-01"):
        load(world, dated=FIRST)


def test_a_release_that_is_not_listed_any_more_is_gone_and_stays_as_it_was() -> None:
    """What the file does not hold at all stays as it is."""
    world = World()
    load(world)
    without: dict[str, Any] = {"pixel": {**BY_PRODUCT["pixel"], "releases": BY_PRODUCT["pixel"]["releases"][1:]}}
    assert counts(load(world, without, LATER)) == {Outcome.SAME: 1, Outcome.GONE: 1}
    known = {each.release.name: each for each in world.use.support.table(ROUTER).releases}
    assert (known[PIXEL_7].gone, known[PIXEL_7].dated) == (True, FIRST)
    assert not known[LAPTOP_4].gone
    assert counts(load(world, BY_PRODUCT, date(2026, 5, 2)))[Outcome.NEW] == 1


def test_a_file_with_a_refused_row_takes_no_release_away() -> None:
    world = World()
    load(world)
    wrong = changed("pixel", "releases", 0, "eol", "some day")
    report = load(world, wrong, LATER)
    assert (report.count(Outcome.GONE), len(report.refused)) == (0, 1)


def test_a_dry_run_tells_and_keeps_nothing() -> None:
    world = World()
    report = load(world, dry_run=True)
    assert (counts(report), report.load) == ({Outcome.NEW: 8}, None)
    assert not world.storage.committed.support.entries


def test_a_file_has_a_day_of_its_own_or_is_given_one_that_has_come() -> None:
    world = World()
    with pytest.raises(InvalidInput, match="which day"):
        load(world, dated=None)
    with pytest.raises(InvalidInput, match="yet to come"):
        load(world, WHOLE_LIST, None)  # of October, and it is May here


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"{}"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        World().use.support.load(ADMINISTRATOR, content, FIRST)


def test_who_may_load_and_read() -> None:
    world = World()
    with pytest.raises(NotPermitted):
        world.use.support.load(ICT, file_of(BY_PRODUCT), FIRST)
    with pytest.raises(NotPermitted):
        world.use.support.table(OWNER)
    with pytest.raises(NotPermitted):
        world.use.support.dated(OWNER)


def test_systems_that_still_get_updates_are_told() -> None:
    world = World()
    load(world)
    assert [str(each.release.name) for each in world.use.support.systems(LATER)] == ["windows/11-25h2-e"]


def model(world: World, name: str) -> PassportId:
    elements = {"productGroup": "laptop", "brand": "Microsoft", "modelName": name, "manufacturerName": "Microsoft"}
    return world.passports.register_model(ROUTER, file_of(elements)).passport_id


def test_a_model_that_comes_later_finds_its_release_by_its_name() -> None:
    world = World()
    load(world)
    updates = world.use.support.of_model(model(world, "Surface Laptop 4"))
    assert updates.dataset is not None
    assert (updates.dataset.match.by, updates.dataset.dated) == (MatchedBy.NAME, FIRST)
    assert updates.ending.day == date(2027, 4, 15)


def test_a_person_confirms_what_was_proposed_and_can_take_it_back() -> None:
    world = World()
    load(world)
    longer = model(world, "Surface Laptop 4, 13.5 inch, metal")
    listed = next(each for each in world.use.support.models(ICT) if each.model.model_id == longer)
    assert [each.label for each in listed.proposals] == ["Surface Laptop 4", "Surface Laptop"]
    assert world.use.support.of_model(longer).dataset is None
    confirmed = world.use.support.confirm(ICT, longer, LAPTOP_4)
    assert confirmed.dataset is not None
    assert confirmed.dataset.match.by is MatchedBy.PERSON
    assert world.use.support.confirm(ICT, longer, None).dataset is None
    assert world.use.support.of_model(longer).dataset is None
    assert len(world.storage.committed.support.said) == 2


def test_a_release_of_another_brand_is_never_the_models() -> None:
    world = World()
    load(world)
    longer = model(world, "Surface Laptop 4, 13.5 inch, metal")
    with pytest.raises(InvalidInput, match="another brand"):
        world.use.support.confirm(ICT, longer, PIXEL_7)
    with pytest.raises(NotFound):
        world.use.support.confirm(ICT, longer, ReleaseName("surface", "laptop-99"))
    with pytest.raises(NotFound):
        world.use.support.confirm(ICT, PassportId("x" * 16), LAPTOP_4)
    with pytest.raises(NotPermitted):
        world.use.support.confirm(OWNER, longer, LAPTOP_4)


LAPTOP = {"productGroup": "laptop", "brand": "Lenovo", "modelName": "ThinkPad", "processor": "Intel Core i5-7200U"}


def test_whether_a_model_runs_windows_11_is_told_where_its_processor_is_named() -> None:
    """A no needs one known reason; a display has no answer."""
    windows = World().use.windows
    no = windows.of_model(LAPTOP)
    assert no is not None
    assert (no.capable, "i5-7200U" in str(no.why)) == (Capable.NO, True)
    known = {
        **LAPTOP,
        "processor": "Intel Core i5-1145G7",
        "securityChip": "tpm-2.0",
        "firmwareType": "uefi-secure-boot",
        "memory": {"value": 16, "unit": "GB", "source": {"title": "Lenovo"}},
    }
    yes = windows.of_model(known)
    assert yes is not None
    assert yes.capable is Capable.YES
    assert windows.of_model({"productGroup": "laptop"}) is None
    assert windows.of_model({**known, "operatingSystem": "ChromeOS"}) is None


def test_whether_a_device_runs_windows_11_is_told_to_who_may_read_it() -> None:
    world = World()
    key = world.collected_laptop()
    found = world.use.windows.of_device(ICT, key)
    assert found is not None
    assert found.capable is Capable.UNKNOWN
    assert "processor" in found.missing
    with pytest.raises(NotPermitted):
        world.use.windows.of_device(OTHER_OWNER, key)
