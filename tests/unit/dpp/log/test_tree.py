"""The Merkle tree: against its definition, against others' vectors, and against everything that could be forged."""

import json
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.log.proofs import is_consistent, is_included, is_part, is_subtree
from dpp.domain.log.tree import (
    EMPTY_ROOT,
    Frontier,
    Nodes,
    consistency_path,
    inclusion_path,
    leaf_hash,
    perfect_root,
    root_of,
)
from tests.support.shared import shared_data

MOST = 70
LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(MOST)]
ROOTS = [root_of(LEAVES[:size]) for size in range(MOST + 1)]


def nodes(leaves: Sequence[bytes]) -> Nodes:
    return lambda level, index: perfect_root(list(leaves[index << level : (index + 1) << level]))


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word, over the hashes of leaves."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


sizes = st.integers(1, MOST)
two_sizes = st.tuples(sizes, sizes).map(lambda pair: (min(pair), max(pair)))


@given(sizes)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert ROOTS[size] == by_definition(LEAVES[:size])


def test_a_leaf_and_a_tree_of_nothing_have_the_hashes_of_the_standard() -> None:
    assert leaf_hash(b"") == sha256(b"\x00").digest()
    assert ROOTS[0] == EMPTY_ROOT == sha256().digest()


@given(two_sizes)
def test_a_frontier_goes_on_as_if_it_had_seen_every_leaf(pair: tuple[int, int]) -> None:
    some, more = pair
    before = Frontier().extended(LEAVES[:some])
    again = Frontier.read(some, before.content)
    assert again.extended(LEAVES[some:more]).root == ROOTS[more]


def test_a_frontier_of_another_size_is_none() -> None:
    with pytest.raises(ValueError, match="3 entries has 2 nodes"):
        Frontier.read(3, LEAVES[0])


@given(two_sizes)
def test_every_entry_is_proven_and_no_other_hash_is(pair: tuple[int, int]) -> None:
    index, size = pair[0] - 1, pair[1]
    path = inclusion_path(nodes(LEAVES), index, size)
    assert is_included(index, size, LEAVES[index], path, ROOTS[size])
    assert not is_included(index, size, leaf_hash(b"other"), path, ROOTS[size])
    assert not is_included(index, size, LEAVES[index], path, leaf_hash(b"other"))
    assert not is_included(index, size, LEAVES[index], (*path, LEAVES[0]), ROOTS[size])
    assert not is_included(size, size, LEAVES[index], path, ROOTS[size])
    for at in range(len(path)):
        assert not is_included(index, size, LEAVES[index], (*path[:at], *path[at + 1 :]), ROOTS[size])


@given(two_sizes)
def test_a_tree_goes_on_from_every_earlier_one_and_from_no_other(pair: tuple[int, int]) -> None:
    old, size = pair
    path = consistency_path(nodes(LEAVES), old, size)
    assert is_consistent(old, size, ROOTS[old], ROOTS[size], path)
    assert not is_consistent(old, size, leaf_hash(b"other"), ROOTS[size], path)
    assert not is_consistent(old, size, ROOTS[old], leaf_hash(b"other"), path)
    assert not is_consistent(old, size, ROOTS[old], ROOTS[size], (*path, LEAVES[0]))
    for at in range(len(path)):
        assert not is_consistent(old, size, ROOTS[old], ROOTS[size], (*path[:at], *path[at + 1 :]))


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_what_is_not_in_a_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion_path(nodes(LEAVES), index, size)


def test_a_tree_does_not_go_on_from_a_larger_one() -> None:
    with pytest.raises(ValueError, match="does not go on"):
        consistency_path(nodes(LEAVES), 5, 4)
    assert not is_consistent(5, 4, ROOTS[5], ROOTS[4], ())


def _vectors(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shared_data(f"merkle/{name}.json").read_text(encoding="utf-8"))
    return found


def _hash(vector: dict[str, Any], name: str) -> bytes:
    return b64decode(vector.get(name) or "")


def _path(vector: dict[str, Any]) -> list[bytes]:
    return [b64decode(each) for each in vector["proof"] or []]


def test_the_vectors_of_inclusion_are_judged_as_their_makers_do() -> None:
    """Good and bad ones of transparency-dev/merkle; those of a part of a tree are proven within that part."""
    vectors = _vectors("inclusion")
    wrong = []
    for each in vectors:
        start, end = each.get("start", 0), each.get("end", each.get("treeSize", 0))
        place = each.get("leafIdx", 0) - start
        leaf, root = _hash(each, "leafHash"), _hash(each, "root")
        holds = is_subtree(start, end) if "end" in each else True
        if (holds and is_included(place, end - start, leaf, _path(each), root)) == each["wantErr"]:
            wrong.append(each["_path"])
    assert (len(vectors), wrong) == (302, [])


def test_the_vectors_of_consistency_are_judged_as_their_makers_do() -> None:
    vectors = _vectors("consistency")
    wrong = []
    for each in vectors:
        before, after, path = _hash(each, "root1"), _hash(each, "root2"), _path(each)
        if "size" in each:
            holds = is_part(each["start"], each["end"], each["size"], before, after, path)
        else:
            holds = is_consistent(each["size1"], each["size2"], before, after, path)
        if holds == each["wantErr"]:
            wrong.append(each["_path"])
    assert (len(vectors), wrong) == (216, [])
