"""Rolls of pre-printed labels: their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, Refused
from dpp.domain.labels.rolls import (
    MOST_AT_ONCE,
    LabelState,
    RollUse,
    bytes_for,
    check_number,
    codes,
    parts_of,
    refuse_claimed,
)
from dpp.domain.opaque import label_code, read_label_code

CODE = label_code(bytes(16))


@pytest.mark.parametrize("labels", [0, -1, 10_001])
def test_a_roll_has_one_to_ten_thousand_labels(labels: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 10000") as refused:
        check_number(labels)
    assert refused.value.problems[0].path == "$.labels"
    check_number(1)
    check_number(10_000)


@given(st.binary(min_size=8, max_size=800).map(lambda some: some[: len(some) // 8 * 8]))
def test_a_code_comes_from_its_own_random_bytes_and_reads_back(chance: bytes) -> None:
    drawn = codes(chance)
    assert len(set(drawn)) == len(drawn) <= len(chance) // 8
    assert all(read_label_code(code) == code for code in drawn)
    assert drawn[0] == codes(chance[:8])[0]


def test_the_same_random_bytes_twice_give_one_code() -> None:
    assert len(codes(bytes(bytes_for(2)))) == 1


def test_a_label_that_is_on_no_device_can_be_linked() -> None:
    refuse_claimed(CODE, LabelState.UNCLAIMED)


def test_a_claimed_label_is_refused_and_the_device_named_only_where_it_is_given() -> None:
    with pytest.raises(Refused) as unnamed:
        refuse_claimed(CODE, LabelState.ACTIVE)
    assert str(unnamed.value) == "Label 0000-0000-0000 is on another device already."
    with pytest.raises(Refused, match="already: Dell Latitude") as named:
        refuse_claimed(CODE, LabelState.ACTIVE, "Dell Latitude")
    assert named.value.rule == unnamed.value.rule == "label-on-another-device"


def test_a_retired_label_can_never_be_linked() -> None:
    with pytest.raises(Refused) as refused:
        refuse_claimed(CODE, LabelState.RETIRED, "Dell Latitude")
    assert refused.value.rule == "label-retired"
    assert "Dell" not in str(refused.value)


@given(st.integers(1, 10_000))
def test_a_roll_in_parts_has_each_place_once(labels: int) -> None:
    parts = list(parts_of(labels))
    assert [place for first, last in parts for place in range(first, last + 1)] == list(range(1, labels + 1))
    assert all(last - first < MOST_AT_ONCE for first, last in parts)


def test_the_labels_of_a_roll_are_those_on_devices_retired_and_left() -> None:
    assert RollUse(active=2, retired=1, unclaimed=7).labels == 10
