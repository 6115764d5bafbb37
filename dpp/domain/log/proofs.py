"""Checks proofs of a Merkle tree (RFC 6962, 2.1.1 and 2.1.2), in the way of RFC 9162 (2.1.3.2 and 2.1.4.2).

Rules:
1. A proof that is too long, too short or out of range proves nothing.
2. A proof is checked against roots that the caller has from a signed checkpoint; alone it proves nothing.
3. A *part* is a run of entries that stands as one subtree: its start is a multiple of the power of two that holds it
   (draft-ietf-plants-merkle-tree-certs, "Subtrees"). The beginning of a tree is one, whatever its length.
"""

from collections.abc import Sequence

from dpp.domain.log.tree import EMPTY_ROOT, HASH_BYTES, node_hash


def is_included(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the leaf with this hash stands at `index` in the tree of `size` with that root."""
    if not 0 <= index < size or not _are_hashes(leaf, *path):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of `old` entries is the beginning of that of `size`.

    Of no entries nothing can be proven: every tree goes on from there.
    """
    if old in {0, size}:
        return old == size and not path and old_root == root and (old > 0 or root == EMPTY_ROOT)
    return is_part(0, old, size, old_root, root, path)


def is_part(start: int, end: int, size: int, part_root: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the entries from `start` up to `end` have `part_root` in the tree of `size`."""
    if not (0 <= start <= end <= size and is_subtree(start, end) and _are_hashes(*path)):
        return False
    if start == end:
        return not path and part_root == EMPTY_ROOT
    low, place, last = _lowest(start, end - 1, size - 1)
    if low != place and not path:
        return False
    first, *rest = (part_root, *path) if low == place else path
    was = now = first
    for sibling in rest:
        if last == 0:
            return False
        if place & 1 or place == last:
            was = node_hash(sibling, was) if low < place else was
            now = node_hash(sibling, now)
            while not place & 1 and place:
                low, place, last = low >> 1, place >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        low, place, last = low >> 1, place >> 1, last >> 1
    return last == 0 and was == part_root and now == root


def is_subtree(start: int, end: int) -> bool:
    """Rule 3."""
    length = end - start
    return length == 0 or start % (1 << (length - 1).bit_length()) == 0


def _lowest(low: int, place: int, last: int) -> tuple[int, int, int]:
    """Up to the level of the largest complete node that ends the part: there the path begins."""
    while low != place and (place == last or place & 1):
        low, place, last = low >> 1, place >> 1, last >> 1
    return low, place, last


def _are_hashes(*found: bytes) -> bool:
    return all(len(each) == HASH_BYTES for each in found)
