"""The tree as static files: C2SP tlog-tiles, of height 8.

Rules:
1. A tile of level L holds up to 256 hashes, each over 256**L entries; above level 0 only of full tiles below.
2. A tile is at `tile/<L>/<N>`, a partial one of W hashes at `tile/<L>/<N>.p/<W>`; N is in groups of three digits, all
   but the last with an x in front. The entries of a tile of level 0 are at `tile/entries/<N>`.
3. A bundle of entries holds each with its length in front, 2 bytes, big-endian. Ours are commitments of 32 bytes.
4. A full tile never changes; a partial one may go when its full tile is there.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dpp.domain.log.tree import HASH_BYTES, perfect_root

WIDTH = 256
_HEIGHT = 8
_MOST_LEVEL = 63
_LENGTH_BYTES = 2
_NUMBER = r"(?:x[0-9]{3}/)*[0-9]{3}"
_PATH = re.compile(rf"tile/(?P<level>[0-9]{{1,2}}|entries)/(?P<index>{_NUMBER})(?:\.p/(?P<width>[1-9][0-9]{{0,2}}))?")


@dataclass(frozen=True)
class Tile:
    """Which tile; `level` is None for a bundle of entries."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH

    @property
    def full_path(self) -> str:
        """The path of the full tile of this place."""
        digits = f"{self.index:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return f"tile/{'entries' if self.level is None else self.level}/{number}"

    @property
    def path(self) -> str:
        return self.full_path if self.is_full else f"{self.full_path}.p/{self.width}"


def read_path(path: str) -> Tile:
    """The tile at a path; ValueError for any other path (also for another way of writing the same number)."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError("this is not the path of a tile")
    level, width = found["level"], found["width"]
    index = int(found["index"].replace("x", "").replace("/", ""))
    tile = Tile(None if level == "entries" else int(level), index, WIDTH if width is None else int(width))
    if tile.path != path or (tile.level or 0) > _MOST_LEVEL or (width is not None and tile.width >= WIDTH):
        raise ValueError("this is not the path of a tile")
    return tile


def width_of(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a tree of `size`; 0 or less where it does not exist."""
    return min(WIDTH, (size >> (_HEIGHT * level)) - index * WIDTH)


def levels_of(size: int) -> Iterator[int]:
    """The levels that a tree of `size` has tiles of."""
    level = 0
    while size >> (_HEIGHT * level):
        yield level
        level += 1


def tiles_of(level: int, size: int, since: int = 0) -> Iterator[Tile]:
    """The tiles of a level, in a tree of `size`, that are not full yet in a tree of `since`."""
    count, before = size >> (_HEIGHT * level), since >> (_HEIGHT * level)
    for index in range(before // WIDTH, -(-count // WIDTH)):
        if width_of(level, index, since) < WIDTH:
            yield Tile(level, index, width_of(level, index, size))


def in_tiles(hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The content of one tile after the other."""
    return (hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH))


def hashes_in(content: bytes) -> list[bytes]:
    """ValueError where the content is no whole number of hashes."""
    if len(content) % HASH_BYTES:
        raise ValueError(f"a tile holds hashes of {HASH_BYTES} bytes")
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def write_entries(entries: Sequence[bytes]) -> bytes:
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def read_entries(content: bytes) -> list[bytes]:
    """ValueError where the content ends in the middle of an entry."""
    entries, at = list[bytes](), 0
    while at < len(content):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(content[at:start], "big")
        if start > len(content) or at > len(content):
            raise ValueError("the bundle ends in the middle of an entry")
        entries.append(content[start:at])
    return entries


ReadTile = Callable[[Tile], bytes]
"""The content of a tile, which has at least as many hashes as were asked; LookupError where it is not there."""


@dataclass(frozen=True)
class TileNodes:
    """The nodes of the tree of `size` entries, from its tiles; each tile is read once."""

    read: ReadTile
    size: int
    _seen: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def __call__(self, level: int, index: int) -> bytes:
        """LookupError where the tile of it is not there, or too short."""
        tile_level, above = divmod(level, _HEIGHT)
        place, slot = divmod(index << above, WIDTH)
        content = self._tile(tile_level, place)[slot * HASH_BYTES : (slot + (1 << above)) * HASH_BYTES]
        if len(content) != HASH_BYTES << above:
            raise LookupError(Tile(tile_level, place, width_of(tile_level, place, self.size)).path)
        return perfect_root(hashes_in(content))

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._seen:
            self._seen[level, index] = self.read(Tile(level, index, width_of(level, index, self.size)))
        return self._seen[level, index]
