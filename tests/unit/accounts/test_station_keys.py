"""A key that is bound to one use case, as that of a wiping station; and who can be a witness."""

from datetime import timedelta

import pytest

from dpp.domain.actor import Actor, Capability, Role
from dpp.domain.errors import InvalidInput, NotPermitted, NotSignedIn
from dpp.domain.permission import PermissionTable
from tests.support.accounts_world import World
from web.accounts.service.keys import Keys
from web.accounts.service.views import NewKey

BINDABLE = PermissionTable.parse("""
use case | roles        | relation
wipe     | ict-provider | any
""")
BOUND = Capability("wipe", "Bench 3")


@pytest.fixture
def world() -> World:
    return World()


def keys(world: World) -> Keys:
    return Keys(world.accounts.keys.means, BINDABLE)


def made(world: World, role: Role = Role.ICT_PROVIDER, bound: Capability = BOUND) -> NewKey:
    until = world.clock().date() + timedelta(days=30)
    return keys(world).create(world.administrator, world.actors[role].account, "Station", until, bound)


def test_the_holder_of_the_key_is_its_account_without_roles_and_with_the_one_capability(world: World) -> None:
    holder = world.actors[Role.ICT_PROVIDER]
    assert keys(world).actor_of_key(made(world).secret) == Actor(holder.account, holder.organisation, capability=BOUND)


def test_no_key_gives_more_than_its_account_may(world: World) -> None:
    with pytest.raises(NotPermitted):
        made(world, Role.OWNER)


def test_a_use_case_that_no_key_can_be_bound_to_is_a_mistake_of_ours(world: World) -> None:
    with pytest.raises(KeyError):
        made(world, bound=Capability("anything", "Bench 3"))


def test_a_key_ends_with_the_role_of_its_account(world: World) -> None:
    key = made(world)
    account = world.actors[Role.ICT_PROVIDER].account
    world.accounts.people.set_roles(world.administrator, account, frozenset({Role.AUDITOR}))
    with pytest.raises(NotSignedIn):
        keys(world).actor_of_key(key.secret)


@pytest.mark.parametrize("station", ["", " ", "two\nlines"])
def test_a_station_has_a_name_on_one_line(world: World, station: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(world, bound=Capability("wipe", station))
    assert {problem.path for problem in refused.value.problems} == {"station"}


def test_colleagues_are_the_others_with_an_active_account_in_ones_organisation(world: World) -> None:
    mine = world.actors[Role.ICT_PROVIDER]
    gone = world.actors[Role.OWNER].account
    world.accounts.people.set_active(world.administrator, gone, active=False)
    found = world.accounts.people.colleagues(mine)
    assert not {mine.account, gone} & set(found)
    assert found[world.actors[Role.DRZ].account] == "A drz"
    assert list(found.values()) == sorted(found.values())
