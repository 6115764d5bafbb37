"""A device that a station scans twice in one stack is one scan; one that went away in between is scanned anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events import (
    Corrected,
    CustodyChanged,
    ErrorReason,
    Event,
    EventId,
    Happening,
    Inspected,
    Place,
    TransactionId,
)
from lifecycle.domain.stack import scanned_before
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from tests.unit.lifecycle.device.lives import ANNE, BRAM, COORDINATOR, KEY, PROVIDER, SCANNED, START

STACK = replace(SCANNED, category="laptops", said_owner=OrganisationId("ministry"))
LATER = START + timedelta(hours=3)


def life(*happenings: Happening) -> Sequence[Event]:
    """Events of Anne's, a minute apart."""
    return [
        Event(
            id=EventId(f"event-{number}"),
            device=KEY,
            occurred_at=START + timedelta(minutes=number),
            recorded_at=START + timedelta(minutes=number),
            actor=ANNE,
            organisation=PROVIDER,
            transaction=TransactionId(f"act-{number}"),
            happening=happening,
        )
        for number, happening in enumerate(happenings)
    ]


def custody(custodian: OrganisationId) -> CustodyChanged:
    return CustodyChanged(custodian=custodian, place=Place("Hall 3"), inside_state=True)


INSPECTED = Inspected(functional=FunctionalGrade.F5, cosmetic=CosmeticGrade.C5)


@pytest.mark.parametrize("since", [(), (custody(PROVIDER),), (custody(PROVIDER), INSPECTED)])
def test_a_device_of_the_same_stack_was_scanned_before(since: tuple[Happening, ...]) -> None:
    """Also when the first scan took it into custody, or work was done on it since; whichever code was read."""
    events = life(STACK, *since)
    assert scanned_before(events, replace(STACK, raw="DEMO7420A1", symbology="typed"), ANNE, LATER) == events[0]


@pytest.mark.parametrize(
    "other", [{"place": Place("Hall 4")}, {"category": "phones"}, {"category": None}, {"said_owner": None}]
)
def test_another_place_or_stack_is_a_new_scan(other: dict[str, Any]) -> None:
    assert scanned_before(life(STACK), replace(STACK, **other), ANNE, LATER) is None


def test_another_person_or_day_is_a_new_scan() -> None:
    assert scanned_before(life(STACK), STACK, BRAM, LATER) is None
    assert scanned_before(life(STACK), STACK, ANNE, LATER + timedelta(days=1)) is None


@pytest.mark.parametrize(
    "since",
    [(replace(STACK, place=Place("Hall 4")),), (custody(COORDINATOR),), (custody(COORDINATOR), custody(PROVIDER))],
)
def test_a_device_that_went_away_and_came_back_is_scanned_anew(since: tuple[Happening, ...]) -> None:
    """To another station, or to another organisation."""
    assert scanned_before(life(STACK, *since), STACK, ANNE, LATER) is None


def test_a_scan_that_was_declared_an_error_never_was() -> None:
    wrong = Corrected(event=EventId("event-0"), reason=ErrorReason.DID_NOT_OCCUR)
    assert scanned_before(life(STACK, wrong), STACK, ANNE, LATER) is None


def test_a_device_without_a_scan_was_not_scanned_before() -> None:
    assert scanned_before(life(INSPECTED), STACK, ANNE, LATER) is None
