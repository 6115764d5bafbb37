"""By what things are found, and who stands to them how; and what an ordinary event asks of the index."""

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.permission import Relation
from dpp.domain.search import Kind, Reader, What
from dpp.service.search import EVERYTHING, Right, Search, Sight
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.rebuilding import Rebuilding
from tests.support.fake_search_index import FakeSearchIndex
from tests.support.service_world import GRADED, ICT, MINISTRY, OWNER, ROUTER, SERIAL, TAG, World

SEARCH_RIGHT = Right(PERMISSIONS, "read_device")


def _index(reads: LifecycleReads, key: str) -> dict[What, str]:
    there = reads.search_index.get(Kind.DEVICE, key)
    assert there is not None
    return {entry.what: entry.text for entry in there.entries}


def test_a_device_is_found_by_its_numbers_and_labels_by_those_who_stand_to_it() -> None:
    world = World()
    view = world.register()
    key = view.device.key
    with world.storage.reading() as reads:
        found = _index(reads, key)
        there = reads.search_index.get(Kind.DEVICE, key)
    assert (found[What.SERIAL], found[What.ASSET_TAG]) == (SERIAL, TAG)
    assert found[What.LABEL].replace("-", "") == view.labels[0]
    assert there is not None
    assert there.label == "Dell Latitude 7420"
    assert Reader(MINISTRY, Relation.OWNER) in there.readers
    relations = {(each.organisation, each.relation) for each in there.readers}
    for organisation in {each.organisation for each in there.readers}:
        of_device = view.device.relations(organisation)
        assert {relation for named, relation in relations if named == organisation} == of_device
    assert Rebuilding(world.storage).check(lambda _: None).search == 0


def test_an_event_that_changes_no_number_and_nobody_asks_nothing_of_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    key = world.collected_laptop()

    def refuse(*_: object) -> None:
        raise AssertionError("the index was asked")

    monkeypatch.setattr(FakeSearchIndex, "put", refuse)
    monkeypatch.setattr(FakeSearchIndex, "get", refuse)
    assert world.record(ICT, key, GRADED).line.functional_grade == "F5"


@pytest.mark.parametrize(
    ("actor", "sight"),
    [
        (ROUTER, EVERYTHING),
        (OWNER, Sight(MINISTRY, frozenset({Relation.OWNER, Relation.CUSTODIAN, Relation.RECEIVER}))),
        (VISITOR, None),
    ],
)
def test_the_permission_table_says_once_what_may_be_looked_at(actor: Actor, sight: Sight | None) -> None:
    assert SEARCH_RIGHT.sight(actor) == sight


def test_who_may_know_of_nothing_opens_no_transaction() -> None:
    search = Search(storage=None, rights={Kind.DEVICE: SEARCH_RIGHT})  # type: ignore[arg-type]  # it is not reached
    assert search.find(VISITOR, SERIAL) == ()
