"""Where the database and the published tiles differ: what was changed, what is gone, and what only stands elsewhere.

Rules:
1. An entry whose hash was published at another place has moved. A run of entries that moved by the same number of
   places is one fault: one entry put in or taken out moves all behind it.
2. Another one was changed or put in; a published one that is nowhere any more was changed or taken out.
3. Of very many differences only the first are told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from dpp.domain.log.faults import Fault, FaultKind, LeafKey

MOST = 100_000


@dataclass(frozen=True)
class _Difference:
    entry: int
    about: LeafKey
    found: bytes
    published: bytes


@dataclass
class Differences:
    """`published` gives the hash of an entry as the tiles have it, None where they have none."""

    published: Callable[[int], bytes | None]
    all: list[_Difference] = field(default_factory=list)

    def compare(self, entry: int, about: LeafKey, found: bytes) -> None:
        published = self.published(entry)
        if published is not None and published != found and len(self.all) < MOST:
            self.all.append(_Difference(entry, about, found, published))

    def faults(self, size: int) -> Iterator[Fault]:
        """`size` is how many entries the database has."""
        if not self.all:
            return
        places = {each.published: each.entry for each in self.all}
        for beyond in range(size, size + MOST):
            published = self.published(beyond)
            if published is None:
                break
            places[published] = beyond
        moved = [each for each in self.all if each.found in places]
        changed = [each for each in self.all if each.found not in places]
        for each in changed:
            what = "the database holds something else here than was published"
            yield Fault(FaultKind.ENTRY_DIFFERS, what, each.entry, each.about)
        yield from self._gone(places, {each.entry for each in changed}, size)
        yield from _moved(moved, places)

    def _gone(self, places: dict[bytes, int], changed: set[int], size: int) -> Iterator[Fault]:
        here = {each.found for each in self.all}
        for published, entry in places.items():
            if published not in here and entry not in changed and entry < size:
                what = "the entry that was published here is nowhere in the database any more"
                yield Fault(FaultKind.ENTRY_MISSING, what, entry)


def _moved(moved: list[_Difference], places: dict[bytes, int]) -> Iterator[Fault]:
    def run(numbered: tuple[int, _Difference]) -> tuple[int, int]:
        number, each = numbered
        return each.entry - places[each.found], each.entry - number

    for (shift, _), group in groupby(enumerate(moved), key=run):
        run_of = [each for _, each in group]
        first, last = run_of[0], run_of[-1]
        what = f"it was published as entry {first.entry - shift}: it was moved"
        if len(run_of) > 1:
            what = f"this and every entry up to {last.entry} was published as {-shift:+} of its number: they were moved"
        yield Fault(FaultKind.ENTRY_MOVED, what, first.entry, first.about)
