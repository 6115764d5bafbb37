"""A newer reading of a file counts in the place of the older one, as if the newer parser had been there at first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.errors import Refused
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Corrected,
    ErrorReason,
    Event,
    EventId,
    EvidenceAttached,
    EvidenceErased,
    EvidenceReadAgain,
    LockFound,
    MediaRemoved,
    effective,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim, MediumSeen
from lifecycle.domain.fold import fold
from lifecycle.domain.late import admit_among
from lifecycle.domain.vocabulary import DataState, Lock, MediumKind
from tests.unit.lifecycle.device.lives import (
    ANNE,
    BRAM,
    DISK,
    PROVIDER,
    SECOND_DISK,
    Life,
    at_intake,
    clean,
    inventory,
    verify,
    wipe,
)

TAG = IdentityClaim(ClaimKind.ASSET_TAG, "TAG-1", "glpi", 0.7)
DISKS = [MediumSeen(serial, MediumKind.NVME, "Read anew") for serial in (DISK, SECOND_DISK)]
STEPS = (wipe(), wipe(SECOND_DISK), verify(), LockFound(lock=Lock.MDM), MediaRemoved(medium=DISK, kept_by=PROVIDER))


def again(*, media: tuple[MediumSeen, ...] = (DISKS[0],), complete: bool = True) -> EvidenceReadAgain:
    """What version 2 reads in the inventory of `at_intake`."""
    return EvidenceReadAgain(
        sha256=inventory().sha256,
        parser="glpi",
        parser_version="2",
        claims=(TAG,),
        media=media,
        lists_all_media=complete,
    )


def read_again(life: Life, it: EvidenceReadAgain) -> tuple[Device, tuple[Event, ...]]:
    life.now += timedelta(minutes=1)
    event = life.event(it)
    return admit_among(life.events, event, life.state), (*life.events, event)


def from_the_start(life: Life, it: EvidenceReadAgain) -> Device | None:
    """The device, had the newer parser read the file when it came."""
    return fold(_as_read_by(it, event) for event in life.events)


def _as_read_by(it: EvidenceReadAgain, event: Event) -> Event:
    file = event.happening
    if not isinstance(file, EvidenceAttached):
        return event
    read = replace(file, claims=it.claims, media=it.media, lists_all_media=it.lists_all_media, parser_version="2")
    return replace(event, happening=read)


@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from((ANNE, BRAM))), max_size=6),
    st.builds(again, media=st.lists(st.sampled_from(DISKS), unique=True).map(tuple), complete=st.booleans()),
)
@settings(max_examples=60)
def test_it_is_as_if_the_newer_parser_had_been_there_at_first(
    tries: list[tuple[Any, Any]], it: EvidenceReadAgain
) -> None:
    """Whatever came in between: either the same device as then, or a refusal and nothing."""
    life = at_intake()
    for happening, by in tries:
        try:
            life.then(happening, by)
        except Refused:
            continue
    before = list(life.events)
    try:
        after, events = read_again(life, it)
    except Refused:
        assert life.events == before
        return
    assert after == fold(events)
    as_then = from_the_start(life, it)
    assert as_then is not None
    assert replace(after, changed_at=as_then.changed_at) == as_then


def test_a_reading_again_leaves_what_was_erased_erased() -> None:
    after, _ = read_again(clean(), again())
    assert [(medium.data, medium.model) for medium in after.media] == [(DataState.VERIFIED, "Read anew")]


def test_a_file_read_twice_again_says_what_it_said_last() -> None:
    life = at_intake()
    _, events = read_again(life, again())
    life.events = list(events)
    after, events = read_again(life, replace(again(), claims=(), parser_version="3"))
    assert TAG not in after.claims
    assert [kept.parser_version for kept in after.evidence] == ["3"]
    assert [event.kind for event in effective(events)].count("evidence_attached") == 1


def test_a_reading_again_that_is_declared_in_error_never_counted() -> None:
    life = at_intake()
    before = life.state
    _, events = read_again(life, again())
    declared = life.event(Corrected(event=events[-1].id, reason=ErrorReason.INCORRECT_DATA))
    wrong = replace(declared, id=EventId("wrong"), occurred_at=life.now + timedelta(minutes=1))
    after = fold((*events, wrong))
    assert after is not None
    assert replace(after, changed_at=before.changed_at) == before


def test_another_file_is_not_touched() -> None:
    life = at_intake()
    with pytest.raises(Refused) as caught:
        read_again(life, replace(again(), sha256="0" * 64))
    assert caught.value.rule == "read-again-what-is-kept"


def test_what_was_read_from_an_erased_file_still_holds() -> None:
    life = clean()
    before = life.state
    life.then(EvidenceErased(sha256=inventory().sha256, ground="request"))
    assert [kept.erased_at for kept in life.state.evidence] == [life.now]
    assert (life.state.media, life.state.claims) == (before.media, before.claims)
