"""How long an archived passport is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.registers import load_retention
from dpp.domain.catalogue import ProductGroup, Text
from dpp.domain.retention import (
    Retention,
    RetentionEvent,
    RetentionRule,
    RetentionSource,
    is_past,
    retained_until,
)

ARCHIVED, ENDED = RetentionEvent.ARCHIVED, RetentionEvent.PLACEMENT_ENDED
SOURCE = RetentionSource(Text("words", "woorden"), "https://example.org", "Article 1")
RULE = RetentionRule(ProductGroup.LAPTOP, 10, (ARCHIVED, ENDED), policy=True, confirmed=False, source=SOURCE)
RETENTION = Retention("1.0", date(2026, 11, 20), {ProductGroup.LAPTOP: RULE})


@pytest.mark.parametrize(
    ("happened", "until"),
    [
        ({ARCHIVED: date(2026, 3, 1)}, date(2036, 3, 1)),
        ({ARCHIVED: date(2026, 3, 1), ENDED: date(2024, 1, 1)}, date(2036, 3, 1)),
        ({ARCHIVED: date(2026, 3, 1), ENDED: date(2028, 1, 1)}, date(2038, 1, 1)),
        ({ARCHIVED: date(2028, 2, 29)}, date(2038, 2, 28)),
        ({ENDED: date(2028, 1, 1)}, None),
        ({}, None),
    ],
)
def test_the_term_counts_from_the_last_event_that_is_known(
    happened: dict[RetentionEvent, date], until: date | None
) -> None:
    """A passport that is not archived is kept without end."""
    assert retained_until(RETENTION, ProductGroup.LAPTOP, happened) == until


def test_a_group_without_a_rule_is_kept_without_end() -> None:
    assert retained_until(RETENTION, ProductGroup.PHONE, {ARCHIVED: date(1990, 1, 1)}) is None


@given(archived=st.dates(max_value=date(2200, 1, 1)))
def test_a_passport_is_never_past_its_term_in_the_years_that_the_rule_gives(archived: date) -> None:
    until = retained_until(RETENTION, ProductGroup.LAPTOP, {ARCHIVED: archived})
    assert until is not None
    assert until.year == archived.year + 10
    assert not is_past(until, until)
    assert is_past(until, until.replace(year=until.year + 1))


def test_the_rules_in_force_say_that_they_are_policy() -> None:
    """No act fixes a term for these groups yet."""
    rules = load_retention().rules.values()
    assert all(rule.policy for rule in rules)
    assert all(rule.years >= 10 for rule in rules)
