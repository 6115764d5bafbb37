"""The bill of materials: which parts were in a device on any day, since when, who says so, and how surely."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.bom import DOUBTFUL, READ_BY_MACHINE, STATED, WITHOUT_NUMBER, Bom, bill_of_materials
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Corrected,
    ErrorReason,
    EvidenceAttached,
    Harvested,
    MediaRemoved,
    Part,
)
from lifecycle.domain.facts import Capacity, CapacityUnit, MediumSeen, PartSeen
from lifecycle.domain.vocabulary import ComponentKind, MediumKind, PartOrigin
from tests.unit.lifecycle.device.lives import DISK, PROVIDER, SECOND_DISK, Life, inventory, registered

BATTERY, MEMORY, STORAGE = ComponentKind.BATTERY, ComponentKind.MEMORY, ComponentKind.STORAGE
EIGHT = Capacity(8 * 2**30, CapacityUnit.BYTE)


def shows(*parts: PartSeen, file: str = "a") -> EvidenceAttached:
    return replace(inventory(), media=(), lists_all_media=False, sha256=file * 64, parts=parts)


def battery(serial: str | None = None, origin: PartOrigin = PartOrigin.NEW_ORIGINAL) -> ComponentInstalled:
    return ComponentInstalled(component=BATTERY, origin=origin, serial=serial)


def bom(life: Life, as_of: datetime | None = None) -> Bom:
    return bill_of_materials(life.events, as_of or life.now)


def serials(lines: Bom) -> list[tuple[str, str | None]]:
    return [(line.component.value, line.serial) for line in lines]


def test_nothing_is_known_of_a_device_that_nobody_opened_or_read() -> None:
    assert bom(registered()) == ()


def test_evidence_tells_what_is_in_it_with_the_file_that_says_so() -> None:
    life = registered().then(shows(PartSeen(MEMORY, "M1", "Samsung", "M471A1K43", EIGHT)))
    (line,) = bom(life)
    assert (line.maker, line.model, line.capacity, line.confidence) == ("Samsung", "M471A1K43", EIGHT, READ_BY_MACHINE)
    assert (line.source.sha256, line.source.format, line.since) == ("a" * 64, "glpi", life.events[-1].occurred_at)


def test_a_medium_is_a_part_with_its_size() -> None:
    seen = MediumSeen(DISK, MediumKind.SSD, "PM981", size_bytes=512_000_000_000)
    (line,) = bom(registered().then(replace(inventory(), media=(seen,))))
    assert (line.component, line.serial, line.model) == (STORAGE, DISK, "PM981")
    assert line.capacity == Capacity(512_000_000_000, CapacityUnit.BYTE)


def test_on_a_day_before_the_repair_the_old_part_is_in_it() -> None:
    life = registered().then(inventory(DISK))
    before = life.now
    life.then(ComponentRemoved(component=STORAGE, serial=DISK))
    life.then(ComponentInstalled(component=STORAGE, origin=PartOrigin.USED, serial=SECOND_DISK))
    assert serials(bom(life, before)) == [("storage", DISK)]
    assert serials(bom(life)) == [("storage", SECOND_DISK)]
    assert bom(life)[0].origin is PartOrigin.USED
    assert bom(life, before - timedelta(days=1)) == ()


def test_a_disk_that_a_complete_list_leaves_out_is_not_in_it_any_more() -> None:
    life = registered().then(inventory(DISK, SECOND_DISK)).then(inventory(SECOND_DISK))
    assert serials(bom(life)) == [("storage", SECOND_DISK)]
    partial = replace(inventory(DISK), lists_all_media=False)
    assert serials(bom(life.then(partial))) == [("storage", DISK), ("storage", SECOND_DISK)]


def test_a_medium_that_was_taken_out_is_not_in_it() -> None:
    assert bom(registered().then(inventory(DISK)).then(MediaRemoved(medium=DISK, kept_by=PROVIDER))) == ()


def test_evidence_that_shows_another_battery_shows_that_the_old_one_is_gone() -> None:
    life = registered().then(shows(PartSeen(BATTERY, "B1"))).then(shows(PartSeen(BATTERY, "B2"), file="b"))
    assert serials(bom(life)) == [("battery", "B2")]


def test_evidence_that_is_silent_about_a_kind_takes_none_of_it_away() -> None:
    life = registered().then(shows(PartSeen(BATTERY, "B1"))).then(shows(PartSeen(MEMORY, "M1"), file="b"))
    assert serials(bom(life)) == [("battery", "B1"), ("memory", "M1")]


def test_two_files_that_say_the_same_are_surer_than_one_and_one_file_twice_is_not() -> None:
    once = registered().then(shows(PartSeen(BATTERY, "B1")))
    twice = registered().then(shows(PartSeen(BATTERY, "B1"))).then(shows(PartSeen(BATTERY, "B1"), file="b"))
    again = registered().then(shows(PartSeen(BATTERY, "B1"))).then(shows(PartSeen(BATTERY, "B1")))
    assert bom(twice)[0].confidence > bom(once)[0].confidence
    assert bom(again)[0].confidence == bom(once)[0].confidence


def test_a_number_is_one_whatever_its_case() -> None:
    life = registered().then(shows(PartSeen(BATTERY, "b 1"))).then(ComponentRemoved(component=BATTERY, serial="B1"))
    assert bom(life) == ()


def test_a_part_put_in_without_a_number_gets_the_number_that_evidence_shows() -> None:
    life = registered().then(battery())
    put_in = life.now
    assert bom(life)[0].confidence == WITHOUT_NUMBER
    (line,) = bom(life.then(shows(PartSeen(BATTERY, "B2"))))
    assert (line.serial, line.since, line.origin) == ("B2", put_in, PartOrigin.NEW_ORIGINAL)


def test_a_donor_is_told_with_the_part() -> None:
    donor = DeviceKey("donor00000000000")
    life = registered().then(replace(battery("B9", PartOrigin.HARVESTED), donor=donor))
    assert (bom(life)[0].donor, bom(life)[0].confidence) == (donor, STATED)


def test_the_only_part_of_its_kind_goes_without_its_number() -> None:
    assert bom(registered().then(battery("B1")).then(ComponentRemoved(component=BATTERY))) == ()


def test_of_several_nobody_can_say_which_went_so_all_become_doubtful() -> None:
    life = registered().then(shows(PartSeen(MEMORY, "M1"), PartSeen(MEMORY, "M2")))
    life.then(ComponentRemoved(component=MEMORY))
    assert serials(bom(life)) == [("memory", "M1"), ("memory", "M2")]
    assert {line.confidence for line in bom(life)} == {DOUBTFUL}


def test_modules_without_a_number_are_counted() -> None:
    two = shows(PartSeen(MEMORY, capacity=EIGHT), PartSeen(MEMORY, capacity=EIGHT))
    life = registered().then(two)
    assert len(bom(life)) == 2
    assert len(bom(life.then(replace(two, sha256="b" * 64)))) == 2
    three = shows(*[PartSeen(MEMORY, capacity=EIGHT)] * 3, file="c")
    assert len(bom(life.then(three))) == 3
    assert len(bom(life.then(shows(PartSeen(MEMORY), file="d")))) == 1


def test_what_was_harvested_is_not_in_it() -> None:
    life = registered().then(inventory()).then(shows(PartSeen(BATTERY, "B1"), PartSeen(MEMORY, "M1")))
    event = life.event(Harvested(parts=(Part(BATTERY, "B1"),)))
    assert serials(bill_of_materials([*life.events, event], life.now)) == [("memory", "M1")]


def test_a_repair_that_was_recorded_in_error_never_counted() -> None:
    life = registered().then(shows(PartSeen(BATTERY, "B1"))).then(battery("B2"))
    wrong = life.events[-1]
    life.now += timedelta(minutes=1)
    declared = life.event(Corrected(event=wrong.id, reason=ErrorReason.DID_NOT_OCCUR))
    assert serials(bill_of_materials([*life.events, declared], life.now)) == [("battery", "B1")]


NUMBERS = st.sampled_from(("A1", "B2", "C3"))
KINDS = st.sampled_from((BATTERY, MEMORY))
ACTS = st.one_of(
    st.builds(
        lambda parts, file: shows(*(PartSeen(kind, number) for kind, number in sorted(parts)), file=file),
        st.sets(st.tuples(KINDS, NUMBERS), min_size=1, max_size=4),
        st.sampled_from("abc"),
    ),
    st.builds(lambda kind, number: ComponentRemoved(component=kind, serial=number), KINDS, NUMBERS),
    st.builds(
        lambda kind, number: ComponentInstalled(component=kind, origin=PartOrigin.USED, serial=number), KINDS, NUMBERS
    ),
)


@settings(max_examples=100)
@given(st.lists(ACTS, max_size=12), st.integers(0, 12))
def test_on_every_day_the_bill_is_what_the_life_until_then_says(acts: list[object], minutes: int) -> None:
    """No part is there twice, every confidence is one, and what happened later changes nothing of an earlier day."""
    life = registered()
    for act in acts:
        life.then(act)  # type: ignore[arg-type]  # one of three kinds of event
    as_of = life.events[0].occurred_at + timedelta(minutes=minutes)
    until_then = [event for event in life.events if event.occurred_at <= as_of]
    lines = bill_of_materials(life.events, as_of)
    assert lines == bill_of_materials(until_then, as_of)
    assert len({(line.component, line.serial) for line in lines}) == len(lines)
    assert all(0 < line.confidence <= 1 and line.since <= as_of for line in lines)
    assert all(any(line.source.event == event.id for event in until_then) for line in lines)
