"""Tokens, sessions, keys and links: what they are and when they end."""

from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId, Capability, OrganisationId
from dpp.domain.errors import InvalidInput
from web.accounts.domain.passes import ApiKey, KeyId, Link, LinkId, Session, checked_key, checked_link
from web.accounts.domain.policy import Policy
from web.accounts.domain.tokens import api_key, csrf_token, same, token, token_hash

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
POLICY = Policy()
KEY = ApiKey(KeyId("k1"), "hash", AccountId("a1"), "scanner", TODAY, TODAY + timedelta(days=30))
LINK = Link(
    LinkId("l1"),
    "hash",
    Capability("receipt.confirm", "c1"),
    OrganisationId("o1"),
    AccountId("a1"),
    NOW + timedelta(days=7),
)


@given(st.binary(min_size=32, max_size=32))
def test_a_token_keeps_all_its_256_bits(chance: bytes) -> None:
    assert urlsafe_b64decode(token(chance) + "=") == chance


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_token_of_another_size_is_a_mistake(size: int) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        token(bytes(size))


def test_a_key_can_be_recognised_as_one() -> None:
    assert api_key(bytes(32)) == "kp_" + "A" * 43


def test_a_csrf_token_belongs_to_one_session_and_does_not_reveal_it() -> None:
    one, other = token(bytes(32)), token(bytes(31) + b"1")
    assert csrf_token(one) == csrf_token(one) != csrf_token(other)
    assert csrf_token(one) not in {one, token_hash(one)}


def test_texts_that_are_not_ascii_compare_without_an_error() -> None:
    assert same("é", "é")
    assert not same("é", "e")


@pytest.mark.parametrize(
    ("started", "seen", "valid"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=2), timedelta(minutes=59), True),
        (timedelta(hours=2), timedelta(hours=1), False),
        (timedelta(hours=11, minutes=59), timedelta(0), True),
        (timedelta(hours=12), timedelta(0), False),
    ],
)
def test_a_session_ends_idle_after_an_hour_and_whole_after_twelve(
    started: timedelta, seen: timedelta, *, valid: bool
) -> None:
    assert Session("hash", AccountId("a1"), NOW - started, NOW - seen).valid(NOW, POLICY) is valid


def test_use_is_noted_at_most_every_five_minutes() -> None:
    session = Session("hash", AccountId("a1"), NOW, NOW)
    assert not session.needs_touch(NOW + timedelta(minutes=4, seconds=59), POLICY)
    assert session.needs_touch(NOW + timedelta(minutes=5), POLICY)


def test_a_key_is_valid_through_its_last_day() -> None:
    assert KEY.valid(KEY.expires_on)
    assert not KEY.valid(KEY.expires_on + timedelta(days=1))
    assert not replace(KEY, revoked=True).valid(TODAY)


@pytest.mark.parametrize("expires_on", [TODAY - timedelta(days=1), TODAY + timedelta(days=367), date.max])
def test_a_key_ends_within_a_year_and_a_day(expires_on: date) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_key(replace(KEY, expires_on=expires_on, label=" "), POLICY)
    assert [problem.path for problem in refusal.value.problems] == ["label", "expires_on"]


def test_a_link_is_valid_until_its_moment() -> None:
    assert LINK.valid(LINK.expires_at - timedelta(seconds=1))
    assert not LINK.valid(LINK.expires_at)
    assert not replace(LINK, revoked=True).valid(NOW)


@pytest.mark.parametrize("expires_at", [NOW, NOW - timedelta(days=1), NOW + timedelta(days=93)])
def test_a_link_ends_within_three_months(expires_at: datetime) -> None:
    with pytest.raises(InvalidInput):
        checked_link(replace(LINK, expires_at=expires_at), NOW, POLICY)


def test_a_link_is_an_actor_with_one_capability_and_no_role() -> None:
    actor = LINK.actor()
    assert (actor.account, actor.organisation, actor.roles) == ("l1", "o1", frozenset())
    assert actor.capability == Capability("receipt.confirm", "c1")


@pytest.mark.parametrize("secret", [KEY, LINK, Session("hash", AccountId("a1"), NOW, NOW)])
def test_no_hash_of_a_secret_reaches_a_log(secret: object) -> None:
    assert "hash" not in repr(secret)
