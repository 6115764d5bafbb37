"""Paths of one element: RFC 9535 singular queries in, normalised paths out."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.exchange.element_path import ElementPath, get, locate, path_text, put, read_path, remove

PASSPORT: dict[str, Any] = {
    "mass": {"value": 1.52, "unit": "kg"},
    "spareParts": [{"part": "battery"}, {"part": "display"}],
    "gs1:gtin": "09520000074203",
    "warning": None,
}
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PATHS = st.builds(
    lambda first, rest: ElementPath((first, *rest)), NAMES, st.lists(NAMES | st.integers(0, 999), max_size=4)
)


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("$.mass.value", "$['mass']['value']"),
        ("$['mass']['value']", "$['mass']['value']"),
        ('$["mass"].value', "$['mass']['value']"),
        ("$.spareParts[0].part", "$['spareParts'][0]['part']"),
        ("$ .mass\t[ 'value' ]", "$['mass']['value']"),
        ("$['gs1:gtin']", "$['gs1:gtin']"),
        ("$.größe", "$['größe']"),
        (r"$['it\'s']", r"$['it\'s']"),
        ('$["it\'s"]', r"$['it\'s']"),
        (r"""$["a\"b"]""", """$['a"b']"""),
        (r"$['\u0061\uD834\uDD1E']", "$['a\U0001d11e']"),
        (r"$['\u000B\n\/']", r"$['\u000b\n/']"),
        (r"$['\\']", r"$['\\']"),
        ("$['']", "$['']"),
    ],
)
def test_both_ways_of_writing_give_one_normalised_path(written: str, normalised: str) -> None:
    assert str(read_path(written)) == normalised


@pytest.mark.parametrize(
    ("written", "part", "expected"),
    [
        ("mass", "mass", "begins with $"),
        ("", "", "begins with $"),
        ("$", "$", "name of an element"),
        ("$[0]", "$[0]", "name of an element"),
        ("$..mass", "..mass", "'..' may find many"),
        ("$.spareParts.*", ".*", "wildcard"),
        ("$.spareParts[*]", "[*]", "wildcard"),
        ("$.spareParts[ ?@.part]", "[ ?@.part]", "filter"),
        ("$.spareParts[0:2]", "[0:2]", "slice"),
        ("$.spareParts[::2]", "[::2]", "slice"),
        ("$.spareParts[0,1]", "[0,1]", "several"),
        ("$['a','b']", "['a','b']", "several"),
        ("$.spareParts[01]", "[01]", "an index"),
        ("$.spareParts[-0]", "[-0]", "an index"),
        ("$.a-b", "-b", "a name"),
        ("$.1a", ".1a", "a name"),
        ("$.a.", ".", "a name"),
        ("$.a ", " ", "a name"),
        ("$['a", "['a", "a name"),
        ("$['a\n']", "['a\n']", "a name"),
        (r"$['\x']", r"\x", "uXXXX"),
        (r"""$['\"']""", r"\"", "uXXXX"),
        (r"$['\uD834']", r"\u", "uXXXX"),
        (r"$['\u12']", r"\u", "uXXXX"),
        ("$." + "a" * 3000, "$", "2048"),
    ],
)
def test_what_is_no_path_of_one_element_is_refused_with_its_part_and_what_is_expected(
    written: str, part: str, expected: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_path(written)
    (problem,) = refused.value.problems
    assert problem.path == part
    assert expected in str(problem.what)


@given(PATHS)
def test_a_normalised_path_reads_as_itself(path: ElementPath) -> None:
    assert read_path(str(path)) == path
    assert read_path(path_text(path.steps)) == path


def test_people_read_a_path_without_quotes_that_it_does_not_need() -> None:
    assert path_text(["spareParts", 0, "part"]) == "$.spareParts[0].part"
    assert path_text(["gs1:gtin"]) == "$['gs1:gtin']"


def test_an_element_is_read_by_its_path() -> None:
    assert get(PASSPORT, read_path("$.mass.value")) == 1.52
    assert get(PASSPORT, read_path("$.spareParts[1]")) == {"part": "display"}
    assert get(PASSPORT, read_path("$.warning")) is None


def test_a_negative_index_counts_from_the_end_and_is_located_without_a_sign() -> None:
    path = read_path("$.spareParts[-1].part")
    assert get(PASSPORT, path) == "display"
    assert str(locate(PASSPORT, path)) == "$['spareParts'][1]['part']"


@pytest.mark.parametrize(
    "path", ["$.volume", "$.mass.volume", "$.spareParts[2]", "$.spareParts[-3]", "$.spareParts.part", "$.mass[0]"]
)
@pytest.mark.parametrize("act", [get, remove, lambda document, path: put(document, path, 1)])
def test_a_path_without_an_element_is_not_found(path: str, act: Any) -> None:
    with pytest.raises(NotFound):
        act(PASSPORT, read_path(path))


def test_a_text_has_no_elements() -> None:
    with pytest.raises(NotFound):
        get({"brand": "Dell"}, read_path("$.brand[0]"))


def test_putting_replaces_one_element_and_leaves_the_passport_that_came_in() -> None:
    before = copy.deepcopy(PASSPORT)
    changed = put(PASSPORT, read_path("$.spareParts[0].part"), "camera")
    assert changed["spareParts"] == [{"part": "camera"}, {"part": "display"}]
    assert {**changed, "spareParts": before["spareParts"]} == before == PASSPORT


def test_removing_takes_one_element_out() -> None:
    before = copy.deepcopy(PASSPORT)
    assert remove(PASSPORT, read_path("$.spareParts[0]"))["spareParts"] == [{"part": "display"}]
    assert "mass" not in remove(PASSPORT, read_path("$.mass"))
    assert before == PASSPORT
