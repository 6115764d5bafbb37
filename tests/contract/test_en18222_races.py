"""Two programs that change one passport at the same moment, on both engines with real threads: none is lost."""

import json
from typing import Any

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.en18222.representation import Representation
from dpp.domain.errors import Conflict, Outdated
from dpp.service.en18222.dpps import Dpps
from lifecycle.adapters.work import SqlLifecycleStorage
from tests.support.service_world import ROUTER, World, figure, laptop
from tests.support.together import together

COMPRESSED = Representation.COMPRESSED
GTIN = "09520000074203"
PRODUCT = f"https://id.gs1.org/01/{GTIN}/21/S1"


@pytest.fixture
def dpps(database: Database) -> Dpps:
    """With real chance: counted bytes would meet across threads."""
    dpps = Dpps(World(database=SqlLifecycleStorage(database), chance=random_bytes).passports)
    model = json.loads(laptop(gtin=GTIN, demonstrationNumber=True, mass=figure(1.5, "kg")))
    dpps.create(ROUTER, _body(model | {"granularity": "model"}))
    return dpps


@pytest.fixture
def item(dpps: Dpps) -> str:
    return dpps.create(ROUTER, _body({"uniqueProductIdentifier": PRODUCT})).dpp_id


def _body(content: Any) -> bytes:
    return json.dumps(content).encode()


def test_of_two_that_saw_the_same_one_wins_and_the_other_is_told(dpps: Dpps, item: str) -> None:
    seen = {dpps.read(ROUTER, item, COMPRESSED).tag}
    outcome = together(
        lambda: dpps.update(ROUTER, item, _body({"softwareVersion": "11"}), COMPRESSED, seen),
        lambda: dpps.update(ROUTER, item, _body({"firmwareVersion": "2"}), COMPRESSED, seen),
    )
    assert sorted(outcome, key=str) == [Outdated, None]
    versions = dpps.passports.versions(ROUTER, _id(item))
    assert [each.version for each in versions] == [1, 2]


def test_who_does_not_say_what_it_saw_changes_what_is_there(dpps: Dpps, item: str) -> None:
    """Merge patches of different elements are both kept, whoever came first."""
    patches = [{"softwareVersion": "11"}, {"firmwareVersion": "2"}, {"mass": {"value": 1.6}}]
    outcome = together(*[lambda patch=patch: dpps.update(ROUTER, item, _body(patch), COMPRESSED) for patch in patches])
    assert outcome == [None] * 3
    with dpps.passports.storage.reading() as reads:
        passport = reads.passports.get(_id(item))
        assert passport is not None
        own = dpps.passports.publisher.own_elements(reads, passport)
    assert (own["softwareVersion"], own["firmwareVersion"], own["mass"]["value"]) == ("11", "2", 1.6)
    assert passport.version == 4


def test_a_product_that_is_registered_twice_at_once_gets_one_passport(dpps: Dpps) -> None:
    body = _body({"uniqueProductIdentifier": PRODUCT})
    outcome = together(*[lambda: dpps.create(ROUTER, body)] * 3)
    assert sorted(outcome, key=str) == [Conflict, Conflict, None]
    assert len(dpps.find(ROUTER, [PRODUCT]).dpp_ids) == 1


def _id(dpp_id: str) -> Any:
    return dpp_id.rpartition("/")[2]
