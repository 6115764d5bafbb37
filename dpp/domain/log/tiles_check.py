"""Checks the log as static files: every tile against the one below it, and the roots against what was signed.

Rules:
1. Each hash of a tile of level 0 is that of the entry in the bundle beside it: a fault there names the entry.
2. Each hash above is over the full tile below it: a fault there names the 256**L entries that it is over.
3. The tree over the tiles has the root of the checkpoint, and at every earlier checkpoint the root of that one.
"""

from collections.abc import Callable, Iterator

from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.faults import Fault, FaultKind, Verdict
from dpp.domain.log.tiles import WIDTH, Tile, TileNodes, hashes_in, levels_of, read_entries, tiles_of
from dpp.domain.log.tree import HASH_BYTES, leaf_hash, perfect_root, range_hash
from dpp.domain.log.trust import Head, Heads, Trust

ReadFile = Callable[[str], bytes | None]
"""The content of the file at a path; None where there is none."""


def check_tiles(read: ReadFile, trust: Trust, earlier: tuple[Head, ...] = ()) -> Verdict:
    """Every fault of the files, of which `checkpoint` says how many entries there are."""
    try:
        signed = SignedCheckpoint.parse((read("checkpoint") or b"").decode())
    except ValueError as error:
        return Verdict({}, (Fault(FaultKind.FORM, f"this cannot be read: {error}", path="checkpoint"),))
    heads = Heads()
    for head in (Head("the checkpoint", signed), *earlier):
        heads.add(head, trust)
    size = signed.checkpoint.size
    tiles = _Tiles(read, size)
    faults = [*tiles.faults(), *heads.faults]
    for head in heads.by_size.values():
        faults.extend(_root_faults(tiles, head, size))
    return Verdict({"entries": size, "tiles": tiles.looked_at, "checkpoints": len(earlier) + 1}, tuple(faults))


def _root_faults(tiles: "_Tiles", head: Head, size: int) -> Iterator[Fault]:
    if head.size > size:
        what = f"{head.name} has {head.size} entries, the files hold {size}: the end was cut off"
        yield Fault(FaultKind.TRUNCATED, what)
        return
    try:
        root = range_hash(TileNodes(tiles.content, size), 0, head.size)
    except LookupError:
        return  # that the tile is missing or short is told already
    if root != head.root:
        what = f"the tiles do not lead to the root of {head.name} of {head.size} entries"
        yield Fault(FaultKind.ROOT_DIFFERS, what)


class _Tiles:
    """The files of one tree; a partial tile may be read from its full one."""

    def __init__(self, read: ReadFile, size: int) -> None:
        self._read = read
        self._size = size
        self.looked_at = 0

    def content(self, tile: Tile) -> bytes:
        found = self._read(tile.path)
        if found is None and not tile.is_full:
            found = self._read(tile.full_path)
        if found is None:
            raise LookupError(tile.path)
        return found

    def faults(self) -> Iterator[Fault]:
        below: list[bytes | None] = []
        for level in levels_of(self._size):
            roots: list[bytes | None] = []
            for tile in tiles_of(level, self._size):
                self.looked_at += 1
                hashes, faults = self._hashes(tile)
                yield from faults
                yield from self._differing(tile, hashes, below)
                roots.append(perfect_root(hashes) if len(hashes) == WIDTH else None)
            below = roots

    def _hashes(self, tile: Tile) -> tuple[list[bytes], list[Fault]]:
        try:
            content = self.content(tile)[: tile.width * HASH_BYTES]
        except LookupError:
            return [], [Fault(FaultKind.TILE_MISSING, "the tile is not there", path=tile.path)]
        if len(content) != tile.width * HASH_BYTES:
            what = f"the tile has {len(content)} bytes, {tile.width * HASH_BYTES} are expected"
            return [], [Fault(FaultKind.TILE_DIFFERS, what, path=tile.path)]
        return hashes_in(content), []

    def _differing(self, tile: Tile, hashes: list[bytes], below: list[bytes | None]) -> Iterator[Fault]:
        if tile.level == 0:
            yield from self._entry_faults(tile, hashes)
            return
        assert tile.level is not None
        span, first = WIDTH**tile.level, tile.index * WIDTH
        for slot, found in enumerate(hashes):
            under = below[first + slot]
            if under is not None and under != found:
                start = (first + slot) * span
                what = f"its hash over the entries {start} to {start + span - 1} is not that of the tile below"
                yield Fault(FaultKind.TILE_DIFFERS, what, entry=start, path=tile.path)

    def _entry_faults(self, tile: Tile, hashes: list[bytes]) -> Iterator[Fault]:
        bundle = Tile(None, tile.index, tile.width)
        try:
            entries = read_entries(self.content(bundle))[: tile.width]
        except LookupError:
            yield Fault(FaultKind.TILE_MISSING, "the bundle of entries is not there", path=bundle.path)
            return
        except ValueError as error:
            yield Fault(FaultKind.TILE_DIFFERS, str(error), path=bundle.path)
            return
        if len(entries) < len(hashes):
            what = f"the bundle holds {len(entries)} entries, {len(hashes)} are expected"
            yield Fault(FaultKind.TILE_DIFFERS, what, entry=tile.index * WIDTH + len(entries), path=bundle.path)
        for slot, (entry, found) in enumerate(zip(entries, hashes, strict=False)):
            if leaf_hash(entry) != found:
                what = "the entry and its hash in the tile differ"
                yield Fault(FaultKind.TILE_DIFFERS, what, entry=tile.index * WIDTH + slot, path=bundle.path)
