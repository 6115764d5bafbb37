"""The Merkle tree of RFC 6962, section 2.1.

Rules:
1. The hash of a leaf is SHA-256(0x00, entry), that of a node SHA-256(0x01, left, right); of no entries SHA-256().
2. A tree of n entries splits at the largest power of two below n, so that what is complete never changes again.
3. The path of a proof goes from the leaf's sibling up to the root's child.

A *node* here is complete: (level, index) stands for the entries from `index * 2**level`, `2**level` of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()

Nodes = Callable[[int, int], bytes]
"""Gives the hash of the complete node (level, index)."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """What is needed to go on: the hashes of the complete trees that the first `size` entries fall into, largest first.

    There is one for every 1 in the binary form of `size`.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError(f"a frontier of {self.size} entries has {self.size.bit_count()} nodes")

    @classmethod
    def read(cls, size: int, content: bytes) -> Self:
        """From its nodes, one after the other; ValueError where they are not as many as `size` asks."""
        return cls(size, tuple(content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)))

    @property
    def content(self) -> bytes:
        return b"".join(self.nodes)

    @property
    def root(self) -> bytes:
        return _folded(self.nodes)

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """With these leaf hashes after the others."""
        nodes, size = list(self.nodes), self.size
        for leaf in leaves:
            right, full = leaf, size
            while full & 1:
                right = sha256(b"\x01" + nodes.pop() + right).digest()
                full >>= 1
            nodes.append(right)
            size += 1
        return Frontier(size, tuple(nodes))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().extended(leaves).root


def perfect_root(hashes: list[bytes]) -> bytes:
    """The hash of the node over a power of two of nodes side by side."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def range_hash(nodes: Nodes, start: int, end: int) -> bytes:
    """The hash over the entries from `start` up to `end`, where `start` is a place at which a tree splits."""
    return _folded(tuple(nodes(level, index) for level, index in _complete(start, end)))


def inclusion_path(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Proves that entry `index` is in the tree of the first `size` entries; ValueError where it cannot be."""
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size}")
    path, start, end = list[bytes](), 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(nodes, middle, end))
            end = middle
        else:
            path.append(range_hash(nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_path(nodes: Nodes, old: int, size: int) -> tuple[bytes, ...]:
    """Proves that the tree of the first `old` entries is the beginning of that of `size`; ValueError where old > size.

    Of nothing, and of the tree itself, there is nothing to prove.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} entries does not go on from {old}")
    path, start, end = list[bytes](), 0, size
    while old not in {0, end}:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_hash(nodes, middle, end))
            end = middle
        else:
            path.append(range_hash(nodes, start, middle))
            start = middle
    if start:
        path.append(range_hash(nodes, start, end))
    return tuple(reversed(path))


def _split(size: int) -> int:
    """The largest power of two below `size`, which is 2 at least."""
    return 1 << ((size - 1).bit_length() - 1)


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete nodes that the range falls into, largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _folded(nodes: tuple[bytes, ...]) -> bytes:
    """One hash over complete trees side by side, largest first."""
    if not nodes:
        return EMPTY_ROOT
    *left, root = nodes
    for node in reversed(left):
        root = node_hash(node, root)
    return root
