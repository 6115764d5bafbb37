"""JSON Merge Patch as RFC 7396 has it."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.exchange.merge_patch import merge_patch

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from("abc"), JSON, max_size=3)


@pytest.mark.parametrize(
    ("target", "patch", "expected"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_every_case_of_the_appendix_of_the_rfc_holds(target: Any, patch: Any, expected: Any) -> None:
    """RFC 7396, appendix A."""
    assert merge_patch(target, patch) == expected


@given(JSON, JSON)
def test_a_patch_that_is_sent_twice_does_what_it_did_once(target: Any, patch: Any) -> None:
    once = merge_patch(target, patch)
    assert merge_patch(once, patch) == once


@given(JSON, JSON)
def test_neither_the_target_nor_the_patch_changes(target: Any, patch: Any) -> None:
    before = copy.deepcopy((target, patch))
    merge_patch(target, patch)
    assert (target, patch) == before


@given(OBJECTS, st.sampled_from("abc"))
def test_null_removes_that_member_and_no_other(target: dict[str, Any], name: str) -> None:
    expected = {key: value for key, value in target.items() if key != name}
    assert merge_patch(target, {name: None}) == expected


@given(JSON)
def test_an_empty_patch_leaves_an_object_as_it_was(target: Any) -> None:
    expected = target if isinstance(target, dict) else {}
    assert merge_patch(target, {}) == expected
