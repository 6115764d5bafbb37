"""Events: plain data and back, what may be erased, order, retries and corrections."""

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, get_args

import pytest
from pydantic import Field, TypeAdapter

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical
from lifecycle.domain import events as all_events
from lifecycle.domain.events import (
    KINDS,
    Corrected,
    ErrorReason,
    Event,
    EventId,
    Happening,
    IntakeScanned,
    LockFound,
    MediaDestroyed,
    Place,
    Recycled,
    TransactionId,
    effective,
    in_order,
    join_erasable,
    plain,
    same_event,
    split_erasable,
    with_commitment,
)
from lifecycle.domain.vocabulary import Lock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ADAPTER: TypeAdapter[Happening] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])


def event(happening: Happening, *, number: int = 1, at: datetime = NOON, **changed: Any) -> Event:
    whole = Event(
        EventId(f"e{number}"),
        DeviceKey("d1"),
        at,
        at,
        AccountId("a1"),
        OrganisationId("o1"),
        TransactionId("t1"),
        happening,
    )
    return dataclasses.replace(whole, **changed)


LOCK = LockFound(lock=Lock.MDM, remark="Jan said so")


def test_every_class_of_the_union_has_its_own_kind_and_is_exported() -> None:
    classes = get_args(Happening)
    assert len(KINDS) == len(classes) == len({each.kind for each in classes})
    assert all(hasattr(all_events, each.__name__) for each in classes)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_its_class_name_in_lower_case(kind: str) -> None:
    assert KINDS[kind].__name__ == "".join(word.title() for word in kind.split("_"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_erasable_field_is_optional_so_that_an_event_reads_without_it(kind: str) -> None:
    marked = [each for each in dataclasses.fields(KINDS[kind]) if each.metadata.get("erasable")]
    assert marked
    assert all(each.default is None for each in marked)


def test_plain_data_keeps_decimals_exact_and_leaves_out_what_is_none() -> None:
    recycled = Recycled(kilograms=Decimal("1.20"), weee_category=6, ewc="16 02 14")
    assert plain(recycled) == {"kind": "recycled", "kilograms": "1.20", "weee_category": 6, "ewc": "16 02 14"}


def test_an_event_as_plain_data_has_canonical_bytes() -> None:
    assert canonical(plain(event(LOCK))).startswith(b'{"actor":"a1","device":"d1","happening":{"kind":"lock_found"')


def test_erasable_text_is_split_off_and_joined_again() -> None:
    destroyed = MediaDestroyed(
        medium="S1", method="shredded", witness=AccountId("a2"), witness_name="J. Jansen", remark="on site"
    )
    kept, erasable = split_erasable(destroyed)
    assert erasable == {"witness_name": "J. Jansen", "remark": "on site"}
    assert "Jansen" not in str(kept)
    assert ADAPTER.validate_python(join_erasable(with_commitment(kept, "c" * 64), erasable)) == destroyed


def test_an_event_of_which_the_text_was_erased_reads_as_the_event_without_it() -> None:
    kept, _ = split_erasable(LOCK)
    assert ADAPTER.validate_python(join_erasable(kept, None)) == LockFound(lock=Lock.MDM)


def test_a_retry_is_the_stored_event_whenever_it_arrives() -> None:
    stored = event(LOCK)
    assert same_event(stored, event(LOCK, recorded_at=NOON + timedelta(hours=3))) is stored


@pytest.mark.parametrize(
    "changed",
    [
        {"occurred_at": NOON - timedelta(1)},
        {"actor": AccountId("a2")},
        {"organisation": None},
        {"device": DeviceKey("d2")},
        {"transaction": TransactionId("t2")},
        {"happening": LockFound(lock=Lock.ABSOLUTE)},
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(changed: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="e1"):
        same_event(event(LOCK), dataclasses.replace(event(LOCK), **changed))


def test_a_time_without_utc_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        event(LOCK, at=NOON.replace(tzinfo=None))


def test_events_of_one_instant_keep_the_order_of_recording() -> None:
    late = event(LOCK, number=3, at=NOON - timedelta(hours=1))
    first, second = event(LOCK, number=1), event(LOCK, number=2)
    assert in_order([first, second, late]) == (late, first, second)


def test_an_event_declared_in_error_does_not_count_and_its_declaration_does() -> None:
    scan = event(IntakeScanned(raw="x", symbology="]d2", place=Place("hall")), number=1)
    wrong = event(LOCK, number=2)
    declared = event(Corrected(event=wrong.id, reason=ErrorReason.DID_NOT_OCCUR), number=3)
    assert effective([scan, wrong, declared]) == (scan, declared)
