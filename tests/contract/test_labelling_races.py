"""Two stations at the same moment, on both engines with real threads: a label is linked once."""

from functools import partial

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.errors import Refused
from dpp.domain.labels.rolls import LabelFault, RollUse
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.intake import Scan
from lifecycle.service.labelling import Pair, Withdrawal
from tests.support.rolls_world import RollsWorld
from tests.support.service_world import BENCH, CHECKER, ICT, OWNER, ROUTER, URL, laptop
from tests.support.together import together


@pytest.fixture
def world(database: Database) -> RollsWorld:
    """The same use cases over a real database, with real chance: counted bytes would meet across threads."""
    return RollsWorld(database=SqlLifecycleStorage(database), chance=random_bytes)


@pytest.fixture
def keys(world: RollsWorld) -> tuple[DeviceKey, ...]:
    """Two laptops in the hands of the ICT provider."""
    model = world.passports.register_model(ROUTER, laptop()).passport_id
    return tuple(
        world.register(serial=f"RACE{number}", model=model, custodian=ICT.organisation, asset_tag=None).device.key
        for number in range(2)
    )


def kinds(world: RollsWorld, key: DeviceKey) -> list[str]:
    return [entry.event.kind for entry in world.use.devices.read(ROUTER, key).timeline]


def test_of_two_stations_that_link_one_label_one_wins_and_the_other_is_told(
    world: RollsWorld, keys: tuple[DeviceKey, ...]
) -> None:
    for code in world.roll_codes(3):
        stations = zip((ICT, CHECKER), keys, strict=True)
        outcome = together(
            *[partial(world.use.labelling.link, who, Pair(label=code, device=key)) for who, key in stations]
        )
        assert sorted(outcome, key=str) == sorted([None, Refused], key=str)
    assert sum(kinds(world, key).count("label_linked") for key in keys) == 3


def test_the_same_pair_at_two_stations_is_one_link(world: RollsWorld, keys: tuple[DeviceKey, ...]) -> None:
    code, *_ = world.roll_codes()
    outcome = together(*[lambda: world.use.labelling.link(ICT, Pair(label=code, device=keys[0]))] * 2)
    assert outcome == [None, None]
    assert kinds(world, keys[0]).count("label_linked") == 1


def test_a_label_that_is_linked_while_it_is_scanned_at_intake_is_on_one_device(
    world: RollsWorld, keys: tuple[DeviceKey, ...]
) -> None:
    """Either the link came first, and the scan finds the laptop; or the scan made a placeholder: the link is told."""
    code, *_ = world.roll_codes()
    outcome = together(
        lambda: world.use.labelling.link(ICT, Pair(label=code, device=keys[0])),
        lambda: world.use.intake.scan(CHECKER, Scan(raw=f"{URL}/d/{code}", place=BENCH)),
    )
    assert outcome in ([None, None], [Refused, None])
    found = world.use.intake.look_up(ICT, code).matches
    assert [line.placeholder for line in found] == [outcome[0] is Refused]


def test_a_label_that_is_linked_while_its_roll_is_retired_is_either(
    world: RollsWorld, keys: tuple[DeviceKey, ...]
) -> None:
    code, *_ = world.roll_codes(3)
    roll = world.rolls.all(ICT)[0].roll.roll_id
    outcome = together(
        lambda: world.use.labelling.link(ICT, Pair(label=code, device=keys[0])),
        lambda: world.rolls.retire(ICT, roll, LabelFault.LOST),
    )
    use = world.rolls.read(ICT, roll).use
    assert (outcome, use) in (
        ([None, None], RollUse(active=1, retired=2)),
        ([Refused, None], RollUse(retired=3)),
    )
    assert kinds(world, keys[0]).count("label_linked") == use.active


def test_a_label_that_is_replaced_twice_at_once_is_retired_once(world: RollsWorld, keys: tuple[DeviceKey, ...]) -> None:
    """Owner and provider at the same moment: each makes a new label, the old one is retired once, and all lead on."""
    old = world.use.devices.read(ICT, keys[0]).labels[0]
    wanted = Withdrawal(label=old, fault=LabelFault.DAMAGED)
    outcome = together(
        lambda: world.use.labelling.replace(ICT, wanted), lambda: world.use.labelling.replace(OWNER, wanted)
    )
    assert outcome == [None, None]
    assert kinds(world, keys[0]).count("label_retired") == 1
    assert old not in world.use.devices.read(ICT, keys[0]).labels
