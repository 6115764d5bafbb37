"""Walks every entry of the log in the database, from the first to the last, and tells where something differs.

Rules:
1. Entries are numbered from 0 without a gap, and each has its leaf.
2. What a leaf commits to is still there and still says the same, byte for byte. Leaves that wait for a number too.
3. At every checkpoint that was signed the entries have the root of then. The first one that they miss names the entries
   among which the fault is; after it no root can fit.
4. Where the published tiles say something else than the database, the entry is named (`dpp.service.log.moving`).
5. What stands behind entries that were recorded long after it was put in afterwards.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dpp.domain.log.faults import Fault, FaultKind, LeafKey
from dpp.domain.log.tiles import WIDTH, Tile, width_of
from dpp.domain.log.tree import HASH_BYTES, Frontier, leaf_hash
from dpp.domain.log.trust import Head, Heads
from dpp.domain.proof import commitment
from dpp.service.log.moving import Differences
from dpp.service.log.ports import Content, Contents, Entry, LogFiles, LogReads
from dpp.service.log.sequencing import published_size

LATE = timedelta(days=1)
"""However long the sequencer stood still: leaves get their numbers in the order of their coming."""
_DATED_HERE = frozenset({"event", "access"})
"""Kinds that are recorded here when they happen; a version that was taken in from elsewhere keeps its own time."""
_AT_ONCE = 500
_EVERY_WAITING = 1_000_000

Progress = Callable[[str, int], None]


class PublishedHashes:
    """The hashes of the entries as the tiles have them; each tile is read once when entries come in order."""

    def __init__(self, files: LogFiles) -> None:
        self._files = files
        self.size = published_size(files)
        self._index = -1
        self._content = b""

    def __call__(self, entry: int) -> bytes | None:
        """None where the tiles do not reach, or are not there."""
        if entry >= self.size:
            return None
        index, slot = divmod(entry, WIDTH)
        if index != self._index:
            tile = Tile(0, index, width_of(0, index, self.size))
            self._content = self._files.read(tile.path) or self._files.read(tile.full_path) or b""
            self._index = index
        found = self._content[slot * HASH_BYTES : (slot + 1) * HASH_BYTES]
        return found if len(found) == HASH_BYTES else None


class Walk:
    """One walk. `signed` is how many entries the newest checkpoint of the database is over."""

    def __init__(
        self,
        reads: LogReads,
        files: LogFiles,
        heads: Heads,
        signed: int,
        progress: Progress = lambda _what, _count: None,
    ) -> None:
        self._reads = reads
        self._progress = progress
        self._published = PublishedHashes(files)
        self._differences = Differences(self._published)
        self._roots = _Roots(deque(heads.by_size[size] for size in sorted(heads.by_size)))
        self._signed = signed
        self._latest: datetime | None = None
        self._opaque: dict[str, int] = {}
        self._waiting = 0
        self.faults: list[Fault] = []

    @property
    def size(self) -> int:
        """How many entries there are until now, with those that are missing between others."""
        return self._roots.size

    def run(self) -> None:
        for entries in _in_groups(self._reads.numbered()):
            for entry in entries:
                self._take(entry)
            self._check_contents(entries)
            self._progress("entries", self.size)
        self.faults += self._differences.faults(self.size)
        self.faults += self._roots.ends()
        if self.size > self._signed:
            more = self.size - self._signed
            what = f"from here on {more} entries have numbers, and no checkpoint was ever signed over them"
            self.faults.append(Fault(FaultKind.UNSIGNED, what, entry=self._signed))
        for entries in _in_groups(iter(self._reads.waiting(_EVERY_WAITING, thorough=True))):
            self._check_contents(entries)
            self._waiting += len(entries)

    def notes(self) -> Iterator[str]:
        """What is no fault and good to know."""
        if self._waiting:
            yield f"{self._waiting} leaves wait for a number: the sequencer gives it."
        for why, count in self._opaque.items():
            yield f"{count} entries can no longer be opened: {why}."

    def _take(self, entry: Entry) -> None:
        assert entry.index is not None
        if entry.index > self.size:
            last = f" to {entry.index - 1}" if entry.index > self.size + 1 else ""
            what = (
                f"the number is missing{last and f', and so is every one{last}'}: what it was of is not known any more"
            )
            self.faults.append(Fault(FaultKind.ENTRY_MISSING, what, entry=self.size))
            self._roots.skip(entry.index, self._published)
        if entry.commitment is None:
            what = "the leaf is gone, its number is still there"
            self.faults.append(Fault(FaultKind.LEAF_MISSING, what, entry.index, entry.key))
            self._roots.skip(entry.index + 1, self._published)
        else:
            found = leaf_hash(entry.commitment)
            self._differences.compare(entry.index, entry.key, found)
            self._roots.add(found)
        self._check_time(entry)

    def _check_time(self, entry: Entry) -> None:
        """Entries come in the order of their recording, but for what was recorded at nearly the same time."""
        if entry.key.kind not in _DATED_HERE or entry.recorded_at is None:
            return
        if self._latest is not None and entry.recorded_at < self._latest - LATE:
            what = (
                f"it says that it was recorded on {entry.recorded_at:%Y-%m-%d %H:%M}, and stands behind entries of "
                f"{self._latest:%Y-%m-%d %H:%M}: it was put in afterwards, or the clock was wrong"
            )
            self.faults.append(Fault(FaultKind.RECORDED_LATER, what, entry.index, entry.key))
        else:
            self._latest = max(entry.recorded_at, self._latest or entry.recorded_at)

    def _check_contents(self, entries: Sequence[Entry]) -> None:
        by_kind: dict[str, list[LeafKey]] = {}
        for entry in entries:
            by_kind.setdefault(entry.key.kind, []).append(entry.key)
        known = self._reads.contents
        found: dict[LeafKey, Content] = {}
        for kind, keys in by_kind.items():
            if kind in known:
                found.update(_read(known[kind], keys))
        for entry in entries:
            if entry.commitment is not None and entry.salt is not None:
                self._check_content(entry, found.get(entry.key))

    def _check_content(self, entry: Entry, content: Content | None) -> None:
        if content is None:
            what = "what the log holds a commitment to is gone"
            self.faults.append(Fault(FaultKind.CONTENT_MISSING, what, entry.index, entry.key))
            return
        self.faults += [replace(fault, entry=entry.index, about=entry.key) for fault in content.faults]
        if _opens(entry, content):
            if content.at != entry.recorded_at:
                what = "its leaf has another time than it says itself"
                self.faults.append(Fault(FaultKind.CONTENT_DIFFERS, what, entry.index, entry.key))
        elif content.opaque:
            self._opaque[content.opaque] = self._opaque.get(content.opaque, 0) + 1
        else:
            what = "what is kept is not what was committed to: it was changed afterwards"
            self.faults.append(Fault(FaultKind.CONTENT_DIFFERS, what, entry.index, entry.key))


def _read(contents: Contents, keys: Sequence[LeafKey]) -> Mapping[LeafKey, Content]:
    """All at once; one by one where somebody wrote what cannot be read at all, which is then no content."""
    try:
        return contents.of(keys)
    except (ValueError, KeyError, TypeError):
        if len(keys) == 1:
            return {keys[0]: Content((), None)}
        return {key: content for each in keys for key, content in _read(contents, [each]).items()}


def _opens(entry: Entry, content: Content) -> bool:
    assert entry.commitment is not None
    assert entry.salt is not None
    try:
        return any(commitment(entry.salt, said) == entry.commitment.hex() for said in content.said)
    except ValueError:
        return False  # the salt was changed


def _in_groups(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    group: list[Entry] = []
    for entry in entries:
        group.append(entry)
        if len(group) == _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


@dataclass
class _Roots:
    """Counts the entries up, and meets every checkpoint on the way (rule 3)."""

    heads: deque[Head]
    frontier: Frontier = field(default_factory=Frontier)
    pending: list[bytes] = field(default_factory=list)
    met: int = 0
    lost: bool = False
    faults: list[Fault] = field(default_factory=list)
    size: int = 0

    def add(self, found: bytes) -> None:
        self.size += 1
        if self.lost:
            return
        self.pending.append(found)
        if self.heads and self.heads[0].size == self.size:
            self._meet(self.heads.popleft())

    def skip(self, until: int, published: PublishedHashes) -> None:
        """Over what is missing, by what was published; where nothing was, no root can be met any more."""
        while self.size < until:
            found = published(self.size)
            if found is None:
                self.lost, self.size = True, until
                return
            self.add(found)

    def ends(self) -> list[Fault]:
        """What was met, and what never was."""
        beyond = [head for head in self.heads if head.size > self.size]
        if beyond:
            what = f"{beyond[-1].name} has {beyond[-1].size} entries, the database {self.size}: the end was cut off"
            self.faults.append(Fault(FaultKind.TRUNCATED, what, entry=self.size))
        return self.faults

    def _meet(self, head: Head) -> None:
        self.frontier = self.frontier.extended(self.pending)
        self.pending = []
        if self.frontier.root == head.root:
            self.met = head.size
            return
        self.lost = True
        what = (
            f"the entries {self.met} to {head.size - 1} do not lead to the root of {head.name}: "
            "one of them was changed, put in, taken out or moved"
        )
        self.faults.append(Fault(FaultKind.ROOT_DIFFERS, what, entry=self.met))
