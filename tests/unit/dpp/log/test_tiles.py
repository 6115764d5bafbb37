"""The tree as static files: paths, widths, contents, and the nodes that are read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.log.tiles import (
    WIDTH,
    Tile,
    TileNodes,
    hashes_in,
    levels_of,
    read_entries,
    read_path,
    tiles_of,
    width_of,
    write_entries,
)
from dpp.domain.log.tree import consistency_path, inclusion_path, leaf_hash, perfect_root, range_hash, root_of


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(2, 999, 17), "tile/2/999.p/17"),
        (Tile(None, 1_000), "tile/entries/x001/000"),
        (Tile(None, 5, 255), "tile/entries/005.p/255"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_a_tile_has_the_path_of_the_standard(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert read_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/data/000",
        "tile/0/000/",
        "tile/0/../000",
        "checkpoint",
        "tile/0/\N{ARABIC-INDIC DIGIT ZERO}00",
    ],
)
def test_any_other_path_is_of_no_tile(path: str) -> None:
    with pytest.raises(ValueError, match="not the path"):
        read_path(path)


def test_the_example_of_the_standard_has_its_tiles() -> None:
    """Of 70,000 entries: 273 full tiles and one of 112; one full tile and one of 17; one of 1."""
    found = [[tile.width for tile in tiles_of(level, 70_000)] for level in levels_of(70_000)]
    assert found == [[WIDTH] * 273 + [112], [WIDTH, 17], [1]]
    assert [[tile.width for tile in tiles_of(level, 256)] for level in levels_of(256)] == [[WIDTH], [1]]


@given(st.integers(0, 300_000), st.integers(0, 2_000), st.sampled_from([0, 1, 2]))
def test_the_tiles_that_change_are_those_that_were_not_full(before: int, more: int, level: int) -> None:
    changed = list(tiles_of(level, before + more, before))
    every = list(tiles_of(level, before + more))
    full = [tile for tile in every if width_of(level, tile.index, before) >= WIDTH]
    assert [*full, *changed] == every


@given(st.lists(st.binary(max_size=70), max_size=9))
def test_entries_are_read_as_they_were_written(entries: list[bytes]) -> None:
    assert read_entries(write_entries(entries)) == entries


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_bundle_that_ends_too_early_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="in the middle"):
        read_entries(content)


def test_a_tile_of_broken_hashes_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        hashes_in(b"x" * 33)


class TestNodes:
    """What proofs are made of, from tiles of a tree with three levels of them."""

    SIZE = 65_536 + 700
    LEAVES = tuple(leaf_hash(number.to_bytes(3, "big")) for number in range(SIZE))

    def read(self, tile: Tile) -> bytes:
        assert tile.level is not None
        span = WIDTH**tile.level
        first = tile.index * WIDTH
        starts = range(first * span, (first + tile.width) * span, span)
        return b"".join(perfect_root(list(self.LEAVES[start : start + span])) for start in starts)

    def test_the_root_is_that_of_the_leaves(self) -> None:
        for size in (1, 256, 257, 65_536, self.SIZE):
            assert range_hash(TileNodes(self.read, self.SIZE), 0, size) == root_of(self.LEAVES[:size])

    def test_a_proof_reads_a_tile_for_each_level_and_not_more_than_some(self) -> None:
        asked: list[Tile] = []

        def read(tile: Tile) -> bytes:
            asked.append(tile)
            return self.read(tile)

        inclusion_path(TileNodes(read, self.SIZE), 12_345, self.SIZE)
        consistency_path(TileNodes(read, self.SIZE), 40_000, self.SIZE)
        assert len(asked) < 12

    def test_a_tile_that_is_too_short_is_named(self) -> None:
        nodes = TileNodes(lambda _tile: b"x" * 32, self.SIZE)
        with pytest.raises(LookupError, match="tile/0/001"):
            nodes(0, 300)
