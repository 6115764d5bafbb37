"""What every password hasher does: the fake that unit tests use, and argon2id."""

import time

import pytest

from tests.support.fake_accounts import FakeHasher
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Cost, Argon2Hasher
from web.accounts.service.ports import PasswordHasher


@pytest.fixture(params=[FakeHasher, lambda: Argon2Hasher(FOR_TESTS)], ids=["fake", "argon2"])
def hasher(request: pytest.FixtureRequest) -> PasswordHasher:
    made: PasswordHasher = request.param()
    return made


@pytest.mark.parametrize("password", ["seven green bicycles", "$2$x", "пароль ☃", "x" * 128])
def test_the_password_fits_its_own_hash_alone(hasher: PasswordHasher, password: str) -> None:
    stored = hasher.hash(password)
    assert hasher.verify(stored, password)
    assert not hasher.verify(stored, password + " ")
    assert not hasher.verify(stored, "")


def test_nobody_has_any_password(hasher: PasswordHasher) -> None:
    assert not hasher.verify(None, "nobody has this password")
    assert not hasher.verify(None, "")


def test_todays_hash_is_not_outdated(hasher: PasswordHasher) -> None:
    assert not hasher.outdated(hasher.hash("seven green bicycles"))


def test_a_hash_with_other_parameters_is_outdated_and_still_fits() -> None:
    stored = Argon2Hasher(FOR_TESTS).hash("seven green bicycles")
    stronger = Argon2Hasher(Argon2Cost(passes=2, memory=16, lanes=1))
    assert stronger.outdated(stored)
    assert stronger.verify(stored, "seven green bicycles")


def test_two_hashes_of_one_password_differ() -> None:
    hasher = Argon2Hasher(FOR_TESTS)
    assert hasher.hash("seven green bicycles") != hasher.hash("seven green bicycles")


@pytest.mark.parametrize("stored", ["", "plain text", "$argon2id$v=19$broken"])
def test_a_broken_hash_fits_nothing_and_raises_nothing(stored: str) -> None:
    assert not Argon2Hasher(FOR_TESTS).verify(stored, "seven green bicycles")


def test_the_default_is_the_second_recommended_option_of_rfc_9106() -> None:
    assert Argon2Hasher().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    """A guard against doing no work at all; both take some tens of milliseconds."""
    hasher = Argon2Hasher(Argon2Cost(passes=3, memory=16 * 1024, lanes=1))
    stored = hasher.hash("seven green bicycles")
    hasher.verify(None, "warm up")

    def least(of: str | None) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            hasher.verify(of, "wrong")
            times.append(time.perf_counter() - start)
        return min(times)

    assert 0.5 < least(None) / least(stored) < 2
