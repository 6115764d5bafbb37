"""API keys for programs, links for those without an account."""

from datetime import timedelta

import pytest

from dpp.domain.actor import AccountId, Capability, OrganisationId, Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.permission import Relation
from tests.support.accounts_world import World
from web.accounts.domain.passes import KeyId, LinkId
from web.accounts.service.views import NewKey, NewLink

RECEIPT = Capability("receipt.confirm", "consignment-1")
OWNS = frozenset({Relation.OWNER})


@pytest.fixture
def world() -> World:
    return World()


def new_key(world: World, role: Role = Role.ICT_PROVIDER, days: int = 30) -> NewKey:
    until = world.clock().date() + timedelta(days=days)
    return world.accounts.keys.create(world.administrator, world.actors[role].account, " scanner ", until)


def new_link(world: World, days: int = 7) -> NewLink:
    until = world.clock() + timedelta(days=days)
    return world.accounts.links.issue(world.actors[Role.COORDINATOR], RECEIPT, world.organisation, until, OWNS)


def test_a_key_acts_as_its_account(world: World) -> None:
    assert world.accounts.keys.actor_of_key(new_key(world).secret) == world.actors[Role.ICT_PROVIDER]


def test_a_key_is_shown_once_and_not_stored(world: World) -> None:
    made = new_key(world)
    assert made.secret.startswith("kp_")
    assert made.secret not in repr(made)
    assert made.secret not in "".join(map(repr, vars(world.units.committed).values()))
    [key] = world.accounts.keys.all(world.administrator)
    with pytest.raises(NotSignedIn):
        world.accounts.keys.actor_of_key(key.token_hash)


def test_a_key_of_an_administrator_administers_nothing(world: World) -> None:
    actor = world.accounts.keys.actor_of_key(new_key(world, Role.ADMINISTRATOR).secret)
    with pytest.raises(NotPermitted):
        world.accounts.people.all(actor)


def test_a_key_ends_after_its_last_day(world: World) -> None:
    made = new_key(world, days=1)
    world.clock.forward(days=1)
    world.accounts.keys.actor_of_key(made.secret)
    world.clock.forward(days=1)
    with pytest.raises(NotSignedIn):
        world.accounts.keys.actor_of_key(made.secret)


def test_a_key_ends_with_its_account_and_when_it_is_revoked(world: World) -> None:
    first, second = new_key(world), new_key(world, Role.REPAIRER)
    world.accounts.people.set_active(world.administrator, world.actors[Role.ICT_PROVIDER].account, active=False)
    world.accounts.keys.revoke(world.actors[Role.REPAIRER], second.id)
    for made in (first, second):
        with pytest.raises(NotSignedIn):
            world.accounts.keys.actor_of_key(made.secret)


def test_only_the_day_of_its_last_use_is_kept_and_written_once_a_day(world: World) -> None:
    made = new_key(world)
    assert world.accounts.keys.all(world.administrator)[0].last_used_on is None
    world.accounts.keys.actor_of_key(made.secret)
    assert world.accounts.keys.all(world.administrator)[0].last_used_on == world.clock().date()
    before = world.units.committed
    world.clock.forward(hours=3)
    world.accounts.keys.actor_of_key(made.secret)
    assert world.units.committed is before


def test_one_sees_the_keys_of_ones_own_account(world: World) -> None:
    mine = new_key(world, Role.REPAIRER)
    new_key(world)
    assert [key.id for key in world.accounts.keys.own(world.actors[Role.REPAIRER])] == [mine.id]


def test_a_key_needs_an_account_and_a_possible_last_day(world: World) -> None:
    with pytest.raises(NotFound):
        world.accounts.keys.create(world.administrator, AccountId("nobody"), "scanner", world.clock().date())
    with pytest.raises(InvalidInput):
        new_key(world, days=400)


@pytest.mark.parametrize("secret", ["", "kp_", "kp_" + "A" * 43, "é" * 50])
def test_what_is_no_key_is_nobody(world: World, secret: str) -> None:
    with pytest.raises(NotSignedIn):
        world.accounts.keys.actor_of_key(secret)


def test_a_key_that_does_not_exist_cannot_be_revoked(world: World) -> None:
    with pytest.raises(NotFound):
        world.accounts.keys.revoke(world.administrator, KeyId("absent"))
    with pytest.raises(NotPermitted):
        world.accounts.keys.revoke(world.actors[Role.DRZ], KeyId("absent"))


def test_a_link_is_an_actor_with_its_capability_for_its_organisation(world: World) -> None:
    made = new_link(world)
    actor = world.accounts.links.actor_of_link(made.token)
    assert (actor.account, actor.organisation, actor.capability) == (AccountId(made.id), world.organisation, RECEIPT)
    assert actor.roles == frozenset()


def test_a_link_is_issued_only_by_one_who_stands_so_to_its_subject(world: World) -> None:
    with pytest.raises(NotPermitted):
        world.accounts.links.issue(
            world.actors[Role.COORDINATOR], RECEIPT, world.organisation, world.clock() + timedelta(days=1)
        )


def test_a_link_issues_no_link(world: World) -> None:
    actor = world.accounts.links.actor_of_link(new_link(world).token)
    with pytest.raises(NotPermitted):
        world.accounts.links.issue(actor, RECEIPT, world.organisation, world.clock() + timedelta(days=1), OWNS)


def test_a_link_ends_at_its_moment_and_when_it_is_revoked(world: World) -> None:
    late, revoked = new_link(world, days=1), new_link(world, days=2)
    world.accounts.links.revoke(world.actors[Role.COORDINATOR], revoked.id)
    world.accounts.links.actor_of_link(late.token)
    world.clock.forward(days=1)
    for made in (late, revoked):
        with pytest.raises(NotSignedIn, match="not valid"):
            world.accounts.links.actor_of_link(made.token)


def test_a_link_is_shown_once_and_not_stored(world: World) -> None:
    made = new_link(world)
    assert made.token not in repr(made)
    assert made.token not in "".join(map(repr, vars(world.units.committed).values()))


def test_a_link_needs_an_organisation_and_a_possible_end(world: World) -> None:
    issuer, until = world.actors[Role.COORDINATOR], world.clock() + timedelta(days=1)
    with pytest.raises(NotFound):
        world.accounts.links.issue(issuer, RECEIPT, OrganisationId("nowhere"), until, OWNS)
    with pytest.raises(InvalidInput):
        new_link(world, days=100)


def test_links_are_listed_by_their_end_and_ones_own_apart(world: World) -> None:
    later, sooner = new_link(world, days=9), new_link(world, days=3)
    assert [link.id for link in world.accounts.links.all(world.administrator)] == [sooner.id, later.id]
    assert len(world.accounts.links.own(world.actors[Role.COORDINATOR])) == 2
    assert world.accounts.links.own(world.actors[Role.DRZ]) == ()


def test_a_link_that_does_not_exist_cannot_be_revoked(world: World) -> None:
    with pytest.raises(NotFound):
        world.accounts.links.revoke(world.administrator, LinkId("absent"))
