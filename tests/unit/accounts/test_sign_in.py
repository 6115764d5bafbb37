"""Signing in and out, sessions, and changing one's own password."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import Role
from dpp.domain.errors import InvalidInput, NotSignedIn, TooMany
from tests.support.accounts_world import ADDRESS, NAMES, PASSWORD, World
from tests.support.fake_accounts import FakeHasher

DRZ = NAMES[Role.DRZ]
NEW = "six other bicycles"


@pytest.fixture
def world() -> World:
    return World()


def refusal(world: World, name: str, password: str) -> str:
    with pytest.raises(NotSignedIn) as refused:
        world.accounts.sessions.sign_in(name, password, ADDRESS)
    return f"{refused.value.what} {refused.value.remedy}"


def holds(world: World, token: str) -> bool:
    try:
        world.accounts.sessions.actor_of_session(token)
    except NotSignedIn:
        return False
    return True


def test_signing_in_gives_a_session_of_the_account_with_its_organisation_and_roles(world: World) -> None:
    signed_in = world.accounts.sessions.actor_of_session(world.sign_in())
    assert signed_in.actor == world.actors[Role.DRZ]
    assert (signed_in.person.display_name, signed_in.person.organisation_name) == ("A drz", "Test")


def test_the_name_is_found_however_it_is_typed(world: World) -> None:
    assert world.accounts.sessions.sign_in(f" {DRZ.upper()} ", PASSWORD, ADDRESS)


def test_nothing_that_is_stored_opens_a_session(world: World) -> None:
    token = world.sign_in()
    stored = list(world.units.committed.sessions.rows)
    assert token not in repr(vars(world.units.committed))
    assert not any(holds(world, key) for key in stored)


def test_an_error_does_not_say_what_was_wrong(world: World) -> None:
    world.accounts.people.set_active(world.administrator, world.actors[Role.BUYER].account, active=False)
    said = {
        refusal(world, "nobody@example.nl", PASSWORD),
        refusal(world, DRZ, "wrong"),
        refusal(world, DRZ, ""),
        refusal(world, NAMES[Role.OWNER], "x" * 10_000),
        refusal(world, NAMES[Role.BUYER], PASSWORD),
    }
    assert len(said) == 1


@pytest.mark.parametrize("name", ["nobody@example.nl", DRZ, NAMES[Role.BUYER]])
def test_unknown_disabled_and_known_names_take_the_same_work(world: World, name: str) -> None:
    world.accounts.people.set_active(world.administrator, world.actors[Role.BUYER].account, active=False)
    world.hasher.work.clear()
    refusal(world, name, "wrong password")
    assert len(world.hasher.work) == 1


def test_a_password_beyond_the_longest_is_not_hashed(world: World) -> None:
    """A megabyte of password would keep the hasher busy for whoever sends it."""
    refusal(world, DRZ, "x" * 1_000_000)
    assert world.hasher.work == [None]


def test_an_unknown_name_is_locked_out_as_a_known_one_is(world: World) -> None:
    def waits(name: str) -> list[int]:
        seconds = []
        for _ in range(12):
            try:
                world.accounts.sessions.sign_in(name, "wrong", ADDRESS)
            except TooMany as wait:
                seconds.append(wait.seconds)
                world.clock.forward(seconds=wait.seconds)
            except NotSignedIn:
                seconds.append(0)
        return seconds

    known = waits(DRZ)
    world.clock.forward(hours=1)
    assert waits("nobody@example.nl") == known
    assert max(known) > 0


def test_during_a_lock_out_even_the_right_password_waits(world: World) -> None:
    for _ in range(3):
        refusal(world, DRZ, "wrong")
    with pytest.raises(TooMany) as wait:
        world.sign_in()
    assert wait.value.seconds == 1
    world.clock.forward(seconds=1)
    assert world.sign_in()


def test_waiting_in_vain_does_not_lengthen_the_wait(world: World) -> None:
    for _ in range(3):
        refusal(world, DRZ, "wrong")
    for _ in range(20):
        with pytest.raises(TooMany):
            world.sign_in()
    world.clock.forward(seconds=1)
    assert world.sign_in()


def test_signing_in_forgets_the_failures_before(world: World) -> None:
    for _ in range(4):
        refusal(world, DRZ, "wrong") if _ < 2 else world.sign_in()
    for _ in range(3):
        refusal(world, DRZ, "wrong")


def test_signing_in_gives_a_new_token_and_ends_the_one_that_the_browser_had(world: World) -> None:
    first = world.sign_in()
    second = world.sign_in(replacing=first)
    assert first != second
    assert (holds(world, first), holds(world, second)) == (False, True)


def test_signing_out_ends_that_session_alone(world: World) -> None:
    here, elsewhere = world.sign_in(), world.sign_in()
    world.accounts.sessions.sign_out(here)
    world.accounts.sessions.sign_out("never was")
    assert (holds(world, here), holds(world, elsewhere)) == (False, True)


def test_a_session_that_is_used_lasts_until_its_whole_time(world: World) -> None:
    token = world.sign_in()
    for _ in range(14):
        assert holds(world, token)
        world.clock.forward(minutes=50)
    world.clock.forward(minutes=20)
    assert not holds(world, token)


def test_a_session_that_is_not_used_ends_after_an_hour(world: World) -> None:
    token = world.sign_in()
    world.clock.forward(minutes=60)
    assert not holds(world, token)


def test_reading_writes_at_most_every_five_minutes(world: World) -> None:
    token = world.sign_in()
    before = world.units.committed
    world.clock.forward(minutes=4)
    assert holds(world, token)
    assert world.units.committed is before


def test_disabling_an_account_ends_its_sessions_at_once(world: World) -> None:
    token = world.sign_in()
    world.accounts.people.set_active(world.administrator, world.actors[Role.DRZ].account, active=False)
    assert not holds(world, token)


def test_an_account_that_comes_back_into_use_does_not_bring_its_old_sessions(world: World) -> None:
    token, account = world.sign_in(), world.actors[Role.DRZ].account
    world.accounts.people.set_active(world.administrator, account, active=False)
    world.accounts.people.set_active(world.administrator, account, active=True)
    assert not holds(world, token)


def test_a_session_of_a_disabled_account_is_none_even_where_one_was_left(world: World) -> None:
    token, account = world.sign_in(), world.actors[Role.DRZ].account
    with world.units.writing() as work:
        work.accounts.save(replace(work.accounts.rows[account], active=False))
        work.commit()
    assert not holds(world, token)


class Meanwhile(FakeHasher):
    """A hasher that takes so long that an administrator does something in the meantime."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def verify(self, stored: str | None, password: str) -> bool:
        fits = super().verify(stored, password)
        self._act()
        return fits


