"""Storage media: what each step does, and that the worst of them counts."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.actor import AccountId
from lifecycle.domain import media as on
from lifecycle.domain.events import EventId
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.media import Erasure, Medium, Whereabouts, worst
from lifecycle.domain.vocabulary import DataState, MediumKind, SanitisationCategory

ANNE = AccountId("anne")
PURGED = Erasure(
    event=EventId("wipe"),
    at=datetime(2026, 5, 4, 9, tzinfo=UTC),
    by=ANNE,
    succeeded=True,
    category=SanitisationCategory.PURGE,
    technique="block erase",
    tool="nvme-cli",
)
IN_IT = st.sampled_from([state for state in DataState if state is not DataState.NO_MEDIUM])


@given(st.lists(IN_IT, min_size=1))
def test_the_worst_state_counts_in_whatever_order_the_media_stand(states: list[DataState]) -> None:
    media = tuple(Medium(str(number), data=state) for number, state in enumerate(states))
    order = list(DataState)
    assert worst(media, none_established=False) is order[min(order.index(state) for state in states)]


def test_without_any_medium_the_state_is_unknown_until_it_is_established_that_there_is_none() -> None:
    assert worst((), none_established=False) is DataState.UNKNOWN
    assert worst((), none_established=True) is DataState.NO_MEDIUM


def test_a_medium_taken_out_does_not_count_and_a_destroyed_one_does() -> None:
    assert worst((on.removed(Medium("a")),), none_established=False) is DataState.NO_MEDIUM
    assert worst((on.destroyed(Medium("a")),), none_established=False) is DataState.DESTROYED


@given(IN_IT)
def test_evidence_adds_what_it_knows_and_leaves_the_data_state(state: DataState) -> None:
    found = MediumSeen("a", MediumKind.NVME, "PM981", 512_110_190_592)
    (after,) = on.seen((Medium("a", data=state),), found)
    assert (after.kind, after.model, after.size_bytes) == (MediumKind.NVME, "PM981", 512_110_190_592)
    assert after.data is (DataState.UNKNOWN if state is DataState.DESTROYED else state)


@given(IN_IT)
def test_a_failed_wipe_is_failed_whatever_it_was(state: DataState) -> None:
    medium = on.wiped(Medium("a", data=state), replace(PURGED, succeeded=False))
    assert medium.data is DataState.FAILED


def test_a_wipe_clears_or_purges_and_remembers_everyone_who_did_it() -> None:
    once = on.wiped(Medium("a"), replace(PURGED, category=SanitisationCategory.CLEAR))
    twice = on.wiped(once, replace(PURGED, by=AccountId("bram")))
    assert (once.data, twice.data) == (DataState.CLEARED, DataState.PURGED)
    assert twice.erased_by == ("anne", "bram")
    assert twice.awaits_verification


def test_use_writes_data_on_all_that_is_in_it() -> None:
    media = (on.verified(Medium("a")), on.removed(Medium("b")), on.destroyed(Medium("c")))
    assert [medium.data for medium in on.used(media)] == [
        DataState.CONTAINS_DATA,
        DataState.UNKNOWN,
        DataState.DESTROYED,
    ]


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_a_complete_list_leaves_exactly_those_in_the_device(before: set[str], present: set[str]) -> None:
    after = on.listed(tuple(map(Medium, sorted(before))), sorted(present))
    where = {medium.serial: medium.whereabouts for medium in after}
    assert {serial for serial, at in where.items() if at is Whereabouts.INSTALLED} == present
    assert {serial for serial, at in where.items() if at is Whereabouts.MISSING} == before - present


def test_a_medium_that_comes_back_may_hold_anything() -> None:
    gone = on.listed((on.verified(Medium("a")),), ())
    (back,) = on.listed(gone, ("a",))
    assert (back.whereabouts, back.data) == (Whereabouts.INSTALLED, DataState.UNKNOWN)
