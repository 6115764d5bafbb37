"""What the public sees: kinds and months from an allow-list, and not one identifier."""

import json
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings

from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from lifecycle.domain.events import (
    KINDS,
    ComponentInstalled,
    Corrected,
    Donated,
    ErrorReason,
    Event,
    LostOrStolen,
    Redeployed,
    Repaired,
    TakenBack,
)
from lifecycle.domain.fold import fold
from lifecycle.domain.public import ERASING, SAID, may_tell_more, public_history
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin, Route
from tests.unit.lifecycle.device.lives import (
    CARLA,
    COORDINATOR,
    MINISTRY,
    Life,
    clean,
    given_away,
    registered,
    routed,
    verify,
    wipe,
)
from tests.unit.lifecycle.device.test_sequences import lives, thorough

MARCH = "2026-03"
LOST = LostOrStolen(stolen=False, report="R-1")
NEVER_SAID = frozenset(
    {
        "donated",
        "sold",
        "redeployed",
        "gift",
        "secret",
        "stg",
        "mdm",
        "lock",
        "quarantine",
        "provider",
        "ministry",
        "coordinator",
    }
)


def serialised(history: PublicHistory) -> str:
    return json.dumps(asdict(history)).lower()


def texts(content: object) -> set[str]:
    """Every text in an event or a history, at any depth, but for the words of a vocabulary."""
    if is_dataclass(content):
        return set().union(*(texts(getattr(content, each.name)) for each in fields(content)))
    if isinstance(content, tuple):
        return set().union(*map(texts, content))
    return {content.lower()} if isinstance(content, str) and not isinstance(content, Enum) else set()


def identifiers(event: Event) -> set[str]:
    """Ids, organisations, places, serials, remarks: whatever is no word of a vocabulary."""
    return {text for text in texts(event) if len(text) > 2} - {event.kind}


def test_a_given_away_laptop_in_public() -> None:
    life = given_away().then(Donated(receiver=COORDINATOR), CARLA, COORDINATOR)
    assert public_history(life.events) == PublicHistory(
        entries=(
            PublicEntry(MARCH, PublicKind.REGISTERED),
            PublicEntry(MARCH, PublicKind.DATA_ERASED),
            PublicEntry(MARCH, PublicKind.NEW_USE),
        ),
        data_safe=MARCH,
        reported_lost=False,
        state_owned=False,
    )


def test_a_repair_names_the_kind_of_part_and_no_serial() -> None:
    battery = ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.NEW_ORIGINAL, serial="B-123456")
    fan = ComponentInstalled(component=ComponentKind.FAN, origin=PartOrigin.USED)
    entries = public_history(registered().then(battery).then(fan).then(Repaired()).events).entries
    assert entries[1:] == (
        PublicEntry(MARCH, PublicKind.PART_REPLACED, PublicPart.BATTERY),
        PublicEntry(MARCH, PublicKind.PART_REPLACED, PublicPart.OTHER),
        PublicEntry(MARCH, PublicKind.REPAIRED),
    )


def test_the_same_in_one_month_is_told_once_and_in_another_month_again() -> None:
    life = registered().then(Repaired()).then(Repaired())
    life.now += timedelta(days=60)
    life.then(Repaired())
    months = [entry.month for entry in public_history(life.events).entries if entry.kind is PublicKind.REPAIRED]
    assert months == [MARCH, "2026-05"]


def test_the_month_is_that_of_the_event_in_utc() -> None:
    life = registered()
    edge = life.events[0].occurred_at.replace(day=1, hour=0, minute=0) - timedelta(seconds=1)
    assert public_history([replace(life.events[0], occurred_at=edge)]).entries[0].month == "2026-02"


def test_the_data_is_safe_from_the_month_of_the_last_verification() -> None:
    life = registered()
    assert public_history(life.events).data_safe is None
    life = clean()
    life.now += timedelta(days=60)
    assert public_history(life.then(wipe()).events).data_safe is None
    assert public_history(life.then(verify(), CARLA).events).data_safe == "2026-05"


def test_use_ends_what_was_said_of_the_data() -> None:
    life = routed(Route.REDEPLOY).then(Redeployed(receiver=MINISTRY, unit="Finance"))
    assert public_history(life.events).data_safe is None


def test_a_lost_device_is_told_while_it_belongs_to_the_state() -> None:
    assert public_history(registered().then(LOST).events).reported_lost
    assert not public_history(given_away().then(LOST, CARLA, COORDINATOR).events).reported_lost


def test_what_was_declared_in_error_is_not_told() -> None:
    life = registered().then(Repaired())
    life.then(Corrected(event=life.events[-1].id, reason=ErrorReason.DID_NOT_OCCUR))
    assert [entry.kind for entry in public_history(life.events).entries] == [PublicKind.REGISTERED]


def test_most_kinds_of_event_are_never_told() -> None:
    assert set(SAID) | ERASING < set(KINDS)
    silent = {"classified", "lock_found", "route_approved", "transfer_offered", "custody_changed", "taken_back"}
    assert silent.isdisjoint(set(SAID) | ERASING)


@pytest.mark.parametrize("word", sorted(NEVER_SAID))
def test_words_that_are_never_said(word: str) -> None:
    life = given_away().then(Donated(receiver=COORDINATOR), CARLA, COORDINATOR)
    life.then(TakenBack(reason="broken"), CARLA, COORDINATOR)
    assert word not in serialised(public_history(life.events))


@thorough
@given(lives())
def test_no_identifier_organisation_place_or_serial_of_any_event_is_ever_told(life: Life) -> None:
    history = public_history(life.events)
    said = {str(word) for entry in history.entries for word in (entry.month, entry.kind, entry.part)}
    said.add(str(history.data_safe))
    leaked = {text for event in life.events for text in identifiers(event) if any(text in word for word in said)}
    assert not leaked


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(lives().filter(lambda life: bool(life.events)))
def test_what_cannot_tell_more_tells_the_same(life: Life) -> None:
    """The recorder skips making the history again after such an event."""
    for number in range(1, len(life.events)):
        before, after = life.events[:number], life.events[: number + 1]
        then, now = fold(before), fold(after)
        assert then is not None
        assert now is not None
        if not may_tell_more(then, now, after[-1:]):
            assert public_history(before) == public_history(after)
        assert public_history(after, now) == public_history(after)
