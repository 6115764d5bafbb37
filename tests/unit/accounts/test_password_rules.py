"""What may be a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from web.accounts.domain.password import COMMON, check_password, normalised, possible
from web.accounts.domain.policy import Policy

POLICY = Policy()
NAMES = ("j.jansen@example.nl", "Jo Jansen")


def faults(password: str) -> list[str]:
    try:
        check_password(password, NAMES, POLICY)
    except InvalidInput as refusal:
        return [f"{problem.path}: {problem.what}" for problem in refusal.problems]
    return []


@pytest.mark.parametrize(
    "password", ["seven green bicycles", "zes fietsen in de regen", "пароль-из-слов", "abcde" * 25]
)
def test_a_few_words_of_any_script_will_do(password: str) -> None:
    assert faults(password) == []


@pytest.mark.parametrize(("length", "fits"), [(11, False), (12, True), (128, True), (129, False)])
def test_length_counts_from_12_through_128(length: int, *, fits: bool) -> None:
    assert (not faults(("qh7 z" * 26)[:length])) is fits


def test_length_is_counted_in_characters_not_bytes() -> None:
    assert faults("ééñüøåßçæþðł") == []


@pytest.mark.parametrize("password", sorted(COMMON))
def test_what_everybody_tries_first_is_refused_in_any_case(password: str) -> None:
    assert faults(password.upper())


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "121212121212", "abcdabcdabcdabcd"])
def test_a_few_characters_repeated_are_refused(password: str) -> None:
    assert faults(password)


@pytest.mark.parametrize("password", ["jansen-jansen", "Jansen@Example", "kringpas-2026", "KringpasKringpas"])
def test_little_more_than_a_name_is_refused(password: str) -> None:
    assert faults(password)


def test_every_fault_is_named_at_the_field() -> None:
    assert faults("jansenjansen"[:8]) == [
        "password: It is shorter than 12 characters.",
        "password: It is little more than your name or the name of this service.",
    ]


def test_a_name_with_enough_beside_it_is_not_refused() -> None:
    assert faults("jansen fietst langs zee") == []


@given(st.text("abcdefghijklmnop", min_size=12, max_size=40).filter(lambda text: len(set(text)) >= 8))
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    """Rule 4: lower case alone is enough, unless it is a name or a common one."""
    assert faults(password) == [] or password in COMMON or "jansen" in password or "example" in password


@given(st.text(max_size=60))
def test_a_password_has_one_form(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    assert normalised("cafe\u0301 ﬁets") == normalised("café fiets")


def test_what_is_longer_than_any_password_is_not_hashed() -> None:
    assert not possible("x" * 129, POLICY)
    assert possible("x" * 128, POLICY)
