"""What a newer file changes in what is known of releases.

Rules:
1. Nothing is overwritten: a release that says something else than before gets a new entry beside the old one.
2. Of a product that the file holds, a release that it does not list any more is gone. What the file does not hold stays
   as it is.
3. The same content again changes nothing, but it is known to hold on a later day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dpp.domain.actor import AccountId
from dpp.domain.errors import Problem
from lifecycle.domain.support.dataset import Dataset
from lifecycle.domain.support.releases import Release, ReleaseName


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Load:
    """One file that was taken in. `dated` is the day of the dataset, `retrieved_at` when it was taken in here."""

    number: int
    dated: date
    retrieved_at: datetime
    by: AccountId
    sha256: str
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one load said of one release; where it was not `listed` any more, `release` is what was said last."""

    load: int
    release: Release
    listed: bool = True

    @property
    def name(self) -> ReleaseName:
        return self.release.name


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the report: the release as the file has it (or as it was, if it is gone), and what was known."""

    outcome: Outcome
    release: Release
    before: Release | None = None

    def entry(self, load: int) -> Entry:
        return Entry(load, self.release, listed=self.outcome is not Outcome.GONE)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a file; without `load` nothing was written (a dry run, or the same file again)."""

    rows: tuple[Row, ...]
    refused: tuple[Problem, ...]
    left: tuple[str, ...]
    dated: date
    load: Load | None = None

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)


def compare(dataset: Dataset, known: Mapping[ReleaseName, Release]) -> tuple[Row, ...]:
    """What the file says against what is known now; in the order of the file, and then what is gone.

    A row that was refused is not gone: the file lists it, and what was known of it stays.
    """
    rows = [_row(release, known.get(release.name)) for release in dataset.releases]
    listed = {release.name for release in dataset.releases}
    if not dataset.refused:
        gone = sorted(name for name in known if name.product in dataset.products and name not in listed)
        rows += [Row(Outcome.GONE, known[name], known[name]) for name in gone]
    return tuple(rows)


def _row(release: Release, before: Release | None) -> Row:
    if before is None:
        return Row(Outcome.NEW, release)
    return Row(Outcome.SAME if release == before else Outcome.CHANGED, release, before)
