"""How the value of a fact is told in a reasoned decision."""

from datetime import date
from typing import Any

import pytest

from lifecycle.domain.routing.decision import UsedFact
from lifecycle.domain.vocabulary import Holding
from web.pages.contexts.approvals import Sayable
from web.pages.mapping.grounds import fact_said
from web.pages.reading import Reader


def fact(name: str, value: Any) -> UsedFact:
    return UsedFact(name=name, value=value, source="record", observed=None, age_days=None)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("functional_grade", 5, "F5"),
        ("cosmetic_grade", 4, "C4"),
        ("holding", "state", Holding.STATE),
        ("in_use_since", {"value": "2023-08-09"}, date(2023, 8, 9)),
    ],
)
def test_a_value_is_what_a_person_reads(name: str, value: Any, said: Sayable) -> None:
    """A grade has its letter, a day is a day, a member of a fixed list has a word."""
    assert fact_said(fact(name, value)) == said


@pytest.mark.parametrize(
    ("name", "value", "dutch"),
    [
        ("memory_gib", 16.0, "16\u00a0GiB"),
        ("mass_kg", 1.4, "1,4\u00a0kg"),
        ("market_value", {"value": 210.5}, "€\u00a0210,50"),
    ],
)
def test_a_number_has_its_unit_in_the_readers_form(name: str, value: Any, dutch: str) -> None:
    """An official reads no bare numbers, and a comma in Dutch."""
    assert Reader("nl").say(fact_said(fact(name, value))) == dutch


def test_what_has_no_short_form_says_where_it_is() -> None:
    """Media with their wipes stand in the data of the decision."""
    assert "data of the decision" in Reader("en").say(fact_said(fact("media", {"value": {"a": 1}})))