@pytest.mark.parametrize("use_case", ["sign in", "change the password"])
@pytest.mark.parametrize("act", ["disabled", "reset"])
def test_what_an_administrator_does_while_a_password_is_checked_counts(world: World, act: str, use_case: str) -> None:
    people, drz = world.accounts.people, world.actors[Role.DRZ]
    acts: dict[str, Callable[[], object]] = {
        "disabled": lambda: people.set_active(world.administrator, drz.account, active=False),
        "reset": lambda: people.reset_password(world.administrator, drz.account),
    }
    use_cases: dict[str, Callable[[], object]] = {
        "sign in": world.sign_in,
        "change the password": lambda: world.accounts.sessions.change_password(drz, PASSWORD, NEW, ADDRESS),
    }
    world.hasher = Meanwhile(acts[act])
    with pytest.raises(NotSignedIn):
        use_cases[use_case]()
    assert world.units.committed.sessions.rows == {}


def test_new_parameters_of_the_hash_take_effect_at_the_next_sign_in(world: World) -> None:
    world.hasher = FakeHasher(version=2)
    account = world.actors[Role.DRZ].account
    refusal(world, DRZ, "wrong")
    assert world.units.committed.accounts.hashes[account].startswith("fake$1$")
    world.sign_in()
    assert world.units.committed.accounts.hashes[account] == f"fake$2${PASSWORD}"
    assert world.sign_in()


def test_changing_the_password_ends_every_session_and_gives_a_new_one(world: World) -> None:
    sessions = [world.sign_in(), world.sign_in(), world.sign_in(Role.OWNER)]
    token = world.accounts.sessions.change_password(world.actors[Role.DRZ], PASSWORD, NEW, ADDRESS)
    assert [holds(world, each) for each in sessions] == [False, False, True]
    assert holds(world, token)
    refusal(world, DRZ, PASSWORD)
    assert world.accounts.sessions.sign_in(DRZ, NEW, ADDRESS)


def test_changing_the_password_asks_for_the_one_there_is_and_throttles_guesses(world: World) -> None:
    """Somebody at a browser that was left open does not guess on."""
    change = world.accounts.sessions.change_password
    for _ in range(3):
        with pytest.raises(InvalidInput) as wrong:
            change(world.actors[Role.DRZ], "wrong", NEW, ADDRESS)
        assert [problem.path for problem in wrong.value.problems] == ["current"]
    with pytest.raises(TooMany):
        change(world.actors[Role.DRZ], PASSWORD, NEW, ADDRESS)


@pytest.mark.parametrize("new", [PASSWORD, "short", "drz@example.nl"])
def test_a_password_is_not_changed_to_the_same_or_to_a_poor_one(world: World, new: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.accounts.sessions.change_password(world.actors[Role.DRZ], PASSWORD, new, ADDRESS)
    assert {problem.path for problem in refused.value.problems} == {"password"}
    assert world.sign_in()


def test_a_first_password_gives_no_roles_until_it_is_changed(world: World) -> None:
    first = world.accounts.people.reset_password(world.administrator, world.actors[Role.DRZ].account)
    signed_in = world.accounts.sessions.actor_of_session(world.accounts.sessions.sign_in(DRZ, first, ADDRESS))
    assert (signed_in.actor.roles, signed_in.person.must_change_password) == (frozenset(), True)
    token = world.accounts.sessions.change_password(signed_in.actor, first, NEW, ADDRESS)
    assert world.accounts.sessions.actor_of_session(token).actor == world.actors[Role.DRZ]


def test_sweeping_removes_what_counts_for_nothing_any_more(world: World) -> None:
    world.sign_in()
    refusal(world, DRZ, "wrong")
    world.clock.forward(minutes=10)
    world.accounts.sessions.sweep()
    assert (len(world.units.committed.sessions.rows), len(world.units.committed.attempts.rows)) == (1, 1)
    world.clock.forward(hours=12)
    world.accounts.sessions.sweep()
    assert (len(world.units.committed.sessions.rows), len(world.units.committed.attempts.rows)) == (0, 0)


def test_neither_names_nor_addresses_are_kept_of_failures(world: World) -> None:
    """People type passwords in the field for the name."""
    refusal(world, "my secret passphrase", "wrong")
    assert "my secret passphrase" not in repr(world.units.committed.attempts)


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_typed_is_an_answer_and_not_an_accident(name: str, password: str) -> None:
    refusal(World(), name, password)


@pytest.mark.parametrize("sent", ["\x00", "\ud800", "a\x00@example.nl"])
def test_what_no_database_can_hold_is_a_wrong_name_or_password(world: World, sent: str) -> None:
    refusal(world, sent, sent)
    with pytest.raises(NotSignedIn):
        world.accounts.sessions.actor_of_session(sent)
