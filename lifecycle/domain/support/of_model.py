"""Until when a model gets security updates: what its passport says and what the dataset says, side by side.

Rules:
1. A passport that its maker (or who else answers for it) wrote itself goes first: nobody knows better. A passport that
   was compiled from public sources is as old as those: the dataset goes first, where it gives a day or says that the
   support has ended.
2. Where both say something and not the same, both are told, each with its source and its day.
3. What can be done after the end is what the passport says of other operating systems.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dpp.domain.document import Elements
from lifecycle.domain.support.endings import UNSAID, Ending
from lifecycle.domain.support.matching import Match
from lifecycle.domain.support.releases import Release

ELEMENT = "securitySupportUntil"


@dataclass(frozen=True, slots=True)
class PassportWord:
    """What the passport says; `source` is the public source that it names for it, where it was compiled."""

    until: date
    compiled: bool
    source: str | None = None
    source_date: str | None = None
    source_address: str | None = None


@dataclass(frozen=True, slots=True)
class DatasetWord:
    """What the dataset says: `dated` is its day, `retrieved` when it was taken in; `gone`: it is not listed now."""

    release: Release
    match: Match
    dated: date
    retrieved: date
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ModelUpdates:
    """Both words, and what else is known to run on the model."""

    passport: PassportWord | None = None
    dataset: DatasetWord | None = None
    alternatives: tuple[str, ...] = ()

    @property
    def dataset_leads(self) -> bool:
        """Rule 1."""
        if self.dataset is None or self.dataset.release.security in {UNSAID, Ending(ended=False)}:
            return self.passport is None
        return self.passport is None or self.passport.compiled

    @property
    def ending(self) -> Ending:
        """What counts."""
        if self.dataset is not None and self.dataset_leads:
            return self.dataset.release.security
        return UNSAID if self.passport is None else Ending(day=self.passport.until)

    @property
    def differ(self) -> bool:
        """Rule 2: whether both say something of an end, and not the same."""
        if self.passport is None or self.dataset is None or self.dataset.release.security == UNSAID:
            return False
        return self.dataset.release.security != Ending(day=self.passport.until)


NOTHING_KNOWN = ModelUpdates()


def updates_of(elements: Elements, dataset: DatasetWord | None) -> ModelUpdates:
    """What the model's passport and the dataset say."""
    return ModelUpdates(_passport(elements), dataset, _alternatives(elements))


def _passport(elements: Elements) -> PassportWord | None:
    until = elements.get(ELEMENT)
    if not isinstance(until, str):
        return None
    sources = [each for each in elements.get("compiledFrom", ()) if ELEMENT in each.get("elements", ())]
    named: Mapping[str, Any] = sources[0] if sources else {}
    compiled = "compiledBy" in elements
    return PassportWord(date.fromisoformat(until), compiled, named.get("title"), named.get("date"), named.get("url"))


def _alternatives(elements: Elements) -> tuple[str, ...]:
    said = elements.get("alternativeOperatingSystems", ())
    return (said,) if isinstance(said, str) else tuple(each for each in said if isinstance(each, str))
