"""Writes the log as static files: tiles, bundles of entries, the checkpoint, and the checkpoint of the day.

Rules:
1. Tiles first, the checkpoint over them last: whoever reads a checkpoint finds its tiles. Breaking off anywhere leaves
   the former checkpoint, and the next run writes the same bytes again.
2. A checkpoint is published where its tiles lead to its root; it never goes back, nor beside one that was published.
3. The first checkpoint that is published on a day (UTC) is kept as that of the day; it only ever gains cosignatures.
"""

from dataclasses import dataclass

from dpp.domain.errors import Refused
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.tiles import WIDTH, Tile, TileNodes, in_tiles, levels_of, tiles_of, write_entries
from dpp.domain.log.tree import HASH_BYTES, leaf_hash, perfect_root, range_hash
from dpp.domain.message import message
from dpp.service.log.ports import LogFiles, LogReads, LogStorage, StoredCheckpoint
from dpp.service.log.sequencing import note_of
from dpp.service.ports import Clock

CHECKPOINT = "checkpoint"
DAYS = "checkpoints"
_AT_ONCE = 64 * WIDTH
_OPEN_DAYS = 31
"""So long a cosignature that comes late is still added to the checkpoint of its day."""


@dataclass(frozen=True)
class Published:
    """How many entries the published log has, and how many files were written for it."""

    size: int
    files: int


class _Written:
    """Counts what is written."""

    def __init__(self, files: LogFiles) -> None:
        self.files = files
        self.count = 0

    def write(self, path: str, content: bytes) -> None:
        self.files.write(path, content)
        self.count += 1


@dataclass(frozen=True)
class LogPublisher:
    """Safe to run at any time, from any process."""

    storage: LogStorage
    files: LogFiles
    clock: Clock

    def run(self) -> Published:
        """Publish the newest checkpoint; Refused where the files and the database contradict each other (rule 2)."""
        with self.files.alone(), self.storage.reading() as reads:
            newest = reads.newest()
            if newest is None:
                return Published(0, 0)
            before = self._before(reads, newest)
            written = _Written(self.files)
            if before < newest.size:
                self._write_tiles(reads, written, before, newest.size)
                if self._root(newest.size) != bytes.fromhex(newest.root):
                    raise _contradicts()
            self._write_heads(reads, written, newest)
            return Published(newest.size, written.count)

    def _before(self, reads: LogReads, newest: StoredCheckpoint) -> int:
        """How many entries of the published log the tiles can be trusted to hold; Refused by rule 2."""
        content = self.files.read(CHECKPOINT)
        if content is None:
            return 0
        try:
            published = SignedCheckpoint.parse(content.decode()).checkpoint
        except ValueError as error:
            raise _contradicts() from error
        stored = reads.checkpoint(published.size)
        if published.size > newest.size or stored is None or bytes.fromhex(stored.root) != published.root:
            raise _contradicts()
        return published.size if self._has_edge(published.size) else 0

    def _has_edge(self, size: int) -> bool:
        """Whether the tiles lead to a root at all; else they are all written anew."""
        try:
            self._root(size)
        except LookupError:
            return False
        return True

    def _root(self, size: int) -> bytes:
        return range_hash(TileNodes(self._read, size), 0, size)

    def _read(self, tile: Tile) -> bytes:
        content = self.files.read(tile.full_path)
        if content is None and not tile.is_full:
            content = self.files.read(tile.path)
        if content is None:
            raise LookupError(tile.path)
        return content

    def _write_tiles(self, reads: LogReads, written: _Written, before: int, size: int) -> None:
        hashes = self._write_entries(reads, written, before, size)
        for level in levels_of(size):
            above: list[bytes] = []
            for tile, content in zip(tiles_of(level, size, before), in_tiles(hashes), strict=True):
                written.write(tile.path, b"".join(content))
                if tile.is_full:
                    above.append(perfect_root(list(content)))
                    self.files.drop_partials(tile)
            hashes = self._earlier(level + 1, before, size) + above

    def _write_entries(self, reads: LogReads, written: _Written, before: int, size: int) -> list[bytes]:
        """The bundles of entries; gives the hashes of their leaves."""
        hashes: list[bytes] = []
        first = before // WIDTH * WIDTH
        for start in range(first, size, _AT_ONCE):
            end = min(start + _AT_ONCE, size)
            entries = reads.commitments(start, end)
            if len(entries) != end - start:
                raise _contradicts()
            for number, bundle in enumerate(in_tiles(entries), start // WIDTH):
                tile = Tile(None, number, len(bundle))
                written.write(tile.path, write_entries(bundle))
                if tile.is_full:
                    self.files.drop_partials(tile)
            hashes += map(leaf_hash, entries)
        return hashes

    def _earlier(self, level: int, before: int, size: int) -> list[bytes]:
        """The hashes of the tile that goes on growing at this level, which were there before."""
        count = before >> (8 * level)
        if not size >> (8 * level) or count % WIDTH == 0:
            return []
        content = self._read(Tile(level, count // WIDTH, count % WIDTH))
        return [content[at : at + HASH_BYTES] for at in range(0, count % WIDTH * HASH_BYTES, HASH_BYTES)]

    def _write_heads(self, reads: LogReads, written: _Written, newest: StoredCheckpoint) -> None:
        """The checkpoint of the day first: a day that has begun has one."""
        note = note_of(reads, newest).content.encode()
        today = f"{DAYS}/{self.clock().date().isoformat()}"
        if self.files.read(today) is None:
            written.write(today, note)
        for day in self.files.days()[-_OPEN_DAYS:]:
            self._add_cosignatures(reads, written, f"{DAYS}/{day}")
        if self.files.read(CHECKPOINT) != note:
            written.write(CHECKPOINT, note)

    def _add_cosignatures(self, reads: LogReads, written: _Written, path: str) -> None:
        kept = (self.files.read(path) or b"").decode()
        stored = reads.checkpoint(SignedCheckpoint.parse(kept).checkpoint.size)
        if stored is not None and kept.startswith(stored.note):
            now = note_of(reads, stored).content
            if now != kept:
                written.write(path, now.encode())


def _contradicts() -> Refused:
    return Refused(
        "log-files",
        message("The published files of the log and the database contradict each other."),
        remedy=message("Nothing is published. Run 'kringpas verify --database', and keep both as they are."),
    )
