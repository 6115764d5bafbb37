"""Dated credentials of organisations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import InvalidInput, NotFound
from web.accounts.domain.organisation import (
    CREDENTIAL_KINDS,
    OPERATOR,
    Credential,
    Organisation,
    OrganisationKind,
    checked_credential,
    checked_organisation,
)

DECISION = Credential(
    "aanwijzingsbesluit", "2026-17", "Decision of the minister", date(2026, 1, 1), date(2026, 12, 31), "Staatscourant"
)
COORDINATOR = Organisation(OrganisationId("o1"), "Coordinator", OrganisationKind.FOUNDATION, False, (DECISION,))  # noqa: FBT003


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_credential_holds_from_its_first_through_its_last_day(on: date, *, holds: bool) -> None:
    assert COORDINATOR.credential_valid("aanwijzingsbesluit", on) is holds


def test_a_credential_without_a_last_day_holds_on() -> None:
    assert replace(DECISION, valid_until=None).valid(date(2099, 1, 1))


def test_a_credential_of_one_kind_does_not_hold_for_another() -> None:
    assert not COORDINATOR.credential_valid("en-50625", date(2026, 6, 1))


def test_a_kind_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        COORDINATOR.credential_valid("iso-9000", date(2026, 6, 1))


@given(st.dates(), st.dates(), st.integers(0, 400))
def test_ending_a_credential_changes_no_day_until_its_last(on: date, first: date, days: int) -> None:
    """What was allowed on a day stays allowed on that day, whatever is recorded later."""
    held = replace(DECISION, valid_from=first, valid_until=None)
    last = min(date.max - timedelta(days=400), first) + timedelta(days=days)
    if last < first:
        return
    ended = replace(COORDINATOR, credentials=(held,)).with_credential_ended(held.kind, held.number, last)
    assert ended.credential_valid(held.kind, on) is (held.valid(on) and on <= last)


def test_ending_a_credential_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFound, match="no credential en-50625 7"):
        COORDINATOR.with_credential_ended("en-50625", "7", date(2026, 6, 1))


def test_ending_a_credential_before_it_began_is_refused() -> None:
    with pytest.raises(InvalidInput):
        COORDINATOR.with_credential_ended(DECISION.kind, DECISION.number, date(2025, 12, 31))


@pytest.mark.parametrize("kind", sorted(CREDENTIAL_KINDS))
def test_every_kind_of_the_table_can_be_recorded(kind: str) -> None:
    number = "https://maker.example/operator" if kind == OPERATOR else DECISION.number
    assert checked_credential(replace(DECISION, kind=kind, number=number)).kind == kind


def test_an_economic_operator_is_identified_by_an_address() -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_credential(replace(DECISION, kind=OPERATOR, number="NL001234567B01"))
    assert [problem.path for problem in refusal.value.problems] == ["number"]


def test_every_fault_of_a_credential_is_named() -> None:
    wrong = Credential("iso-9000", " ", "", date(2026, 2, 1), date(2026, 1, 1), "")
    with pytest.raises(InvalidInput) as refusal:
        checked_credential(wrong)
    assert [problem.path for problem in refusal.value.problems] == ["kind", "number", "ground", "source", "valid_until"]


def test_an_organisation_needs_a_name() -> None:
    with pytest.raises(InvalidInput):
        checked_organisation(replace(COORDINATOR, name="  "))
