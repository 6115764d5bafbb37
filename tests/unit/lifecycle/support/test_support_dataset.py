"""A file of the dataset is read exactly: a day, true, false and nothing are four things, and a wrong row is refused."""

import json
from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from lifecycle.domain.support.dataset import read_dataset
from lifecycle.domain.support.endings import Ending, Standing, read_ending, write_ending
from lifecycle.domain.support.releases import Kind, read_release, write_release
from tests.support.shared import shared_data
from tests.support.support_samples import BY_PRODUCT, WHOLE_LIST, releases

TODAY = date(2026, 11, 21)
ENDINGS = st.one_of(st.dates().map(Ending), st.sampled_from((Ending(), Ending(ended=True), Ending(ended=False))))


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("2026-11-21", Standing.ENDS),
        ("2026-11-20", Standing.ENDED),
        (True, Standing.ENDED),
        (False, Standing.NOT_ANNOUNCED),
        (None, Standing.UNKNOWN),
    ],
)
def test_an_end_is_told_as_it_is_said(said: object, standing: Standing) -> None:
    """The last day still counts; false says that no end is announced, which is not the same as nothing."""
    assert read_ending(said).standing(TODAY) is standing


@given(ENDINGS)
def test_what_is_written_of_an_end_is_read_again(ending: Ending) -> None:
    assert read_ending(write_ending(ending)) == ending


@given(ENDINGS, st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_what_has_ended_never_comes_back_later(ending: Ending, on: date) -> None:
    if ending.standing(on) is Standing.ENDED:
        assert ending.standing(on + timedelta(days=1)) is Standing.ENDED


@pytest.mark.parametrize("wrong", ["soon", "2026-13-01", "20261013", 20261013, 1, ["2026-10-13"], ""])
def test_what_is_no_end_is_not_taken_for_one(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        read_ending(wrong)


def test_a_day_and_a_truth_value_together_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="not both"):
        Ending(day=TODAY, ended=True)


def test_both_shapes_say_the_same() -> None:
    listed = {each.name: each for each in read_dataset(WHOLE_LIST).releases}
    by_product = {each.name: each for each in read_dataset({"pixel": BY_PRODUCT["pixel"]}).releases}
    assert listed == by_product
    assert {each.security for each in listed.values()} == {Ending(date(2027, 10, 1)), Ending(ended=True)}


def test_the_whole_list_says_its_day_and_what_was_left() -> None:
    read = read_dataset(WHOLE_LIST)
    assert (read.dated, read.left, read.products) == (date(2026, 10, 1), ("nodejs",), ("pixel",))
    assert read_dataset(BY_PRODUCT).dated is None


def test_a_release_is_a_device_or_a_system_with_all_its_ends() -> None:
    found = releases()
    assert found["pixel/7"].kind is Kind.DEVICE
    assert found["pixel/7"].released == date(2022, 10, 13)
    windows_10 = found["windows/10-22h2"]
    assert windows_10.kind is Kind.SYSTEM
    assert (windows_10.security.day, windows_10.extended.day) == (date(2025, 10, 14), date(2028, 10, 10))
    assert found["iphone/15-pro"].security == Ending()
    assert found["iphone/15-pro"].sale == Ending(ended=False)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"eol": "next year"}, "$.pixel.releases[0].eol"),
        ({"releaseDate": 2022}, "$.pixel.releases[0].releaseDate"),
        ({"releaseCycle": ""}, "$.pixel.releases[0].releaseCycle"),
        ({"releaseCycle": "5"}, "$.pixel.releases[0]"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place_and_the_others_are_read(change: dict[str, Any], at: str) -> None:
    content = deepcopy(BY_PRODUCT)
    content["pixel"]["releases"][0].update(change)
    read = read_dataset(content)
    assert at in [problem.path for problem in read.refused]
    assert {"iphone/15", "surface/laptop-4"} <= {str(each.name) for each in read.releases}
    assert "pixel/7" not in {str(each.name) for each in read.releases}


@pytest.mark.parametrize("content", [[], "text", None, {}, {"nodejs": {"releases": []}}, {"pixel": []}])
def test_what_is_no_file_of_the_dataset_is_refused_whole(content: object) -> None:
    with pytest.raises(InvalidInput):
        read_dataset(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=8),
        lambda it: (
            st.lists(it) | st.dictionaries(st.sampled_from(("result", "pixel", "releases", "name", "eol", "isEol")), it)
        ),
        max_leaves=12,
    )
)
def test_nothing_that_is_sent_breaks_the_reader(content: object) -> None:
    with suppress(InvalidInput):
        read_dataset(content)


def test_a_release_is_the_same_after_it_was_kept() -> None:
    for each in releases().values():
        assert read_release(each.name, json.loads(json.dumps(write_release(each)))) == each


def test_every_row_of_the_real_dataset_is_read() -> None:
    """1,104 releases; of 111 no end was announced, and of none it was left open whether it has one."""
    read = read_dataset(json.loads(shared_data("endoflife/endoflife_devices.json").read_text()))
    standings = [each.security.standing(date(2026, 9, 1)) for each in read.releases]
    assert (len(read.releases), read.refused, read.left) == (1104, (), ())
    assert standings.count(Standing.NOT_ANNOUNCED) == 111
    assert Standing.UNKNOWN not in standings
