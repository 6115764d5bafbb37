"""What becomes of each row of a file of Open Repair Data.

Rules:
1. A row of another product than ours is left; one that breaks the rules of `.open_data` is refused, with every reason.
2. An id stands in a file once: a second row with it is refused.
3. A row is new where its id is not known, changed where its digest is another one, and else the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.message import message
from lifecycle.domain.faults.loads import Entry, Refusal, Taken
from lifecycle.domain.faults.open_data import OpenRepair, digest, read_row
from lifecycle.domain.faults.reference import Reference

NumberedRow = tuple[int, Mapping[str, str]]
"""The number of its line in the file, and its values by column."""


@dataclass(frozen=True)
class SortedRows:
    """Some rows by what becomes of them."""

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    taken: Taken


@dataclass(frozen=True)
class JudgedRows:
    """Some rows before they are compared with what is here. `left` and `refused` count rows."""

    entries: tuple[Entry, ...]
    refusals: tuple[Refusal, ...]
    left: int
    refused: int

    def beside(self, known: Mapping[str, str]) -> SortedRows:
        """Rule 3; `known` has the digest of each id that is here."""
        new = tuple(entry for entry in self.entries if entry.repair.id not in known)
        changed = tuple(entry for entry in self.entries if known.get(entry.repair.id, entry.digest) != entry.digest)
        same = len(self.entries) - len(new) - len(changed)
        taken = Taken(len(new), len(changed), same, self.left, self.refusals, self.refused)
        return SortedRows(new, changed, taken)


class RowJudge:
    """Reads the rows of one file in their order, and remembers which ids it has seen (rule 2)."""

    def __init__(self, tables: Reference, dated: date) -> None:
        self._tables, self._dated = tables, dated
        self._seen: set[str] = set()

    def behind(self, rows: Iterable[NumberedRow], last_line: int) -> Iterator[NumberedRow]:
        """The rows that are not done yet; the ids of those that are count as seen."""
        for line, row in rows:
            if line > last_line:
                yield line, row
            else:
                self._seen.add(row["id"])

    def all_of(self, rows: Iterable[NumberedRow]) -> JudgedRows:
        entries: list[Entry] = []
        refusals: list[Refusal] = []
        left = refused = 0
        for line, row in rows:
            found = self.of(line, row)
            if found is None:
                left += 1
            elif isinstance(found, Entry):
                entries.append(found)
            else:
                refused += 1
                refusals.extend(found)
        return JudgedRows(tuple(entries), tuple(refusals), left, refused)

    def of(self, line: int, row: Mapping[str, str]) -> Entry | tuple[Refusal, ...] | None:
        """What is kept of a row, why it is refused, or None for another product."""
        read = read_row(row, self._tables, self._dated)
        if read is None:
            return None
        if not isinstance(read, OpenRepair):
            return tuple(Refusal(line, problem.path, problem.what) for problem in read)
        if read.id in self._seen:
            return (Refusal(line, "id", message("Expected an id that no row above has.")),)
        self._seen.add(read.id)
        policy = self._tables.policy
        return Entry(read, digest(read, self._tables), policy.band(read.years(policy.oldest)))
